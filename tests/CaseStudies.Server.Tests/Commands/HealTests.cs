using System.Diagnostics;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Commands;
using Microsoft.Extensions.Configuration;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>What the program does when its private PostgreSQL goes away beneath it.</summary>
public sealed class HealTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("casestudies-heal-");
    private readonly IConfiguration _configuration;

    public HealTests()
    {
        if (!OperatingSystem.IsWindows()) // root starts the server under another account, which must reach it
            File.SetUnixFileMode(_home.FullName, (UnixFileMode)0b111_101_101);
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EmbeddedPostgres:Home"] = Path.Combine(_home.FullName, "postgres"), ["EmbeddedPostgres:PreferredPort"] = "0",
        }).Build();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task A_killed_server_is_back_and_one_that_was_stopped_on_purpose_stays_stopped()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kills processes by signal");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var database = await Database.OpenAsync(_configuration, stopping.Token);
        var healing = database.HealAsync(stopping.Token);
        var killed = await KillAsync();
        await Until.HoldsAsync(StatusAsync, status => status is { Version: not null, Pid: { } pid } && pid != killed);
        await database.ReachAsync(Ct); // by the same connection string as before

        // Healing goes on meanwhile: a start that is cancelled would take its server with it.
        Assert.True(await EmbeddedControl.StopAsync(Database.Options(_configuration), Ct));
        Assert.False(await database.HealOnceAsync(Ct));
        await stopping.CancelAsync();
        await healing;
        Assert.False((await StatusAsync()).Running);
    }

    [Fact]
    public async Task A_server_that_was_started_again_stops_with_the_program()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "kills processes by signal");
        await using (var database = await Database.OpenAsync(_configuration, Ct))
        {
            foreach (var _ in new[] { 1, 2 })
            {
                await KillAsync();
                await Until.TrueAsync(() => database.HealOnceAsync(Ct));
            }
        }

        Assert.False((await StatusAsync()).Running);
    }

    [Fact]
    public async Task A_server_that_ended_by_itself_comes_back_although_it_left_no_pid_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ends processes by signal");
        await using var database = await Database.OpenAsync(_configuration, Ct);
        var pid = (await StatusAsync()).Pid!.Value;
        using (var end = Process.Start("kill", ["-INT", $"{pid}"]))
            await end.WaitForExitAsync(Ct);
        await Until.HoldsAsync(StatusAsync, status => !status.Running);
        Assert.Empty(Directory.EnumerateFiles(_home.FullName, "postmaster.pid", SearchOption.AllDirectories));

        Assert.True(await database.HealOnceAsync(Ct));
        await database.ReachAsync(Ct);
    }

    private async Task<int> KillAsync()
    {
        var pid = (await StatusAsync()).Pid!.Value;
        Process.GetProcessById(pid).Kill();
        return pid;
    }

    private Task<EmbeddedStatus> StatusAsync() => EmbeddedControl.StatusAsync(Database.Options(_configuration), Ct);
}
