using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Access;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary>The PostgreSQL that this run uses: the configured one, or a private one of this machine.</summary>
internal sealed class Database : IAsyncDisposable
{
    /// <summary>Setting: serve as a role from which PostgreSQL keeps nothing.</summary>
    public const string AllowSuperuser = "Store:AllowSuperuser";

    /// <summary>Setting: reach the database through a network without TLS.</summary>
    public const string AllowClearText = "Store:AllowClearText";

    private const string Name = "casestudies";
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(2);
    private readonly EmbeddedServer? _embedded;
    private readonly EmbeddedPostgresOptions? _options;
    private readonly List<EmbeddedServer> _restarted = [];
    private DatabaseLogins _logins;
    private string? _throwAway;

    private Database(DatabaseLogins logins, EmbeddedServer? embedded = null, EmbeddedPostgresOptions? options = null) =>
        (_logins, _embedded, _options) = (logins, embedded, options);

    private bool AllowsSuperuser { get; init; }

    /// <summary>For the program as it runs.</summary>
    public StoreLogins Logins => new(_logins.Application, _logins.Background);

    /// <summary>For whatever makes or changes tables. The same where the configuration names one role only.</summary>
    public string OwnerConnectionString => _logins.Owner;

    /// <summary>The program as it runs may not change tables.</summary>
    public bool IsDivided => _logins.Owner != _logins.Application;

    public bool Embedded => _embedded is not null;

    /// <summary>Where the private server's data lies; null where the server is somebody else's.</summary>
    public string? DataDirectory => _embedded?.DataDirectory;

    /// <summary>The key of this machine's user, which stays the same as long as the private server does; null where the server is somebody else's.</summary>
    public string? LocalKey => _embedded?.SecretFor(KeyCommand.Purpose);

    /// <summary>Whether the configuration names a database. Otherwise a private one is started.</summary>
    public static bool IsNamed(IConfiguration configuration) => configuration.GetConnectionString("CaseStudies") is { Length: > 0 };

    /// <exception cref="EmbeddedPostgresException">None is configured and none can be started; the message names the ways out.</exception>
    public static async Task<Database> OpenAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        if (Configured(configuration) is { } configured)
        {
            if (!SignIn.Switch(configuration, AllowClearText, otherwise: false))
                DemandTls(configured);
            return new(configured) { AllowsSuperuser = SignIn.Switch(configuration, AllowSuperuser, otherwise: false) };
        }

        var options = Options(configuration);
        var server = await EmbeddedServer.StartAsync(options, cancellation);
        try
        {
            return new(await server.EnsureOwnedDatabaseAsync(Name, cancellation), server, options);
        }
        catch (Exception)
        {
            await server.DisposeAsync(); // nobody else would stop it
            throw;
        }
    }

    /// <summary>One role for everything, or three.</summary>
    /// <exception cref="StartupException">Two are named.</exception>
    private static DatabaseLogins? Configured(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("CaseStudies") is not { Length: > 0 } serving)
            return null;
        return (configuration.GetConnectionString("CaseStudiesOwner"), configuration.GetConnectionString("CaseStudiesBackground")) switch
        {
            ({ Length: > 0 } owner, { Length: > 0 } background) => new(owner, serving, background),
            (null or "", null or "") => new(serving, serving, serving),
            _ => throw new StartupException(StartFailures.OneRoleIsMissing),
        };
    }

    /// <summary>Passwords and names cross no network in the clear. A socket, and this machine's own addresses, are none.</summary>
    /// <exception cref="StartupException">A connection string allows it, as it does where it says nothing.</exception>
    private static void DemandTls(DatabaseLogins logins)
    {
        foreach (var login in new[] { logins.Owner, logins.Application, logins.Background })
        {
            var told = Parsed(login);
            if (told.SslMode is SslMode.Require or SslMode.VerifyCA or SslMode.VerifyFull)
                continue;
            var hosts = (told.Host ?? "").Split(',', StringSplitOptions.TrimEntries);
            if (hosts.FirstOrDefault(h => !h.StartsWith('/') && !LocalAddresses.IsLoopback(HostOf(h))) is { } far)
                throw new StartupException(StartFailures.ClearText(far));
        }

        // Npgsql takes "host:port" too; an IPv6 address has several colons.
        static string HostOf(string host) => host.Split(':') is [var name, _] ? name : host;
    }

    /// <exception cref="StartupException">It is no connection string. The message holds no password.</exception>
    private static NpgsqlConnectionStringBuilder Parsed(string login)
    {
        try
        {
            return new(login);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StartupException(StartFailures.Unreachable(e.Message));
        }
    }

    /// <summary>Tries whether the database answers. Called last, when nothing else keeps the program from starting.</summary>
    /// <exception cref="StartupException">It does not answer, or refuses us. The message holds no password.</exception>
    public async Task ReachAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var login in new[] { Logins.Serving, Logins.Background }.Distinct())
                await DemandOrdinaryAsync(login, cancellation);
            // What an earlier version recorded must be readable before tables are changed.
            if (IsDivided)
                await StoreRoles.GrantAsync(OwnerConnectionString, Logins, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or FormatException)
        {
            throw new StartupException(StartFailures.Unreachable((e as PostgresException)?.MessageText ?? e.Message));
        }
    }

    /// <summary>Lets the program use what the owner has made, and no more of it than it needs.</summary>
    public Task EnforceRightsAsync(CancellationToken cancellation) => StoreRoles.EnforceAsync(OwnerConnectionString, Logins, cancellation);

    /// <summary>PostgreSQL keeps nothing from a superuser, and shows every row to whom it is told to.</summary>
    /// <exception cref="StartupException">The role is one of these.</exception>
    private async Task DemandOrdinaryAsync(string login, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(login) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "select rolname::text from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)", connection);
        if (!AllowsSuperuser && await command.ExecuteScalarAsync(cancellation) is string role)
            throw new StartupException(StartFailures.MaySeeAll(role));
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
        if (_embedded is not null)
        {
            _logins = await _embedded.EnsureOwnedDatabaseAsync(_throwAway, cancellation);
            return;
        }

        // Who made a database may do everything in it; others would have to be granted that first.
        await ExecuteAsOwnerAsync($"create database {_throwAway}", cancellation);
        var here = new NpgsqlConnectionStringBuilder(OwnerConnectionString) { Database = _throwAway }.ConnectionString;
        _logins = new(here, here, here);
    }

    public async ValueTask DisposeAsync()
    {
        if (_throwAway is { } name)
        {
            NpgsqlConnection.ClearAllPools();
            if (_embedded is not null)
            {
                await _embedded.DropDatabaseAsync(name, CancellationToken.None);
            }
            else
            {
                var elsewhere = new NpgsqlConnectionStringBuilder(OwnerConnectionString) { Database = "postgres" }.ConnectionString;
                _logins = new(elsewhere, elsewhere, elsewhere);
                await ExecuteAsOwnerAsync($"drop database if exists {name} with (force)", CancellationToken.None);
            }
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

    private async Task ExecuteAsOwnerAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(OwnerConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
