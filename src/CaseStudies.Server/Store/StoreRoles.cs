using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>
/// Enforces rights in PostgreSQL as the owner of the tables, after each change of them: who sees which rows (<see cref="RowSecurity"/>), and who may do what
/// (<see cref="Grants"/>). Nothing is written where all is as it must be.
/// </summary>
/// <remarks>In turns, because PostgreSQL lets nobody change a table's rights while another does.</remarks>
internal static class StoreRoles
{
    private const string InTurns = "select pg_advisory_xact_lock(hashtextextended('casestudies grants', 0))";

    /// <summary>All of it at once, so that nobody can connect and read in between.</summary>
    /// <param name="owner">Connects as the owner of the tables.</param>
    public static Task EnforceAsync(string owner, StoreLogins logins, CancellationToken cancellation) =>
        ApplyAsync(owner, logins, addOnly: false, cancellation);

    /// <summary>Grants what reading needs, and takes nothing away: before tables are changed, programs of an earlier version may still be running.</summary>
    public static Task GrantAsync(string owner, StoreLogins logins, CancellationToken cancellation) => ApplyAsync(owner, logins, addOnly: true, cancellation);

    private static async Task ApplyAsync(string owner, StoreLogins logins, bool addOnly, CancellationToken cancellation)
    {
        var (serving, background) = (await NameAsync(logins.Serving, cancellation), await NameAsync(logins.Background, cancellation));
        await using var connection = Unpooled(owner);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var us = (string)(await ScalarAsync(connection, $"{InTurns}; select current_user", cancellation))!;
        var sql = new List<string>();
        // Whoever owns the tables has all rights on them anyway.
        foreach (var role in new[] { serving, background }.Distinct().Where(r => r != us))
            sql.AddRange(await AroundAsync(connection, role, addOnly, cancellation));
        foreach (var table in await StoreTable.AllAsync(connection, serving, background, cancellation))
        {
            var (mayServe, mayDo) = Grants.Of(table);
            if (serving != us)
                sql.AddRange(Grants.Missing(table, StoreTable.Quote(serving), table.Serving, mayServe, addOnly));
            if (background != us && background != serving)
                sql.AddRange(Grants.Missing(table, StoreTable.Quote(background), table.Background, mayDo, addOnly));
            // Where there are policies already, no older program can be running, and the background of other roles would see nothing.
            if (!addOnly || !table.Policies.IsEmpty)
                sql.AddRange(RowSecurity.Missing(table, [.. new[] { background, us }.Distinct().Order(StringComparer.Ordinal)]));
        }

        if (sql.Count > 0)
            await ScalarAsync(connection, string.Join(";\n", sql), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The schemas; and away with what an earlier version granted beforehand on tables that were yet to come.</summary>
    private static async Task<List<string>> AroundAsync(NpgsqlConnection connection, string role, bool addOnly, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select format('grant usage on schema %I to %I', nspname, $1) from pg_namespace
            where nspname = any ($2) and not has_schema_privilege($1, oid, 'usage')
            union all
            select format('alter default privileges revoke all on %s from %I', case defaclobjtype when 'n' then 'schemas' when 'r' then 'tables'
                else 'sequences' end, $1) from pg_default_acl a join pg_roles r on r.rolname = $1
            where $3 and a.defaclrole = (select oid from pg_roles where rolname = current_user) and a.defaclnamespace = 0 and a.defaclobjtype in ('n', 'r', 'S')
                and exists (select from aclexplode(a.defaclacl) x where x.grantee = r.oid)
            """, connection)
        {
            Parameters = { new() { Value = role }, new() { Value = Tables.Schemas.ToArray() }, new() { Value = !addOnly } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var missing = new List<string>();
        while (await reader.ReadAsync(cancellation))
            missing.Add(reader.GetString(0));
        return missing;
    }

    private static async Task<string> NameAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = Unpooled(connectionString);
        await connection.OpenAsync(cancellation);
        return (string)(await ScalarAsync(connection, "select current_user", cancellation))!;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        object? last = null;
        do
        {
            while (await reader.ReadAsync(cancellation))
                last = reader.GetValue(0);
        }
        while (await reader.NextResultAsync(cancellation));
        return last;
    }

    /// <summary>A running program keeps no session of the owner.</summary>
    private static NpgsqlConnection Unpooled(string connectionString) =>
        new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
}
