using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The definition of a number: data, versioned by the events that carry it, computed by <see cref="Figures.Compute"/>.</summary>
/// <param name="Label">What the number is called on the page.</param>
/// <param name="Formula">A closed expression; see <see cref="Indicators.Formula"/>.</param>
/// <param name="Show">What is counted, its unit and its rounding. A label never converts into another.</param>
/// <param name="When">Which days count; null for the report's own period.</param>
/// <param name="Target">The key of the target it aims at, if any.</param>
/// <param name="Headline">Stands on the case-study page.</param>
/// <param name="Note">What a reader should know, such as a denominator the source does not tell.</param>
/// <param name="Against">What the value is held against besides the target.</param>
public sealed record Indicator(
    PublicText Label, Formula Formula, Show Show, When? When = null, Slug? Target = null, bool Headline = false, PublicText? Note = null,
    ImmutableArray<Against>? Against = null);

/// <summary>
/// Days that count: one month; or from–to with both days included, <see cref="From"/> open (cumulative) or <see cref="To"/>
/// open (to the period's end); or a window of <see cref="ForDays"/> days that begins with the first entry of
/// <see cref="Since"/>, the day of that entry being the window's first.
/// </summary>
public sealed record When(YearMonth? Month = null, LocalDate? From = null, LocalDate? To = null, Selection? Since = null, int? ForDays = null);

/// <summary>Something that the value is held against. It explains and never changes the value.</summary>
/// <param name="Key">The baseline's key, or the other strand's; none for the year before.</param>
public sealed record Against(AgainstWhat What, Slug? Key = null);

public enum AgainstWhat
{
    /// <summary>The baseline of that key recorded last on or before the last day that counts.</summary>
    Baseline,

    /// <summary>The same formula over the same days one year earlier, in the same stream.</summary>
    YearBefore,

    /// <summary>The same formula with this strand in the place of its own.</summary>
    Strand,
}
