using System.Collections.Immutable;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>How rows of one kind go into their table: few by a statement beside others, very many by COPY, which has round trips of its own but costs the database less a row.</summary>
/// <param name="table">With its schema.</param>
/// <param name="columns">Any that is not among them has its default.</param>
internal sealed class TableRows<TRow>(string table, params ImmutableArray<Column<TRow>> columns)
{
    private readonly string _names = string.Join(", ", columns.Select(c => c.Name));

    /// <summary>One statement for any number of rows; its parameters are <see cref="Values"/>.</summary>
    public string Insert { get; } =
        $"insert into {table} ({string.Join(", ", columns.Select(c => c.Name))}) select {string.Join(", ", columns.Select(c => c.Read))} "
        + $"from unnest({string.Join(", ", columns.Select(c => $"{TableRows.Mark}::{c.Sent}[]"))}) x ({string.Join(", ", columns.Select(c => c.Name))})";

    /// <summary>An array a column.</summary>
    public object[] Values(IReadOnlyList<TRow> rows) => [.. columns.Select(c => c.Array(rows))];

    /// <summary>The statement beside others of a save.</summary>
    public void Add(SqlBatch batch, IReadOnlyList<TRow> rows, string otherwise = "") => batch.Add(SqlBatch.Numbered(Insert, TableRows.Mark) + otherwise, Values(rows));

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

internal static class TableRows
{
    /// <summary>Events of one save from which on it goes by COPY.</summary>
    public const int Many = 128;

    /// <summary>As the store's sessions mark parameters.</summary>
    public const char Mark = '^';
}
