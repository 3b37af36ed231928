using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days of a report, both included.</summary>
public sealed record Period
{
    public LocalDate From { get; }
    public LocalDate To { get; }

    /// <exception cref="ArgumentException">The last day is before the first.</exception>
    public Period(LocalDate from, LocalDate to) => (From, To) = from <= to ? (from, to) : throw new ArgumentException("The period ends before it begins.");

    /// <summary>The fiscal year (年度) that begins on 1 April of this year. For an organisation's own, use its <see cref="FiscalCalendar"/>.</summary>
    public static Period FiscalYear(int year) => FiscalCalendar.April.Year(year);
}

/// <summary>The value of an indicator for a period, as known at a frontier, with everything that explains it.</summary>
/// <param name="Version">The version of the definition.</param>
/// <param name="Frontier">The stream version up to which entries were known.</param>
/// <param name="Value">Exact; in per cent where the indicator is a percentage. Null where there is no value.</param>
/// <param name="Shown">The value as printed; null where there is none.</param>
/// <param name="Comparisons">One for each thing the definition compares with; empty where there is no value.</param>
/// <param name="SoFar">The day of the question, where the days counted are not over then: the value may still change. Null where they are over.</param>
public sealed record Figure(
    Slug Indicator, int Version, Indicator Definition, Period Period, int Frontier,
    FigureStatus Status, FigureValue? Value, PublicText? Shown, TargetComparison? Target, ImmutableArray<FigureComparison> Comparisons, Derivation Derivation,
    LocalDate? SoFar = null)
{
    /// <summary>The values by the other versions of the definition that govern days of the period, in the order of these days; mostly none.</summary>
    public ImmutableArray<FigureByVersion> OtherVersions { get; init; } = [];

    /// <summary>The likely duplicates that it counts more than once; mostly none.</summary>
    [JsonIgnore]
    public ImmutableArray<LikelyDuplicate> CountedTwice { get; init; } = [];

    /// <summary>How many likely duplicates it counts more than once; they are on the list of likely duplicates.</summary>
    public int UnderReview => CountedTwice.Length;
}

/// <summary>The value of the same indicator for the same period by another version of its definition.</summary>
/// <param name="From">The day from which that version applies.</param>
/// <param name="Shown">As printed by that version; null where there is no value.</param>
/// <param name="Definition">The formula of that version as a sentence.</param>
public sealed record FigureByVersion(int Version, LocalDate From, FigureStatus Status, FigureValue? Value, PublicText? Shown, PublicText Definition)
{
    internal static FigureByVersion FromFigure(Figure figure, LocalDate from) =>
        new(figure.Version, from, figure.Status, figure.Value, figure.Shown, figure.Derivation.Definition);
}

public enum FigureStatus
{
    /// <summary>Exact and complete.</summary>
    Computed,

    /// <summary>Nothing to count was recorded; not the same as zero.</summary>
    NoData,

    /// <summary>Two entries contradict each other. The value is a range until somebody resolves it, and cannot be published.</summary>
    Contested,

    /// <summary>Something it needs cannot be read or told apart; there is no value.</summary>
    Blocked,
}

/// <summary>A point (both bounds equal) or a range.</summary>
public sealed record FigureValue(Quantity Low, Quantity High)
{
    public FigureValue(Quantity point) : this(point, point) { }

    public bool IsPoint => Low == High;
}

/// <param name="Achieved">Whether the whole value meets the target; null where only part of a range does, or where it is pending.</param>
/// <param name="Entry">The entry that set it.</param>
/// <param name="IsPending">It is an upper limit, and the period is not over.</param>
public sealed record TargetComparison(Comparison Comparison, Quantity Value, LocalDate SetOn, bool? Achieved, EntryId Entry, bool IsPending = false);

/// <summary>What a value is compared with, and the difference.</summary>
/// <param name="Status">Computed, or why there is no other value.</param>
/// <param name="Difference">The value of the figure minus the other, as bounds.</param>
/// <param name="Notes">Notes on the other value, such as its missing months.</param>
public sealed record FigureComparison(
    Against Against, FigureStatus Status, FigureValue? Value, PublicText? Shown, FigureValue? Difference, ImmutableArray<PublicText> Notes);

/// <summary>How the value was computed.</summary>
/// <param name="Definition">The formula as a sentence.</param>
/// <param name="Arithmetic">The calculation as a line of text; null where there is no value.</param>
/// <param name="Notes">Missing months, conflicts, reasons for blocking.</param>
public sealed record Derivation(PublicText Definition, PublicText? Arithmetic, ImmutableArray<DerivationPart> Parts, ImmutableArray<PublicText> Notes);

/// <summary>One list of examined entries, ordered by day.</summary>
/// <param name="Role">
/// <c>value</c>, <c>numerator</c>, <c>denominator</c>, <c>entered</c>, <c>continuing</c>, a month <c>2025-12</c>, a week
/// <c>2025-W49</c>, <c>session:ID</c>, <c>key:KEY</c>, <c>heads</c>, <c>target</c>, <c>completed</c>; or evidence that adds nothing of its own: <c>since</c>,
/// <c>members</c>, <c>ended</c>, <c>left</c>, <c>paused</c>, <c>run</c>, <c>sessions</c>, <c>tallies</c>, <c>merged</c>. A side within a month, a
/// week or another side follows it: <c>2025-12:numerator</c>. Parts of a comparison are prefixed with <c>year-before:</c> or
/// <c>strand:KEY:</c>.
/// </param>
public sealed record DerivationPart(string Role, ImmutableArray<CountedEntry> Counted, ImmutableArray<LeftOutEntry> LeftOut);

/// <param name="Contribution">What the entry adds; 0 for evidence that adds nothing (the second visit of a person).</param>
/// <param name="Key">The key under which it was counted, where keys are counted.</param>
public sealed record CountedEntry(EntryId Entry, int Revision, int KnownFrom, LocalDate? On, Quantity Contribution, string? Key = null);

/// <param name="Dimension">For <see cref="LeftOutRule.OtherValue"/>: the dimension that does not match.</param>
public sealed record LeftOutEntry(EntryId Entry, int Revision, int KnownFrom, LocalDate? On, LeftOutRule Rule, string? Dimension = null);

/// <summary>Why an examined entry was not counted.</summary>
public enum LeftOutRule
{
    Superseded, Withdrawn, SessionNotInForce, OtherValue, OutsideDays, NotMember, NotAnswered, OtherAnswer, SameVisitTwice, DeclaredEarlier,
    NotEntered, BeforeEntering, AfterCutOff, TooFewVisits, NotSeenLately, HasLeft,

    /// <summary>A state that had ended before the days counted.</summary>
    Ended,

    /// <summary>It has no such quantity.</summary>
    NoQuantity,

    /// <summary>It has neither start and end nor hours.</summary>
    NoTimes,

    /// <summary>Another entry started the window.</summary>
    NotTheFirst,

    /// <summary>The same person did not answer both before and after.</summary>
    NotPaired,

    /// <summary>The response "after" is dated earlier than the response "before".</summary>
    AfterCameFirst,

    /// <summary>Before and after were answered in different versions of the instrument.</summary>
    OtherVersion,

    /// <summary>An item was not answered, or its answer has no score.</summary>
    NotScored,

    /// <summary>A headcount that says again what another one says of the same heads.</summary>
    SaidTwice,

    /// <summary>A plan whose session was cancelled: nobody could come.</summary>
    Cancelled,

    /// <summary>A tally of the same survey on paper, which this formula does not read.</summary>
    OnPaper,
}
