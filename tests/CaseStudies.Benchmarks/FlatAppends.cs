using System.Diagnostics;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Benchmarks;

/// <summary>Does a fact cost more when ten thousand stand before it? Two initiatives, one long and one short, in turns.</summary>
internal static class FlatAppends
{
    private const int Long = 10_000;
    private const int Rounds = 300;

    public static async Task RunAsync(Bench bench)
    {
        var (young, old) = (new Slug("young"), new Slug("old"));
        await OpenAsync(bench, young, 10);
        await OpenAsync(bench, old, Long);
        for (var i = 0; i < 50; i++)
        {
            await bench.RecordAsync(young, Consultation());
            await bench.RecordAsync(old, Consultation());
        }

        var (ofYoung, ofOld) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            ofYoung.Add(await TimedAsync(() => bench.RecordAsync(young, Consultation())));
            ofOld.Add(await TimedAsync(() => bench.RecordAsync(old, Consultation())));
        }

        Console.WriteLine(Table.Row("one fact, recorded", "the 10th", ofYoung));
        Console.WriteLine(Table.Row("one fact, recorded", "the 10,000th", ofOld, "the 10th", ofYoung));
    }

    private static async Task OpenAsync(Bench bench, Slug initiative, int facts)
    {
        await bench.RecordAsync(initiative, JsonNode.Parse(
            """{"kind":"initiative_opened","title":{"ja":"計測","en":"Bench"},"forms":[],"audiences":[],"areas":[],"on":"2025-04-01"}""")!);
        for (var left = facts; left > 0; left -= 100)
            await bench.RecordAsync(initiative, [.. Enumerable.Range(0, Math.Min(left, 100)).Select(_ => Consultation())]);
    }

    private static JsonNode Consultation() => JsonNode.Parse("""{"kind":"consultation_received","on":"2025-06-02","channel":"phone","topic":"housing"}""")!;

    private static async Task<double> TimedAsync(Func<Task> act)
    {
        var started = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
