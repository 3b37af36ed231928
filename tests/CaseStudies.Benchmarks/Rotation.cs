using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Server.Read;

namespace CaseStudies.Benchmarks;

/// <summary>Many initiatives read one after another, more than memory keeps: the bound must hold, and reading goes on.</summary>
internal static class Rotation
{
    private const int Rounds = 3;

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        var (initiatives, entries) = sizes.Rotating;
        for (var i = 0; i < initiatives; i++)
            await FigureBooks.FillAsync(bench, Initiative(i), entries);
        Table.Head($"{initiatives} initiatives of {entries:#,0} entries in rotation, one figure each", "memory for entries, MB", "p50", "p99", "kept",
            "their size as estimated, MB", "as the collector counts it, MB", "process, MB (goal 512)");
        foreach (var megabytes in (int[])[0, 32, 128])
            await RowAsync(bench, megabytes, initiatives);
    }

    private static async Task RowAsync(Bench bench, int megabytes, int initiatives)
    {
        var before = Memory.Now();
        var (reader, cache) = bench.NewReader(megabytes);
        var times = new List<double>();
        for (var i = 0; i < Rounds * initiatives; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await reader.ReadAsync(FigureBooks.Organisation, Initiative(i % initiatives), new ViewQuery(Indicator: new Slug("youth")), CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        using var process = Process.GetCurrentProcess();
        var whole = process.WorkingSet64;
        Table.Row($"{megabytes}", Table.Number(times.Median()), Table.Number(times.Percentile(99)), $"{cache.Held.Initiatives}",
            Table.Number(cache.Held.Bytes / 1e6), Table.Number((Memory.Now() - before) / 1e6), Table.Number(whole / 1e6));
        GC.KeepAlive(cache);
    }

    private static Slug Initiative(int number) => new($"rotating-{number:000}");
}
