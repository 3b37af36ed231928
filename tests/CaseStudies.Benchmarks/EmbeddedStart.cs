using System.Diagnostics;
using CaseStudies.EmbeddedPostgres;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>From nothing, from a stopped server and from a running one to the first answer of the embedded PostgreSQL.</summary>
internal static class EmbeddedStart
{
    public static async Task RunAsync(int rounds)
    {
        var home = Directory.CreateTempSubdirectory("casestudies-bench-").FullName;
        if (!OperatingSystem.IsWindows()) // root starts the server under another account, which must reach it
            File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        try
        {
            // Neither what the machine has installed nor an earlier download may help.
            var options = new EmbeddedPostgresOptions { Home = Path.Combine(home, "postgres"), PreferredPort = 0, LookForInstalled = false };
            var cold = await TimedAsync(options);
            var (warm, attached) = (new List<double>(), new List<double>());
            for (var i = 0; i < rounds; i++)
            {
                warm.Add(await TimedAsync(options));
                await using var running = await EmbeddedServer.StartAsync(options);
                attached.Add(await TimedAsync(options));
            }

            Table.Row("embedded PostgreSQL to the first query", "cold, with the download", Table.Number(cold), "");
            Table.Row("embedded PostgreSQL to the first query", "warm", Table.Number(warm.Median()), "");
            Table.Row("embedded PostgreSQL to the first query", "attached", Table.Number(attached.Median()), "");
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task<double> TimedAsync(EmbeddedPostgresOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        await using var server = await EmbeddedServer.StartAsync(options);
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteScalarAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
