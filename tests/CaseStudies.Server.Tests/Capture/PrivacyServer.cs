using System.Text.Json.Nodes;
using System.Text.Json;
using CaseStudies.Server.Tests.Operations;
using Npgsql;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A server that logs freely and sends telemetry, and the means to look into every column of every table.</summary>
public sealed class PrivacyServer(PostgresFixture postgres) : ObservedServer(postgres)
{
    /// <summary>Every row of every table outside the vault, as text; and the vault's texts.</summary>
    public async Task<(string Outside, string Vault)> EverythingAsync()
    {
        var tables = new List<(string Schema, string Name)>();
        await using (var list = Source.CreateCommand(
            "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add((reader.GetString(0), reader.GetString(1)));
        }

        Assert.Contains(("casestudies", "mt_events"), tables);
        Assert.Contains(("casestudies", "command_ledger"), tables);
        var outside = new List<string>();
        foreach (var (schema, name) in tables.Where(t => t.Schema != "vault"))
            outside.AddRange(await RowsAsync($"select to_jsonb(r)::text from \"{schema}\".\"{name}\" r", $"{schema}.{name}"));
        return (string.Join('\n', outside), string.Join('\n', await RowsAsync("select to_jsonb(r)::text from vault.texts r", "vault.texts")));
    }

    public async Task<List<T[]>> QueryAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetFieldValue<T>)]);
        return rows;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<IEnumerable<string>> RowsAsync(string sql, string table)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        // jsonb's own text has no escapes but for quotation marks and control characters: what was written can be found as it was.
        while (await reader.ReadAsync())
            rows.Add($"{table}: {reader.GetString(0)}");
        return rows;
    }
}
