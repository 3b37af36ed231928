using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days a report is about, both included.</summary>
public sealed record Period
{
    public LocalDate From { get; }
    public LocalDate To { get; }

    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public Period(LocalDate from, LocalDate to) => (From, To) = from <= to ? (from, to) : throw new ArgumentException("The period ends before it begins.");

    /// <summary>The fiscal year (年度) that begins on 1 April of this year; an organisation's own is told by its <see cref="FiscalCalendar"/>.</summary>
    public static Period FiscalYear(int year) => FiscalCalendar.April.Year(year);
}

/// <summary>An indicator's value for a period, as known at a frontier, with everything that explains it.</summary>
/// <param name="Version">The definition's version.</param>
/// <param name="Frontier">The stream version up to which entries were known.</param>
/// <param name="Value">Exact; in per cent where the indicator is shown so. Null where there is none to serve.</param>
/// <param name="Shown">The value as printed; null where there is none.</param>
/// <param name="Comparisons">One for each thing that the definition holds it against; empty where there is no value.</param>
public sealed record Figure(
    Slug Indicator, int Version, Indicator Definition, Period Period, int Frontier,
    FigureStatus Status, FigureValue? Value, PublicText? Shown, TargetComparison? Target, ImmutableArray<FigureComparison> Comparisons, Derivation Derivation);

public enum FigureStatus
{
    /// <summary>Exact and complete.</summary>
    Computed,

    /// <summary>Nothing was recorded that could be counted; not the same as zero.</summary>
    NoData,

    /// <summary>Two entries contradict each other; the value is a range until somebody settles it, and cannot be published.</summary>
    Contested,

    /// <summary>Not everything it needs can be read or told apart; no value is served.</summary>
    Blocked,
}

/// <summary>A point (both bounds equal) or a range.</summary>
public sealed record FigureValue(Quantity Low, Quantity High)
{
    public FigureValue(Quantity point) : this(point, point) { }

    public bool IsPoint => Low == High;
}

/// <param name="Achieved">The whole value meets it.</param>
/// <param name="Entry">The entry that set it.</param>
public sealed record TargetComparison(Comparison Comparison, Quantity Value, LocalDate SetOn, bool? Achieved, EntryId Entry);

/// <summary>What a value is held against, and how far it lies from it.</summary>
/// <param name="Status">Computed, or why there is no other value.</param>
/// <param name="Difference">The figure's value less the other, as bounds.</param>
/// <param name="Notes">What the other value lacks, such as its missing months.</param>
public sealed record FigureComparison(
    Against Against, FigureStatus Status, FigureValue? Value, PublicText? Shown, FigureValue? Difference, ImmutableArray<PublicText> Notes);

/// <summary>How the value came about.</summary>
/// <param name="Definition">The formula as a sentence.</param>
/// <param name="Arithmetic">The sum that gives the value; empty where there is none.</param>
/// <param name="Notes">Missing months, conflicts, reasons for blocking.</param>
public sealed record Derivation(PublicText Definition, PublicText? Arithmetic, ImmutableArray<DerivationPart> Parts, ImmutableArray<PublicText> Notes);

/// <summary>One list of entries that was gone through, in the order of the days on which they happened.</summary>
/// <param name="Role">
/// <c>value</c>, <c>numerator</c>, <c>denominator</c>, <c>entered</c>, <c>continuing</c>, a month <c>2025-12</c>, a week
/// <c>2025-W49</c>, <c>session:ID</c>, <c>key:KEY</c>, <c>heads</c>; or evidence that adds nothing of its own: <c>since</c>,
/// <c>members</c>, <c>ended</c>, <c>left</c>, <c>paused</c>, <c>run</c>, <c>sessions</c>, <c>merged</c>. A side within a month, a
/// week or another side stands behind it: <c>2025-12:numerator</c>. Behind <c>year-before:</c> or <c>strand:KEY:</c> stands what
/// a comparison went through.
/// </param>
public sealed record DerivationPart(string Role, ImmutableArray<CountedEntry> Counted, ImmutableArray<LeftOutEntry> LeftOut);

/// <param name="Contribution">What it adds; 0 for evidence that adds nothing of its own (a person's second visit).</param>
/// <param name="Key">The key it was counted under, where keys are counted.</param>
public sealed record CountedEntry(EntryId Entry, int Revision, int KnownFrom, LocalDate? On, Quantity Contribution, string? Key = null);

/// <param name="Dimension">For <see cref="LeftOutRule.OtherValue"/>: the dimension in which it differs.</param>
public sealed record LeftOutEntry(EntryId Entry, int Revision, int KnownFrom, LocalDate? On, LeftOutRule Rule, string? Dimension = null);

/// <summary>Why an entry was gone through and not counted.</summary>
public enum LeftOutRule
{
    Superseded, Withdrawn, SessionNotInForce, OtherValue, OutsideDays, NotMember, NotAnswered, OtherAnswer, SameVisitTwice, DeclaredEarlier,
    NotEntered, BeforeEntering, AfterCutOff, TooFewVisits, NotSeenLately, HasLeft,

    /// <summary>A state that had ended before the days that count.</summary>
    Ended,

    /// <summary>It does not have the quantity that is added.</summary>
    NoQuantity,

    /// <summary>It has neither start and end nor hours.</summary>
    NoTimes,

    /// <summary>Another entry opened the window before it.</summary>
    NotTheFirst,

    /// <summary>The same person did not answer both before and after.</summary>
    NotPaired,

    /// <summary>Before and after were answered in different versions of the instrument.</summary>
    OtherVersion,

    /// <summary>An item was not answered, or its answer has no score.</summary>
    NotScored,
}
