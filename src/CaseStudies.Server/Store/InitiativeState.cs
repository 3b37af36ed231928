using CaseStudies.Domain.Initiatives;
using Marten;

namespace CaseStudies.Server.Store;

/// <summary>The small state for deciding, kept beside the stream so that no append reads the stream's events. Its revision is the stream's version.</summary>
public sealed record InitiativeState(string Id, Initiative State);

/// <summary>Stores the state that whoever appends has just evolved under the stream's lock; a projection would read and fold it a second time.</summary>
internal static class InitiativeStates
{
    public static void QueueStore(IDocumentSession session, StreamKey stream, long version, Initiative state) =>
        session.ForTenant(stream.Organisation.Value).UpdateRevision(new InitiativeState(stream.Initiative.Value, state), version);

    /// <summary>In place of whatever is there. The store takes a revision only once, and a rebuild ends at the version at which it began.</summary>
    /// <param name="state">Null: no event of the stream can be read.</param>
    public static void QueueReplace(IDocumentSession session, StreamKey stream, long version, Initiative? state)
    {
        session.ForTenant(stream.Organisation.Value).HardDelete<InitiativeState>(stream.Initiative.Value);
        if (state is not null)
            QueueStore(session, stream, version, state);
    }
}
