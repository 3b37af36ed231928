namespace CaseStudies.EmbeddedPostgres;

/// <summary>For an operator's commands: looks at, or stops, the server of a home, whoever started it.</summary>
public static class EmbeddedControl
{
    /// <summary>Changes nothing and creates nothing.</summary>
    /// <exception cref="EmbeddedPostgresException">The home cannot be read by this user.</exception>
    public static Task<EmbeddedStatus> StatusAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var home = HomePaths.For(options);
        return Failures.ExplainAsync(home, async () =>
        {
            if (await ServerProbe.FindAsync(home, ct).ConfigureAwait(false) is { } server)
                return new EmbeddedStatus(true, server.Endpoint.Port, server.Pid, server.Version, home.Home);
            return Alive(home) is var (claim, _)
                ? new EmbeddedStatus(true, claim.Port, claim.Pid, null, home.Home)
                : new EmbeddedStatus(false, null, null, null, home.Home);
        });
    }

    /// <summary>
    /// Stops the server, also when applications still use it: their connections are ended. It stays stopped until somebody starts it. False: none ran.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">
    /// It did not stop in time, or the home or its programs cannot be used by this user.
    /// </exception>
    public static Task<bool> StopAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var home = HomePaths.For(options);
        return Failures.ExplainAsync(home, async () =>
        {
            if (!Directory.Exists(home.Home))
                return false;
            using var held = await LauncherLock.TakeAsync(home, options.StartTimeout, options.Say, ct).ConfigureAwait(false);
            // Before the server ends, and also where none runs: a program that uses it would start it again.
            FileModes.Replace(home.Stopped, "", FileModes.PublicFile);
            var server = await ServerProbe.FindAsync(home, ct).ConfigureAwait(false);
            var (pid, data) = server is not null ? (server.Pid, server.DataDirectory)
                : Alive(home) is var (claim, directory) ? (claim.Pid, directory) : (0, "");
            if (pid == 0)
                return false;
            await Launcher.StopAsync(options, home, data, StartedRecord.Read(home, pid).BinDir, ct).ConfigureAwait(false);
            return true;
        });
    }

    /// <summary>
    /// A secret of this home, the same each time: only who can read the home's files can have it. Null: there is no home yet. Not for logs.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">The home cannot be read by this user.</exception>
    public static Task<string?> SecretForAsync(EmbeddedPostgresOptions options, string purpose)
    {
        ArgumentNullException.ThrowIfNull(options);
        var home = HomePaths.For(options);
        return Failures.ExplainAsync(home, () => Task.FromResult(Credentials.TryRead(home) is { Length: > 0 } password
            ? Credentials.Derive(password, purpose) : null));
    }

    private static (PostmasterPid Claim, string Data)? Alive(HomePaths home) => home.DataMajors().Select(home.Data)
        .Select(data => (Claim: PostmasterPid.Read(data), Data: data))
        .Where(found => found.Claim is { } claim && LinuxProcesses.ServingFrom(found.Data).Contains(claim.Pid))
        .Select(found => ((PostmasterPid, string)?)(found.Claim!, found.Data))
        .FirstOrDefault();
}
