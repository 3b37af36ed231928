using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Access;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary>The PostgreSQL that this run uses: the configured one, or a private one of this machine.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Name = "casestudies";
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(2);
    private readonly EmbeddedServer? _embedded;
    private readonly EmbeddedPostgresOptions? _options;
    private readonly List<EmbeddedServer> _restarted = [];
    private string? _throwAway;

    private Database(string connectionString, EmbeddedServer? embedded = null, EmbeddedPostgresOptions? options = null) =>
        (ConnectionString, _embedded, _options) = (connectionString, embedded, options);

    public string ConnectionString { get; private set; }
    public bool Embedded => _embedded is not null;

    /// <summary>Whether the configuration names a database. Otherwise a private one is started.</summary>
    public static bool IsNamed(IConfiguration configuration) => configuration.GetConnectionString("CaseStudies") is { Length: > 0 };

    /// <exception cref="EmbeddedPostgresException">None is configured and none can be started; the message names the ways out.</exception>
    public static async Task<Database> OpenAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        if (configuration.GetConnectionString("CaseStudies") is { Length: > 0 } configured)
            return new(configured);
        var options = Options(configuration);
        var server = await EmbeddedServer.StartAsync(options, cancellation);
        try
        {
            await server.EnsureDatabaseAsync(Name, cancellation);
            return new(server.ConnectionStringFor(Name), server, options);
        }
        catch (Exception)
        {
            await server.DisposeAsync(); // nobody else would stop it
            throw;
        }
    }

    /// <summary>Tries whether the database answers. Called last, when nothing else keeps the program from starting.</summary>
    /// <exception cref="StartupException">It does not answer, or refuses us. The message holds no password.</exception>
    public async Task ReachAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync(cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or FormatException)
        {
            throw new StartupException(StartFailures.Unreachable((e as PostgresException)?.MessageText ?? e.Message));
        }
    }

    /// <summary>Starts the private server again whenever it is gone, until cancelled. One that was stopped on purpose stays stopped.</summary>
    public async Task HealAsync(CancellationToken cancellation)
    {
        var told = "";
        while (_embedded is not null && !cancellation.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(s_heartbeat, cancellation);
                await HealOnceAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (EmbeddedPostgresException e)
            {
                // It is tried again and again, since a full disk may be emptied; the reason is told once.
                var why = e.Message.Split('\n')[0];
                if (why != told)
                    Console.Error.WriteLine(e.Message);
                told = why;
            }
        }
    }

    /// <returns>Whether the private server was gone, and was started again.</returns>
    internal async Task<bool> HealOnceAsync(CancellationToken cancellation)
    {
        if ((await EmbeddedControl.StatusAsync(_options!, cancellation)).Running)
            return false;
        // On the same port, or the connections that are waiting would never find it.
        if (await EmbeddedServer.StartUnlessStoppedAsync(_options! with { PreferredPort = _embedded!.Port }, cancellation) is not { } server)
            return false;
        _restarted.Add(server);
        return true;
    }

    /// <summary>Goes on in an empty database of its own, which is dropped in the end: a check must not touch anybody's data.</summary>
    public async Task UseThrowAwayAsync(CancellationToken cancellation)
    {
        _throwAway = $"casestudies_check_{Guid.NewGuid():n}";
        await ExecuteAsync($"create database {_throwAway}", cancellation);
        ConnectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = _throwAway }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_throwAway is { } name)
        {
            NpgsqlConnection.ClearAllPools();
            ConnectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres" }.ConnectionString;
            await ExecuteAsync($"drop database if exists {name} with (force)", CancellationToken.None);
        }

        // The one that runs comes last: before, the others are still in use of it.
        foreach (var server in _embedded is null ? [] : _restarted.Prepend(_embedded))
            await server.DisposeAsync();
    }

    public static EmbeddedPostgresOptions Options(IConfiguration configuration)
    {
        var section = configuration.GetSection("EmbeddedPostgres");
        var defaults = new EmbeddedPostgresOptions();
        return defaults with
        {
            Home = section["Home"],
            BinDir = section["BinDir"],
            Tarball = section["Tarball"],
            DownloadBase = section["DownloadBase"] is { Length: > 0 } url ? new Uri(url) : null,
            PreferredPort = section.GetValue("PreferredPort", defaults.PreferredPort),
            KeepRunning = section.GetValue("KeepRunning", false),
            Progress = line => Console.Error.WriteLine($"postgres: {line}"),
        };
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
