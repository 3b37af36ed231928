using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>
/// What the role that the program runs as may do with the tables of their owner: read and write rows, and no more. The owner grants it before and after
/// it changes tables; whatever it makes at other times is granted by its default privileges.
/// </summary>
internal static class ServingRole
{
    /// <param name="owner">Connects as the owner of the tables.</param>
    /// <param name="serving">Connects as the role that is to use them.</param>
    public static async Task GrantAsync(string owner, string serving, CancellationToken cancellation)
    {
        await using var theirs = Unpooled(serving);
        await theirs.OpenAsync(cancellation);
        await using var ask = new NpgsqlCommand("select quote_literal(current_user)", theirs);
        var sql = Missing((string)(await ask.ExecuteScalarAsync(cancellation))!);

        await using var connection = Unpooled(owner);
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>A running program keeps no session of the owner.</summary>
    private static NpgsqlConnection Unpooled(string connectionString) =>
        new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    /// <remarks>
    /// Only what is missing is granted, in turns: PostgreSQL lets nobody change a table's rights while another does, and writes them even if they stay.
    /// A rebuild of the portfolio empties its table; Marten truncates it.
    /// </remarks>
    private static string Missing(string role) =>
        $"""
        select pg_advisory_xact_lock(hashtextextended('casestudies grants', 0));
        do $do$ declare missing text; begin
            for missing in
                with mine as (select oid from pg_roles where rolname = current_user), theirs as (select oid, rolname from pg_roles where rolname = {role}),
                relations as (select c.oid, c.relkind from pg_class c, mine where c.relowner = mine.oid)
                select format('alter default privileges grant %s to %I', d.rights, theirs.rolname) from mine, theirs, (values
                    ('n', 'usage on schemas'), ('r', 'select, insert, update, delete on tables'), ('S', 'usage, select, update on sequences')) d (kind, rights)
                where not exists (select from pg_default_acl a, aclexplode(a.defaclacl) x where a.defaclrole = mine.oid
                    and a.defaclnamespace = 0 and a.defaclobjtype::text = d.kind and x.grantee = theirs.oid)
                union all
                select format('grant usage on schema %I to %I', n.nspname, theirs.rolname) from pg_namespace n, mine, theirs
                where n.nspowner = mine.oid and not has_schema_privilege(theirs.oid, n.oid, 'usage')
                union all
                select format('grant select, insert, update, delete on %s to %I', r.oid::regclass, theirs.rolname) from relations r, theirs
                where r.relkind in ('r', 'p', 'v', 'm', 'f') and not (has_table_privilege(theirs.oid, r.oid, 'select')
                    and has_table_privilege(theirs.oid, r.oid, 'insert') and has_table_privilege(theirs.oid, r.oid, 'update')
                    and has_table_privilege(theirs.oid, r.oid, 'delete'))
                union all
                select format('grant usage, select, update on sequence %s to %I', r.oid::regclass, theirs.rolname) from relations r, theirs
                where case when r.relkind = 'S' then not has_sequence_privilege(theirs.oid, r.oid, 'usage') else false end
                union all
                select format('grant truncate on %s to %I', r.oid::regclass, theirs.rolname) from relations r, theirs
                where r.oid = to_regclass('{MartenTables.Portfolio}') and not has_table_privilege(theirs.oid, r.oid, 'truncate')
            loop
                execute missing;
            end loop;
        end $do$;
        """;
}
