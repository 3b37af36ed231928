using System.Collections.Immutable;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>Writes rows of one type into a table of ours: by one statement in a Marten session, or by COPY where a rebuild writes a whole stream.</summary>
/// <param name="table">With its schema.</param>
/// <param name="columns">The columns to write; others get their default.</param>
internal sealed class TableRows<TRow>(string table, params ImmutableArray<Column<TRow>> columns)
{
    /// <summary>The placeholder of a parameter in a queued statement. The character stands nowhere else in ours.</summary>
    private const char Mark = '^';

    private readonly string _names = string.Join(", ", columns.Select(c => c.Name));

    private readonly string _insert =
        $"insert into {table} ({string.Join(", ", columns.Select(c => c.Name))}) select {string.Join(", ", columns.Select(c => c.Read))} "
        + $"from unnest({string.Join(", ", columns.Select(c => $"{Mark}::{c.Sent}[]"))}) x ({string.Join(", ", columns.Select(c => c.Name))})";

    /// <summary>Queues one statement for all rows, with an array for each column.</summary>
    public void QueueInsert(IDocumentOperations operations, IReadOnlyList<TRow> rows, string otherwise = "") =>
        operations.QueueSqlCommand(Mark, _insert + otherwise, [.. columns.Select(c => c.Array(rows))]);

    public async Task CopyAsync(NpgsqlConnection connection, IEnumerable<TRow> rows, CancellationToken cancellation = default)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({_names}) from stdin (format binary)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            foreach (var column in columns)
                column.Write(copy, row);
        }

        await copy.CompleteAsync(cancellation);
    }
}
