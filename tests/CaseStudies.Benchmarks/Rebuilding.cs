using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;

namespace CaseStudies.Benchmarks;

/// <summary>
/// (c) Every initiative's entries, state and commands held against its events, then written anew from nothing; each beside only reading the events and
/// making objects of them, without and with their entries, as many initiatives at a time.
/// </summary>
internal static class Rebuilding
{
    public static async Task RunAsync(Bench bench)
    {
        var before = Memory.Now();
        var streams = await bench.Rebuild.AllStreamsAsync(CancellationToken.None);
        var (events, checksums) = (0, new Dictionary<(Slug, Slug), string>());
        var reading = await TimedAsync(streams, async (organisation, initiative) => { await ReadAsync(bench, organisation, initiative); });
        var readingBoth = await TimedAsync(streams, async (organisation, initiative) =>
        {
            await ReadAsync(bench, organisation, initiative);
            await using var connection = await bench.Source.OpenConnectionAsync();
            await EntriesTable.ReadAsync(connection, new(organisation, initiative), CancellationToken.None);
        });
        var comparing = await TimedAsync(streams, async (organisation, initiative) =>
        {
            var found = await bench.Rebuild.CompareAsync(organisation, initiative, CancellationToken.None);
            if (found is not { Equal: true, Unreadable: 0 })
                throw new InvalidOperationException($"{organisation}/{initiative} is not as it was recorded: {string.Join(' ', found.Differences.Take(3))}");
            lock (checksums)
                (checksums[(organisation, initiative)], events) = (found.Checksum, events + found.Events);
        });
        await using (var delete = bench.Source.CreateCommand("truncate casestudies.entries"))
            await delete.ExecuteNonQueryAsync();
        var writing = await TimedAsync(streams, async (organisation, initiative) =>
        {
            var found = await bench.Rebuild.WriteAsync(organisation, initiative, eventsCount: false, CancellationToken.None);
            if (!found.Written || found.Checksum != checksums[(organisation, initiative)])
                throw new InvalidOperationException($"{organisation}/{initiative} was rebuilt otherwise than it was recorded.");
        });

        Table.Head($"(c) holding everything against its events, and writing it from nothing, {Rebuild.AtATime} initiatives at a time", "events",
            "compared a second", "written a second", "read and deserialised a second", "with their entries", "ratio of comparing (goal 0.5)",
            "to reading both", "ratio of writing", "memory after, MB (managed; peak)");
        Table.Row($"{events:#,0}", Table.Number(events / comparing), Table.Number(events / writing), Table.Number(events / reading),
            Table.Number(events / readingBoth), Table.Ratio(reading, comparing), Table.Ratio(readingBoth, comparing), Table.Ratio(reading, writing),
            Memory.Since(before));
    }

    private static async Task<double> TimedAsync(List<(Slug Organisation, Slug Initiative)> streams, Func<Slug, Slug, Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(streams, new ParallelOptions { MaxDegreeOfParallelism = Rebuild.AtATime },
            async (stream, _) => await work(stream.Organisation, stream.Initiative));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<int> ReadAsync(Bench bench, Slug organisation, Slug initiative)
    {
        await using var command = bench.Source.CreateCommand(
            $"select type, data::text from {MartenTables.Events} where tenant_id = $1 and stream_id = $2 order by version");
        command.Parameters.Add(new() { Value = organisation.Value });
        command.Parameters.Add(new() { Value = initiative.Value });
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<InitiativeEvent>();
        while (await reader.ReadAsync())
            read.Add(InitiativeEventCatalogue.Read(reader.GetString(0), reader.GetString(1)));
        return read.Count;
    }
}
