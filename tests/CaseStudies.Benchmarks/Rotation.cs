using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Server.Read;

namespace CaseStudies.Benchmarks;

/// <summary>Many initiatives read one after another, more than memory keeps: the bound must hold, and reading goes on.</summary>
internal static class Rotation
{
    private const int Rounds = 3;

    private static readonly ViewQuery s_asked = new(Indicator: new Slug("youth"));

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        var (initiatives, entries) = sizes.Rotating;
        for (var i = 0; i < initiatives; i++)
            await FigureBooks.FillAsync(bench, Initiative(i), entries);
        var times = new List<double>();
        for (var i = 0; i < Rounds * initiatives; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await bench.Reader.ReadAsync(FigureBooks.Organisation, Initiative(i % initiatives), s_asked, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        using var process = Process.GetCurrentProcess();
        var whole = process.WorkingSet64;
        Table.Head($"{initiatives} initiatives of {entries:#,0} entries in rotation, one figure each, {Rounds} rounds", "p50", "p99", "kept",
            "their size as estimated, MB", "all that is alive, MB", "process, MB (goal 512)");
        Table.Row(Table.Number(times.Median()), Table.Number(times.Percentile(99)), $"{bench.Cache.Held.Initiatives}",
            Table.Number(bench.Cache.Held.Bytes / 1e6), Table.Number(Memory.Now() / 1e6), Table.Number(whole / 1e6));
    }

    private static Slug Initiative(int number) => new($"rotating-{number:000}");
}
