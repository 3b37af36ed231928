using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using NodaTime;

namespace CaseStudies.Server.Projections;

/// <summary>Marten's inline projection into the relation of entries: one row for each event, in the transaction that appends it. Nothing else writes
/// entries, but a rebuild.</summary>
/// <remarks>
/// Recording outranks projecting: an event that cannot be folded is stored all the same. Its row says why it cannot be read, and blocks the
/// initiative's figures until a rebuild can read it.
/// </remarks>
public sealed class EntryProjection : IProjection
{
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var rows = events.Where(e => e.Data is not OrganisationEvent)
            .Select(e => new StreamEntryRow(new(new(e.TenantId), new(e.StreamKey!)), Fold(e))).ToList();
        if (rows.Count > 0)
            EntriesTable.QueueInsert(operations, rows);
        return Task.CompletedTask;
    }

    private static EntryRow Fold(IEvent e)
    {
        if (e.Version < 1)
            throw new InvalidOperationException("The event was appended without its version; append with the version, or after an exclusive fetch.");
        try
        {
            return e.Data is InitiativeEvent body
                ? EntryRow.FromEvent(new((int)e.Version, EventMetadata.ReadAppending(e), body))
                : Unreadable("this version of the program does not know the kind");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return Unreadable($"{broken.GetType().Name} while folding it");
        }

        EntryRow Unreadable(string why) => EntryRow.Unreadable((int)e.Version, Instant.FromDateTimeOffset(e.Timestamp), e.EventTypeName, why);
    }
}
