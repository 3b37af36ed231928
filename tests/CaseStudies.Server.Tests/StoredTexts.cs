using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests;

/// <summary>Looks for a word in all that the database holds, whichever table has it, so that a table added later is searched too.</summary>
internal static class StoredTexts
{
    /// <summary>The tables in which one of the words stands, as <c>schema.table</c>.</summary>
    /// <param name="words">Of letters, digits and hyphens only, which are written alike in text, JSON, escaped JSON and UTF-8.</param>
    public static Task<IReadOnlyList<string>> TablesWithAsync(this ServerFixture server, params string[] words) => TablesWithAsync(server.Source, words);

    /// <summary>The same on any database.</summary>
    public static async Task<IReadOnlyList<string>> TablesWithAsync(NpgsqlDataSource source, params string[] words)
    {
        var found = new List<string>();
        foreach (var table in await TablesAsync(source))
        {
            // A row as text shows every column: texts and JSON as they are, bytes in hexadecimal digits.
            await using var search = source.CreateCommand(
                $"""
                select exists (select from {table} t, unnest($1) word
                    where position(word in t::text) > 0 or position(encode(convert_to(word, 'UTF8'), 'hex') in t::text) > 0)
                """);
            search.Parameters.Add(new() { Value = words });
            if ((bool)(await search.ExecuteScalarAsync(TestContext.Current.CancellationToken))!)
                found.Add(table);
        }

        return found;
    }

    /// <summary>All texts of an organisation in the vault, as the product itself reads them.</summary>
    public static async Task<IReadOnlyCollection<string>> VaultAsync(this ServerFixture server, string organisation)
    {
        var ids = await server.ScalarAsync<Guid[]>($"select coalesce(array_agg(id), '{{}}') from {Tables.VaultTexts} where tenant_id = $1", organisation);
        return [.. (await server.Host.Services.GetRequiredService<Vault>()
            .TextsAsync(new(organisation), ids, TestContext.Current.CancellationToken)).Values];
    }

    private static async Task<string[]> TablesAsync(NpgsqlDataSource source)
    {
        await using var select = source.CreateCommand(
            """
            select array_agg(format('%I.%I', n.nspname, c.relname)::text order by 1)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            """);
        return (string[])(await select.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
