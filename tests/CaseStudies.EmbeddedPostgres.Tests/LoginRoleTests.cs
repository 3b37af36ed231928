using Npgsql;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>As whom programs connect, and what they may not do.</summary>
public sealed class LoginRoleTests(Suite suite)
{
    private const string Database = "records";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task None_administers_the_server_and_only_the_owner_makes_tables(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await using var server = await home.StartAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.EnsureOwnedDatabaseAsync(Database, Ct)));

        var logins = Assert.Single(all.Distinct());
        await AskAsync(logins.Owner, "create schema s create table t (id int generated always as identity, name text)");
        await AskAsync(logins.Owner, $"grant usage on schema s to {LoginRoles.Application}; grant select, insert on s.t to {LoginRoles.Application}");
        await AskAsync(logins.Application, "insert into s.t (name) values ('one')");
        Assert.Equal("one", await TestHome.AskAsync<string>(logins.Application, "select name from s.t"));
        foreach (var sql in new[]
        {
            "create table t (id int)", "create table s.u (id int)", "create temporary table t (id int)", "create schema u", "drop table s.t",
            "alter table s.t add other text", "truncate s.t", "delete from s.t", "alter table s.t disable trigger all",
        })
        {
            await RefusedAsync(logins.Application, sql);
            await RefusedAsync(logins.Background, sql);
        }

        foreach (var login in new[] { logins.Owner, logins.Application, logins.Background })
        {
            foreach (var sql in new[]
            {
                "create role r", "create database d", $"alter role {LoginRoles.Application} superuser", "alter system set work_mem = '1MB'",
                "copy (select 1) to program 'true'", "select pg_read_file('PG_VERSION')", $"set role {Credentials.User}",
                "set session_replication_role = replica",
            })
                await RefusedAsync(login, sql);
        }

        Assert.Equal("f", await TestHome.AskAsync<string>(
            server.ConnectionString, "select string_agg(distinct left(rolsuper::text, 1), '') from pg_roles where rolname like 'casestudies%'"));
    }

    [Fact]
    public async Task What_the_superuser_made_before_becomes_the_owners()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        await server.EnsureDatabaseAsync(Database, Ct);
        await AskAsync(server.ConnectionStringFor(Database),
            """
            create schema s; create table s.t (id serial, name text); create table public.u (id int generated always as identity primary key);
            create sequence s.free; create view s.v as select * from s.t; create materialized view s.m as select * from s.t;
            create type s.kind as enum ('a', 'b'); create domain s.positive as int check (value > 0);
            create function s.f(a int, b text default 'x') returns int language sql as 'select a'; create procedure s.p() language sql as 'select 1';
            create table s.parts (id int) partition by range (id); create table s.part partition of s.parts for values from (0) to (9);
            insert into s.t (name) values ('kept')
            """);

        var logins = await server.EnsureOwnedDatabaseAsync(Database, Ct);
        var again = await server.EnsureOwnedDatabaseAsync(Database, Ct);

        Assert.Equal(logins, again);
        Assert.Equal(0L, await TestHome.AskAsync<long>(server.ConnectionStringFor(Database),
            $"""
            select (select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('s', 'public') and relowner <> r.oid)
                + (select count(*) from pg_proc join pg_namespace n on n.oid = pronamespace where nspname = 's' and proowner <> r.oid)
                + (select count(*) from pg_type t join pg_namespace n on n.oid = typnamespace where nspname = 's' and typowner <> r.oid)
                + (select count(*) from pg_namespace where nspname = 's' and nspowner <> r.oid)
                + (select count(*) from pg_database where datname = '{Database}' and datdba <> r.oid)
            from pg_roles r where rolname = '{LoginRoles.Owner}'
            """));
        await AskAsync(logins.Owner, "alter table s.t add more text; insert into s.t (name) values ('new'); drop table public.u; drop function s.f");
        Assert.Equal("kept, new", await TestHome.AskAsync<string>(logins.Owner, "select string_agg(name, ', ' order by id) from s.t"));
    }

    [Fact]
    public async Task Where_all_is_as_it_must_be_nothing_is_written_and_what_somebody_changed_is_mended()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        var logins = await server.EnsureOwnedDatabaseAsync(Database, Ct);
        const string Written =
            "select string_agg(xmin::text, ',' order by oid) from (select xmin, oid from pg_authid union all select xmin, oid from pg_database) w";
        var before = await TestHome.AskAsync<string>(server.ConnectionString, Written);

        Assert.Equal(logins, await server.EnsureOwnedDatabaseAsync(Database, Ct));
        Assert.Equal(before, await TestHome.AskAsync<string>(server.ConnectionString, Written));

        await AskAsync(server.ConnectionString, $"alter role {LoginRoles.Application} superuser; alter role {LoginRoles.Owner} password 'another'");
        Assert.Equal(logins, await server.EnsureOwnedDatabaseAsync(Database, Ct));
        Assert.Equal(1, await TestHome.AskAsync<int>(logins.Owner, "select 1"));
        await RefusedAsync(logins.Application, "create role r");
    }

    [Fact]
    public async Task A_dropped_database_is_gone_although_somebody_uses_it()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        var logins = await server.EnsureOwnedDatabaseAsync(Database, Ct);
        await using var user = new NpgsqlConnection(logins.Application + ";Pooling=false");
        await user.OpenAsync(Ct);

        await server.DropDatabaseAsync(Database, Ct);
        await server.DropDatabaseAsync(Database, Ct);

        Assert.Equal(0L, await TestHome.AskAsync<long>(server.ConnectionString, $"select count(*) from pg_database where datname = '{Database}'"));
    }

    private static async Task RefusedAsync(string connectionString, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(connectionString, sql));
        Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refused.MessageText}");
    }

    private static async Task AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
