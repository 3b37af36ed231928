using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Servers that are really killed.</summary>
[SupportedOSPlatform("linux")]
public sealed class CrashTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Every_committed_row_survives_a_postmaster_killed_under_write_load(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();
        await TestHome.AskAsync<int>(server.ConnectionString, "create table t(tx int, half int); select 1");
        var committed = new ConcurrentBag<int>();
        var writers = Enumerable.Range(0, 3).Select(writer => WriteLoad.RunAsync(server.ConnectionString, writer * 1_000_000, committed)).ToList();
        await Until.TrueAsync(() => committed.Count >= 100);
        await Servers.KillAsync([home.Postmaster]);
        await Task.WhenAll(writers);

        await using var again = await home.StartAsync();
        Assert.True(again.StartedHere);
        var found = (await TestHome.AskAsync<int[]>(again.ConnectionString, "select array_agg(distinct tx) from t")).ToHashSet();
        Assert.DoesNotContain(committed, tx => !found.Contains(tx));
        Assert.Equal(0L, await TestHome.AskAsync<long>(again.ConnectionString,
            "select count(*) from (select tx from t group by tx having count(*) <> 2) halves"));
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task A_busy_orphan_of_a_killed_postmaster_is_ended(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();
        var spinning = Ignore(TestHome.AskAsync<object>(server.ConnectionString, "do $$ begin loop null; end loop; end $$"));
        const string Spinning = "select coalesce(max(pid), 0) from pg_stat_activity where query like 'do %'";
        var orphan = await Until.HoldsAsync(() => TestHome.AskAsync<int>(server.ConnectionString, Spinning), pid => pid > 0);
        await Servers.KillAsync([home.Postmaster]);
        await Until.TrueAsync(() => home.Processes.Count <= 1); // the others end by themselves
        Assert.Equal([orphan], home.Processes);

        await using var again = await home.StartAsync();
        Assert.True(again.StartedHere);
        Assert.DoesNotContain(orphan, home.Processes);
        Assert.Equal(1, await TestHome.AskAsync<int>(again.ConnectionString, "select 1"));
        await spinning;
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task A_stale_pid_file_may_name_a_living_stranger(string source)
    {
        await using var home = await suite.HomeAsync(source);
        string pidFile;
        await using (await home.StartAsync())
            pidFile = await File.ReadAllTextAsync(PostmasterPid.PathIn(home.Data), Ct);
        var account = RunAccount.For(HomePaths.For(home.Options));
        var start = new ProcessStartInfo("sleep", "60") { WorkingDirectory = "/" };
        if (account is not null)
            start.UserName = account.Name;
        using var stranger = Process.Start(start)!;
        try
        {
            var stale = stranger.Id.ToString(CultureInfo.InvariantCulture) + pidFile[pidFile.IndexOf('\n', StringComparison.Ordinal)..];
            FileModes.Replace(PostmasterPid.PathIn(home.Data), stale, FileModes.PrivateFile);
            account?.Give(PostmasterPid.PathIn(home.Data));

            Assert.False((await home.StatusAsync()).Running);
            Assert.False(await EmbeddedControl.StopAsync(home.Options, Ct));
            Assert.False(await ServerStop.StopAsync(home.Options.BinDir!, home.Data, account, home.Options.StopTimeout, Ct));
            await using var server = await home.StartAsync();
            Assert.True(server.StartedHere);
            Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Theory, InlineData(""), InlineData("not a number\n")]
    public async Task A_pid_file_that_names_no_process_is_no_obstacle(string content)
    {
        await using var home = await suite.HomeAsync();
        await using (await home.StartAsync())
        {
        }

        await home.NoProcessesAsync();
        FileModes.Replace(PostmasterPid.PathIn(home.Data), content, FileModes.PrivateFile);
        RunAccount.For(HomePaths.For(home.Options))?.Give(PostmasterPid.PathIn(home.Data));
        await using var server = await home.StartAsync();
        Assert.True(server.StartedHere);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Everything_may_be_killed_at_once(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();
        await TestHome.AskAsync<int>(server.ConnectionString, "create table t(n int); insert into t values (7); select 1");
        await Servers.KillAsync(home.Processes);

        await using var again = await home.StartAsync();
        Assert.True(again.StartedHere);
        Assert.Equal(7, await TestHome.AskAsync<int>(again.ConnectionString, "select n from t"));
    }

    /// <remarks>A data directory of 140,000 files took 100 s on a slow disk. Here the recovery waits for a file.</remarks>
    [Fact]
    public async Task A_recovery_that_takes_longer_than_a_start_may_take_is_waited_for()
    {
        await using var home = await suite.HomeAsync();
        await using (await home.StartAsync())
        {
        }

        await home.NoProcessesAsync();
        var settings = Path.Combine(home.Data, "postgresql.auto.conf");
        await File.AppendAllTextAsync(settings, "restore_command = 'while [ ! -e go ]; do sleep 0.1; done; false'\n", Ct);
        await File.WriteAllTextAsync(Path.Combine(home.Data, "recovery.signal"), "", Ct);
        RunAccount.For(HomePaths.For(home.Options))?.Give(Path.Combine(home.Data, "recovery.signal"));
        home.With(options => options with { StartTimeout = TimeSpan.FromSeconds(1) });
        var starting = home.StartAsync();
        await Until.TrueAsync(() => starting.IsCompleted || home.Said.Any(line => line.StartsWith("PostgreSQL checks its files", StringComparison.Ordinal)));
        Assert.False(starting.IsCompleted);

        await File.WriteAllTextAsync(Path.Combine(home.Data, "go"), "", Ct);
        await using var again = await starting;
        Assert.True(again.StartedHere);
        Assert.Equal(1, await TestHome.AskAsync<int>(again.ConnectionString, "select 1"));
    }

    private static async Task Ignore(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            // Its server was killed, as intended.
        }
    }
}
