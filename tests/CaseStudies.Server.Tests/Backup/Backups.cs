using System.Security.Cryptography;
using CaseStudies.Server.Backup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>Backups in memory, with a key that costs next to nothing, and restores without a running server.</summary>
internal static class Backups
{
    public const string Passphrase = "correct horse battery staple";

    public static KeyCosts Cheap => new(KeyCosts.Argon2id, RandomNumberGenerator.GetBytes(KeyCosts.SaltBytes), 8, 1, 1);

    public static async Task<(byte[] File, BackupTaken Taken)> TakeAsync(IServiceProvider services)
    {
        using var file = new MemoryStream();
        var taken = await ActivatorUtilities.CreateInstance<BackupTaker>(services)
            .TakeAsync(file, Passphrase, Cheap, Quiet, TestContext.Current.CancellationToken);
        return (file.ToArray(), taken);
    }

    public static VerifiedBackup Verify(byte[] file, string passphrase = Passphrase)
    {
        using var stream = new MemoryStream(file);
        return BackupVerifier.Verify(stream, passphrase, Quiet, TestContext.Current.CancellationToken);
    }

    public static async Task<Restored> RestoreAsync(IServiceProvider services, byte[] file, bool acceptDifferences = false)
    {
        using var stream = new MemoryStream(file);
        return await ActivatorUtilities.CreateInstance<BackupRestorer>(services).RestoreAsync(
            stream, Passphrase, Verify(file), acceptDifferences, Quiet, TestContext.Current.CancellationToken);
    }

    /// <summary>The sentence of a refusal, without which the test fails.</summary>
    public static string Refused(Action action) => Assert.Throws<BackupRefusedException>(action).Message;

    public static async Task<string> RefusedAsync(Func<Task> action) => (await Assert.ThrowsAsync<BackupRefusedException>(action)).Message;

    /// <summary>The application's parts on a database, as the command line has them: nothing runs.</summary>
    public static WebApplication Aside(string connectionString)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Store:LockTimeout"] = "00:00:01";
        ServerApp.Configure(builder, new(connectionString), embedded: true, SystemClock.Instance);
        return builder.Build();
    }

    /// <summary>All rows of a table as one text, whatever their order and that of its columns.</summary>
    public static async Task<string> RowsAsync(NpgsqlDataSource source, string table, string without = "")
    {
        await using var command = source.CreateCommand(
            $"select coalesce(string_agg(r, E'\\n' order by r collate \"C\"), '') from (select (to_jsonb(t) {without})::text r from {table} t) rows");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Of each table that a restore fills, how many rows there are.</summary>
    public static async Task<long> FilledAsync(NpgsqlDataSource source)
    {
        var rows = 0L;
        foreach (var table in StoredTables.Truth.Concat(StoredTables.Derived))
        {
            await using var command = source.CreateCommand($"select count(*) from {table}");
            rows += (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        }

        return rows;
    }

    public static void Quiet(string step, long done, long total) => Assert.InRange(done, 0, total);
}
