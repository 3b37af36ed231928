using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The closed algebra of measures. Every node says what it reads, so that a figure can show it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(Count), "count")]
[JsonDerivedType(typeof(Sum), "sum")]
[JsonDerivedType(typeof(Distinct), "distinct")]
[JsonDerivedType(typeof(Listed), "list")]
[JsonDerivedType(typeof(Hours), "hours")]
[JsonDerivedType(typeof(Latest), "latest")]
[JsonDerivedType(typeof(Running), "running")]
[JsonDerivedType(typeof(Interval), "interval")]
[JsonDerivedType(typeof(Share), "share")]
[JsonDerivedType(typeof(Ratio), "ratio")]
[JsonDerivedType(typeof(Cohort), "cohort")]
[JsonDerivedType(typeof(PairedChange), "paired-change")]
[JsonDerivedType(typeof(Score), "score")]
[JsonDerivedType(typeof(PerMonth), "per-month")]
[JsonDerivedType(typeof(PerWeek), "per-week")]
[JsonDerivedType(typeof(PerSession), "per-session")]
[JsonDerivedType(typeof(PerKey), "per-key")]
public abstract record Formula;

/// <summary>How many entries. None is zero.</summary>
public sealed record Count(Selection Of) : Formula;

/// <summary>
/// The sum of a quantity. Rival counts make it a range (contested); no entry at all is no data, not zero. Of headcounts, the
/// sessions that lie within the days and have no count of an admitted group are named in a note.
/// </summary>
/// <param name="Quantity">A quantity of the kind, such as <c>count</c> or <c>value</c>; an entry without it is left out.</param>
public sealed record Sum(Selection Of, string Quantity) : Formula;

/// <summary>How many different keys (people, partners, venues) over one kind or a union of kinds. None is zero.</summary>
/// <param name="By">A dimension that all of the kinds have; an entry without a value in it is left out.</param>
/// <param name="Heads">
/// For people at sessions: the headcounts of those sessions. Heads beyond the named people of a session are people without
/// names, who may be each other or named elsewhere: the number of people is then a range, from the larger of (named people,
/// largest session) to named people plus all nameless heads.
/// </param>
public sealed record Distinct(ImmutableArray<Selection> Of, string By, Selection? Heads = null) : Formula;

/// <summary>The different keys themselves by name, in the order in which they first occurred; the value is their number.</summary>
public sealed record Listed(ImmutableArray<Selection> Of, string By) : Formula;

/// <summary>Hours from start and end, or as logged where an activity says only hours; an entry with neither blocks the figure. No entry is no data.</summary>
/// <param name="Of">Sessions held or activities logged.</param>
public sealed record Hours(Selection Of) : Formula;

/// <summary>The value declared last on or before the end of the days that count, earlier days included.</summary>
/// <param name="Quantity">Which quantity of the kind; null where it has one.</param>
public sealed record Latest(Selection Of, string? Quantity = null) : Formula;

/// <summary>
/// In how many calendar weeks (Monday to Sunday) or months a strand ran on at least one day: from its start to its end, less
/// its pauses and the initiative's, less the days on which the initiative was closed, not beyond the day of asking.
/// </summary>
public sealed record Running(Slug Strand, CalendarUnit Unit) : Formula;

/// <summary>Time between one day with sessions and the next, over the days that count: exact days, sevenths of them, or differences of month names.</summary>
/// <param name="Of">Sessions held.</param>
/// <param name="Take">Range, mean or maximum. Fewer than two days with sessions are no data.</param>
public sealed record Interval(Selection Of, CalendarUnit Unit, Take Take) : Formula;

public enum CalendarUnit { Day, Week, Month }

/// <summary>Answers that meet a condition ÷ answers to that item. One response per person and wave.</summary>
/// <param name="Of">Survey responses; instrument and wave must be named.</param>
/// <param name="Tallies">Paper tallies of the same instrument and wave, added answer by answer.</param>
public sealed record Share(Selection Of, string Item, ImmutableArray<Slug> Answers, Selection? Tallies = null) : Formula;

/// <summary>One measure ÷ another, exact; never an average of ratios. A zero below is no data.</summary>
public sealed record Ratio(Formula Of, Formula To) : Formula;

/// <summary>People who entered, and of them those who continue: as a number or as a share of those who entered.</summary>
/// <remarks>
/// Who enters after the cut-off is left out. Who left between entering and cut-off does not continue, unless entering again
/// after the last leaving (on a later day). Visits before entering do not count.
/// </remarks>
/// <param name="Enters">Who enters, by what, within the days that count.</param>
/// <param name="Visits">What counts as taking part.</param>
/// <param name="MinimumVisits">At least this many visits from entering to the cut-off …</param>
/// <param name="SeenWithinDays">… and the last of them at most this many days before the cut-off.</param>
/// <param name="PausesExcused">Days of a recorded pause do not count towards <paramref name="SeenWithinDays"/>.</param>
/// <param name="CutOff">The day at which continuing is judged, that day included.</param>
public sealed record Cohort(
    Selection Enters, Selection Visits, int MinimumVisits, int SeenWithinDays, LocalDate CutOff, CohortResult As, bool PausesExcused = false) : Formula;

public enum CohortResult { People, Share }

/// <summary>The same person before and after, answering the same version of one instrument; who cannot be paired is told in a note.</summary>
/// <param name="Of">Survey responses on or before the last day that counts, earlier days included; the instrument must be named, waves must not.</param>
/// <param name="Items">The score is the sum of these items' answers; an answer without a score cannot be paired.</param>
public sealed record PairedChange(Selection Of, ImmutableArray<Slug> Items, Slug Before, Slug After, ChangeResult As) : Formula;

/// <summary>People whose score rose, fell or stayed, or the mean of all changes.</summary>
public enum ChangeResult { Risen, Fallen, Unchanged, Mean }

/// <summary>The mean of the scores that respondents reached, or the share of those whose score lies within bounds. One response per person.</summary>
/// <param name="Of">Survey responses; instrument and wave must be named.</param>
/// <param name="Items">The score is the sum of these items' answers; a response that leaves one out, or gives an answer without points, has none and is left out.</param>
/// <param name="AtLeast">For the share: this score or a higher one; with <paramref name="AtMost"/> or alone.</param>
/// <param name="AtMost">For the share: this score or a lower one.</param>
public sealed record Score(Selection Of, ImmutableArray<Slug> Items, ScoreResult As, int? AtLeast = null, int? AtMost = null) : Formula;

public enum ScoreResult { Mean, Share }

/// <summary>A measure month by month over the months in which a strand ran (less pauses), and what is taken from them.</summary>
/// <remarks>A month without an entry is <em>missing</em> unless it was confirmed empty, which is a zero.</remarks>
public sealed record PerMonth(Formula Of, Slug Strand, Take Take) : Formula;

/// <summary>The same week by week (Monday to Sunday). A week is confirmed empty where all its days lie in months confirmed empty.</summary>
public sealed record PerWeek(Formula Of, Slug Strand, Take Take) : Formula;

/// <summary>A measure session by session, and what is taken from them. A session without an entry is missing, not zero.</summary>
/// <param name="Of">A count, sum, number of different keys, or hours, of what belongs to a session.</param>
/// <param name="Sessions">Sessions held.</param>
public sealed record PerSession(Formula Of, Selection Sessions, Take Take) : Formula;

/// <summary>A measure key by key (a thread of notes, a card), and what is taken from them. Only keys that occur are there.</summary>
/// <param name="Of">A count, sum, number of different keys, or hours.</param>
/// <param name="By">A dimension of all kinds that <paramref name="Of"/> reads; an entry without a value in it is left out.</param>
public sealed record PerKey(Formula Of, string By, Take Take) : Formula;

/// <summary>Smallest and largest · mean · largest, with the first that set it · all added.</summary>
public enum Take { Range, Mean, Maximum, Total }
