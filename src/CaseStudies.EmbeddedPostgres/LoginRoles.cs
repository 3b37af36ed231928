using Npgsql;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// The roles as whom programs connect, and what they own. It is seen to at every start, so that data of an earlier version, which belongs to the
/// superuser, is taken over.
/// </summary>
internal static class LoginRoles
{
    internal const string Owner = "casestudies_owner";
    internal const string Application = "casestudies_app";
    internal const string Background = "casestudies_background";

    /// <summary>Two programs that start at once would disturb each other: PostgreSQL lets only one of them change a role.</summary>
    private const string InTurns = "select pg_advisory_xact_lock(hashtextextended('casestudies login roles', 0))";

    internal static string Password(string superuser, string role) => Credentials.Derive(superuser, role);

    /// <summary>Creates roles and database unless they exist, and gives the database to its owner. Nothing is written where all is as it must be.</summary>
    internal static async Task<DatabaseLogins> EnsureAsync(Endpoint endpoint, string database, CancellationToken ct)
    {
        var logins = new DatabaseLogins(
            endpoint.ConnectionString(database, Owner, Password(endpoint.Password, Owner)),
            endpoint.ConnectionString(database, Application, Password(endpoint.Password, Application)),
            endpoint.ConnectionString(database, Background, Password(endpoint.Password, Background)));
        if (!await IsReadyAsync(logins.Owner, owns: true, ct).ConfigureAwait(false)
            || !await IsReadyAsync(logins.Application, owns: false, ct).ConfigureAwait(false)
            || !await IsReadyAsync(logins.Background, owns: false, ct).ConfigureAwait(false))
        {
            // A statement that fails is not logged here, since it holds a password.
            await RunAsync(endpoint, "postgres", $"set local log_min_error_statement = panic; {InTurns};"
                + string.Concat(new[] { Owner, Application, Background }.Select(role => Role(role, endpoint.Password))), ct).ConfigureAwait(false);
            await DatabaseName.EnsureAsync(endpoint, database, ct).ConfigureAwait(false);
            var name = DatabaseName.Quoted(database);
            await RunAsync(endpoint, database, $"{InTurns}; alter database {name} owner to {Owner};"
                + $"revoke all on database {name} from public; grant connect on database {name} to {Application}, {Background}", ct).ConfigureAwait(false);
        }

        await RunAsync(endpoint, database, $"{InTurns}; {TakeOver}", ct).ConfigureAwait(false);
        return logins;
    }

    /// <summary>Whether the role can connect, may administer nothing, and owns the database or not.</summary>
    private static async Task<bool> IsReadyAsync(string connectionString, bool owns, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                await connection.OpenAsync(ct).ConfigureAwait(false);
                using var command = new NpgsqlCommand(
                    """
                    select not (r.rolsuper or r.rolcreatedb or r.rolcreaterole or r.rolreplication or r.rolbypassrls) and (d.datdba = r.oid) = $1
                    from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()
                    """, connection);
                command.Parameters.Add(new() { Value = owns });
                return (bool)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
                or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege)
            {
                return false; // no such role, database or right to connect yet, or another password
            }
        }
    }

    private static string Role(string role, string superuser) =>
        $"""
        do $$ begin if to_regrole('{role}') is null then create role {role}; end if; end $$;
        alter role {role} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '{Password(superuser, role)}';
        """;

    /// <summary>
    /// What the superuser made in an earlier version. Indexes and the sequences of columns follow their tables; extensions keep what is theirs.
    /// </summary>
    private const string TakeOver =
        $"""
        do $$ declare theirs text; begin
            for theirs in
                with mine as (select to_regrole('{Owner}')::oid as id),
                spaces as (select * from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
                extensions as (select objid from pg_depend where deptype = 'e')
                select format('alter schema %I owner to {Owner}', n.nspname) from spaces n, mine
                where n.nspowner <> mine.id and n.nspname <> 'public' and n.oid not in (select objid from extensions)
                union all
                select format('alter table %I.%I owner to {Owner}', n.nspname, c.relname) from pg_class c join spaces n on n.oid = c.relnamespace, mine
                where c.relowner <> mine.id and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.oid not in (select objid from extensions)
                    and not (c.relkind = 'S' and exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i')))
                union all
                select format('alter routine %s owner to {Owner}', p.oid::regprocedure) from pg_proc p join spaces n on n.oid = p.pronamespace, mine
                where p.proowner <> mine.id and p.prokind in ('f', 'p') and p.oid not in (select objid from extensions)
                union all
                select format('alter type %I.%I owner to {Owner}', n.nspname, t.typname) from pg_type t join spaces n on n.oid = t.typnamespace, mine
                where t.typowner <> mine.id and t.typtype in ('d', 'e', 'r') and t.oid not in (select objid from extensions)
            loop
                execute theirs;
            end loop;
        end $$;
        """;

    /// <summary>In one transaction, as the superuser.</summary>
    private static async Task RunAsync(Endpoint endpoint, string database, string sql, CancellationToken ct)
    {
        var connection = endpoint.Connect(database);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                using var command = new NpgsqlCommand(sql, connection, transaction);
                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        }
    }
}
