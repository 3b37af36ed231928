using NodaTime;

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

/// <summary>A section of the case study, written for publication. The latest one in force is on the page.</summary>
public sealed record NarrativeWritten([property: Dimension] NarrativeSection Section, PublicText Text, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

public enum NarrativeSection { Summary, History, WhatIsNew, Results, Outlook }
