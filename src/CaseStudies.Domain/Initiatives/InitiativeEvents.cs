using System.Collections.Immutable;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

// NOTE: names and members of everything below are the storage format. Change by adding a version and an upcaster in
// InitiativeEventCatalogue, never by editing; each has a committed JSON example as its contract.

/// <summary>An event of one initiative. Its metadata (<see cref="Provenance"/>) says who recorded it, when and by which command.</summary>
public abstract record InitiativeEvent;

/// <summary>A statement of a person. Each fact opens one entry; only a correction or a withdrawal closes it.</summary>
/// <remarks>The members of this base class are computed from the others and not stored; see <see cref="DomainJson"/>.</remarks>
public abstract record InitiativeFact : InitiativeEvent
{
    /// <summary>The day on which it happened, as stated; null where the session has the date.</summary>
    public abstract LocalDate? OccurredOn { get; }

    /// <summary>The session to which this fact belongs. Its date, strand and venue then apply to this fact too.</summary>
    public virtual SessionId? InSession => null;

    /// <summary>Whether it is announced beforehand (a pause, a plan): its day may be in the future and is not the day of something that happened.</summary>
    public bool IsAnnouncement => this is StrandPaused or PersonPaused or InitiativePaused or SessionPlanned;

    /// <summary>What a correction must not change, such as the key of a strand; null where there is nothing.</summary>
    public virtual string? Identity => null;

    /// <summary>The entries of which this fact is a decision; mostly none.</summary>
    public virtual ImmutableArray<EntryId> EntriesNamed => [];

    /// <summary>The strand that this fact names itself; null where it names none or its session does.</summary>
    public virtual Slug? InStrand => null;
}

/// <summary>Who recorded an event, when, by which command and from where. Stored in the metadata of the event, never in its body.</summary>
/// <param name="By">The opaque subject id.</param>
/// <param name="RecordedAt">The server's clock; never before the previous event of the same stream.</param>
/// <param name="CapturedAt">The time claimed by the device; null where it claimed none.</param>
/// <param name="Command">The command that made the event; kept in the ledger for ever.</param>
/// <param name="Index">The index of the event in its command, from 0.</param>
/// <param name="Source">One of the constants here.</param>
/// <param name="Origin">The place in a file, for events of an import.</param>
public sealed record Provenance(SubjectId By, Instant RecordedAt, Instant? CapturedAt, CommandId Command, int Index, string Source, Origin? Origin = null)
{
    /// <summary>A person or program, over HTTP.</summary>
    public const string Http = "http";

    /// <summary>From a file, by an import.</summary>
    public const string Import = "import";

    /// <summary>Loaded from a reconstructed log: the recorded time is that of the log, and every page says so.</summary>
    public const string Reconstruction = "reconstruction";

    /// <summary>A command of whoever runs the server, given there.</summary>
    public const string Operator = "operator";

    /// <summary>The entry that a fact with this provenance opens.</summary>
    public EntryId Entry => EntryId.ForCommand(Command, Index);
}

/// <summary>A place in an imported file. The file is named by <see cref="ImportBegun"/>.</summary>
/// <param name="Sheet">From 1.</param>
/// <param name="Row">As a spreadsheet shows it, from 1.</param>
public sealed record Origin(ImportId Import, int Sheet, int Row);

/// <summary>An event with its place in the stream. <paramref name="Version"/> counts from 1 without gaps.</summary>
public sealed record StoredEvent(int Version, Provenance Provenance, InitiativeEvent Body);

/// <summary>The entry is superseded by <paramref name="Replacement"/>, which is of the same kind and keeps the entry's id.</summary>
public sealed record EntryCorrected(EntryId Entry, InitiativeFact Replacement, Reason Reason) : InitiativeEvent;

/// <summary>The entry is no longer in force. It stays visible with its interval.</summary>
public sealed record EntryWithdrawn(EntryId Entry, Reason Reason) : InitiativeEvent;

/// <summary>A withdrawal is undone: the entry is in force again, with the content that it had.</summary>
public sealed record EntryReinstated(EntryId Entry, InitiativeFact Fact, Reason Reason) : InitiativeEvent;

/// <summary>An import starts. The statements of its rows are in the stream, but not in force until the import is completed.</summary>
public sealed record ImportBegun(ImportId Import, FileHash File) : InitiativeEvent;

/// <summary>The import is completed. From here on the statements of its rows are in force, in the order of recording.</summary>
public sealed record ImportCompleted(ImportId Import) : InitiativeEvent;

/// <summary>The import is abandoned. The statements of its rows are never in force.</summary>
public sealed record ImportAbandoned(ImportId Import, Reason Reason) : InitiativeEvent;

/// <summary>
/// A completed import is undone as a whole. From here on the statements of its rows are no longer in force, and what they had replaced is again.
/// </summary>
public sealed record ImportUndone(ImportId Import, Reason Reason) : InitiativeEvent;

/// <summary>The reason for a change: a code that can be counted and an optional note that is stored in the vault.</summary>
public sealed record Reason(ReasonCode Code, PrivateText? Note = null);

public enum ReasonCode
{
    Miscounted, Duplicate, WrongDate, WrongSession, WrongPerson, WrongGroup, EnteredByMistake, LateInformation, ConsentWithdrawn, Other,
}

// ---- The initiative itself -----------------------------------------------------------------------------------------

/// <summary>The first fact of every stream.</summary>
/// <param name="Forms">What the initiative does, in the words of the collection (居場所づくり, 多世代交流 …).</param>
/// <param name="TimeZone">The IANA time zone that decides when a day begins.</param>
/// <param name="Reconstruction">Set where the log was put together afterwards to give published totals; shown wherever the log is.</param>
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

/// <summary>The whole initiative is paused, both days included; every strand is paused with it.</summary>
public sealed record InitiativePaused(LocalDate From, LocalDate To, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => From;
}

/// <summary>The initiative's last day, until it is reopened.</summary>
public sealed record InitiativeClosed(LocalDate On, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>The first day on which a closed initiative continues.</summary>
public sealed record InitiativeReopened(LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>This initiative continues an earlier one. Streams do not read each other: what a figure needs is recorded here as a baseline.</summary>
/// <param name="Earlier">The earlier initiative's key in this organisation.</param>
public sealed record InitiativeContinued([property: Dimension] Slug Earlier, PublicText Title, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>An audience, area, method or class of partner is added or dropped.</summary>
public sealed record InitiativeRescoped([property: Dimension] ScopeAspect Aspect, PublicText Description, LocalDate On,
    [property: Dimension] Slug? Strand = null) : InitiativeFact
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

/// <summary>The strand is renamed. It stays the same strand; the latest name is shown.</summary>
public sealed record StrandRenamed([property: Dimension] Slug Strand, PublicText Name, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>The strand is paused, both days included. A month wholly within a pause does not count as a month in which it ran.</summary>
public sealed record StrandPaused([property: Dimension] Slug Strand, LocalDate From, LocalDate To, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => From;
    public override Slug? InStrand => Strand;
}

/// <summary>The weekday, time or frequency of a strand from this day on.</summary>
/// <param name="Every">The stated interval: "every two months" is 2 with unit <c>month</c>.</param>
/// <param name="Unit">The unit of <paramref name="Every"/>; both are given or neither.</param>
public sealed record StrandRescheduled(
    [property: Dimension] Slug Strand, PublicText Schedule, LocalDate On, [property: Measured] Quantity? Every = null,
    [property: Dimension] CalendarUnit? Unit = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A person confirmed that nothing was held in this month. The month counts as zero; without this it is missing.</summary>
/// <param name="Month">The month's first day.</param>
public sealed record MonthConfirmedEmpty([property: Dimension] Slug Strand, LocalDate Month) : InitiativeFact
{
    public override LocalDate? OccurredOn => Month;
    public override Slug? InStrand => Strand;
}

/// <summary>The label of a code in this initiative: group <c>youth</c> is 若者. Sentences and pages use it.</summary>
/// <param name="Dimension">As indicators name it: <c>group</c>, <c>role</c>, <c>stage</c>, <c>venue</c> …</param>
public sealed record TermDefined([property: Dimension] Slug Dimension, [property: Dimension] Slug Term, PublicText Label, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"term:{Dimension}:{Term}";
}
