using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Benchmarks;

/// <summary>(c) Every initiative's relation and state anew, in turns with only reading its events and making objects of them.</summary>
internal static class Rebuilding
{
    public static async Task RunAsync(Bench bench)
    {
        var before = Memory.Now();
        var (rebuilds, readings, events) = (0.0, 0.0, 0);
        foreach (var (organisation, initiative) in await bench.Rebuild.StreamsAsync(CancellationToken.None))
        {
            var started = Stopwatch.GetTimestamp();
            var rebuilt = await bench.Rebuild.InitiativeAsync(organisation, initiative, CancellationToken.None);
            rebuilds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (!rebuilt.Equal || rebuilt.Unreadable > 0)
                throw new InvalidOperationException($"{organisation}/{initiative} was rebuilt otherwise than it was recorded.");
            started = Stopwatch.GetTimestamp();
            if (await ReadAsync(bench, organisation, initiative) != rebuilt.Events)
                throw new InvalidOperationException("Not every event was read.");
            readings += Stopwatch.GetElapsedTime(started).TotalSeconds;
            events += rebuilt.Events;
        }

        Table.Head("(c) rebuilding everything, compared byte for byte", "events", "rebuilt a second", "read and deserialised a second", "ratio",
            "memory after, MB (managed; peak)");
        Table.Row($"{events:#,0}", Table.Number(events / rebuilds), Table.Number(events / readings), Table.Ratio(readings, rebuilds), Memory.Since(before));
    }

    private static async Task<int> ReadAsync(Bench bench, Slug organisation, Slug initiative)
    {
        await using var command = bench.Source.CreateCommand(
            "select type, data::text from casestudies.mt_events where tenant_id = $1 and stream_id = $2 order by version");
        command.Parameters.Add(new() { Value = organisation.Value });
        command.Parameters.Add(new() { Value = initiative.Value });
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<InitiativeEvent>();
        while (await reader.ReadAsync())
            read.Add(InitiativeEventCatalogue.Read(reader.GetString(0), reader.GetString(1)));
        return read.Count;
    }
}
