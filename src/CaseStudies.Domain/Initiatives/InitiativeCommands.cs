using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>One command of a sender. All of its events are stored together, or none.</summary>
public abstract record InitiativeCommand(CommandId Command, Instant? CapturedAt);

/// <summary>Records facts, in this order. A session and its headcounts come in one command.</summary>
public sealed record RecordFacts(CommandId Command, ImmutableArray<InitiativeFact> Facts, Instant? CapturedAt = null) : InitiativeCommand(Command, CapturedAt)
{
    public const int MaximumFacts = 500;
}

/// <param name="Version">The stream version of the content that the sender saw; if there is a newer one, the correction is refused.</param>
/// <param name="Basis">Instead of the version: the command that made that content, which a phone knows before anything was sent.</param>
public sealed record CorrectEntry(
    CommandId Command, EntryId Entry, InitiativeFact Replacement, Reason Reason, int? Version = null, CommandId? Basis = null, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt);

/// <param name="Version">As for <see cref="CorrectEntry"/>.</param>
/// <param name="Basis">As for <see cref="CorrectEntry"/>.</param>
public sealed record WithdrawEntry(CommandId Command, EntryId Entry, Reason Reason, int? Version = null, CommandId? Basis = null, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt);

/// <summary>Several corrections and withdrawals for one reason, all or none: to resolve a conflict, or to move the entries of a session.</summary>
public sealed record ChangeEntries(CommandId Command, ImmutableArray<EntryChange> Changes, Reason Reason, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt)
{
    public const int MaximumChanges = 500;
}

/// <param name="Replacement">Null to withdraw the entry.</param>
/// <param name="Version">As for <see cref="CorrectEntry"/>.</param>
/// <param name="Basis">As for <see cref="CorrectEntry"/>.</param>
public sealed record EntryChange(EntryId Entry, InitiativeFact? Replacement = null, int? Version = null, CommandId? Basis = null);

/// <summary>Takes back everything an earlier command did (facts, corrections, withdrawals, another undo), as long as nobody has built on it.</summary>
public sealed record UndoAct(CommandId Command, CommandId Act, Reason Reason, Instant? CapturedAt = null) : InitiativeCommand(Command, CapturedAt);

/// <summary>Starts an import. Commands that name it as their origin are recorded at once and take effect when it is completed.</summary>
public sealed record BeginImport(CommandId Command, ImportId Import, FileHash File) : InitiativeCommand(Command, null);

public sealed record CompleteImport(CommandId Command, ImportId Import) : InitiativeCommand(Command, null);

public sealed record AbandonImport(CommandId Command, ImportId Import, Reason Reason) : InitiativeCommand(Command, null);

/// <summary>Takes back everything a completed import did, as long as nobody has built on it.</summary>
public sealed record UndoImport(CommandId Command, ImportId Import, Reason Reason, Instant? CapturedAt = null) : InitiativeCommand(Command, CapturedAt);

/// <summary>The current state of an entry that a command names.</summary>
/// <param name="Version">The stream version of its current content.</param>
/// <param name="InForce">False if withdrawn.</param>
/// <param name="By">The command that made its current content.</param>
/// <param name="Pending">The open import that would change it; null where there is none.</param>
/// <param name="RecordedBy">Who made its current content.</param>
/// <param name="RecordedAt">When that was.</param>
public sealed record EntryHead(
    EntryId Entry, int Version, bool InForce, InitiativeFact Fact, CommandId? By = null, ImportId? Pending = null, SubjectId? RecordedBy = null,
    Instant? RecordedAt = null);

/// <summary>What one event of an earlier command did to an entry.</summary>
/// <param name="Version">The stream version of the event.</param>
/// <param name="Before">The content in force until then; null where the event opened the entry.</param>
/// <param name="After">The content in force from then on; null where the event withdrew the entry.</param>
public sealed record PastChange(EntryId Entry, int Version, InitiativeFact? Before, InitiativeFact? After);

/// <summary>An import that is to be undone, and what has been built on it.</summary>
/// <param name="Changed">
/// Its entries in force with a content from a later act, which would leave a part of the import behind: those that it opened, those that a later import
/// changed, and those that a later act brought back to what it said. Where it corrected an entry and somebody has said something else since, that stands.
/// </param>
/// <param name="Resting">Entries in force that others recorded of a session which the import opened.</param>
public sealed record PastImport(ImportStanding Standing, ImmutableArray<EntryId> Changed, ImmutableArray<EntryId> Resting);

public enum ImportStanding { Open, Completed, Abandoned, Undone }

/// <summary>What a decision needs in addition to the state; read under the lock of the stream.</summary>
/// <param name="Entries">The existing ones among the entries that the command names or would undo.</param>
/// <param name="Sessions">The sessions in force among those that the command names.</param>
/// <param name="Past">For an undo: what the command did, in order; empty if this stream has no such command.</param>
/// <param name="Import">The import that the command belongs to.</param>
/// <param name="Undone">For the undoing of an import: that import; null if this stream has no such import.</param>
public sealed record DecisionContext(
    ImmutableDictionary<EntryId, EntryHead> Entries, ImmutableHashSet<SessionId> Sessions, ImmutableArray<PastChange> Past, ImportId? Import = null,
    PastImport? Undone = null)
{
    public static DecisionContext Empty { get; } = new(ImmutableDictionary<EntryId, EntryHead>.Empty, [], []);
}

/// <summary>The outcome: events to append, or one refusal.</summary>
public sealed record Decision
{
    private Decision(ImmutableArray<InitiativeEvent> events, Refusal? refusal) => (Events, Refusal) = (events, refusal);

    public ImmutableArray<InitiativeEvent> Events { get; }
    public Refusal? Refusal { get; }

    public static Decision Accept(IEnumerable<InitiativeEvent> events) => new([.. events], null);
    public static implicit operator Decision(Refusal refusal) => new([], refusal);
}
