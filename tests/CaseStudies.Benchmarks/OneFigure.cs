using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.Read;

namespace CaseStudies.Benchmarks;

/// <summary>One figure with its derivation, read and computed, from a hundred and from ten thousand entries.</summary>
internal static class OneFigure
{
    private const int Rounds = 40;

    public static async Task RunAsync(Bench bench)
    {
        var (small, large) = (new Slug("small"), new Slug("large"));
        await FillAsync(bench, small, 100);
        await FillAsync(bench, large, 10_000);
        var (ofSmall, ofLarge) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds + 5; i++)
        {
            var (a, b) = (await TimedAsync(bench, small), await TimedAsync(bench, large));
            if (i < 5)
                continue; // warm
            ofSmall.Add(a);
            ofLarge.Add(b);
        }

        Console.WriteLine(Table.Row("one figure with derivation", "100 entries", ofSmall));
        Console.WriteLine(Table.Row("one figure with derivation", "10,000 entries", ofLarge, "100 entries", ofSmall));
    }

    private static async Task FillAsync(Bench bench, Slug initiative, int entries)
    {
        await bench.RecordAsync(initiative,
            JsonNode.Parse("""{"kind":"initiative_opened","title":{"ja":"計測","en":"Bench"},"forms":[],"audiences":[],"areas":[],"on":"2025-04-01"}""")!,
            JsonNode.Parse("""{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""")!,
            JsonNode.Parse("""{"kind":"indicator_adopted","indicator":"youth","on":"2025-04-01","definition":{"label":{"ja":"若者","en":"Young people"},"formula":{"op":"sum","of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"},"show":{"counts":"attendances","unit":{"ja":"人","en":"people"}}}}""")!);
        for (var done = 0; done < entries; done += 100)
        {
            var session = Guid.NewGuid();
            var facts = Enumerable.Range(0, 99).Select(part => JsonSerializer.SerializeToNode(new
            {
                kind = "participants_counted", session, scheme = "audience", group = "youth", count = part % 7, unit = "people", part = $"part-{part}",
            })!).Prepend(JsonSerializer.SerializeToNode(new { kind = "session_held", session, strand = "cafe", on = $"2025-{4 + (done / 100 % 9):00}-10" })!);
            await bench.RecordAsync(initiative, [.. facts]);
        }
    }

    private static async Task<double> TimedAsync(Bench bench, Slug initiative)
    {
        var started = Stopwatch.GetTimestamp();
        var view = await bench.Reader.ReadAsync(new("bench"), initiative, new Asked(), CancellationToken.None);
        if (view!.Figures.Single().Value is null)
            throw new InvalidOperationException("The figure was not computed.");
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
