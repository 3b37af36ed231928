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
public sealed record CorrectEntry(CommandId Command, EntryId Entry, InitiativeFact Replacement, Reason Reason, int? Version = null, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt);

/// <param name="Version">As for <see cref="CorrectEntry"/>.</param>
public sealed record WithdrawEntry(CommandId Command, EntryId Entry, Reason Reason, int? Version = null, Instant? CapturedAt = null)
    : InitiativeCommand(Command, CapturedAt);

/// <summary>The entry a correction or withdrawal names, as it stands now.</summary>
/// <param name="Version">The stream version at which its present form came into force.</param>
/// <param name="InForce">False once withdrawn.</param>
public sealed record EntryHead(EntryId Entry, int Version, bool InForce, InitiativeFact Fact);

/// <summary>What the decision needs to know beyond the small state; read under the stream's lock.</summary>
/// <param name="Sessions">Of the sessions the command names, those that are in force.</param>
public sealed record DecisionContext(EntryHead? Entry, ImmutableHashSet<SessionId> Sessions)
{
    public static DecisionContext Empty { get; } = new(null, []);
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
