using System.Reflection;
using CaseStudies.Server.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace CaseStudies.Server.Accounts;

/// <summary>Brings the accounts' tables up to date: as the application starts, where it may, and before a restore.</summary>
internal sealed class AccountTables(IDbContextFactory<AccountsDb> databases, NpgsqlDataSource source, IConfiguration configuration) : IHostedService
{
    private const int LookSeconds = 5;

    private static readonly string s_newest = typeof(AccountsDb).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Migration)))
        .Max(t => t.GetCustomAttribute<MigrationAttribute>()!.Id)!;

    /// <remarks>Asked first by hand: Entity Framework takes a second to find that there is nothing to do, which is most starts.</remarks>
    public async Task MigrateAsync(CancellationToken cancellation)
    {
        if (await IsUpToDateAsync(cancellation))
            return;
        await using var database = await databases.CreateDbContextAsync(cancellation);
        await database.Database.MigrateAsync(cancellation);
    }

    public Task StartAsync(CancellationToken cancellationToken) => StoreSetup.Migrates(configuration) ? MigrateAsync(cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> IsUpToDateAsync(CancellationToken cancellation)
    {
        await using var there = source.CreateCommand($"select to_regclass('{AccountsDb.MigrationTable}') is not null");
        if (!(bool)(await there.ExecuteScalarAsync(cancellation))!)
            return false;
        await using var newest = source.CreateCommand($"select exists(select from {AccountsDb.MigrationTable} where \"MigrationId\" = $1)");
        newest.Parameters.Add(new() { Value = s_newest });
        return (bool)(await newest.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Whether there are accounts, asked before the application is built: what it is depends on it.</summary>
    /// <returns>Null if the database does not answer. A store without these tables has no accounts.</returns>
    public static bool? Peek(string connectionString)
    {
        try
        {
            var alone = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = LookSeconds, CommandTimeout = LookSeconds };
            using var connection = new NpgsqlConnection(alone.ConnectionString);
            connection.Open();
            using var there = new NpgsqlCommand($"select exists(select from pg_tables where schemaname = '{AccountsDb.Schema}' and tablename = 'users')",
                connection);
            if (!(bool)there.ExecuteScalar()!)
                return false;
            using var any = new NpgsqlCommand($"select exists(select from {AccountsDb.Schema}.users)", connection);
            return (bool)any.ExecuteScalar()!;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or FormatException)
        {
            return null; // whoever reaches for the database afterwards says why
        }
    }
}
