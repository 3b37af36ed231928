using System.Diagnostics;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

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
        await Copies.CreateAsync(bench.Source);
        for (var organisation = 0; organisation < sizes.Organisations; organisation++)
        {
            var load = Stopwatch.GetTimestamp();
            await LoadAsync(bench, organisation, sizes.EventsPerOrganisation);
            var seconds = Stopwatch.GetElapsedTime(load).TotalSeconds;
            if (organisation >= sizes.LoadedOrganisations)
                continue;
            loads.Add(seconds);
            copies.Add(await Copies.CopyAsync(bench.Source, new Slug($"org-{organisation:000}")));
        }

        var total = (double)sizes.Organisations * sizes.EventsPerOrganisation;
        var measured = (double)sizes.LoadedOrganisations * sizes.EventsPerOrganisation;
        Table.Head("(b) loading through the recorder, 500 facts an act", "loaded", "events a second", "COPY of the same rows", "ratio",
            "memory after, MB (managed; peak)");
        Table.Row($"{measured:#,0} events of {sizes.LoadedOrganisations} organisations", Table.Number(measured / loads.Sum()),
            Table.Number(measured / copies.Sum()),
            Table.Ratio(copies.Sum(), loads.Sum()), "");
        Table.Row($"{total:#,0} events of {sizes.Organisations} organisations, the copies included",
            Table.Number(total / Stopwatch.GetElapsedTime(started).TotalSeconds), "", "", Memory.Since(before));
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
}
