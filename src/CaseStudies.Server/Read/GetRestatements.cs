using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Store;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>Where the periods stand, and what was said about each closed one since its closing.</summary>
internal static class GetRestatements
{
    /// <summary>More are in the file of changes.</summary>
    private const int MaximumChanges = 1_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/restatements", async (HttpContext context, InitiativeReader reader, IVaultTexts vault, string org, string id) =>
        {
            var asked = AskedQuery.Read(context.Request);
            if (await reader.RowsAsync(new(org), new(id), asked, context.RequestAborted) is not { } known)
                return Problem.NotFound(context);
            var teller = new ChangeTeller(vault, new(org), known);
            var periods = new List<Line>();
            foreach (var standing in ChangeLog.Standings(known.Rows, known.Frontier).Where(s => asked.Period is not { } p || (s.From, s.To) == (p.From, p.To)))
            {
                var since = known.Since(standing);
                periods.Add(new(
                    standing.From, standing.To, standing.State, standing.Version, standing.At, since.Changes.Length,
                    await teller.TellAsync(since.Changes.Take(MaximumChanges), context.RequestAborted).ToListAsync(context.RequestAborted), since.Figures));
            }

            return Results.Json(new Answer(known.Book.Frontier, known.Book.Problems, periods), DomainJson.Options);
        })
        .WithName("getRestatements").Takes(ApiParameters.View)
        .WithSummary("期間の締切と、締切後の変更 / Periods, and what was said about closed ones since their closing")
        .Produces<Answer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    internal sealed record Answer(int Frontier, ImmutableArray<string> Problems, IReadOnlyList<Line> Periods);

    /// <param name="Version">Of the mark. For a closed period: the figures as closed are those of this version.</param>
    /// <param name="Restatements">How many there are; none unless the period is closed.</param>
    /// <param name="Changes">The first of them, in the order in which they came into force.</param>
    /// <param name="Figures">Each that says something else than when the period was closed.</param>
    internal sealed record Line(
        LocalDate From, LocalDate To, PeriodState State, int Version, Instant At, int Restatements, IReadOnlyList<ChangeRecord> Changes, ImmutableArray<FigureChange> Figures);
}
