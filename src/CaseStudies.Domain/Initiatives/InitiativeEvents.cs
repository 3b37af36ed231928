using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

// NOTE: names and members of everything below are the storage format. Change by adding a version and an upcaster in
// InitiativeEventCatalogue, never by editing; each has a committed JSON example as its contract.

/// <summary>What happened in one initiative. The envelope (<see cref="Provenance"/>) says who, when and by which command.</summary>
public abstract record InitiativeEvent;

/// <summary>Something a person states. Each fact opens one entry; only a correction or a withdrawal closes it.</summary>
/// <remarks>The members of this base are read off the others and are not stored; see <see cref="DomainJson"/>.</remarks>
public abstract record InitiativeFact : InitiativeEvent
{
    /// <summary>The day on which it happened, as a person said it; null where the session it belongs to has the date.</summary>
    public abstract LocalDate? OccurredOn { get; }

    /// <summary>The session this fact belongs to: its date, strand and venue are then this fact's too.</summary>
    public virtual SessionId? InSession => null;

    /// <summary>Said beforehand (a pause, a plan): its day may lie in the future, and says nothing of what has happened.</summary>
    public bool IsAnnouncement => this is StrandPaused or PersonPaused or InitiativePaused or SessionPlanned;

    /// <summary>What a correction must keep, such as the strand's key; null where nothing must be kept.</summary>
    public virtual string? Identity => null;

    /// <summary>The strand this fact names itself; null where it names none, or where its session does.</summary>
    public virtual Slug? InStrand => null;
}

/// <summary>Who recorded, when, by which command, and from where. Part of every stored event's envelope, never of its body.</summary>
/// <param name="By">Opaque subject id.</param>
/// <param name="RecordedAt">Our clock; never before the predecessor's in the same stream.</param>
/// <param name="CapturedAt">What the device claims; null where it claimed nothing.</param>
/// <param name="Command">The command that made the event; permanent in the ledger.</param>
/// <param name="Index">The event's place among those of its command, from 0.</param>
/// <param name="Source">One of the constants here.</param>
/// <param name="Origin">The place in a file, for what came by an import.</param>
public sealed record Provenance(SubjectId By, Instant RecordedAt, Instant? CapturedAt, CommandId Command, int Index, string Source, Origin? Origin = null)
{
    /// <summary>A person or program, over HTTP.</summary>
    public const string Http = "http";

    /// <summary>Out of a file, by an import.</summary>
    public const string Import = "import";

    /// <summary>Loaded from a reconstructed log: the clock is the log's, and every page says so.</summary>
    public const string Reconstruction = "reconstruction";

    /// <summary>The entry that a fact with this provenance opens.</summary>
    public EntryId Entry => EntryId.Of(Command, Index);
}

/// <summary>Where in an imported file something stood. What the file was is said by <see cref="ImportBegun"/>.</summary>
/// <param name="Sheet">From 1.</param>
/// <param name="Row">As a spreadsheet shows it, from 1.</param>
public sealed record Origin(ImportId Import, int Sheet, int Row);

/// <summary>An event as it stands in its stream. <paramref name="Version"/> counts from 1 without gaps.</summary>
public sealed record StoredEvent(int Version, Provenance Provenance, InitiativeEvent Body);

/// <summary>The entry is superseded by <paramref name="Replacement"/>, which is of the same kind and keeps the entry's id.</summary>
public sealed record EntryCorrected(EntryId Entry, InitiativeFact Replacement, Reason Reason) : InitiativeEvent;

/// <summary>The entry is no longer in force. It stays visible with its interval.</summary>
public sealed record EntryWithdrawn(EntryId Entry, Reason Reason) : InitiativeEvent;

/// <summary>A withdrawal is undone: the entry is in force again, with the content that it had.</summary>
public sealed record EntryReinstated(EntryId Entry, InitiativeFact Fact, Reason Reason) : InitiativeEvent;

/// <summary>A file begins to come in. What its rows say stands in the stream, but is not in force until the import is completed.</summary>
public sealed record ImportBegun(ImportId Import, FileHash File) : InitiativeEvent;

/// <summary>From here on, everything that the import's rows say is in force, in the order in which they were recorded.</summary>
public sealed record ImportCompleted(ImportId Import) : InitiativeEvent;

/// <summary>Nothing that the import's rows say has ever been, or will be, in force.</summary>
public sealed record ImportAbandoned(ImportId Import, Reason Reason) : InitiativeEvent;

/// <summary>Why something was changed: a code that can be counted, and, if wanted, a note that only the vault knows.</summary>
public sealed record Reason(ReasonCode Code, PrivateText? Note = null);

public enum ReasonCode
{
    Miscounted, Duplicate, WrongDate, WrongSession, WrongPerson, WrongGroup, EnteredByMistake, LateInformation, ConsentWithdrawn, Other,
}

// ---- The initiative itself -----------------------------------------------------------------------------------------

/// <summary>The first fact of every stream.</summary>
/// <param name="Forms">What it does, in the collection's words (居場所づくり, 多世代交流 …).</param>
/// <param name="TimeZone">IANA id by which a day begins and ends for this initiative.</param>
/// <param name="Reconstruction">Present where the log was made afterwards so that published totals follow; shown wherever the log is.</param>
public sealed record InitiativeOpened(
    PublicText Title, ImmutableArray<PublicText> Forms, ImmutableArray<PublicText> Audiences, ImmutableArray<PublicText> Areas,
    LocalDate On, string TimeZone = "Asia/Tokyo", PublicText? Reconstruction = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => "initiative";
}

/// <summary>The initiative changes its public name.</summary>
public sealed record InitiativeRenamed(PublicText Title, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>The initiative as a whole rests, both days included: every strand rests with it.</summary>
public sealed record InitiativePaused(LocalDate From, LocalDate To, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => From;
}

/// <summary>The initiative's last day, until it is reopened.</summary>
public sealed record InitiativeClosed(LocalDate On, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>The first day on which a closed initiative goes on.</summary>
public sealed record InitiativeReopened(LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>This initiative goes on with what an earlier one began. Nothing is read across: what a figure needs of it is recorded here as a baseline.</summary>
/// <param name="Earlier">The earlier initiative's key in this organisation.</param>
public sealed record InitiativeContinued([property: Dimension] Slug Earlier, PublicText Title, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>A new audience, area or method is admitted, or one is left.</summary>
public sealed record InitiativeRescoped([property: Dimension] ScopeAspect Aspect, PublicText Description, LocalDate On, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

public enum ScopeAspect { Audience, Area, Method, PartnerClass }

/// <summary>A named sub-activity begins.</summary>
public sealed record StrandStarted([property: Dimension] Slug Strand, PublicText Name, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"strand:{Strand}";
}

/// <summary>The strand's last day.</summary>
public sealed record StrandEnded([property: Dimension] Slug Strand, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"strand:{Strand}";
}

/// <summary>The strand changes its name. It stays the same strand; the newest name is shown.</summary>
public sealed record StrandRenamed([property: Dimension] Slug Strand, PublicText Name, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>The strand rests; both days included. Months that lie wholly within are no months in which it ran.</summary>
public sealed record StrandPaused([property: Dimension] Slug Strand, LocalDate From, LocalDate To, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => From;
    public override Slug? InStrand => Strand;
}

/// <summary>Weekday, time or frequency of a strand, from this day on.</summary>
/// <param name="Every">The stated interval: every two months is 2 with unit <c>month</c>.</param>
/// <param name="Unit">The unit of <paramref name="Every"/>; both are said or neither.</param>
public sealed record StrandRescheduled(
    [property: Dimension] Slug Strand, PublicText Schedule, LocalDate On, [property: Measured] Quantity? Every = null,
    [property: Dimension] CalendarUnit? Unit = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>Somebody looked and nothing was held in this month: a zero, where silence would be a missing month.</summary>
/// <param name="Month">The month's first day.</param>
public sealed record MonthConfirmedEmpty([property: Dimension] Slug Strand, LocalDate Month) : InitiativeFact
{
    public override LocalDate? OccurredOn => Month;
    public override Slug? InStrand => Strand;
}

/// <summary>What a code is called in this initiative: group <c>youth</c> is 若者. Sentences and pages use it.</summary>
/// <param name="Dimension">As indicators name it: <c>group</c>, <c>role</c>, <c>stage</c>, <c>venue</c> …</param>
public sealed record TermDefined([property: Dimension] Slug Dimension, [property: Dimension] Slug Term, PublicText Label, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"term:{Dimension}:{Term}";
}
