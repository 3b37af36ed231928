using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>A number gets its meaning: version 1 of the definition, in full, so that nothing outside the stream is needed.</summary>
public sealed record IndicatorAdopted([property: Dimension] Slug Indicator, Indicator Definition, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"indicator:{Indicator}";
}

/// <summary>A new version of the definition, with its reason. Figures made under the old one stay what they were.</summary>
public sealed record IndicatorRevised([property: Dimension] Slug Indicator, int Version, Indicator Definition, LocalDate On, PublicText Why) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"indicator:{Indicator}:{Version}";
}

public sealed record IndicatorRetired([property: Dimension] Slug Indicator, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"indicator:{Indicator}";
}

/// <summary>What is to be reached. The latest one set on or before a period's end is in force for it.</summary>
/// <param name="Target">The target's own key: several indicators may aim at one target.</param>
/// <param name="Value">In the unit of the indicators that aim at it: people, or per cent where they are shown in per cent.</param>
public sealed record TargetSet(
    [property: Dimension] Slug Target, Comparison Comparison, [property: Measured] Quantity Value, LocalDate On, LocalDate? DueBy = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

public enum Comparison { AtLeast, MoreThan, AtMost, LessThan }

/// <summary>A value from outside the stream to compare with: last year, another programme, the public.</summary>
/// <param name="Source">Where it comes from, as published.</param>
public sealed record BaselineRecorded(
    [property: Dimension] Slug Baseline, [property: Measured] Quantity Value, [property: Dimension] Slug Unit, PublicText Source, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}
