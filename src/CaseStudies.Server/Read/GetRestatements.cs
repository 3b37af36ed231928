using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Store;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>The state of each period, and for closed ones the changes since their closing.</summary>
internal static class GetRestatements
{
    /// <summary>The most changes listed per period; the file of changes has all of them.</summary>
    private const int MaximumChanges = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/restatements", async (
            HttpContext context, InitiativeReader reader, HeavyWork heavy, IVaultTexts vault, string org, string id) =>
        {
            var asked = ViewQueryReader.Read(context.Request);
            if (await reader.RowsAsync(new(org), new(id), asked, context.RequestAborted, heavy.For(context, new(org))) is not { } known)
                return Problem.NotFound(context);
            var describer = new ChangeDescriber(vault, new(org), known);
            var periods = new List<Line>();
            foreach (var standing in ChangeLog.Standings(known.Rows, known.Frontier).Where(s => asked.Period is not { } p || (s.From, s.To) == (p.From, p.To)))
            {
                var since = known.Since(standing);
                periods.Add(new(
                    standing.From, standing.To, standing.State, standing.Version, standing.At, since.Changes.Length,
                    await describer.DescribeAsync(since.Changes.Take(MaximumChanges), context.RequestAborted).ToListAsync(context.RequestAborted),
                    since.Figures));
            }

            return Results.Json(new Answer(known.Book.Frontier, known.Book.Problems, periods), DomainJson.Options);
        })
        .WithName("getRestatements").Takes(ApiParameters.View)
        .WithSummary("期間の締切と、締切後の変更 / Closed periods and the changes made after their closing")
        .Produces<Answer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    internal sealed record Answer(int Frontier, ImmutableArray<string> Problems, IReadOnlyList<Line> Periods);

    /// <param name="Version">The version of the mark. The figures of a closed period are those known at this version.</param>
    /// <param name="Restatements">The number of changes; 0 unless the period is closed.</param>
    /// <param name="Changes">The first of them, in the order of coming into force.</param>
    /// <param name="Figures">The figures that differ from those at the closing.</param>
    internal sealed record Line(
        LocalDate From, LocalDate To, PeriodState State, int Version, Instant At, int Restatements, IReadOnlyList<ChangeRecord> Changes,
        ImmutableArray<FigureChange> Figures);
}
