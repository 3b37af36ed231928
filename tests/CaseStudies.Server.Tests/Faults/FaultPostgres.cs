using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.EmbeddedPostgres;
using Npgsql;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>A PostgreSQL that is there to be killed. It listens on the same port each time.</summary>
public sealed partial class FaultPostgres : IAsyncLifetime
{
    private readonly List<EmbeddedServer> _started = [];
    private SmallDisk? _disk;
    private EmbeddedPostgresOptions _options = new();

    private EmbeddedServer Server => _started[^1];

    public int Port => Server.Port;

    public async ValueTask InitializeAsync()
    {
        var tarball = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_TARBALL") is { Length: > 0 } file ? file : null;
        _options = new()
        {
            // Of this copy of the program alone: nobody else's tests may meet a server that dies.
            Home = Path.Combine(Path.GetTempPath(), "casestudies-fault-tests-"
                + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(AppContext.BaseDirectory)))[..8] + (tarball is null ? "" : "-packaged")),
            Tarball = tarball,
            PreferredPort = 0,
        };
        if (OperatingSystem.IsLinux())
        {
            FileModes.CreateDirectory(_options.Home!, FileModes.PublicDirectory); // root's PostgreSQL runs under another account
            _disk = await SmallDisk.OverAsync(_options.Home!);
        }

        _started.Add(await EmbeddedServer.StartAsync(_options));
        _options = _options with { PreferredPort = Server.Port };
        // A run that was killed may have left settings; and the disk lies in memory.
        foreach (var sql in new[] { "alter system reset all", "alter system set max_wal_size = '256MB'", "select pg_reload_conf()" })
            await ExecuteAsync(sql);
    }

    /// <summary>An empty database whose owner would rather be quick than safe: sessions that do not ask lose what they are told is committed.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"faults_{Guid.NewGuid():n}";
        await ExecuteAsync($"create database {name}");
        await ExecuteAsync($"alter database {name} set synchronous_commit = off");
        return Server.ConnectionStringFor(name);
    }

    /// <summary>The same database by TCP, through a relay.</summary>
    public static string Through(string connectionString, int port) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = port }.ConnectionString;

    /// <summary>Signals at once and does not wait.</summary>
    public void Kill(Victim victim, int? backend)
    {
        if (victim == Victim.Backend)
            Native.Signal(backend ?? throw new InvalidOperationException("No process serves anybody."), Native.SigKill);
        else
            Native.Signal(PostmasterPid.Read(Server.DataDirectory)!.Pid, victim == Victim.Postmaster ? Native.SigKill : Native.SigQuit);
    }

    /// <summary>Starts it again if need be, and waits until it has recovered.</summary>
    public async Task HealAsync(Victim victim)
    {
        // On a full disk it may have ended.
        if (victim is Victim.Postmaster or Victim.Immediate || (victim == Victim.FullDisk && !await AnswersAsync()))
            _started.Add(await EmbeddedServer.StartAsync(_options));
        await Until.TrueAsync(AnswersAsync);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("select 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async Task DropAsync(string connectionString) =>
        await ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture, $"drop database {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)"));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started) // the last one runs, and stops only if nobody else uses it
            await server.DisposeAsync();
        await (_disk?.RemoveAsync() ?? Task.CompletedTask);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A session that none of the troubles concerns.</summary>
    private async Task<NpgsqlConnection> OpenAsync(string database = "postgres")
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server.ConnectionStringFor(database))
        {
            Pooling = false, Options = "-c statement_timeout=0 -c default_transaction_read_only=off",
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}

/// <summary>One such server for all who kill it, and one class at a time: none may meet the other's blows.</summary>
[CollectionDefinition(nameof(FaultPostgres))]
public sealed class KilledInTurns : ICollectionFixture<FaultPostgres>;
