using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>An organisation becomes a cooperating partner. Organisations are named in public; people never are.</summary>
public sealed record PartnerLinked(
    [property: Dimension] Slug Partner, PublicText Name, [property: Dimension] Slug Class, [property: Dimension] Slug Role, LocalDate On,
    [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

public sealed record PartnerUnlinked([property: Dimension] Slug Partner, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>Goods, premises, people or advice given by a partner.</summary>
public sealed record PartnerContributed(
    [property: Dimension] Slug Partner, [property: Dimension] Slug Contribution, LocalDate On, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>Something that happens once and is worth telling: a tool comes into use, a decision is made, a report appears.</summary>
public sealed record MilestoneReached(
    [property: Dimension] Slug Milestone, PublicText Description, LocalDate On, [property: Dimension] Slug? By = null,
    [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A section of the case study, written to be published. The latest one in force stands on the page.</summary>
public sealed record NarrativeWritten([property: Dimension] NarrativeSection Section, PublicText Text, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

public enum NarrativeSection { Summary, History, WhatIsNew, Results, Outlook }
