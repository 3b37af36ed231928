using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>The state of each period, and every closing with the changes since.</summary>
internal static class GetRestatements
{
    /// <summary>The most changes listed per closing; the file of changes has all of them.</summary>
    private const int MaximumChanges = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/restatements", async (
            HttpContext context, InitiativeReader reader, HeavyWork heavy, IVaultTexts vault, string org, string id) =>
        {
            // Links carry a period from page to page: the page shows the closings of all.
            var (asked, wantsPage) = (ViewQueryReader.Read(context.Request), Negotiation.WantsPage(context.Request));
            var read = await reader.ReadClosingsAsync(
                new(org), new(id), asked, wantsPage ? null : asked.Period, context.RequestAborted, heavy.For(context, new(org)));
            if (read is not var (view, known, closings))
                return Problem.NotFound(context);
            if (wantsPage)
                return context.RequestServices.GetRequiredService<PagesFor>()(context.Request).Restatements(view, closings);
            var describer = new ChangeDescriber(Caller.Of(context).MayReadPrivateTexts ? vault : null, new(org), known);
            var lines = new List<(Closing Closing, ClosingLine Line)>();
            foreach (var since in closings)
                lines.Add((since.Closing, ClosingLine.FromRestatements(since, await describer.DescribeAsync(
                    since.Changes.Take(MaximumChanges).Select(c => c.Change), context.RequestAborted).ToListAsync(context.RequestAborted))));
            return Results.Json(
                new Answer(known.Book.Frontier, known.Book.Problems, [.. known.Book.Standings
                    .Where(s => asked.Period is not { } p || (s.From, s.To) == (p.From, p.To))
                    .Select(s => Line.FromStanding(s, [.. lines.Where(l => (l.Closing.From, l.Closing.To) == (s.From, s.To)).Select(l => l.Line)]))]),
                DomainJson.Options);
        })
        .WithName("getRestatements").ShownByGrant(GrantLevel.Entries).Takes(ApiParameters.View)
        .WithSummary("期間の締切と、締切後の変更 / Closed periods and the changes made after their closing")
        .ProducesPageAnd<Answer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    internal sealed record Answer(int Frontier, ImmutableArray<string> Problems, IReadOnlyList<Line> Periods);

    /// <param name="Version">The version of the last mark. The figures of a closed period are those known at this version.</param>
    /// <param name="Restatements">The number of changes since the closing that stands; 0 unless the period is closed. These and the next two are those of
    /// that closing.</param>
    /// <param name="Closings">Each time that the period was closed, with what was changed since. A list stays, even if the period is reopened.</param>
    internal sealed record Line(
        LocalDate From, LocalDate To, PeriodState State, int Version, Instant At, int Restatements, IReadOnlyList<ChangeRecord> Changes,
        ImmutableArray<FigureChange> Figures, IReadOnlyList<ClosingLine> Closings)
    {
        public static Line FromStanding(PeriodStanding standing, IReadOnlyList<ClosingLine> closings)
        {
            var last = standing.State == PeriodState.Closed ? closings[^1] : null;
            return new(standing.From, standing.To, standing.State, standing.Version, standing.At, last?.Restatements ?? 0, last?.Changes ?? [],
                last?.Figures ?? [], closings);
        }
    }

    /// <summary>One closing of a period, and everything since.</summary>
    /// <param name="Number">1 for the first time that the period was closed.</param>
    /// <param name="Version">What was closed is what was known at this version.</param>
    /// <param name="Reopened">When it ended; absent while it stands.</param>
    /// <param name="Restatements">The number of changes that came while the period was closed.</param>
    /// <param name="Revisions">The number of changes that came while it was reopened.</param>
    /// <param name="Changes">The first of them, in the order of coming into force.</param>
    /// <param name="Figures">The figures that differ from those at this closing.</param>
    internal sealed record ClosingLine(
        int Number, int Version, Instant At, Ending? Reopened, int Restatements, int Revisions, IReadOnlyList<ChangeRecord> Changes,
        ImmutableArray<FigureChange> Figures)
    {
        public static ClosingLine FromRestatements(Restatements since, IReadOnlyList<ChangeRecord> described) => new(
            since.Closing.Number, since.Closing.Version, since.Closing.At,
            since.Closing.Reopened is { } reopened ? new(reopened.Version, reopened.At) : null,
            since.Count(ListedAs.Restatement), since.Count(ListedAs.Revision),
            [.. described.Zip(since.Changes, (record, change) => record with { As = change.As })], since.Figures);
    }

    /// <summary>The mark by which a period was reopened.</summary>
    internal sealed record Ending(int Version, Instant At);
}
