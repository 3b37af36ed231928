using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>An answer promises a commit on disk. A database may be set to be quicker than that; our sessions are not.</summary>
public sealed class DurableCommitTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Our_sessions_wait_for_the_disk_whatever_the_database_is_set_to()
    {
        var connectionString = await postgres.NewDatabaseAsync();
        await using (var plain = NpgsqlDataSource.Create(connectionString))
        {
            await using var relax = plain.CreateCommand(
                $"alter database {new NpgsqlConnectionStringBuilder(connectionString).Database} set synchronous_commit = off");
            await relax.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        NpgsqlConnection.ClearAllPools();
        await using var theirs = NpgsqlDataSource.Create(connectionString);
        await using var ours = StoreSetup.DataSource(connectionString);
        await using var insisting = StoreSetup.DataSource(connectionString + ";Options=-c synchronous_commit=off");

        Assert.Equal("off", await SettingAsync(theirs)); // or the test would show nothing
        Assert.Equal("on", await SettingAsync(ours));
        Assert.Equal("on", await SettingAsync(ours)); // the same session again, after the pool has reset it
        Assert.Equal("on", await SettingAsync(insisting));
        await using var commits = new CommitConnections(connectionString, TimeSpan.FromMinutes(1), new(LockWait.Default));
        await using var commit = await commits.OpenAsync();
        await using var command = new NpgsqlCommand("show synchronous_commit", commit);
        Assert.Equal("on", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<string> SettingAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select current_setting('synchronous_commit')");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
