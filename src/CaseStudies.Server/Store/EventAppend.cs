using System.Collections.Concurrent;
using CaseStudies.Domain.Initiatives;
using JasperFx.Events;
using Marten;

namespace CaseStudies.Server.Store;

/// <summary>What goes onto one stream. Whoever appends holds its lock, and so knows its version.</summary>
/// <param name="Version">The stream's before these events; 0 opens it.</param>
internal sealed record StreamAppend(StreamKey Stream, long Version, IReadOnlyCollection<IEvent> Events);

/// <summary>
/// Appends to any number of streams in one statement. It writes what the store's own function writes (a test holds the two
/// against each other, column by column), which takes one call a stream and one insert an event.
/// </summary>
internal sealed class EventAppend(IDocumentStore store)
{
    /// <summary>As the store calls the aggregate of an initiative's stream.</summary>
    private const string StreamType = "initiative_state";

    private readonly ConcurrentDictionary<Type, (string Stored, string DotNet)> _names = [];

    /// <remarks>
    /// If a stream is not at its version any more, or is archived, the version of every event becomes null, and the table refuses
    /// the statement. That cannot be, as the streams are locked; it is the store's last look, kept.
    /// </remarks>
    public void Add(SqlBatch batch, IReadOnlyList<StreamAppend> streams)
    {
        var events = streams.SelectMany(s => s.Events.Select((e, i) => (s.Stream, Version: s.Version + i + 1, Event: e))).ToList();
        var names = events.Select(e => Names((InitiativeEvent)e.Event.Data)).ToList();
        batch.Add(
            $"""
            with asked as (select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) k (tenant, stream, version, events)),
            moved as (update {StoreSetup.Schema}.mt_streams s set version = k.version + k.events, timestamp = now() from asked k
                where s.tenant_id = k.tenant and s.id = k.stream and s.version = k.version and k.version > 0 and s.is_archived is not true returning s.id),
            opened as (insert into {StoreSetup.Schema}.mt_streams (tenant_id, id, type, version, timestamp)
                select tenant, stream, '{StreamType}', events, now() from asked where version = 0 returning id),
            whole as (select (select count(*) from moved) + (select count(*) from opened) = cardinality($1) as all_there)
            insert into {StoreSetup.Schema}.mt_events
                (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type, is_archived, correlation_id, causation_id, headers, user_name)
            select nextval('{StoreSetup.Schema}.mt_events_sequence'), e.id, e.stream, case when whole.all_there then e.version end, e.data::jsonb, e.type, e.tenant, e.at,
                e.dotnet, false, e.correlation, e.causation, e.headers::jsonb, e.by
            from whole, unnest($5::uuid[], $6::text[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[])
                e (id, stream, version, data, type, tenant, at, dotnet, correlation, causation, headers, by)
            """,
            streams.Select(s => s.Stream.Organisation.Value).ToArray(), streams.Select(s => s.Stream.Initiative.Value).ToArray(),
            streams.Select(s => s.Version).ToArray(), streams.Select(s => (long)s.Events.Count).ToArray(),
            events.Select(e => e.Event.Id).ToArray(), events.Select(e => e.Stream.Initiative.Value).ToArray(), events.Select(e => e.Version).ToArray(),
            events.Select(e => Json(e.Event.Data)).ToArray(), names.Select(n => n.Stored).ToArray(), events.Select(e => e.Stream.Organisation.Value).ToArray(),
            events.Select(e => e.Event.Timestamp).ToArray(), names.Select(n => n.DotNet).ToArray(), events.Select(e => e.Event.CorrelationId).ToArray(),
            events.Select(e => e.Event.CausationId).ToArray(), events.Select(e => Json(e.Event.Headers!)).ToArray(), events.Select(e => e.Event.UserName).ToArray());
    }

    private string Json(object value) => store.Options.Serializer().ToJson(value);

    /// <summary>The store's own names of a kind, asked for once.</summary>
    private (string Stored, string DotNet) Names(InitiativeEvent body) => _names.GetOrAdd(body.GetType(), _ =>
    {
        using var session = store.LightweightSession(nameof(EventAppend));
        var built = session.Events.BuildEvent(body);
        return (built.EventTypeName, built.DotNetTypeName);
    });
}
