using System.Collections.Concurrent;
using CaseStudies.Domain.Initiatives;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>What goes onto one stream. Whoever appends holds its lock, and so knows its version.</summary>
/// <param name="Version">The stream's before these events; 0 opens it.</param>
internal sealed record StreamAppend(StreamKey Stream, long Version, IReadOnlyCollection<IEvent> Events);

/// <summary>
/// Appends to any number of streams in one statement, or very many events by COPY. It writes what the store's own function writes (a test holds the two
/// against each other, column by column), which takes one call a stream and one insert an event.
/// </summary>
internal sealed class EventAppend
{
    /// <summary>As the store calls the aggregate of an initiative's stream.</summary>
    private const string StreamType = "initiative_state";

    /// <summary>Leaves the streams at their new versions; <c>whole</c> says whether all were at their old ones.</summary>
    private const string Moving =
        $"""
        with asked as (select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) k (tenant, stream, version, events)),
        moved as (update {StoreSetup.Schema}.mt_streams s set version = k.version + k.events, timestamp = now() from asked k
            where s.tenant_id = k.tenant and s.id = k.stream and s.version = k.version and k.version > 0 and s.is_archived is not true returning s.id),
        opened as (insert into {StoreSetup.Schema}.mt_streams (tenant_id, id, type, version, timestamp)
            select tenant, stream, '{StreamType}', events, now() from asked where version = 0 returning id),
        whole as (select (select count(*) from moved) + (select count(*) from opened) = cardinality($1) as all_there)
        """;

    private readonly IDocumentStore _store;
    private readonly ConcurrentDictionary<Type, (string Stored, string DotNet)> _names = [];
    private readonly TableRows<Numbered> _events;

    /// <param name="Number">In the store's one sequence; left to the statement where one appends.</param>
    private readonly record struct Numbered(long Number, StreamKey Stream, long Version, IEvent Event);

    public EventAppend(IDocumentStore store)
    {
        _store = store;
        _events = new(
            $"{StoreSetup.Schema}.mt_events",
            Column<Numbered>.Long("seq_id", e => e.Number), Column<Numbered>.Uuid("id", e => e.Event.Id), Column<Numbered>.Text("stream_id", e => e.Stream.Initiative.Value),
            Column<Numbered>.Long("version", e => e.Version), Column<Numbered>.Json("data", e => Json(e.Event.Data)), Column<Numbered>.Text("type", e => Names(e.Event).Stored),
            Column<Numbered>.Text("tenant_id", e => e.Stream.Organisation.Value), Column<Numbered>.Time("timestamp", e => e.Event.Timestamp),
            Column<Numbered>.Text("mt_dotnet_type", e => Names(e.Event).DotNet), Column<Numbered>.Text("correlation_id", e => e.Event.CorrelationId),
            Column<Numbered>.Text("causation_id", e => e.Event.CausationId), Column<Numbered>.Json("headers", e => Json(e.Event.Headers!)), Column<Numbered>.Text("user_name", e => e.Event.UserName));
    }

    /// <remarks>
    /// If a stream is not at its version any more, or is archived, the version of every event becomes null, and the table refuses
    /// the statement. That cannot be, as the streams are locked; it is the store's last look, kept.
    /// </remarks>
    public void Add(SqlBatch batch, IReadOnlyList<StreamAppend> streams)
    {
        var events = Rows(streams);
        batch.Add(
            $"""
            {Moving}
            insert into {StoreSetup.Schema}.mt_events
                (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived, correlation_id, causation_id, headers, user_name)
            select nextval('{StoreSetup.Schema}.mt_events_sequence'), e.id, e.stream, case when whole.all_there then e.version end, e.data::jsonb, e.type, e.tenant, e.at,
                e.dotnet, false, e.correlation, e.causation, e.headers::jsonb, e.by
            from whole, unnest($5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[])
                e (id, stream, version, data, type, tenant, at, dotnet, correlation, causation, headers, by)
            """,
            [.. Asked(streams), .. _events.Values(events).Skip(1)]);
    }

    /// <summary>The same for very many events.</summary>
    public async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<StreamAppend> streams)
    {
        var (batch, events, numbers) = (new SqlBatch(), Rows(streams), Array.Empty<long>());
        batch.Add(
            $"{Moving} select whole.all_there, array(select nextval('{StoreSetup.Schema}.mt_events_sequence') from generate_series(1, $5)) from whole",
            row => numbers = row.GetBoolean(0) ? row.GetFieldValue<long[]>(1) : throw new InvalidOperationException("A stream is not as it was known."),
            [.. Asked(streams), events.Count]);
        await batch.RunAsync(connection);
        for (var i = 0; i < events.Count; i++)
            events[i] = events[i] with { Number = numbers[i] };
        await _events.CopyAsync(connection, events);
    }

    private static object[] Asked(IReadOnlyList<StreamAppend> streams) =>
    [
        streams.Select(s => s.Stream.Organisation.Value).ToArray(), streams.Select(s => s.Stream.Initiative.Value).ToArray(),
        streams.Select(s => s.Version).ToArray(), streams.Select(s => (long)s.Events.Count).ToArray(),
    ];

    private static List<Numbered> Rows(IReadOnlyList<StreamAppend> streams) =>
        [.. streams.SelectMany(s => s.Events.Select((e, i) => new Numbered(0, s.Stream, s.Version + i + 1, e)))];

    private string Json(object value) => _store.Options.Serializer().ToJson(value);

    /// <summary>The store's own names of a kind, asked for once.</summary>
    private (string Stored, string DotNet) Names(IEvent e) => _names.GetOrAdd(e.Data.GetType(), _ =>
    {
        using var session = _store.LightweightSession(nameof(EventAppend));
        var built = session.Events.BuildEvent(e.Data);
        return (built.EventTypeName, built.DotNetTypeName);
    });
}
