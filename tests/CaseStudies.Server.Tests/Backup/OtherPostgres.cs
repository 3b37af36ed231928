using CaseStudies.EmbeddedPostgres;
using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>
/// A server of another major version than the suite's: the package that CASESTUDIES_TEST_OTHER_TARBALL names, or, where the suite itself
/// runs on that, the one that the machine has installed.
/// </summary>
internal sealed class OtherPostgres : IAsyncDisposable
{
    private readonly EmbeddedServer _server;
    private readonly string _database = $"test_{Guid.NewGuid():n}";

    private OtherPostgres(EmbeddedServer server) => _server = server;

    public string ConnectionString => _server.ConnectionStringFor(_database);

    /// <summary>Null: this machine has no second version.</summary>
    public static async Task<OtherPostgres?> StartAsync(string thisMajor)
    {
        var named = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_OTHER_TARBALL") is { Length: > 0 } file ? file : null;
        foreach (var tarball in named is null ? new string?[] { null } : [named, null])
        {
            var server = await EmbeddedServer.StartAsync(new()
            {
                Home = Path.Combine(Path.GetTempPath(), $"casestudies-server-tests-{Environment.UserName}{(tarball is null ? "" : "-packaged")}"),
                Tarball = tarball,
                PreferredPort = 0,
            }, TestContext.Current.CancellationToken);
            var other = new OtherPostgres(server);
            await server.EnsureDatabaseAsync(other._database, TestContext.Current.CancellationToken);
            if (await other.MajorAsync() != thisMajor)
                return other;
            await other.DisposeAsync();
        }

        return null;
    }

    public async Task<string> MajorAsync()
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return MajorOf(connection);
    }

    public static string MajorOf(NpgsqlConnection connection) => connection.PostgreSqlVersion.Major.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await using (var connection = new NpgsqlConnection(_server.ConnectionString))
        {
            await connection.OpenAsync();
            // PostgreSQL drops a database when all its sessions have heard of it. Tests beside this one stop some of them for a while.
            await using var command = new NpgsqlCommand($"drop database if exists {_database} with (force)", connection) { CommandTimeout = 300 };
            await command.ExecuteNonQueryAsync();
        }

        await _server.DisposeAsync();
    }
}
