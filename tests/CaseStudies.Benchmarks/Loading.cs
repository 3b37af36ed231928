using System.Diagnostics;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>
/// Loads every organisation through the recorder, in acts of up to 500 facts, some at once; then (b) the rows of some of them once more
/// by COPY into empty tables of the same form, in turns: our load of an organisation and the copy of its rows.
/// </summary>
internal static class Loading
{
    private const int Facts500 = 500;
    private const int AtOnce = 4;

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        var before = Memory.Now();
        var (loads, copies) = (new List<double>(), new List<double>());
        var started = Stopwatch.GetTimestamp();
        await using (var clone = bench.Source.CreateCommand(
            "create schema copied; create table copied.events (like casestudies.mt_events including all); create table copied.entries (like casestudies.entries including all); create table copied.ledger (like casestudies.command_ledger including all)"))
            await clone.ExecuteNonQueryAsync();
        for (var organisation = 0; organisation < sizes.Organisations; organisation++)
        {
            var load = Stopwatch.GetTimestamp();
            await LoadAsync(bench, organisation, sizes.EventsPerOrganisation);
            var seconds = Stopwatch.GetElapsedTime(load).TotalSeconds;
            if (organisation >= sizes.LoadedOrganisations)
                continue;
            loads.Add(seconds);
            copies.Add(await CopyAsync(bench.Source, new Slug($"org-{organisation:000}")));
        }

        var total = (double)sizes.Organisations * sizes.EventsPerOrganisation;
        var measured = (double)sizes.LoadedOrganisations * sizes.EventsPerOrganisation;
        Table.Head("(b) loading through the recorder, 500 facts an act", "loaded", "events a second", "COPY of the same rows", "ratio", "memory after, MB (managed; peak)");
        Table.Row($"{measured:#,0} events of {sizes.LoadedOrganisations} organisations", Table.Number(measured / loads.Sum()), Table.Number(measured / copies.Sum()),
            Table.Ratio(copies.Sum(), loads.Sum()), "");
        Table.Row($"{total:#,0} events of {sizes.Organisations} organisations, the copies included", Table.Number(total / Stopwatch.GetElapsedTime(started).TotalSeconds), "", "", Memory.Since(before));
    }

    /// <summary>Half to each of its initiatives: sessions with their counts, and consultations.</summary>
    private static Task LoadAsync(Bench bench, int organisation, int events) => Parallel.ForEachAsync(
        Enumerable.Range(0, events / Facts500), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (act, _) =>
        {
            var stream = organisation + (act % Sizes.InitiativesPerOrganisation * Facts.Organisations);
            var facts = new List<JsonNode>();
            while (facts.Count < Facts500)
            {
                var session = Guid.NewGuid();
                facts.Add(Facts.Session(session, act));
                facts.AddRange(Enumerable.Range(0, 12).Select(part => Facts.Count(session, part)));
                facts.AddRange(Enumerable.Range(0, 12).Select(Facts.Consultation));
            }

            await bench.RecordAsync(Facts.Organisation(stream), Facts.Initiative(stream), [.. facts.Take(Facts500)]);
        });

    /// <summary>Only the way in is timed; the rows lie ready in memory.</summary>
    private static async Task<double> CopyAsync(NpgsqlDataSource source, Slug organisation)
    {
        await using var connection = await source.OpenConnectionAsync();
        var tables = new List<(string To, byte[] Rows)>();
        foreach (var (from, to) in new[] { ("mt_events", "events"), ("entries", "entries"), ("command_ledger", "ledger") })
        {
            await using var rows = new MemoryStream();
            await using (var export = await connection.BeginRawBinaryCopyAsync($"copy (select * from casestudies.{from} where tenant_id = '{organisation}') to stdout (format binary)"))
                await export.CopyToAsync(rows);
            tables.Add((to, rows.ToArray()));
        }

        var started = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (to, rows) in tables)
        {
            await using var import = await connection.BeginRawBinaryCopyAsync($"copy copied.{to} from stdin (format binary)");
            await import.WriteAsync(rows);
        }

        await transaction.CommitAsync();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
