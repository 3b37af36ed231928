using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Capture;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>Row-level security and rights, tried with the program's own connections and without any filter of the program's.</summary>
public sealed class RowSecurityTests(ThreeRolesServer server) : IClassFixture<ThreeRolesServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private T Get<T>() where T : notnull => server.Host.Services.GetRequiredService<T>();

    private Task<string[]> ProtectedAsync() => server.SeenAsync<string[]>(
        """
        select array(select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') order by 1)
        """);

    [Fact]
    public async Task Every_table_with_organisations_has_it_for_the_owner_too()
    {
        var tables = await ProtectedAsync();
        Assert.True(tables.Length >= 16, string.Join(' ', tables));
        Assert.Empty(await server.SeenAsync<string[]>(
            """
            select array(select c.oid::regclass::text from pg_class c where c.oid = any ($1::regclass[]) and not (c.relrowsecurity and c.relforcerowsecurity
                and array(select p.polname::text from pg_policy p where p.polrelid = c.oid order by 1)
                    = array['casestudies_background', 'marten_tenant_isolation']))
            """, (object)tables));
        Assert.Equal(0L, await AskAsync(server.Roles.Owner, "select count(*) from casestudies.mt_events"));
    }

    [Fact]
    public async Task Without_the_programs_filter_a_session_sees_the_rows_of_the_named_organisation_only()
    {
        await EverythingAsync("ysc");
        await EverythingAsync("posse");
        var (seen, filled) = (new List<string>(), 0);
        foreach (var table in await ProtectedAsync())
        {
            var theirs = await server.SeenAsync<long>($"select count(*) from {table} where tenant_id = 'posse'");
            filled += theirs > 0 ? 1 : 0;
            await using (var connection = await Get<TenantConnections>().OpenAsync(new("ysc"), Ct))
            {
                if (await CountAsync(connection, $"{table} where tenant_id <> 'ysc'") > 0)
                    seen.Add(table);
            }

            // Whom nobody named. A group commit's session keeps nothing of the one before.
            await using (var connection = await Get<CommitConnections>().OpenAsync())
            {
                if (await CountAsync(connection, table) > 0)
                    seen.Add(table);
            }

            var batch = new SqlBatch([]);
            if (await MayReadAsync(table))
            {
                batch.Add($"select count(*) from {table}", row => Assert.Equal(0L, row.GetInt64(0)), []);
                await Get<TenantConnections>().RunAsync(batch, Ct);
            }
        }

        Assert.Empty(seen);
        TestContext.Current.TestOutputHelper?.WriteLine($"0 foreign rows in {filled} tables that hold some");
        Assert.True(filled >= 17, $"{filled} tables hold rows that could have been seen.");
    }

    [Fact]
    public async Task Statements_that_nobody_may_run_are_refused()
    {
        await Api.OpenedAsync(server, "ysc", "garden");
        var (allowed, refused) = (new List<string>(), 0);
        foreach (var sql in ForbiddenStatements.All)
        {
            await using var connection = await Get<TenantConnections>().OpenAsync(new("ysc"), Ct);
            await using var transaction = await connection.BeginTransactionAsync(Ct);
            await using var command = new NpgsqlCommand(sql, connection);
            try
            {
                await command.ExecuteNonQueryAsync(Ct);
                allowed.Add(sql);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                refused++;
            }
            catch (PostgresException e)
            {
                allowed.Add($"{e.SqlState} {sql}");
            }
        }

        Assert.Empty(allowed);
        Assert.True(refused >= 30);
        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} of {ForbiddenStatements.All.Length} refused");
    }

    /// <summary>It must say so of itself as well: a session of another pool with its role sees nothing.</summary>
    [Fact]
    public async Task The_background_sees_everything_where_it_says_that_it_is_the_background_and_changes_no_event()
    {
        await Api.OpenedAsync(server, "ysc", "shed");
        Assert.Equal(0L, await AskAsync(server.Roles.Background, "select count(*) from casestudies.mt_events"));
        await using (var connection = await Get<BackgroundConnections>().OpenAsync(Ct))
            Assert.True(await CountAsync(connection, "casestudies.mt_events") > 0);
        await using (var pretender = await Get<TenantConnections>().OpenAsync(new("posse"), Ct))
        {
            await using var say = new NpgsqlCommand($"set {BackgroundConnections.Setting} = on", pretender);
            await say.ExecuteNonQueryAsync(Ct);
            Assert.Equal(0L, await CountAsync(pretender, "casestudies.mt_events where tenant_id <> 'posse'"));
        }

        foreach (var sql in new[]
        {
            "update casestudies.mt_events set data = '{}'", "delete from casestudies.mt_events", "truncate casestudies.mt_events",
            "delete from casestudies.mt_streams", "delete from casestudies.command_ledger", "update casestudies.command_ledger set body_hash = ''",
            "update vault.texts set value = ''", "select secret from vault.push_secrets", "update casestudies.entries set fact = null", "create schema t",
        })
        {
            await using var command = Get<BackgroundConnections>().Command(sql);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
            Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{sql}: {refused.MessageText}");
        }
    }

    [Fact]
    public async Task A_group_commits_for_several_organisations_at_once()
    {
        await Api.OpenedAsync(server, "ysc", "together");
        await Api.OpenedAsync(server, "posse", "together");
        var acts = new[] { Groups.Record("ysc", "together", Sentences.Milestone("a")), Groups.Record("posse", "together", Sentences.Milestone("b")) };

        Assert.Empty(await Groups.Transaction(server).RunAsync(acts, LockWaitMode.None));

        foreach (var act in acts)
            Assert.Equal(4, await act.VersionAsync());
        Assert.Equal(1L, await server.SeenAsync<long>("select count(distinct xmin::text) from casestudies.mt_events where causation_id = any($1)",
            (object)acts.Select(a => a.Command.Command.ToString()).ToArray()));
        Assert.Equal("posse,ysc", await server.SeenAsync<string>(
            "select string_agg(tenant_id, ',' order by tenant_id) from casestudies.entries where command = any($1)",
            (object)acts.Select(a => a.Command.Command.Value).ToArray()));
    }

    [Fact]
    public async Task Views_rebuilds_backups_and_restores_work_beside_it()
    {
        await Api.OpenedAsync(server, "ysc", "whole");
        Assert.Equal(1L, await server.SeenAsync<long>(
            "with d as (delete from casestudies.entries where stream_id = 'whole' and version = 2 returning 1) select count(*) from d"));
        Assert.True((await Get<Rebuild>().WriteAsync(new("ysc"), new("whole"), eventsCount: false, Ct)).Written);
        Assert.True(await Get<PortfolioRebuild>().RunAsync(TimeSpan.FromMinutes(1), Ct));
        await Until.TrueAsync(async () =>
            (await Get<PortfolioReader>().InitiativesAsync(new("ysc"), Ct)).Exists(i => i is { Initiative.Value: "whole", Blocked: null, BehindSince: null }));

        var (file, taken) = await Backup.Backups.TakeAsync(server.Host.Services);
        var (there, superuser) = await server.NewOwnedAsync();
        await ThreeRolesServer.MadeAsync(there); // the empty store has its policies already
        await using var aside = Backup.Backups.Aside(there.Owner);
        var restored = await Backup.Backups.RestoreAsync(aside.Services, file);

        Assert.Empty(restored.Differing);
        Assert.All(restored.Checks.Zip(taken.Checks), c => Assert.True(c.First.Same(c.Second)));
        Assert.Equal(0L, await AskAsync(there.Owner, "select count(*) from casestudies.mt_events"));
        Assert.True(await AskAsync(superuser, "select count(*) from casestudies.mt_events") > 0);
    }

    /// <summary>Something in each table.</summary>
    private async Task EverythingAsync(string organisation)
    {
        await Api.OpenedAsync(server, organisation, "filled");
        var tester = new Actor(new("tester"), Domain.Organisations.Role.Owner, Provenance.Http);
        Assert.Null(await Get<OrganisationRecorder>().DeclareAsync(new(organisation), new(1), new(Guid.NewGuid()), [], tester, Ct));
        var queue = Get<JobQueue>();
        await queue.AskAsync(queue.New(Guid.NewGuid(), new(organisation), RebuildJob.Key, tester.By), null, null, Ct);
        await server.SeenAsync<int>(
            """
            with a as (insert into vault.texts (tenant_id, id, stream_id, field, value, salt)
                values ($1, gen_random_uuid(), 'filled', 'name', 'x', '')),
            b as (insert into vault.push_secrets (tenant_id, secret) values ($1, 'x')),
            c as (insert into vault.job_files (tenant_id, job_id, role, part, content) values ($1, gen_random_uuid(), 'input', 0, '')),
            d as (insert into casestudies.entry_rewrites (tenant_id, stream_id, rewritten_in) values ($1, 'filled', 1)),
            e as (insert into casestudies.import_mappings (tenant_id, key, mapping, saved_at) values ($1, 'x', '{}', now())),
            g as (insert into vault.persons (tenant_id, print, person) values ($1, gen_random_uuid(), 'p-1')),
            h as (insert into vault.api_keys (tenant_id, hash, member, prefix, until) values ($1, '', 'm-1', 'x', now())),
            f as (insert into casestudies.mt_doc_feedpush (tenant_id, id, data, mt_version) values ($1, 'planted', '{"isPaused":true}', 1))
            select 1
            """, organisation);
        await Until.TrueAsync(() => server.SeenAsync<bool>(
            "select exists (select from casestudies.mt_doc_portfolioentry where tenant_id = $1 and id = 'filled')", organisation));
    }

    /// <returns>0 where the role may not even ask.</returns>
    private static async Task<long> CountAsync(NpgsqlConnection connection, string from)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {from}", connection);
        try
        {
            return (long)(await command.ExecuteScalarAsync(Ct))!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return 0;
        }
    }

    private Task<bool> MayReadAsync(string table) => server.SeenAsync<bool>($"select has_table_privilege('casestudies_app', '{table}', 'select')");

    private static async Task<long> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
