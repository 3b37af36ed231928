using System.Diagnostics;

namespace CaseStudies.Benchmarks;

/// <summary>(e) The program from its first instruction to its first answer, on a running database: as a process of its own.</summary>
internal static class ServerStart
{
    public static async Task RunAsync(Bench bench, int rounds)
    {
        var (times, memory) = (new List<double>(), 0L);
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var program = await ServedProgram.StartAsync(bench.ConnectionString);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            memory = Math.Max(memory, program.Peak);
        }

        Table.Row("the server to its first answer", "database running, schema there", Table.Number(times.Median()),
            FormattableString.Invariant($"{memory / 1e6:0}"));
    }
}
