using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>What one act of a group suffers, its neighbours do not.</summary>
public sealed class GroupTroubleTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_save_that_one_act_poisons_falls_back_to_each_alone()
    {
        await Api.OpenedAsync(server, "ysc", "poisoned");
        await server.ExecuteAsync(
            """
            create function public.poison() returns trigger language plpgsql as $$ begin
                if new.fact ->> 'milestone' = 'poison' then raise exception 'poisoned'; end if; return new; end $$;
            create trigger poison before insert on casestudies.entries for each row execute function public.poison();
            """);
        var (first, bad, last) = (Milestone("poisoned", "a"), Milestone("poisoned", "poison"), Milestone("poisoned", "b"));

        Assert.Empty(await Groups.Transaction(server).RunAsync([first, bad, last], LockWaitMode.None));

        await Assert.ThrowsAnyAsync<Exception>(() => bad.Answer);
        Assert.Equal((4, 5), (await first.VersionAsync(), await last.VersionAsync()));
        Assert.Equal(2, await server.CommitsAsync(first, last));
        Assert.Equal(5, await server.HeadAsync("ysc", "poisoned"));
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from casestudies.command_ledger where command_id = $1", bad.Command.Command.Value));
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_damaged_row_that_one_act_asks_for_is_its_own_trouble()
    {
        var api = await Api.OpenedAsync(server, "ysc", "damaged");
        var entry = await api.RecordAsync(Sentences.Milestone("a"));
        await server.ExecuteAsync("update casestudies.entries set fact = '{}' where stream_id = 'damaged' and opens = $1", entry);
        var (good, bad) = (Milestone("damaged", "b"), Groups.Withdraw("ysc", "damaged", entry));

        await Groups.Transaction(server).RunAsync([bad, good], LockWaitMode.None);

        await Assert.ThrowsAnyAsync<Exception>(() => bad.Answer);
        Assert.Equal(5, await good.VersionAsync());
    }

    [Fact]
    public async Task What_somebody_else_holds_is_set_aside_at_once_and_the_others_are_answered()
    {
        await Api.OpenedAsync(server, "ysc", "free");
        await Api.OpenedAsync(server, "ysc", "held");
        var (free, held, busy) = (Milestone("free", "a"), Milestone("held", "a"), Milestone("free", "busy"));
        await using var holder = await HoldAsync("held", busy.Name);

        var aside = await Groups.Transaction(server).RunAsync([held, free, busy], LockWaitMode.None);

        Assert.Equal([held, busy], aside);
        Assert.Equal(4, await free.VersionAsync());
        await AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_held_stream_keeps_nobody_else_waiting_and_its_own_acts_keep_their_order()
    {
        await Api.OpenedAsync(server, "ysc", "slow");
        await Api.OpenedAsync(server, "ysc", "fast");
        var holder = await HoldAsync("slow", "nobody");
        var waiting = Enumerable.Range(0, 5).Select(i => RecordAsync("slow", $"s{i}", TestContext.Current.CancellationToken)).ToList();

        for (var i = 0; i < 5; i++)
            await RecordAsync("fast", $"f{i}", TestContext.Current.CancellationToken);

        // Those who wait would have been turned away in the end, had the others been kept as long.
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        await holder.DisposeAsync();
        Assert.Equal([4, 5, 6, 7, 8], (await Task.WhenAll(waiting)).Select(r => r.Entries.Single().Version));
    }

    [Fact]
    public async Task One_who_gives_up_takes_nobody_along_and_may_ask_again()
    {
        await Api.OpenedAsync(server, "ysc", "impatient");
        var holder = await HoldAsync("impatient", "nobody");
        using var patience = new CancellationTokenSource();
        var others = Enumerable.Range(0, 3).Select(i => RecordAsync("impatient", $"o{i}", TestContext.Current.CancellationToken)).ToList();
        var command = Guid.NewGuid();
        var given = RecordAsync("impatient", "given-up", patience.Token, command);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await holder.DisposeAsync();
        await Task.WhenAll(others);

        await RecordAsync("impatient", "given-up", TestContext.Current.CancellationToken, command);
        Assert.Equal(3 + 4, await server.HeadAsync("ysc", "impatient"));
    }

    /// <summary>The sessions of commits are not reset, so a commit must leave them as they were opened.</summary>
    private async Task AssertNothingIsLeftAsync()
    {
        await using var connection = await server.Host.Services.GetRequiredService<CommitConnections>().OpenAsync();
        await using var session = new NpgsqlCommand(
            """
            select concat_ws(', ', current_setting('lock_timeout'), current_setting('enable_seqscan'), current_setting('plan_cache_mode'),
                current_setting('synchronous_commit'), (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'))
            """, connection);
        Assert.Equal("10s, off, force_generic_plan, on, 0", await session.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static PendingCommand Milestone(string initiative, string key) => Groups.Record("ysc", initiative, Sentences.Milestone(key));

    private async Task<Recorded> RecordAsync(string initiative, string key, CancellationToken cancellation, Guid? command = null)
    {
        var act = Groups.Record("ysc", initiative, command ?? Guid.NewGuid(), Sentences.Milestone(key));
        var (recorded, refusal) = await server.Host.Services.GetRequiredService<Recorder>()
            .RecordAsync(new("ysc"), new Slug(initiative), act.Sent, act.Actor, cancellation);
        Assert.Null(refusal);
        return recorded!;
    }

    /// <summary>Another node's transaction, which holds a stream and a command until it is disposed of.</summary>
    private async Task<NpgsqlConnection> HoldAsync(string initiative, string command)
    {
        var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand(
            $"""
            begin; select version from casestudies.mt_streams where tenant_id = 'ysc' and id = '{initiative}' for update;
            select pg_advisory_xact_lock(hashtextextended('{command}', 0))
            """, holder);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return holder;
    }
}
