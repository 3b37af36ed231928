using System.Diagnostics;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>(e) The program from its first instruction to its first answer, on a running database: as a process of its own.</summary>
internal static class ServerStart
{
    public static async Task RunAsync(Bench bench, int rounds)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "CaseStudies.Server.dll");
        var (times, memory) = (new List<double>(), 0L);
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["ConnectionStrings__CaseStudies"] = bench.ConnectionString;
            start.Environment["LocalUser__Enabled"] = "true";
            start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:5963";
            using var process = Process.Start(start)!;
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            try
            {
                await AnswerAsync(process);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                process.Refresh();
                memory = Math.Max(memory, process.PeakWorkingSet64);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
                await output;
            }
        }

        Table.Row("the server to its first answer", "database running, schema there", Table.Number(times.Median()),
            FormattableString.Invariant($"{memory / 1e6:0}"));
    }

    private static async Task AnswerAsync(Process process)
    {
        using var http = new HttpClient();
        while (!process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("http://127.0.0.1:5963/health"));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5); // not yet
            }
        }

        throw new InvalidOperationException("The server ended instead of answering.");
    }
}
