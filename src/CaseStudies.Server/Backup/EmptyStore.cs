using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Backup;

/// <summary>A backup is restored into an empty store only.</summary>
internal static class EmptyStore
{
    /// <summary>Progress of the views: views that are further ahead would ignore restored events.</summary>
    private const string Progress = MartenTables.Progress;

    /// <exception cref="BackupRefusedException">The store is not empty.</exception>
    public static async Task DemandAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var table in StoredTables.Filled)
        {
            if (await CopySql.ColumnsAsync(connection, table, cancellation) is { Length: > 0 }
                && await CopySql.CountAsync(connection, table, cancellation) is var rows and > 0)
                throw new BackupRefusedException(BackupTexts.NotEmpty(table, rows));
        }

        if (await CopySql.ColumnsAsync(connection, Progress, cancellation) is { Length: > 0 }
            && await CopySql.CountAsync(connection, $"{Progress} where last_seq_id > 0", cancellation) is var views and > 0)
            throw new BackupRefusedException(BackupTexts.NotEmpty(Progress, views));
    }

    /// <summary>Locks the store until the restore is done. A server running on it waits, or answers that it is busy.</summary>
    public static Task LockAsync(NpgsqlConnection connection, LockWait wait, CancellationToken cancellation) =>
        CopySql.ExecuteAsync(connection, $"{wait.Sql}; lock table {string.Join(", ", StoredTables.Filled)} in access exclusive mode", cancellation);
}
