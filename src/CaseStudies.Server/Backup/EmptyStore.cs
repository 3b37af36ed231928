using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Backup;

/// <summary>The only store that a backup is restored into.</summary>
internal static class EmptyStore
{
    /// <summary>Views that have come further would take no notice of what is restored behind them.</summary>
    private const string Progress = MartenTables.Progress;

    private static IEnumerable<string> Filled => StoredTables.Truth.Concat(StoredTables.Derived);

    /// <exception cref="BackupRefusedException">Something is recorded there.</exception>
    public static async Task DemandAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var table in Filled)
        {
            if (await CopySql.ColumnsAsync(connection, table, cancellation) is { Length: > 0 } && await CopySql.CountAsync(connection, table, cancellation) is var rows and > 0)
                throw new BackupRefusedException(BackupTexts.NotEmpty(table, rows));
        }

        if (await CopySql.ColumnsAsync(connection, Progress, cancellation) is { Length: > 0 } && await CopySql.CountAsync(connection, $"{Progress} where last_seq_id > 0", cancellation) is var views and > 0)
            throw new BackupRefusedException(BackupTexts.NotEmpty(Progress, views));
    }

    /// <summary>Nobody writes into it until we are done; a server that runs on it meanwhile waits, or tells its people to come again.</summary>
    public static Task LockAsync(NpgsqlConnection connection, LockWait wait, CancellationToken cancellation) =>
        CopySql.ExecuteAsync(connection, $"{wait.Sql}; lock table {string.Join(", ", Filled)} in exclusive mode", cancellation);
}
