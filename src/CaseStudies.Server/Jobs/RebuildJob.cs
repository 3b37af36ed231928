using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Jobs;

/// <summary>
/// Holds all initiatives of the organisation against their events, and writes what differs if that was asked for. One by one, because people record
/// meanwhile; after a crash it goes on with the next one.
/// </summary>
internal sealed class RebuildJob(Rebuild rebuild, OrganisationRebuild organisations) : IJobWork
{
    public const string Key = "rebuild";

    /// <summary>The input of a job that is to write.</summary>
    public static JsonElement Writing { get; } = JsonSerializer.SerializeToElement(new { Write = true }, DomainJson.Options);

    public string Kind => Key;

    public PublicText Name => new("記録とイベントの照合", "Comparison of all entries with their events");

    public async Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation)
    {
        var organisation = run.Job.Organisation;
        var lines = Lines(run.Job.Checkpoint);
        var done = lines.Select(l => l.Initiative).ToHashSet();
        var all = (await rebuild.AllStreamsAsync(cancellation)).Where(s => s.Organisation == organisation).Select(s => s.Initiative).ToList();
        run.Report("comparing", done.Count, all.Count);
        foreach (var initiative in all.Where(i => !done.Contains(i)))
        {
            lines.Add(Line.FromFindings(run.Job.Input is null
                ? await rebuild.CompareAsync(organisation, initiative, cancellation)
                : await rebuild.WriteAsync(organisation, initiative, eventsCount: false, cancellation)));
            run.Report("comparing", lines.Count, all.Count);
            await run.CheckpointAsync(JsonSerializer.SerializeToElement(lines, DomainJson.Options), cancellation);
        }

        var whole = OrganisationLine.FromFindings(run.Job.Input is null
            ? await organisations.CompareAsync(organisation, cancellation)
            : await organisations.WriteAsync(organisation, cancellation));
        return JobResult.Json(new Result(whole.Equal && lines.TrueForAll(l => l.Equal), whole, lines));
    }

    /// <summary>What was found so far; nothing where another version of the program has written it in another form. To begin again costs only time.</summary>
    private static List<Line> Lines(JsonElement? checkpoint)
    {
        try
        {
            return checkpoint?.Deserialize<List<Line>>(DomainJson.Options) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <param name="Equal">Nothing differed, and every event can be read.</param>
    internal sealed record Result(bool Equal, OrganisationLine Organisation, IReadOnlyList<Line> Initiatives);

    /// <summary>Profile and fiscal year.</summary>
    internal sealed record OrganisationLine(int Events, int Unreadable, bool Equal, bool Written, IReadOnlyList<Difference> Differences)
    {
        public static OrganisationLine FromFindings(OrganisationFindings found) => new(
            found.Events, found.Unreadable, found is { Equal: true, IsWhole: true }, found.Written, found.Differences);
    }

    /// <param name="Written">The differences were written.</param>
    /// <param name="More">How many differences are not listed; the command lists all.</param>
    internal sealed record Line(
        Slug Initiative, int Events, int Unreadable, bool Equal, bool Written, string Checksum, IReadOnlyList<Difference> Differences, int More)
    {
        /// <summary>So many tell what happened, and fit into the job's document.</summary>
        private const int Most = 100;

        public static Line FromFindings(InitiativeFindings found) => new(
            found.Initiative, found.Events, found.Unreadable, found is { Equal: true, IsWhole: true }, found.Written, found.Checksum,
            [.. found.Differences.Take(Most)], Math.Max(0, found.Differences.Length - Most));
    }
}
