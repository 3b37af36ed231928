using System.Globalization;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>An application that uses the embedded server until its input ends.</summary>
internal static class Helper
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var values = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var options = new EmbeddedPostgresOptions
        {
            Home = values["home"],
            BinDir = values.GetValueOrDefault("bin"),
            Tarball = values.GetValueOrDefault("tarball"),
            KeepRunning = values.ContainsKey("keep"),
            PreferredPort = 0,
            LookForInstalled = false,
            LookForNpm = false,
            Progress = line => Console.WriteLine("progress " + line),
        };
        try
        {
            await using var server = await EmbeddedServer.StartAsync(options);
            await server.EnsureDatabaseAsync("helper");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ready {server.StartedHere} {server.Port} {server.Source}"));
            while (await Console.In.ReadLineAsync() is not null)
            {
            }
        }
        catch (EmbeddedPostgresException e)
        {
            Console.WriteLine("failed " + e.Message);
            return 3;
        }

        Console.WriteLine("left");
        return 0;
    }
}
