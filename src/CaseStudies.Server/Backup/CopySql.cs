using System.Collections.Immutable;
using Npgsql;

namespace CaseStudies.Server.Backup;

/// <summary>Statements that copy whole tables, in a form that every supported PostgreSQL writes and reads alike.</summary>
internal static class CopySql
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Sets, for this transaction, one notation for all values and no time limit.</summary>
    public const string Settings =
        """
        set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601'; set local bytea_output = 'hex';
        set local extra_float_digits = 1; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0
        """;

    /// <summary>The columns from the catalogue, so that a new column is not forgotten; empty where there is no such table.</summary>
    public static async Task<ImmutableArray<string>> ColumnsAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select attname from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum",
            connection)
        {
            Parameters = { new() { Value = table } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = ImmutableArray.CreateBuilder<string>();
        while (await reader.ReadAsync(cancellation))
            columns.Add(reader.GetString(0));
        return columns.ToImmutable();
    }

    public static async Task OutAsync(NpgsqlConnection connection, string table, ImmutableArray<string> columns, Stream to, Action passed,
        CancellationToken cancellation)
    {
        var rows = StoredTables.Order(table) is { } order ? $"(select {List(columns)} from {table} order by {order})" : $"{table} ({List(columns)})";
        // Npgsql offers raw bytes for binary COPY only; the bytes beneath its text reader are the same.
        using var reader = (StreamReader)await connection.BeginTextExportAsync($"copy {rows} to stdout (format text)", cancellation);
        var buffer = new byte[BufferBytes];
        for (int read; (read = await reader.BaseStream.ReadAsync(buffer, cancellation)) > 0; passed())
            to.Write(buffer.AsSpan(0, read));
    }

    public static async Task InAsync(NpgsqlConnection connection, string table, ImmutableArray<string> columns, Stream from, Action<int> passed,
        CancellationToken cancellation)
    {
        await using var writer = await connection.BeginTextImportAsync($"copy {table} ({List(columns)}) from stdin (format text)", cancellation);
        try
        {
            var (raw, buffer) = (((StreamWriter)writer).BaseStream, new byte[BufferBytes]);
            for (int read; (read = from.Read(buffer)) > 0; passed(read))
                await raw.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        catch
        {
            await writer.CancelAsync(); // closed as it is, it would load the half
            throw;
        }
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static async Task<long> CountAsync(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static string List(IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
