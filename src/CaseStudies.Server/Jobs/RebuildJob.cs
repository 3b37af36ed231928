using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Jobs;

/// <summary>Rebuilds all initiatives of the organisation, one by one; after a crash it goes on with the next one.</summary>
internal sealed class RebuildJob(Rebuild rebuild, InitiativeRebuild initiatives) : IJobWork
{
    public const string Key = "rebuild";

    public string Kind => Key;

    public PublicText Name => new("記録の作り直し", "Rebuild of all initiatives");

    public async Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation)
    {
        var lines = run.Job.Checkpoint is { } checkpoint ? checkpoint.Deserialize<List<RebuiltFigures>>(DomainJson.Options)! : [];
        var done = lines.Select(l => l.Initiative).ToHashSet();
        var all = (await rebuild.StreamsAsync(cancellation)).Where(s => s.Organisation == run.Job.Organisation).Select(s => s.Initiative).ToList();
        run.Report("rebuilding", done.Count, all.Count);
        foreach (var initiative in all.Where(i => !done.Contains(i)))
        {
            lines.Add(await initiatives.RunAsync(run.Job.Organisation, initiative, cancellation));
            run.Report("rebuilding", lines.Count, all.Count);
            await run.CheckpointAsync(JsonSerializer.SerializeToElement(lines, DomainJson.Options), cancellation);
        }

        return JobResult.Json(new Rebuilt(lines.TrueForAll(l => l is { Equal: true, Problems: 0 }), lines));
    }

    /// <param name="Equal">Every rebuilt row and figure equalled the live one, and nothing blocks a figure.</param>
    internal sealed record Rebuilt(bool Equal, IReadOnlyList<RebuiltFigures> Initiatives);
}
