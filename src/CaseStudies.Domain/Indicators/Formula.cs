using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The closed algebra of measures. Every node names what it reads, so that a figure can show it.</summary>
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
[JsonDerivedType(typeof(Achievement), "achievement")]
[JsonDerivedType(typeof(Cohort), "cohort")]
[JsonDerivedType(typeof(PairedChange), "paired-change")]
[JsonDerivedType(typeof(Score), "score")]
[JsonDerivedType(typeof(PerMonth), "per-month")]
[JsonDerivedType(typeof(PerWeek), "per-week")]
[JsonDerivedType(typeof(PerSession), "per-session")]
[JsonDerivedType(typeof(PerKey), "per-key")]
public abstract record Formula;

/// <summary>The number of entries. No entries give zero.</summary>
public sealed record Count(Selection Of) : Formula;

/// <summary>
/// The sum of a quantity. Rival counts make it a range (contested); no entries give no data, not zero. For headcounts,
/// sessions within the days that have no count of an admitted group are named in a note.
/// </summary>
/// <param name="Quantity">A quantity of the kind, such as <c>count</c> or <c>value</c>; an entry without it is left out.</param>
public sealed record Sum(Selection Of, string Quantity) : Formula;

/// <summary>The number of different keys (people, partners, venues) over one kind or several. No entries give zero.</summary>
/// <param name="By">A dimension that all of the kinds have; an entry without a value in it is left out.</param>
/// <param name="Heads">
/// For people at sessions: the headcounts of those sessions. Heads beyond the named people of a session are people without
/// a name, who may be the same as each other or named elsewhere. The number of people is then a range, from the larger of (named
/// people, largest session) to the named people plus all heads without a name.
/// </param>
public sealed record Distinct(ImmutableArray<Selection> Of, string By, Selection? Heads = null) : Formula;

/// <summary>The different keys by name, in order of first occurrence; the value is their number.</summary>
public sealed record Listed(ImmutableArray<Selection> Of, string By) : Formula;

/// <summary>Hours from start and end, or as logged. An entry with neither blocks the figure. No entries give no data.</summary>
/// <param name="Of">Sessions held or activities logged.</param>
public sealed record Hours(Selection Of) : Formula;

/// <summary>The latest value declared on or before the end of the days counted, earlier days included.</summary>
/// <param name="Quantity">Which quantity of the kind; null where it has only one.</param>
public sealed record Latest(Selection Of, string? Quantity = null) : Formula;

/// <summary>
/// The number of calendar weeks (Monday to Sunday) or months in which a strand ran on at least one day: from its start to its end,
/// excluding its pauses, those of the initiative and days on which the initiative was closed, and not beyond the day of asking.
/// </summary>
public sealed record Running(Slug Strand, CalendarUnit Unit) : Formula;

/// <summary>The time from one day with sessions to the next: exact days, days ÷ 7, or differences of calendar months.</summary>
/// <param name="Of">Sessions held.</param>
/// <param name="Take">Range, mean or maximum. Fewer than two days with sessions give no data.</param>
public sealed record Interval(Selection Of, CalendarUnit Unit, Take Take) : Formula;

public enum CalendarUnit { Day, Week, Month }

/// <summary>Answers that meet a condition ÷ answers to that item. One response per person and wave.</summary>
/// <param name="Of">Survey responses; instrument and wave must be named.</param>
/// <param name="Tallies">Paper tallies of the same instrument and wave, added answer by answer.</param>
public sealed record Share(Selection Of, string Item, ImmutableArray<Slug> Answers, Selection? Tallies = null) : Formula;

/// <summary>One measure ÷ another, exact; never an average of ratios. A divisor of zero gives no data.</summary>
public sealed record Ratio(Formula Of, Formula To) : Formula;

/// <summary>A measure ÷ the target in force on the last day counted, as a percentage. A target of zero, or none, gives no data.</summary>
/// <remarks>A target in another unit blocks it, and so does one that is an upper limit: a low value would then look like a bad one.</remarks>
/// <param name="Target">The key of the target.</param>
public sealed record Achievement(Formula Of, Slug Target) : Formula;

/// <summary>People who joined, and those of them who continue: as a number or as a share of those who joined.</summary>
/// <remarks>
/// People who join after the cut-off are left out. A person who left between joining and the cut-off does not continue, unless
/// joining again on a later day than the last departure. Visits before joining do not count.
/// </remarks>
/// <param name="Enters">The entries by which people join, within the days counted.</param>
/// <param name="Visits">What counts as taking part.</param>
/// <param name="MinimumVisits">At least this many visits from joining to the cut-off …</param>
/// <param name="SeenWithinDays">… and the last of them at most this many days before the cut-off.</param>
/// <param name="PausesExcused">Days of a recorded pause do not count towards <paramref name="SeenWithinDays"/>.</param>
/// <param name="CutOff">The day for which continuing is decided, that day included.</param>
/// <param name="CompletedBy">
/// What completes the programme, such as reaching a stage. People with such an entry from joining to the cut-off count among those who continue, whatever
/// they did afterwards: without it, people who completed and then left would be told as lost.
/// </param>
public sealed record Cohort(
    Selection Enters, Selection Visits, int MinimumVisits, int SeenWithinDays, LocalDate CutOff, CohortResult As, bool PausesExcused = false,
    Selection? CompletedBy = null) : Formula;

public enum CohortResult { People, Share }

/// <summary>Compares the same person before and after, in the same version of one instrument. A note says how many cannot be paired.</summary>
/// <remarks>
/// The response after is one of the days counted. The response before is one of these days too, not later than the response after, or else the
/// last one before these days. Two that could be meant block the figure.
/// </remarks>
/// <param name="Of">Survey responses. The instrument must be named, waves must not.</param>
/// <param name="Items">The score is the sum of these items' answers; an answer without a score cannot be paired.</param>
public sealed record PairedChange(Selection Of, ImmutableArray<Slug> Items, Slug Before, Slug After, ChangeResult As) : Formula;

/// <summary>The number of people whose score rose, fell or did not change, or the mean of all changes.</summary>
public enum ChangeResult { Risen, Fallen, Unchanged, Mean }

/// <summary>The mean score of respondents, or the share of those whose score lies within bounds. One response per person.</summary>
/// <param name="Of">Survey responses; instrument and wave must be named.</param>
/// <param name="Items">The score is the sum of the points of these items. A response without an answer, or with one without points, is left out.</param>
/// <param name="AtLeast">For the share: this score or a higher one; with <paramref name="AtMost"/> or alone.</param>
/// <param name="AtMost">For the share: this score or a lower one.</param>
public sealed record Score(Selection Of, ImmutableArray<Slug> Items, ScoreResult As, int? AtLeast = null, int? AtMost = null) : Formula;

public enum ScoreResult { Mean, Share }

/// <summary>A measure for each month in which a strand ran (pauses excluded), and what is taken from the values.</summary>
/// <remarks>A month without entries is <em>missing</em>, unless it was confirmed as empty, which is a zero.</remarks>
public sealed record PerMonth(Formula Of, Slug Strand, Take Take) : Formula;

/// <summary>A measure for each week (Monday to Sunday). A week is confirmed as empty where all its days lie in such months.</summary>
public sealed record PerWeek(Formula Of, Slug Strand, Take Take) : Formula;

/// <summary>A measure for each session, and what is taken from the values. A session without entries is missing, not zero.</summary>
/// <param name="Of">A count, a sum, a number of different keys, or hours, of entries that belong to sessions.</param>
/// <param name="Sessions">Sessions held.</param>
public sealed record PerSession(Formula Of, Selection Sessions, Take Take) : Formula;

/// <summary>A measure for each key (a thread of notes, a card), and what is taken from the values. Only keys that occur count.</summary>
/// <param name="Of">A count, sum, number of different keys, or hours.</param>
/// <param name="By">A dimension of all kinds that <paramref name="Of"/> reads; an entry without a value in it is left out.</param>
public sealed record PerKey(Formula Of, string By, Take Take) : Formula;

/// <summary>The smallest and largest value, the mean, the maximum or the total.</summary>
public enum Take { Range, Mean, Maximum, Total }
