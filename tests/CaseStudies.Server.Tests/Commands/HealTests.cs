using System.Diagnostics;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Commands;
using Microsoft.Extensions.Configuration;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>What the program does when its private PostgreSQL goes away beneath it.</summary>
public sealed class HealTests
{
    [Fact]
    public async Task A_killed_server_is_back_and_one_that_was_stopped_on_purpose_stays_stopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kills processes by signal");
        var home = Directory.CreateTempSubdirectory("casestudies-heal-");
        if (!OperatingSystem.IsWindows()) // root starts the server under another account, which must reach it
            File.SetUnixFileMode(home.FullName, (UnixFileMode)0b111_101_101);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EmbeddedPostgres:Home"] = Path.Combine(home.FullName, "postgres"), ["EmbeddedPostgres:PreferredPort"] = "0",
        }).Build();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using (var database = await Database.OpenAsync(configuration, stopping.Token))
        {
            var healing = database.HealAsync(stopping.Token);
            var killed = (await StatusAsync()).Pid!.Value;
            Process.GetProcessById(killed).Kill();
            await UntilAnotherAsync(killed);
            await database.ReachAsync(TestContext.Current.CancellationToken); // by the same connection string as before
            await stopping.CancelAsync();
            await healing;

            Assert.True(await EmbeddedControl.StopAsync(Database.Options(configuration), TestContext.Current.CancellationToken));
            Assert.False(await database.HealOnceAsync(TestContext.Current.CancellationToken));
            Assert.False((await StatusAsync()).Running);
        }

        home.Delete(recursive: true);

        Task<EmbeddedStatus> StatusAsync() => EmbeddedControl.StatusAsync(Database.Options(configuration), CancellationToken.None);

        Task UntilAnotherAsync(int killed) =>
            Until.HoldsAsync(StatusAsync, status => status is { Version: not null, Pid: { } pid } && pid != killed);
    }
}
