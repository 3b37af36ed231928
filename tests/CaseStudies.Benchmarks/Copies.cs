using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>What an organisation's acts left, once more by COPY into empty tables of the same form, with their indexes.</summary>
internal static class Copies
{
    private static readonly (string From, string To)[] s_tables =
        [(MartenTables.Events, "copied.events"), (Tables.Entries, "copied.entries"), (Tables.Ledger, "copied.ledger"),
            (Tables.VaultTexts, "copied.texts")];

    public static async Task CreateAsync(NpgsqlDataSource source)
    {
        await using var create = source.CreateCommand(
            "create schema if not exists copied; "
                + string.Join("; ", s_tables.Select(t => $"create table if not exists {t.To} (like {t.From} including all)")));
        await create.ExecuteNonQueryAsync();
    }

    /// <summary>Seconds. Only the way in is timed; the rows lie ready in memory.</summary>
    public static async Task<double> CopyAsync(NpgsqlDataSource source, Slug organisation)
    {
        await using var connection = await source.OpenConnectionAsync();
        var tables = new List<(string To, byte[] Rows)>();
        foreach (var (from, to) in s_tables)
        {
            await using var rows = new MemoryStream();
            await using (var export = await connection.BeginRawBinaryCopyAsync(
                $"copy (select * from {from} where tenant_id = '{organisation}') to stdout (format binary)"))
                await export.CopyToAsync(rows);
            tables.Add((to, rows.ToArray()));
        }

        var started = Stopwatch.GetTimestamp();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (to, rows) in tables)
        {
            await using var import = await connection.BeginRawBinaryCopyAsync($"copy {to} from stdin (format binary)");
            await import.WriteAsync(rows);
        }

        await transaction.CommitAsync();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
