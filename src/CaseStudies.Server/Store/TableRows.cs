using System.Collections.Immutable;
using System.Text;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>Writes rows of one type into a table of ours: by one statement in a Marten session, or by many where a rebuild writes a whole stream.</summary>
/// <param name="table">With its schema.</param>
/// <param name="columns">The columns to write; others get their default.</param>
internal sealed class TableRows<TRow>(string table, params ImmutableArray<Column<TRow>> columns)
{
    /// <summary>The placeholder of a parameter in a queued statement. The character stands nowhere else in ours.</summary>
    private const char Mark = '^';

    private const int AtATime = 2000;

    private readonly string _insert =
        $"insert into {table} ({string.Join(", ", columns.Select(c => c.Name))}) select {string.Join(", ", columns.Select(c => c.Read))} "
        + $"from unnest({string.Join(", ", columns.Select(c => $"{Mark}::{c.Sent}[]"))}) x ({string.Join(", ", columns.Select(c => c.Name))})";

    /// <summary>Queues one statement for all rows, with an array for each column.</summary>
    public void QueueInsert(IDocumentOperations operations, IReadOnlyList<TRow> rows, string otherwise = "") =>
        operations.QueueSqlCommand(Mark, _insert + otherwise, [.. columns.Select(c => c.Array(rows))]);

    /// <summary>Writes many rows, some thousands a statement.</summary>
    /// <remarks>PostgreSQL takes no COPY into a table whose rows it hides from the role.</remarks>
    public async Task InsertAsync(NpgsqlConnection connection, IEnumerable<TRow> rows, CancellationToken cancellation = default)
    {
        var (sql, place) = (new StringBuilder(), 0);
        foreach (var part in _insert.Split(Mark).SkipLast(1))
            sql.Append(part).Append('$').Append(++place);
        sql.Append(_insert.AsSpan(_insert.LastIndexOf(Mark) + 1));
        await using var insert = new NpgsqlCommand(sql.ToString(), connection);
        foreach (var some in rows.Chunk(AtATime))
        {
            insert.Parameters.Clear();
            foreach (var column in columns)
                insert.Parameters.Add(column.Parameter(some));
            await insert.ExecuteNonQueryAsync(cancellation);
        }
    }
}
