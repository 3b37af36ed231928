using CaseStudies.Domain.Initiatives;
using JasperFx.Events;
using Marten;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Store;

/// <summary>What goes onto one stream. Whoever appends holds its lock, and so knows its version.</summary>
/// <param name="Version">The stream's before these events; 0 opens it.</param>
internal sealed record StreamAppend(StreamKey Stream, long Version, IReadOnlyList<IEvent> Events);

/// <summary>Saves events of many streams, of several organisations too, by Marten sessions on a transaction that the caller commits.</summary>
/// <remarks>
/// Sessions of several tenants share one unit of work, and it finds streams by their key alone: with one key in two organisations, the events of
/// the second would be written into the stream of the first, without an error. So no key stands twice in a session, and a check refuses to save if one does.
/// </remarks>
internal sealed class StreamAppends(IDocumentStore store)
{
    /// <param name="beside">Queues what is saved with the events: rows of our own tables, documents.</param>
    public async Task SaveAsync(NpgsqlTransaction transaction, IReadOnlyList<StreamAppend> appends, Action<IDocumentSession> beside)
    {
        using var _ = CommitRetries.Off();
        foreach (var (index, distinct) in WithDistinctKeys(appends).Index())
        {
            var options = SessionOptions.ForTransaction(transaction);
            options.TenantId = distinct[0].Stream.Organisation.Value;
            await using var session = store.LightweightSession(options);
            Queue(session, distinct);
            if (index == 0)
                beside(session);
            await session.SaveChangesAsync();
        }
    }

    /// <exception cref="InvalidOperationException">The session has mixed two streams up.</exception>
    internal static void Queue(IDocumentSession session, IReadOnlyList<StreamAppend> appends)
    {
        foreach (var (stream, version, events) in appends)
        {
            var operations = session.ForTenant(stream.Organisation.Value).Events;
            if (version == 0)
                operations.StartStream<InitiativeState>(stream.Initiative.Value, events);
            else
                operations.Append(stream.Initiative.Value, version + events.Count, events);
        }

        var queued = session.PendingChanges.Streams().Select(s => (s.TenantId, s.Key!, s.Events.Count)).ToHashSet();
        if (!queued.SetEquals(appends.Select(a => (a.Stream.Organisation.Value, a.Stream.Initiative.Value, a.Events.Count))))
            throw new InvalidOperationException("Two organisations' streams of one key stand in one session.");
    }

    /// <summary>The same appends, in as few lists as possible, none of which holds a key twice.</summary>
    internal static IEnumerable<List<StreamAppend>> WithDistinctKeys(IReadOnlyList<StreamAppend> appends) => appends
        .GroupBy(a => a.Stream.Initiative).SelectMany(same => same.Select((append, turn) => (append, turn)))
        .GroupBy(a => a.turn, a => a.append).Select(distinct => distinct.ToList());
}
