using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>Rights and policies are given again at each start.</summary>
public sealed class StoreRolesTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_earlier_version_granted_or_a_hand_opened_is_closed_again_and_else_nothing_is_written()
    {
        const string written =
            """
            select md5(string_agg(w, ',' order by w)) from (select c.xmin || ' ' || c.oid from pg_class c join pg_namespace n on n.oid = relnamespace
                where nspname in ('casestudies', 'vault') union all select xmin || ' ' || oid from pg_policy union all
                select xmin || ' ' || oid from pg_default_acl) x (w)
            """;
        var (roles, superuser) = await postgres.NewOwnedDatabaseAsync();
        await ThreeRolesServer.MadeAsync(roles);
        var logins = new StoreLogins(roles.Application, roles.Background);
        var before = await TextAsync(superuser, written);
        await StoreRoles.EnforceAsync(roles.Owner, logins, Ct);
        Assert.Equal(before, await TextAsync(superuser, written));
        var rights = await RightsAsync();

        await TextAsync(roles.Owner,
            """
            alter default privileges grant select, insert, update, delete on tables to casestudies_app;
            grant update, delete, truncate on casestudies.mt_events to casestudies_app; grant update (data) on casestudies.mt_events to casestudies_app;
            revoke select on casestudies.mt_streams from casestudies_app; revoke usage on schema vault from casestudies_background;
            create policy mine on casestudies.mt_events using (true); drop policy marten_tenant_isolation on casestudies.entries;
            alter table casestudies.mt_streams no force row level security; alter table vault.texts disable row level security; select ''
            """);
        await StoreRoles.GrantAsync(roles.Owner, logins, Ct); // takes nothing away
        Assert.Contains("casestudies_app=arwdD", await RightsAsync(), StringComparison.Ordinal);
        await StoreRoles.EnforceAsync(roles.Owner, logins, Ct);

        Assert.Equal(rights, await RightsAsync());

        Task<string> RightsAsync() => TextAsync(superuser,
            """
            select concat_ws(E'\n', (select string_agg(concat_ws(' ', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity,
                array(select a::text from unnest(c.relacl) a order by 1), array(select p.polname from pg_policy p where p.polrelid = c.oid order by 1),
                array(select concat(a.attname, a.attacl) from pg_attribute a where a.attrelid = c.oid and a.attacl is not null order by 1)), E'\n'
                order by c.oid)
                from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('casestudies', 'vault') and relkind in ('r', 'S')),
                (select string_agg(nspname || nspacl::text, ' ' order by nspname) from pg_namespace where nspname in ('casestudies', 'vault')),
                (select string_agg(x::text, ' ') from pg_default_acl a, aclexplode(a.defaclacl) x where x.grantee <> a.defaclrole))
            """);
    }

    private static async Task<string> TextAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(Ct) ?? "");
    }
}
