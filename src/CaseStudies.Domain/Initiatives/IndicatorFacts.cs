using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>An indicator is adopted: version 1 of its definition, in full, so that nothing outside the stream is needed.</summary>
public sealed record IndicatorAdopted([property: Dimension] Slug Indicator, Indicator Definition, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"indicator:{Indicator}";
}

/// <summary>A new version of the definition, with the reason. Earlier figures stay as they were.</summary>
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

/// <summary>A target. For a period, the one set last on or before its end is in force.</summary>
/// <param name="Target">The key of the target; several indicators may use it.</param>
/// <param name="Unit">
/// The unit of the value: <c>people</c>, <c>sessions</c>, <c>percent</c> (80 for 80 %), <c>yen</c> … It is compared only with figures in that unit.
/// Null in targets that were set before version 2.
/// </param>
public sealed record TargetSet(
    [property: Dimension] Slug Target, Comparison Comparison, [property: Measured] Quantity Value, LocalDate On, LocalDate? DueBy = null,
    [property: Dimension] Slug? Unit = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

public enum Comparison { AtLeast, MoreThan, AtMost, LessThan }

/// <summary>A value from outside the stream to compare with: last year, another programme, the general population.</summary>
/// <param name="Source">Where it comes from, as published.</param>
public sealed record BaselineRecorded(
    [property: Dimension] Slug Baseline, [property: Measured] Quantity Value, [property: Dimension] Slug Unit, PublicText Source, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}
