using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using JasperFx.Events;
using Npgsql;

namespace CaseStudies.Server.Tests.Store;

/// <summary>Events of many streams and organisations in one transaction: each on its stream, with its version, and nothing of one organisation in
/// another.</summary>
public sealed class StreamAppendsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Organisation = "ysc";
    private static readonly FactExamples s_examples = new(path => path);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_is_stored_and_projected_with_its_version_its_time_and_its_request()
    {
        var events = Events();
        Assert.True(events.Count > 40);
        using var request = new Activity("request").Start();

        await SaveAsync(new StreamAppend(Key("every"), 0, Sealed(events.Take(3), request)));
        await SaveAsync(new StreamAppend(Key("every"), 3, Sealed(events.Skip(3), request)));

        Assert.Equal(Enumerable.Range(1, events.Count),
            await server.ScalarAsync<int[]>("select array_agg(version::int order by seq_id) from casestudies.mt_events where stream_id = 'every'"));
        Assert.Equal(Enumerable.Range(1, events.Count),
            await server.ScalarAsync<int[]>(
                "select array_agg(version order by version) from casestudies.entries where stream_id = 'every' and problem is null"));
        Assert.Equal(events.Count, await server.ScalarAsync<long>(
            "select count(*) from casestudies.mt_events e join casestudies.entries r on r.tenant_id = e.tenant_id and r.stream_id = e.stream_id and r.version "
                + "= e.version and r.recorded_at = e.timestamp where e.stream_id = 'every' and e.correlation_id = $1",
            request.RootId!));
        // One sequence, without a gap.
        Assert.Equal(events.Count, await server.ScalarAsync<long>("select max(seq_id) - min(seq_id) + 1 from casestudies.mt_events where stream_id = 'every'"));
    }

    [Fact]
    public async Task One_key_in_two_organisations_at_these_versions_stays_with_each()
    {
        await SaveAsync(new StreamAppend(Key("leak"), 0, Sealed(Events().Take(1))));
        await SaveAsync(new StreamAppend(Key("leak", "posse"), 0, Sealed(Events().Take(2))));

        // With both in one session, the store puts both events onto the stream of "ysc" and says nothing.
        await SaveAsync(new StreamAppend(Key("leak"), 1, Sealed(Events().Take(1))), new StreamAppend(Key("leak", "posse"), 2, Sealed(Events().Take(1))));

        Assert.Equal((2, 3), (await server.HeadAsync("ysc", "leak"), await server.HeadAsync("posse", "leak")));
        Assert.Equal((2, 3), (await server.CountAsync("mt_events", "ysc", "leak"), await server.CountAsync("mt_events", "posse", "leak")));
        Assert.Equal((2, 3), (await server.CountAsync("entries", "ysc", "leak"), await server.CountAsync("entries", "posse", "leak")));
    }

    [Fact]
    public async Task A_session_that_would_mix_two_streams_up_is_refused_before_it_saves()
    {
        await using var session = server.Store.LightweightSession(Organisation);

        var refused = Assert.Throws<InvalidOperationException>(() => StreamAppends.Queue(session,
            [new(Key("mixed"), 1, Sealed(Events().Take(1))), new(Key("mixed", "posse"), 1, Sealed(Events().Take(1)))]));

        Assert.Contains("one key", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_streams_of_three_organisations_share_one_commit()
    {
        string[] organisations = ["ysc", "posse", "roje"];
        var appends = Enumerable.Range(0, 45)
            .Select(i => new StreamAppend(Key($"many-{i / 3}", organisations[i % 3]), 0,
                Sealed(Events().Take(1 + (i % 4)), organisation: organisations[i % 3]))).ToArray();

        await SaveAsync(appends);

        Assert.Equal(45, await server.ScalarAsync<long>("select count(*) from casestudies.mt_streams where id like 'many-%'"));
        Assert.Equal(appends.Sum(a => a.Events.Count),
            await server.ScalarAsync<long>("select count(*) from casestudies.entries where stream_id like 'many-%'"));
        Assert.Equal(1, await server.ScalarAsync<long>("select count(distinct xmin::text) from casestudies.mt_events where stream_id like 'many-%'"));
        Assert.Equal(0, await server.ScalarAsync<long>(
            "select count(*) from casestudies.mt_streams s where id like 'many-%' and version <> (select count(*) from casestudies.mt_events e where "
                + "e.tenant_id = s.tenant_id and e.stream_id = s.id)"));
    }

    [Theory]
    [InlineData(1, "update casestudies.mt_streams set is_archived = true where id = 'checked'")]
    [InlineData(2, "select 1")]
    [InlineData(0, "select 1")]
    public async Task A_stream_that_is_not_as_it_was_known_takes_nothing(long version, string before)
    {
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await new StreamAppends(server.Store).SaveAsync(transaction, [new(Key("checked"), 0, Sealed(Events().Take(1)))], _ => { });
        await using (var change = new NpgsqlCommand(before, connection))
            await change.ExecuteNonQueryAsync(Cancellation);

        await Assert.ThrowsAnyAsync<Exception>(() => new StreamAppends(server.Store).SaveAsync(
            transaction, [new(Key("checked"), version, Sealed(Events().Take(1))), new(Key("beside"), 0, Sealed(Events().Take(1)))], _ => { }));

        await transaction.RollbackAsync(Cancellation);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from casestudies.mt_events where stream_id in ('checked', 'beside')"));
    }

    [Fact]
    public async Task The_first_error_of_a_transaction_is_the_one_that_is_told()
    {
        await server.ExecuteAsync("create function public.no_space() returns void language plpgsql as $$ begin raise exception sqlstate '53100'; end $$");
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        const string full = "select public.no_space()";

        var told = await Assert.ThrowsAnyAsync<Exception>(() => new StreamAppends(server.Store).SaveAsync(
            transaction, [new(Key("full"), 0, Sealed(Events().Take(1)))], session => session.QueueSqlCommand(full)));

        Assert.Equal("53100", (told as PostgresException ?? told.InnerException as PostgresException)?.SqlState);
    }

    private static StreamKey Key(string initiative, string organisation = Organisation) => new(new Slug(organisation), new Slug(initiative));

    private static List<InitiativeEvent> Events()
    {
        var facts = s_examples.Foundation().Concat(FactExamples.Kinds.SelectMany(k => s_examples.Act(k)))
            .Select(Read).ToList();
        var reason = new Reason(ReasonCode.Miscounted, null);
        return [.. facts, new EntryCorrected(new(Guid.NewGuid()), facts[3], reason), new EntryWithdrawn(new(Guid.NewGuid()), reason)];
    }

    private static InitiativeFact Read(JsonNode fact)
    {
        PrivateTexts.SealFact(fact.AsObject(), (_, _) => new(Guid.NewGuid(), new string('A', 43)));
        return fact.Deserialize<InitiativeFact>(DomainJson.Options)!;
    }

    /// <summary>Every second with the time of a phone, so that headers differ.</summary>
    private List<IEvent> Sealed(IEnumerable<InitiativeEvent> events, Activity? request = null, string organisation = Organisation)
    {
        var now = server.Clock.GetCurrentInstant();
        return [.. events.Select((body, i) =>
        {
            var e = EventMetadata.Attach(new Slug(organisation), new(new("tester"), now, i % 2 == 0 ? null : now, new(Guid.NewGuid()), i, Provenance.Http),
                body);
            e.CorrelationId = request?.RootId;
            return e;
        })];
    }

    private async Task SaveAsync(params StreamAppend[] appends)
    {
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await new StreamAppends(server.Store).SaveAsync(transaction, appends, _ => { });
        await transaction.CommitAsync(Cancellation);
    }
}
