using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Who starts, who attaches, who stops.</summary>
[SupportedOSPlatform("linux")]
public sealed class LifetimeTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task The_starter_stops_it_gracefully_and_a_warm_start_finds_its_data(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using (var server = await home.StartAsync())
            await TestHome.AskAsync<int>(server.ConnectionString, "create table t(n int); insert into t values (7); select n from t");
        await home.NoProcessesAsync();
        Assert.False((await home.StatusAsync()).Running);

        await using var again = await home.StartAsync();
        Assert.True(again.StartedHere);
        Assert.Equal(7, await TestHome.AskAsync<int>(again.ConnectionString, "select n from t"));
        Assert.DoesNotContain("was not properly shut down", await File.ReadAllTextAsync(Path.Combine(home.Path, "log", "postgres.log"), Ct),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Keep_running_means_the_next_start_attaches_and_only_stop_stops(string source)
    {
        await using var home = await suite.HomeAsync(source);
        Assert.Equal(new(false, null, null, null, home.Path), await home.StatusAsync());
        Assert.False(await EmbeddedControl.StopAsync(home.Options, Ct));
        var kept = await EmbeddedServer.StartAsync(home.Options with { KeepRunning = true }, Ct);
        await kept.DisposeAsync();

        var attached = await home.StartAsync();
        Assert.False(attached.StartedHere);
        Assert.Equal((kept.Port, kept.BinDir, kept.Source), (attached.Port, attached.BinDir, attached.Source));
        await attached.DisposeAsync();
        await attached.DisposeAsync();

        var status = await home.StatusAsync();
        Assert.Equal((true, kept.Port, home.Postmaster), (status.Running, status.Port, status.Pid));
        Assert.StartsWith(home.Major.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".", status.Version, StringComparison.Ordinal);
        Assert.True(await EmbeddedControl.StopAsync(home.Options, Ct));
        Assert.False((await home.StatusAsync()).Running);
        Assert.False(await EmbeddedControl.StopAsync(home.Options, Ct));
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task The_starter_leaves_it_running_for_an_application_that_still_uses_it_and_the_last_one_stops_it(string source)
    {
        await using var home = await suite.HomeAsync(source);
        var starter = await home.StartAsync();
        await using var other = HelperProcess.Start(home.Arguments);
        await other.WaitForAsync("ready ");
        Assert.False(other.StartedHere);

        await starter.DisposeAsync();
        Assert.Contains(home.Said, line => line.Contains("1 other application", StringComparison.Ordinal));
        Assert.Equal(1, await TestHome.AskAsync<int>(starter.ConnectionString, "select 1"));
        Assert.Equal(0, await other.EndAsync());
        await home.NoProcessesAsync();
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task An_application_that_was_killed_holds_nobody_up(string source)
    {
        await using var home = await suite.HomeAsync(source);
        var starter = await home.StartAsync();
        await using (var other = HelperProcess.Start(home.Arguments))
        {
            await other.WaitForAsync("ready ");
            await other.KillAsync();
        }

        await starter.DisposeAsync();
        await home.NoProcessesAsync();
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(home.Path, "leases")));
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task It_survives_a_killed_starter_and_the_next_one_attaches_sweeps_and_stops_it(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using (var starter = HelperProcess.Start(home.Arguments))
        {
            await starter.WaitForAsync("ready ");
            Assert.True(starter.StartedHere);
            await starter.KillAsync();
        }

        await using (var attached = await home.StartAsync())
        {
            Assert.False(attached.StartedHere);
            Assert.Single(Directory.EnumerateFiles(Path.Combine(home.Path, "leases")));
            Assert.Equal(1, await TestHome.AskAsync<int>(attached.ConnectionStringFor("helper"), "select 1"));
        }

        await home.NoProcessesAsync();
    }

    [Fact]
    public async Task Stopped_on_purpose_it_stays_so_until_somebody_starts_it_and_gone_without_that_it_comes_back()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        Assert.True(await EmbeddedControl.StopAsync(home.Options, Ct));
        Assert.Null(await EmbeddedServer.StartUnlessStoppedAsync(home.Options, Ct));

        await using var again = await home.StartAsync();
        // As after a full disk: it ends by itself, and takes its pid file along.
        await Shell.RunAsync("kill", "-INT", home.Postmaster.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await home.NoProcessesAsync();
        Assert.False(File.Exists(PostmasterPid.PathIn(home.Data)));
        // Nobody runs it, and somebody who wants it stopped says so.
        await using (var healed = await EmbeddedServer.StartUnlessStoppedAsync(home.Options, Ct))
            Assert.True(healed!.StartedHere);
    }
}
