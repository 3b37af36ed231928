using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>Something that happens once and is worth telling: a tool comes into use, a decision is made, a report appears.</summary>
/// <param name="Item">Which tool, programme or report, where milestones of one sort are told apart.</param>
public sealed record MilestoneReached(
    [property: Dimension] Slug Milestone, PublicText Description, LocalDate On, [property: Dimension] Slug? By = null,
    [property: Dimension] Slug? Strand = null, [property: Dimension] Slug? Item = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A change that is told and not measured: an outcome in words, written to be published.</summary>
/// <param name="Direction">Where the source says only that something grew or shrank, without a number.</param>
public sealed record OutcomeObserved(
    [property: Dimension] Slug Outcome, PublicText Text, LocalDate On, [property: Dimension] Slug? Strand = null,
    [property: Dimension] Direction? Direction = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

public enum Direction { More, Fewer }

/// <summary>A section of the case study, written to be published. The latest one in force stands on the page.</summary>
public sealed record NarrativeWritten([property: Dimension] NarrativeSection Section, PublicText Text, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

public enum NarrativeSection { Summary, History, WhatIsNew, Results, Outlook }
