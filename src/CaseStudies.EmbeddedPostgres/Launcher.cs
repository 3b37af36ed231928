namespace CaseStudies.EmbeddedPostgres;

/// <summary>The order of things, all of it under the launcher's lock.</summary>
internal static class Launcher
{
    // Long enough for somebody else's download over a slow line.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    internal static async Task<EmbeddedServer> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct) =>
        (await StartAsync(options, unlessStopped: false, ct).ConfigureAwait(false))!;

    /// <param name="unlessStopped">A server that was stopped on purpose stays stopped; then null.</param>
    internal static Task<EmbeddedServer?> StartAsync(EmbeddedPostgresOptions options, bool unlessStopped, CancellationToken ct)
    {
        var home = HomePaths.For(options);
        return Failures.ExplainAsync(home, async () =>
        {
            home.Create();
            using var held = await LauncherLock.TakeAsync(home, s_patience, options.Say, ct).ConfigureAwait(false);
            if (unlessStopped && File.Exists(home.Stopped))
                return null;
            File.Delete(home.Stopped);
            Lease.Count(home); // sweeps those of killed applications
            if (await ServerProbe.FindAsync(home, ct).ConfigureAwait(false) is { } running)
                return (EmbeddedServer?)Use(options, home, running, startedHere: false);

            await Leftovers.ClearUnfinishedAsync(home, ct).ConfigureAwait(false);
            var account = RunAccount.For(home);
            var binaries = await new BinarySources(options, home, account).FindAsync(ct).ConfigureAwait(false);
            var data = await DataDirectory.EnsureAsync(home, binaries, account, options.Say, ct).ConfigureAwait(false);
            var (server, started) = await new ServerStart(options, home, account).RunAsync(binaries, data, ct).ConfigureAwait(false);
            return Use(options, home, server, started);
        });
    }

    /// <summary>The end of an application that used the server: stops it, unless others use it, it is to keep running, or it is another by now.</summary>
    internal static async Task LeaveAsync(
        EmbeddedPostgresOptions options, HomePaths home, RunningServer server, string binDir, Lease lease)
    {
        try
        {
            using var held = await LauncherLock.TakeAsync(home, TimeSpan.FromSeconds(10), options.Say, default).ConfigureAwait(false);
            lease.Dispose();
            if (PostmasterPid.Read(server.DataDirectory)?.Pid != server.Pid || StartedRecord.Read(home, server.Pid).KeepRunning)
                return;
            if (Lease.Count(home) is > 0 and var others)
                options.Say($"PostgreSQL is left running: {others} other applications use it");
            else
                await StopAsync(options, home, server.DataDirectory, binDir, default).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EmbeddedPostgresException or IOException or UnauthorizedAccessException)
        {
            options.Say("PostgreSQL is left running: " + e.Message.Split(Environment.NewLine)[0]);
        }
    }

    /// <exception cref="EmbeddedPostgresException">It did not stop in time.</exception>
    internal static async Task StopAsync(EmbeddedPostgresOptions options, HomePaths home, string data, string binDir, CancellationToken ct)
    {
        options.Say("Stopping PostgreSQL");
        if (!await ServerStop.StopAsync(binDir, data, RunAccount.For(home), options.StopTimeout, ct).ConfigureAwait(false))
            throw new EmbeddedPostgresException(Messages.NotStopped(home.Log), waysOut: false);
    }

    private static EmbeddedServer Use(EmbeddedPostgresOptions options, HomePaths home, RunningServer server, bool startedHere)
    {
        var record = StartedRecord.Read(home, server.Pid);
        options.Say($"PostgreSQL {server.Version} is ready on port {server.Endpoint.Port}"
            + (startedHere ? "" : " (it was running already)"));
        return new(options, home, server, record, startedHere);
    }
}
