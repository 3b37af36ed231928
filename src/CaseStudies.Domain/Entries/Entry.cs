using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>
/// What one event did to the relation of entries: it opened an entry, closed one, or closed and reopened one (a correction).
/// One event, one row: the relation is complete exactly when its versions are those of the stream.
/// </summary>
/// <param name="Version">The event's stream version; from 1. The row is known from here on.</param>
/// <param name="Opens">The entry that <paramref name="Fact"/> is now the content of.</param>
/// <param name="Closes">The entry whose content until here is no longer in force.</param>
/// <param name="Problem">Why the event could not be read; the row then opens and closes nothing, and blocks every figure known from here on.</param>
public sealed record EntryRow(
    int Version, Instant RecordedAt, SubjectId By, string Source, string Kind,
    EntryId? Opens, EntryId? Closes, InitiativeFact? Fact, Reason? Reason, string? Problem = null)
{
    /// <summary>The fold of one event. Needs no other row, so that a batch, a rebuild and a live append give the same.</summary>
    /// <exception cref="ArgumentException">Version 0: the store did not number the event before it was folded.</exception>
    public static EntryRow Of(StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Version < 1)
            throw new ArgumentException("An event without its stream version cannot be folded into entries.", nameof(e));
        var kind = InitiativeEventCatalogue.KindOf(e.Body);
        return e.Body switch
        {
            InitiativeFact fact => Row(kind, e.Provenance.Entry, null, fact, null),
            EntryCorrected c => Row(kind, c.Entry, c.Entry, c.Replacement, c.Reason),
            EntryWithdrawn w => Row(kind, null, w.Entry, null, w.Reason),
            _ => throw new ArgumentException($"No fold for {kind}.", nameof(e)),
        };

        EntryRow Row(string kind, EntryId? opens, EntryId? closes, InitiativeFact? fact, Reason? reason) =>
            new(e.Version, e.Provenance.RecordedAt, e.Provenance.By, e.Provenance.Source, kind, opens, closes, fact, reason);
    }

    /// <summary>The row of an event that could not be read: it keeps its place and says why.</summary>
    public static EntryRow Unreadable(int version, Instant recordedAt, string kind, string problem) =>
        new(version, recordedAt, new("unknown"), "unknown", kind, null, null, null, null, problem);
}

/// <summary>One fact with the half-open interval of stream versions <c>[KnownFrom, KnownTo)</c> during which it was in force.</summary>
/// <param name="Revision">1 for the first content of the entry, 2 after one correction.</param>
/// <param name="KnownTo">Null while in force.</param>
/// <param name="ClosedBy">The reason given when it was corrected or withdrawn.</param>
public sealed record Entry(
    EntryId Id, int Revision, InitiativeFact Fact, int KnownFrom, int? KnownTo, Instant RecordedAt, SubjectId By, string Source,
    Reason? ClosedBy, bool Superseded)
{
    public bool InForce => KnownTo is null;
    public string Kind => InitiativeEventCatalogue.KindOf(Fact);
}
