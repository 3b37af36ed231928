using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>One change of what is in force: which record, from what to what, when, by whom, and why.</summary>
/// <param name="Version">From which stream version on it is in force; for a row of a file, that of its import's completion.</param>
/// <param name="Event">The stream version of the event that said it.</param>
/// <param name="Entry">Null where the event could not be read.</param>
/// <param name="Kind">The kind of fact; of the event, where that could not be read.</param>
/// <param name="Before">What was in force until then; null where nothing was.</param>
/// <param name="After">What is in force from then on; null where nothing is.</param>
/// <param name="OnBefore">The day on which it happened, as known just before: its own, or that of its session, even one that has gone.</param>
/// <param name="OnAfter">The same, as known just after.</param>
/// <param name="Carried">For a session that was moved, withdrawn or reinstated: what stands on it and went with it, without a change of its own.</param>
/// <param name="Problem">Why the event could not be read.</param>
public sealed record LoggedChange(
    ChangeKind What, int Version, int Event, EntryId? Entry, string Kind, InitiativeFact? Before, InitiativeFact? After, LocalDate? OnBefore, LocalDate? OnAfter,
    Instant RecordedAt, SubjectId By, CommandId? Act, string Source, Origin? Origin, Reason? Reason, ImmutableArray<EntryId> Carried, string? Problem = null)
{
    /// <summary>Whether it happened within these days, as known before or after; what cannot be read might have.</summary>
    public bool HappenedWithin(LocalDate from, LocalDate to) =>
        What == ChangeKind.Unreadable || (OnBefore >= from && OnBefore <= to) || (OnAfter >= from && OnAfter <= to);

    /// <summary>Whether it is about these days: it happened within them, or says something that reaches into them. A mark on a period is not about its days.</summary>
    public bool Touches(LocalDate from, LocalDate to) =>
        What == ChangeKind.Unreadable || Reach.Of(Before, OnBefore).Meets(from, to) || Reach.Of(After, OnAfter).Meets(from, to);
}

/// <summary>A closed period about whose days something was said after its closing.</summary>
public sealed record RestatedPeriod(LocalDate From, LocalDate To);

public enum ChangeKind
{
    /// <summary>Newly recorded: from nothing.</summary>
    Recorded,

    Corrected,

    /// <summary>No longer in force.</summary>
    Withdrawn,

    /// <summary>In force again.</summary>
    Reinstated,

    /// <summary>Something was recorded, and nobody can say what.</summary>
    Unreadable,
}
