using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>One change of what is in force: which entry, from what to what, when, by whom and why.</summary>
/// <param name="Version">The stream version from which it is in force; for a row of a file, that of the import's completion.</param>
/// <param name="Event">The stream version of its event. The undoing of an import changes many entries by one event.</param>
/// <param name="Entry">Null where the event could not be read.</param>
/// <param name="Kind">The kind of fact; the kind of event where it cannot be read.</param>
/// <param name="Before">The content in force until then; null where there was none.</param>
/// <param name="After">The content in force from then on; null where there is none.</param>
/// <param name="OnBefore">The day of the entry as known just before: its own, or that of its session, even if that is no longer in force.</param>
/// <param name="OnAfter">The day of the entry as known just after.</param>
/// <param name="Carried">For a session that was moved, withdrawn or reinstated: the number of its entries that moved with it without a change of
/// their own.</param>
/// <param name="Problem">Why the event could not be read.</param>
public sealed record LoggedChange(
    ChangeKind What, int Version, int Event, EntryId? Entry, string Kind, InitiativeFact? Before, InitiativeFact? After, LocalDate? OnBefore,
    LocalDate? OnAfter,
    Instant RecordedAt, SubjectId By, CommandId? Act, string Source, Origin? Origin, Reason? Reason, ImmutableArray<EntryId> Carried, string? Problem = null)
{
    /// <summary>What tells it from every other change, wherever the changes are read again.</summary>
    internal ChangeId Id => new(Event, Entry);

    /// <summary>Whether the entry lies within these days before or after the change. An unreadable one might.</summary>
    public bool HappenedWithin(LocalDate from, LocalDate to) =>
        What == ChangeKind.Unreadable || (OnBefore >= from && OnBefore <= to) || (OnAfter >= from && OnAfter <= to);

    /// <summary>Whether the change concerns these days: its entry lies within them or reaches into them. Marks on periods do not.</summary>
    public bool Touches(LocalDate from, LocalDate to) =>
        What == ChangeKind.Unreadable || Reach.FromFact(Before, OnBefore).Meets(from, to) || Reach.FromFact(After, OnAfter).Meets(from, to);
}

internal readonly record struct ChangeId(int Event, EntryId? Entry);

/// <summary>A closed period that an act, or one change, restated: the list of this closing has it.</summary>
/// <param name="Closing">The number of the closing that stood then.</param>
/// <param name="Changes">How many changes of the act its list has; null for a single change.</param>
public sealed record RestatedPeriod(LocalDate From, LocalDate To, int Closing, int? Changes = null);

public enum ChangeKind
{
    /// <summary>A new entry.</summary>
    Recorded,

    Corrected,

    /// <summary>No longer in force.</summary>
    Withdrawn,

    /// <summary>In force again.</summary>
    Reinstated,

    /// <summary>Something was recorded that cannot be read.</summary>
    Unreadable,
}
