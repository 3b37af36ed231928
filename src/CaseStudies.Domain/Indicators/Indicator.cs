using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The definition of an indicator: data, versioned by events, computed by <see cref="Figures.Compute"/>.</summary>
/// <param name="Label">The name of the figure on pages.</param>
/// <param name="Formula">A closed expression; see <see cref="Indicators.Formula"/>.</param>
/// <param name="Show">What is counted, its unit and its rounding.</param>
/// <param name="When">The days counted; null for the reporting period.</param>
/// <param name="Target">The key of its target, if any.</param>
/// <param name="Headline">Whether it is a headline figure of the case-study page.</param>
/// <param name="Note">What a reader should know, such as an unpublished denominator.</param>
/// <param name="Against">What the value is compared with besides the target.</param>
public sealed record Indicator(
    PublicText Label, Formula Formula, Show Show, When? When = null, Slug? Target = null, bool Headline = false, PublicText? Note = null,
    ImmutableArray<Against>? Against = null);

/// <summary>
/// The days counted: one month; or from–to with both days included, <see cref="From"/> open (cumulative) or <see cref="To"/>
/// open (to the end of the period); or a window of <see cref="ForDays"/> days that begins with the first entry of
/// <see cref="Since"/>, whose day is the first of the window.
/// </summary>
public sealed record When(YearMonth? Month = null, LocalDate? From = null, LocalDate? To = null, Selection? Since = null, int? ForDays = null);

/// <summary>Something the value is compared with. It explains the value and never changes it.</summary>
/// <param name="Key">The key of the baseline or the other strand; null for the previous year.</param>
public sealed record Against(AgainstWhat What, Slug? Key = null);

public enum AgainstWhat
{
    /// <summary>The baseline with that key recorded last on or before the last day counted.</summary>
    Baseline,

    /// <summary>The same formula over the same days one year earlier, in the same stream.</summary>
    YearBefore,

    /// <summary>The same formula for this strand instead of its own.</summary>
    Strand,
}
