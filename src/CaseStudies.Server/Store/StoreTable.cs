using System.Collections.Immutable;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>A table or sequence of ours, as PostgreSQL has it.</summary>
/// <param name="Name">With its schema.</param>
/// <param name="HasTenants">Each row is an organisation's.</param>
/// <param name="IsForced">Row-level security is on, for the owner too.</param>
/// <param name="Policies">Each with its roles and its comment: <c>name:role,role:comment</c>. Sorted.</param>
/// <param name="Serving">What the role may that serves. A right on a column is written <c>UPDATE(version)</c>.</param>
/// <param name="Background">What the role of the background may.</param>
internal sealed record StoreTable(
    string Name, string Quoted, bool IsSequence, bool HasTenants, bool IsForced, ImmutableArray<string> Policies, ImmutableArray<string> Serving,
    ImmutableArray<string> Background)
{
    /// <summary>All of them, in the order of their names.</summary>
    public static async Task<List<StoreTable>> AllAsync(NpgsqlConnection connection, string serving, string background, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname), c.relkind = 'S',
                exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = '{RowSecurity.Column}' and not a.attisdropped),
                c.relrowsecurity and c.relforcerowsecurity,
                array(select p.polname || ':' || array_to_string(array(select coalesce(r.rolname, 'public') from unnest(p.polroles) o
                    left join pg_roles r on r.oid = o order by 1), ',') || ':' || coalesce(obj_description(p.oid, 'pg_policy'), '')
                    from pg_policy p where p.polrelid = c.oid order by 1),
                {Rights("$2")}, {Rights("$3")}
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = any ($1) and c.relkind in ('r', 'p', 'S', 'v', 'm', 'f') order by 1
            """, connection)
        {
            Parameters = { new() { Value = Tables.Schemas.ToArray() }, new() { Value = serving }, new() { Value = background } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<StoreTable>();
        while (await reader.ReadAsync(cancellation))
            tables.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2), reader.GetBoolean(3), reader.GetBoolean(4),
                [.. reader.GetFieldValue<string[]>(5)], [.. reader.GetFieldValue<string[]>(6)], [.. reader.GetFieldValue<string[]>(7)]));
        return tables;
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Rights(string role) =>
        $"""
        array(select x.privilege_type from aclexplode(c.relacl) x join pg_roles g on g.oid = x.grantee where g.rolname = {role}
            union select x.privilege_type || '(' || a.attname || ')' from pg_attribute a, aclexplode(a.attacl) x join pg_roles g on g.oid = x.grantee
            where a.attrelid = c.oid and g.rolname = {role})
        """;
}
