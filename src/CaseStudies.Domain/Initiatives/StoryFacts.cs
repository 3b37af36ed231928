using CaseStudies.Domain.Indicators;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Domain.Initiatives;

/// <summary>A single event worth telling: a tool comes into use, a decision is made, a report is published.</summary>
/// <param name="Item">Which tool, event or report, where milestones of one kind are told apart.</param>
public sealed record MilestoneReached(
    [property: Dimension] Slug Milestone, PublicText Description, LocalDate On, [property: Dimension] Slug? By = null,
    [property: Dimension] Slug? Strand = null, [property: Dimension] Slug? Item = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A qualitative outcome: a change in words, not measured, written for publication.</summary>
/// <param name="Direction">Set where the source says only that something increased or decreased, without a number.</param>
public sealed record OutcomeObserved(
    [property: Dimension] Slug Outcome, PublicText Text, LocalDate On, [property: Dimension] Slug? Strand = null,
    [property: Dimension] Direction? Direction = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

public enum Direction { More, Fewer }

/// <summary>A section of the case study of one period, written for publication. The latest one in force is on its page alone.</summary>
/// <param name="From">With <paramref name="To"/>, both included: the period that it is about. Those stored before this was stated lack both.</param>
public sealed record NarrativeWritten(
    [property: Dimension] NarrativeSection Section, PublicText Text, LocalDate On, LocalDate? From = null, LocalDate? To = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;

    /// <summary>The period that it is about; for one that does not state it, the fiscal year in which it was written.</summary>
    public Period About(FiscalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return From is { } from && To is { } to ? new(from, to) : calendar.Year(calendar.YearOf(On));
    }
}

public enum NarrativeSection { Summary, History, WhatIsNew, Results, Outlook }
