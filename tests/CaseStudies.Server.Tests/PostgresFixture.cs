using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Store;
using Npgsql;

[assembly: AssemblyFixture(typeof(CaseStudies.Server.Tests.PostgresFixture))]

namespace CaseStudies.Server.Tests;

/// <summary>
/// One real PostgreSQL for the suite: the one that CASESTUDIES_TEST_POSTGRES names, else an embedded one of the suite's
/// own, from the package that CASESTUDIES_TEST_TARBALL names or from whatever the launcher finds. Whoever asks gets an
/// empty database, dropped at the end.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string Role = "casestudies_test_app", Password = "of-tests-only";
    private readonly List<string> _databases = [];
    private EmbeddedServer? _embedded;
    private string _server = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CASESTUDIES_TEST_POSTGRES") is { Length: > 0 } configured)
        {
            _server = configured;
            await MakeRoleAsync();
            return;
        }

        var tarball = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_TARBALL") is { Length: > 0 } file ? file : null;
        _embedded = await EmbeddedServer.StartAsync(new()
        {
            Home = Path.Combine(Path.GetTempPath(), $"casestudies-server-tests-{Environment.UserName}{(tarball is null ? "" : "-packaged")}"),
            // Two people, and two majors, may be tested on one machine; each has a home of its own.
            Tarball = tarball,
            PreferredPort = 0,
        });
        _server = _embedded.ConnectionString;
        await DropLeftoversAsync();
        await MakeRoleAsync();
    }

    /// <summary>A connection string to a new, empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():n}";
        await ExecuteAsync($"create database {name}");
        lock (_databases)
            _databases.Add(name);
        return new NpgsqlConnectionStringBuilder(_server) { Database = name, IncludeErrorDetail = true }.ConnectionString;
    }

    /// <summary>An empty database with the three roles as whom the program connects to its private one, and the superuser's way in.</summary>
    internal async Task<(DatabaseLogins Logins, string Superuser)> NewOwnedDatabaseAsync()
    {
        Assert.SkipWhen(_embedded is null, "It makes roles, which is not for somebody else's PostgreSQL.");
        var name = $"test_{Guid.NewGuid():n}";
        var logins = await _embedded!.EnsureOwnedDatabaseAsync(name);
        lock (_databases)
            _databases.Add(name);
        return (logins, new NpgsqlConnectionStringBuilder(_server) { Database = name }.ConnectionString);
    }

    /// <summary>It serves as a role to which row-level security applies; its tables and its background are the superuser's.</summary>
    internal StoreLogins LoginsFor(string connectionString)
    {
        var (login, ours) = (new NpgsqlConnectionStringBuilder(connectionString), new NpgsqlConnectionStringBuilder(_server));
        return (login.Host, login.Port) == (ours.Host, ours.Port)
            ? new(new NpgsqlConnectionStringBuilder(connectionString) { Username = Role, Password = Password }.ConnectionString, connectionString)
            : new(connectionString);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var name in _databases)
            await ExecuteAsync($"drop database if exists {name} with (force)");
        if (_embedded is not null)
            await _embedded.DisposeAsync();
    }

    // A run that was killed leaves its databases behind. What is older than the running server belongs to nobody who lives.
    private async Task DropLeftoversAsync()
    {
        var names = new List<string>();
        await using (var source = NpgsqlDataSource.Create(_server))
        await using (var command = source.CreateCommand(
            "select datname from pg_database where datname like 'test\\_%' and "
            + "(pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < pg_postmaster_start_time()"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        }

        foreach (var name in names)
            await ExecuteAsync($"drop database if exists \"{name}\" with (force)");
    }

    /// <summary>Suites that run side by side make it in turns.</summary>
    private Task MakeRoleAsync() => ExecuteAsync(
        $"""
        do $$ begin
            perform pg_advisory_xact_lock(hashtextextended('{Role}', 0));
            if to_regrole('{Role}') is null then create role {Role} login password '{Password}'; end if;
        end $$
        """);

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        // Dropping a database waits for the disk, which other suites may be using.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
}
