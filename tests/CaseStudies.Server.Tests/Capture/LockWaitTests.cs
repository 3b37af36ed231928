using System.Diagnostics;
using System.Net;
using System.Text;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CaseStudies.Server.Tests.Capture;

public sealed class LockWaitTests(LockWaitTests.Impatient server) : IClassFixture<LockWaitTests.Impatient>
{
    /// <summary>Gives up on a lock after half a second.</summary>
    public sealed class Impatient(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Store:LockTimeout"] = "00:00:00.500";
    }

    [Fact]
    public async Task A_held_stream_is_answered_busy_in_time_and_recording_goes_on_afterwards()
    {
        var api = await Api.OpenedAsync(server, "ysc", "held");
        var head = await server.HeadAsync("ysc", "held");
        var act = Api.Record(Guid.NewGuid(), Sentences.Milestone("first"));
        await using var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var hold = new NpgsqlCommand("select version from casestudies.mt_streams where tenant_id = 'ysc' and id = 'held' for update", holder);
            await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();

            var answers = await Task.WhenAll(Enumerable.Range(0, 8)
                .Select(i => AskAsync(i == 0 ? act : Api.Record(Guid.NewGuid(), Sentences.Milestone($"other-{i}")), "held")));

            Assert.All(answers, a => Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (a.Status, a.RetryAfter)));
            Assert.All(answers, a => Assert.Contains("\"urn:casestudies:problem:busy\"", a.Body));
            // Not at once; and in time, for the stream is still held.
            Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(450), $"{watch.Elapsed}");
            Assert.Equal(head, await server.HeadAsync("ysc", "held"));
            Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from casestudies.command_ledger where stream_id = 'held' and first_version > $1",
                head));
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", act)).Status);
        Assert.Equal(head + 1, await server.HeadAsync("ysc", "held"));
        Assert.Equal(0, await server.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'"));
    }

    [Fact]
    public async Task Somebody_busy_with_the_same_command_is_waited_for_in_time_too()
    {
        await Api.OpenedAsync(server, "ysc", "claimed");
        var command = Guid.NewGuid();
        await using var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(hashtextextended($1, 0))::text",
            holder) { Parameters = { new() { Value = $"ysc/{command}" } } };
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var answer = await AskAsync(Api.Record(command, Sentences.Milestone("claimed")), "claimed");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (answer.Status, answer.RetryAfter));
    }

    [Fact]
    public async Task Another_organisation_with_the_same_key_does_not_wait()
    {
        await Api.OpenedAsync(server, "ysc", "same-key");
        var theirs = await Api.OpenedAsync(server, "posse", "same-key");
        await using var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select version from casestudies.mt_streams where tenant_id = 'ysc' and id = 'same-key' for update", holder);
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        await theirs.RecordAsync(Sentences.Milestone("meanwhile"));
    }

    [Fact]
    public async Task The_transactions_that_record_wait_as_long_as_is_configured()
    {
        await Api.OpenedAsync(server, "ysc", "limited");
        await server.ExecuteAsync(
            """
            create table public.limits (setting text);
            create function public.note_limit() returns trigger language plpgsql security definer as
                'begin insert into public.limits values (current_setting(''lock_timeout'')); return null; end';
            create trigger note_limit after insert on casestudies.command_ledger for each row execute function public.note_limit();
            """);

        var single = Api.Record(Guid.NewGuid(), Sentences.Milestone("single"));
        Assert.Equal(HttpStatusCode.Created, (await AskAsync(single, "limited")).Status);
        using var http = server.Host.Server.CreateClient();
        var whole = Batches.Of("all", ("limited", "record", Batches.Record(Sentences.Milestone("whole"))));
        Assert.Equal(["recorded"], (await Batches.SendAsync(http, "ysc", whole)).Outcomes());

        Assert.Equal("500ms, 500ms", await server.ScalarAsync<string>("select string_agg(setting, ', ') from public.limits"));
        await server.ExecuteAsync("drop function public.note_limit() cascade");
    }

    [Fact]
    public void No_time_at_all_is_refused_because_PostgreSQL_would_wait_for_ever() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LockWait(TimeSpan.Zero));

    [Fact]
    public void A_fact_waits_ten_seconds_unless_told_otherwise() =>
        Assert.Equal("set local lock_timeout = '10000ms'", new LockWait(LockWait.Default).Sql);

    private async Task<(HttpStatusCode Status, string? RetryAfter, string Body)> AskAsync(string act, string initiative)
    {
        using var http = server.Host.Server.CreateClient();
        using var content = new StringContent(act, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"/organisations/ysc/initiatives/{initiative}/entries", UriKind.Relative), content,
            TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
