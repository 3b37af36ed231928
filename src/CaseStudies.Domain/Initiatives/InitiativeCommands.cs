using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>One act: what a person does at one screen. All of its events are stored together, or none.</summary>
public abstract record InitiativeCommand(CommandId Command, Instant? CapturedAt);

/// <summary>States facts, in this order; a session and its counts come in one act.</summary>
public sealed record RecordFacts(CommandId Command, ImmutableArray<InitiativeFact> Facts, Instant? CapturedAt = null) : InitiativeCommand(Command, CapturedAt)
{
    public const int MaximumFacts = 500;
}

/// <param name="Version">The stream version of the content that the person saw; a newer one refuses the correction.</param>
/// <param name="Basis">The same, said by the command that made that content: known on a phone before anything was sent.</param>
public sealed record CorrectEntry(
    CommandId Command, EntryId Entry, InitiativeFact Replacement, Reason Reason, int? Version = null, CommandId? Basis = null, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt);

/// <param name="Version">As for <see cref="CorrectEntry"/>.</param>
/// <param name="Basis">As for <see cref="CorrectEntry"/>.</param>
public sealed record WithdrawEntry(CommandId Command, EntryId Entry, Reason Reason, int? Version = null, CommandId? Basis = null, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt);

/// <summary>Several corrections and withdrawals for one reason, all or none: a conflict settled, a session's entries moved to another.</summary>
public sealed record ChangeEntries(CommandId Command, ImmutableArray<EntryChange> Changes, Reason Reason, Instant? CapturedAt = null) : InitiativeCommand(Command, CapturedAt)
{
    public const int MaximumChanges = 500;
}

/// <param name="Replacement">Null: the entry is withdrawn.</param>
/// <param name="Version">As for <see cref="CorrectEntry"/>.</param>
/// <param name="Basis">As for <see cref="CorrectEntry"/>.</param>
public sealed record EntryChange(EntryId Entry, InitiativeFact? Replacement = null, int? Version = null, CommandId? Basis = null);

/// <summary>Takes back all that one earlier command did, be it facts, corrections, withdrawals or another undoing; as long as nobody has gone on from there.</summary>
public sealed record UndoAct(CommandId Command, CommandId Act, Reason Reason, Instant? CapturedAt = null) : InitiativeCommand(Command, CapturedAt);

/// <summary>Opens an import: acts that name it as their origin are recorded, but come into force when it is completed.</summary>
public sealed record BeginImport(CommandId Command, ImportId Import, FileHash File) : InitiativeCommand(Command, null);

public sealed record CompleteImport(CommandId Command, ImportId Import) : InitiativeCommand(Command, null);

public sealed record AbandonImport(CommandId Command, ImportId Import, Reason Reason) : InitiativeCommand(Command, null);

/// <summary>An entry that a command names, as it stands now.</summary>
/// <param name="Version">The stream version at which its present form was recorded.</param>
/// <param name="InForce">False once withdrawn.</param>
/// <param name="By">The command that made its present form.</param>
/// <param name="Pending">The import that has not been completed yet and made it what it is.</param>
public sealed record EntryHead(EntryId Entry, int Version, bool InForce, InitiativeFact Fact, CommandId? By = null, ImportId? Pending = null);

/// <summary>What one event of an earlier command did to an entry.</summary>
/// <param name="Version">The event's.</param>
/// <param name="Before">What was in force until then; null: the event opened the entry.</param>
/// <param name="After">What was in force from then on; null: the event withdrew it.</param>
public sealed record PastChange(EntryId Entry, int Version, InitiativeFact? Before, InitiativeFact? After);

/// <summary>What the decision needs to know beyond the small state; read under the stream's lock.</summary>
/// <param name="Entries">Of the entries the command names, or whose past it would undo, those that exist.</param>
/// <param name="Sessions">Of the sessions the command names, those that are in force.</param>
/// <param name="Past">For an undoing: what the act did, in order; empty if there is no such act in this stream.</param>
/// <param name="Import">The import that the command belongs to.</param>
public sealed record DecisionContext(
    ImmutableDictionary<EntryId, EntryHead> Entries, ImmutableHashSet<SessionId> Sessions, ImmutableArray<PastChange> Past, ImportId? Import = null)
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
