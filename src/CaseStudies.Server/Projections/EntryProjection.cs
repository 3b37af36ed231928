using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using NodaTime;

namespace CaseStudies.Server.Projections;

/// <summary>Writes the relation of entries in the transaction of the append: one row an event.</summary>
/// <remarks>
/// Recording outranks projecting: an event that cannot be folded is stored all the same, and its row says why it cannot be
/// read, which blocks the initiative's figures until a rebuild can.
/// </remarks>
public sealed partial class EntryProjection : EventProjection
{
    public EntryProjection() => Name = "Entries";

    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        if (e.Data is not OrganisationEvent)
            EntryRelation.QueueInsert(operations, e.TenantId, e.StreamKey!, Fold(e));
        return ValueTask.CompletedTask;
    }

    private static EntryRow Fold(IEvent e)
    {
        if (e.Version < 1)
            throw new InvalidOperationException("The event was appended without its version; use an exclusive fetch, never a plain append.");
        try
        {
            return e.Data is InitiativeEvent body
                ? EntryRow.Of(new((int)e.Version, Envelope.Open(e), body))
                : Unreadable("this version of the program does not know the kind");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return Unreadable($"{broken.GetType().Name} while folding it");
        }

        EntryRow Unreadable(string why) => EntryRow.Unreadable((int)e.Version, Instant.FromDateTimeOffset(e.Timestamp), e.EventTypeName, why);
    }
}
