using Npgsql;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL server of our own on this machine, in use by this application until disposed. It runs as a process of
/// its own: it survives a killed application, and the next start attaches to it.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly EmbeddedPostgresOptions _options;
    private readonly HomePaths _home;
    private readonly RunningServer _server;
    private readonly Lease _lease;
    private int _disposed;

    internal EmbeddedServer(EmbeddedPostgresOptions options, HomePaths home, RunningServer server, StartedRecord record, bool startedHere)
    {
        (_options, _home, _server, StartedHere) = (options, home, server, startedHere);
        (BinDir, Source) = (record.BinDir, record.Source);
        _lease = Lease.Take(home);
    }

    /// <summary>
    /// Attaches to the home's server if one runs (whatever programs it runs), else starts it, installing programs and creating data as needed.
    /// Several applications may call this at once: one does the work, the others wait and attach.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">Nothing works; the message names the ways out.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing half-made is left, and no server of this call runs.</exception>
    public static Task<EmbeddedServer> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Launcher.StartAsync(options, ct);
    }

    /// <summary>As <see cref="StartAsync"/>, for an application whose server is gone. Null: somebody has stopped it on purpose, and it stays so.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static Task<EmbeddedServer?> StartUnlessStoppedAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Launcher.StartAsync(options, unlessStopped: true, ct);
    }

    /// <summary>
    /// Superuser, database "postgres": to administer the server. Programs connect by <see cref="EnsureOwnedDatabaseAsync"/>. Holds the password: not for logs.
    /// </summary>
    public string ConnectionString => ConnectionStringFor("postgres");

    /// <summary>False: attached to a server that already ran.</summary>
    public bool StartedHere { get; }

    /// <summary>The TCP port on 127.0.0.1 (the connection strings prefer the private Unix socket where there is one).</summary>
    public int Port => _server.Endpoint.Port;

    /// <summary>Where the running server's programs lie.</summary>
    public string BinDir { get; }

    /// <summary>Where its data lies. To copy it, stop the server first.</summary>
    public string DataDirectory => _server.DataDirectory;

    /// <summary>Which way the programs were found: BinDir, cache, node_modules, tarball, installed, download, npm pack.</summary>
    public string Source { get; }

    /// <summary>The same server and user, another database, which need not exist yet.</summary>
    public string ConnectionStringFor(string database) => _server.Endpoint.ConnectionString(DatabaseName.Checked(database));

    /// <summary>Creates the database unless it exists. Callers may race.</summary>
    /// <exception cref="NpgsqlException">The server is gone or refuses.</exception>
    public Task EnsureDatabaseAsync(string database, CancellationToken ct = default) =>
        DatabaseName.EnsureAsync(_server.Endpoint, DatabaseName.Checked(database), ct);

    /// <summary>
    /// Creates the database unless it exists, and the roles as whom programs connect to it. What is in it already belongs to its owner from then on.
    /// Callers may race.
    /// </summary>
    /// <exception cref="NpgsqlException">The server is gone or refuses.</exception>
    public Task<DatabaseLogins> EnsureOwnedDatabaseAsync(string database, CancellationToken ct = default) =>
        LoginRoles.EnsureAsync(_server.Endpoint, DatabaseName.Checked(database), ct);

    /// <inheritdoc cref="EmbeddedControl.SecretForAsync"/>
    public string SecretFor(string purpose) => Credentials.Derive(_server.Endpoint.Password, purpose);

    /// <summary>Drops the database if it exists, and ends its sessions.</summary>
    /// <exception cref="NpgsqlException">The server is gone or refuses.</exception>
    public Task DropDatabaseAsync(string database, CancellationToken ct = default) =>
        DatabaseName.DropAsync(_server.Endpoint, DatabaseName.Checked(database), ct);

    /// <summary>
    /// Stops the server, whoever started it, unless it is to keep running or another application still uses it; then it
    /// is left to them, and to <see cref="EmbeddedControl.StopAsync"/>. Applications that were killed use nothing. Never throws.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        using (_lease)
        {
            if (_options.KeepRunning)
                return;
            await Launcher.LeaveAsync(_options, _home, _server, BinDir, _lease).ConfigureAwait(false);
        }
    }
}
