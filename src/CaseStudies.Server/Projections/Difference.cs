using CaseStudies.Domain;

namespace CaseStudies.Server.Projections;

/// <summary>How entries, events and ledger of an initiative can disagree.</summary>
internal enum DifferenceKind
{
    /// <summary>The event has no entry.</summary>
    EntryMissing,

    /// <summary>The entry cannot be read, or states a problem that its event does not have.</summary>
    EntryUnreadable,

    /// <summary>A column that only serves to find the entry does not follow from its fact.</summary>
    EntryLookup,

    /// <summary>Entry and event are both there and say different things.</summary>
    EntryDiffers,

    /// <summary>No event and no command stands behind the entry.</summary>
    EntryUnrecorded,

    /// <summary>The event of the entry is gone; its command is in the ledger.</summary>
    EntryOutlives,

    /// <summary>A version of the stream has no event, and none is in the ledger.</summary>
    EventMissing,

    /// <summary>No command in the ledger has made the event.</summary>
    EventUnrecorded,

    /// <summary>The event is not as the command in the ledger would have made it.</summary>
    EventContradicted,

    /// <summary>The command is in the ledger, and not all of its events are there.</summary>
    CommandWithoutEvents,

    /// <summary>The state for decisions is not that of the events.</summary>
    StateDiffers,

    /// <summary>Profile or fiscal year of the organisation are not those of its events: somebody edited one of them.</summary>
    ProfileDiffers,
}

/// <summary>One difference.</summary>
/// <param name="Version">Where in the stream; for a command, its first event; for the state, the last event.</param>
/// <param name="In">The columns or members that differ, where some do.</param>
/// <param name="Command">The command whose events are missing.</param>
internal sealed record Difference(DifferenceKind Kind, int Version, string? In = null, CommandId? Command = null)
{
    /// <summary>Whether the events say what is right, so that a rebuild may write it.</summary>
    /// <param name="eventsCount">Somebody has decided that the events of this initiative count where its entries say something else.</param>
    public bool CanBeSettled(bool eventsCount) => Kind switch
    {
        DifferenceKind.EntryMissing or DifferenceKind.EntryUnreadable or DifferenceKind.EntryLookup or DifferenceKind.EntryUnrecorded
            or DifferenceKind.StateDiffers => true,
        DifferenceKind.EntryDiffers => eventsCount,
        _ => false,
    };
}
