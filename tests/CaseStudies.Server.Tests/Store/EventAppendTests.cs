using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using JasperFx.Events;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Tests.Store;

/// <summary>Our append writes what the store's own writes: the same events by both, in one transaction, column by column.</summary>
public sealed class EventAppendTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Organisation = "ysc";
    private static readonly FactExamples s_examples = new(path => path);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Every_kind_is_written_as_the_store_writes_it(bool copied)
    {
        var (them, us) = ($"theirs-{copied}".ToLowerInvariant(), $"ours-{copied}".ToLowerInvariant());
        using var request = new Activity("request").Start();
        var events = Events();
        Assert.True(events.Count > 40);
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation); // one, so that both have one now()
        await TheirsAsync(transaction, them, 0, Sealed(events.Take(3)));
        await TheirsAsync(transaction, them, 3, Sealed(events.Skip(3)));
        await OursAsync(connection, copied, new StreamAppend(Key(us), 0, Sealed(events.Take(3), request)));
        await OursAsync(connection, copied, new StreamAppend(Key(us), 3, Sealed(events.Skip(3), request)));
        await transaction.CommitAsync(Cancellation);

        var (theirs, ours) = (await RowsAsync("mt_events", "stream_id", them), await RowsAsync("mt_events", "stream_id", us));
        Assert.Equal(events.Count, ours.Count);
        Assert.Equal(theirs, ours);
        Assert.Equal(await RowsAsync("mt_streams", "id", them), await RowsAsync("mt_streams", "id", us));
        // One sequence, without a gap between the two or within them.
        Assert.Equal(2 * events.Count, await server.ScalarAsync<long>("select max(seq_id) - min(seq_id) + 1 from casestudies.mt_events where stream_id in ($1, $2)", them, us));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Many_streams_at_once_keep_the_order_in_which_they_were_decided(bool copied)
    {
        var many = $"many-{copied}-".ToLowerInvariant();
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await OursAsync(connection, copied, [.. Enumerable.Range(0, 30).Select(i => new StreamAppend(Key($"{many}{i % 15}", i < 15 ? "posse" : Organisation), 0, Sealed(Events().Take(1 + (i % 4)))))]);
        await transaction.CommitAsync(Cancellation);

        var order = await server.ScalarAsync<string[]>("select array_agg(tenant_id || '/' || stream_id || '/' || version order by seq_id) from casestudies.mt_events where stream_id like $1 || '%'", many);
        Assert.Equal(Enumerable.Range(0, 30).SelectMany(i => Enumerable.Range(1, 1 + (i % 4)).Select(v => $"{(i < 15 ? "posse" : Organisation)}/{many}{i % 15}/{v}")), order);
    }

    [Theory]
    [InlineData(1, "update casestudies.mt_streams set is_archived = true where id = 'checked'", false)]
    [InlineData(2, "select 1", false)]
    [InlineData(0, "select 1", false)]
    [InlineData(1, "update casestudies.mt_streams set is_archived = true where id = 'checked'", true)]
    [InlineData(2, "select 1", true)]
    [InlineData(0, "select 1", true)]
    public async Task A_stream_that_is_not_as_it_was_known_takes_nothing(long version, string before, bool copied)
    {
        await using var connection = await server.Source.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await OursAsync(connection, copied, new StreamAppend(Key("checked"), 0, Sealed(Events().Take(1))));
        await using (var change = new NpgsqlCommand(before, connection))
            await change.ExecuteNonQueryAsync(Cancellation);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => OursAsync(connection, copied, new StreamAppend(Key("checked"), version, Sealed(Events().Take(1))), new StreamAppend(Key("beside"), 0, Sealed(Events().Take(1)))));

        Assert.True(refused is InvalidOperationException or PostgresException { SqlState: PostgresErrorCodes.NotNullViolation or PostgresErrorCodes.UniqueViolation }, refused.Message);
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
    private List<IEvent> Sealed(IEnumerable<InitiativeEvent> events, Activity? request = null)
    {
        var now = server.Clock.GetCurrentInstant();
        return [.. events.Select((body, i) =>
        {
            var e = Envelope.Seal(new Slug(Organisation), new(new("tester"), now, i % 2 == 0 ? null : now, new(new Guid(i + 1, 0, 0, new byte[8])), i, Provenance.Http), body);
            e.Id = Guid.NewGuid();
            e.CorrelationId = request?.RootId;
            return e;
        })];
    }

    private async Task OursAsync(NpgsqlConnection connection, bool copied, params StreamAppend[] streams)
    {
        var (append, batch) = (new EventAppend(server.Store), new SqlBatch());
        if (copied)
        {
            await append.CopyAsync(connection, streams);
            return;
        }

        append.Add(batch, streams);
        await batch.ExecuteAsync(connection);
    }

    private async Task TheirsAsync(NpgsqlTransaction transaction, string stream, long version, List<IEvent> events)
    {
        var options = SessionOptions.ForTransaction(transaction);
        options.TenantId = Organisation;
        await using var session = server.Store.LightweightSession(options);
        session.AppendNumbered<InitiativeState>(stream, version, events);
        await session.SaveChangesAsync(Cancellation);
    }

    /// <summary>Every column that there is, but those in which two rows must differ.</summary>
    private async Task<List<string>> RowsAsync(string table, string key, string stream) => [.. await server.ScalarAsync<string[]>(
        $"select array_agg((to_jsonb(r) - 'seq_id' - 'id' - 'stream_id')::text order by version) from casestudies.{table} r where tenant_id = 'ysc' and {key} = $1", stream)];
}
