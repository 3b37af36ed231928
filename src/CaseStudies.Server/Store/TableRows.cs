using System.Collections.Immutable;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>How rows of one kind go into a table of ours: by one statement beside others of a session, or by COPY where a rebuild writes a whole stream.</summary>
/// <param name="table">With its schema.</param>
/// <param name="columns">Any that is not among them has its default.</param>
internal sealed class TableRows<TRow>(string table, params ImmutableArray<Column<TRow>> columns)
{
    /// <summary>How a parameter is marked in a statement that a session queues; the sign stands nowhere in ours.</summary>
    private const char Mark = '^';

    private readonly string _names = string.Join(", ", columns.Select(c => c.Name));

    private readonly string _insert =
        $"insert into {table} ({string.Join(", ", columns.Select(c => c.Name))}) select {string.Join(", ", columns.Select(c => c.Read))} "
        + $"from unnest({string.Join(", ", columns.Select(c => $"{Mark}::{c.Sent}[]"))}) x ({string.Join(", ", columns.Select(c => c.Name))})";

    /// <summary>All rows of a save in one statement, an array a column.</summary>
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
