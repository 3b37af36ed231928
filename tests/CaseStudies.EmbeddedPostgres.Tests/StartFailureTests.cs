using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Starts that cannot succeed, are cancelled, or meet a server that hangs; and a stop that meets one.</summary>
[SupportedOSPlatform("linux")]
public sealed class StartFailureTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_cannot_start_says_why_with_its_log()
    {
        await using var home = await suite.HomeAsync();
        await File.WriteAllTextAsync(Path.Combine(home.Data, "postgresql.auto.conf"), "shared_buffers = 'many'\n", Ct);

        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(home.StartAsync);
        Assert.Contains("shared_buffers", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Three ways out", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_alive_but_hangs_is_left_alone()
    {
        const int stop = 19, resume = 18;
        await using var home = await suite.HomeAsync();
        var server = await home.StartAsync();
        Native.Signal(home.Postmaster, stop);
        var status = await home.StatusAsync();
        Assert.Equal((true, home.Postmaster, null), (status.Running, status.Pid, status.Version));
        home.With(options => options with { StartTimeout = TimeSpan.FromMilliseconds(200) });
        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(home.StartAsync);
        Assert.Contains("did not start", failure.Message, StringComparison.Ordinal);
        Assert.Single(home.Said, line => line.StartsWith("Starting", StringComparison.Ordinal));

        Native.Signal(home.Postmaster, resume);
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
        await server.DisposeAsync();
        await home.NoProcessesAsync();
    }

    [Fact]
    public async Task A_stop_that_comes_to_nothing_says_so()
    {
        const int stop = 19, resume = 18;
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        var postmaster = home.Postmaster;
        Native.Signal(postmaster, stop);
        home.With(options => options with { StopTimeout = TimeSpan.FromSeconds(1) });
        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedControl.StopAsync(home.Options, Ct));
        Assert.Contains("has not stopped yet", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ways out", failure.Message, StringComparison.Ordinal);

        Native.Signal(postmaster, resume);
        await home.NoProcessesAsync();
        Assert.False(await EmbeddedControl.StopAsync(home.Options, Ct));
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_no_server()
    {
        await using var home = await suite.HomeAsync();
        foreach (var milliseconds in new[] { 0, 20, 60 })
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var cancelling = home.Options with
            {
                Progress = line => cancel.CancelAfter(line.StartsWith("Starting", StringComparison.Ordinal) ? milliseconds : -1),
            };
            try
            {
                await (await EmbeddedServer.StartAsync(cancelling, cancel.Token)).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                // As intended; a fast machine may have been ready before.
            }

            await home.NoProcessesAsync();
        }

        await using var server = await home.StartAsync();
        Assert.True(server.StartedHere);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_while_the_server_is_first_asked_stops_it()
    {
        const int stop = 19, resume = 18;
        await using var home = await suite.HomeAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var starting = EmbeddedServer.StartAsync(home.Options, cancel.Token);
        // Ready for pg_ctl, which looks at the file ten times a second, but silent to us.
        var file = PostmasterPid.PathIn(home.Data);
        await Until.TrueAsync(async () => File.Exists(file) && (await File.ReadAllTextAsync(file, Ct)).Contains("ready", StringComparison.Ordinal));
        var postmaster = home.Postmaster;
        Native.Signal(postmaster, stop);
        await Until.TrueAsync(() => starting.IsCompleted || !Servers.Run("pg_ctl", "start", home.Data)); // now it is asked
        await cancel.CancelAsync();
        Native.Signal(postmaster, resume);
        try
        {
            await (await starting).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // As intended; the answer may also have come just before the server was halted.
        }

        await home.NoProcessesAsync();
    }

    /// <remarks>With a full disk a start is tried every few seconds.</remarks>
    [Fact]
    public async Task A_file_that_cannot_be_written_leaves_nothing_half_made()
    {
        await using var home = suite.EmptyHome();
        var taken = Path.Combine(home.Path, "taken");
        FileModes.CreateDirectory(taken, FileModes.PrivateDirectory);

        Assert.ThrowsAny<Exception>(() => FileModes.Replace(taken, "text", FileModes.PublicFile));
        Assert.Empty(home.Unfinished);
    }
}
