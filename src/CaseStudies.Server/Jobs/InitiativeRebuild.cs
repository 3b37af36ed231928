using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Jobs;

/// <summary>What the rebuild of one initiative found, its figures included.</summary>
/// <param name="Equal">Rows and figures are as they were.</param>
internal sealed record RebuiltFigures(Slug Initiative, int Events, int Unreadable, int Problems, bool Equal, string Checksum);

/// <summary>Rebuilds an initiative and compares its figures with those before.</summary>
internal sealed class InitiativeRebuild(Rebuild rebuild, InitiativeReader reader)
{
    public async Task<RebuiltFigures> RunAsync(Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        // Both as known at one frontier: somebody may record more meanwhile, and weeks that still run are counted to the day of asking.
        var frontier = (await reader.ReadEntriesAsync(organisation, initiative, new(), cancellation))?.Book.Frontier;
        var before = await FiguresAsync(organisation, initiative, frontier, cancellation);
        var result = await rebuild.InitiativeAsync(organisation, initiative, cancellation);
        var after = await FiguresAsync(organisation, initiative, frontier, cancellation);
        return new(initiative, result.Events, result.Unreadable, after.Problems, result.Equal && before.Text == after.Text, result.After);
    }

    private async Task<(int Problems, string Text)> FiguresAsync(Slug organisation, Slug initiative, int? frontier, CancellationToken cancellation)
    {
        var view = await reader.ReadAsync(organisation, initiative, new(Version: frontier), cancellation);
        return (view?.Book.Problems.Length ?? 0, JsonSerializer.Serialize(view?.Figures, DomainJson.Options));
    }
}
