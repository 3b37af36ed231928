using Npgsql;

namespace CaseStudies.Server.Backup;

/// <summary>The only store that a backup is restored into.</summary>
internal static class EmptyStore
{
    private static IEnumerable<string> Filled => StoredTables.Truth.Concat(StoredTables.Derived);

    /// <exception cref="BackupRefusedException">Something is recorded there.</exception>
    public static async Task DemandAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var table in Filled)
        {
            if (await CopySql.ColumnsAsync(connection, table, cancellation) is { Length: > 0 } && await CopySql.CountAsync(connection, table, cancellation) is var rows and > 0)
                throw new BackupRefusedException(BackupTexts.NotEmpty(table, rows));
        }
    }

    /// <summary>Nobody writes into it until we are done; a server that runs on it meanwhile waits, or tells its people to come again.</summary>
    public static Task LockAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        CopySql.ExecuteAsync(connection, $"set local lock_timeout = '10s'; lock table {string.Join(", ", Filled)} in exclusive mode", cancellation);
}
