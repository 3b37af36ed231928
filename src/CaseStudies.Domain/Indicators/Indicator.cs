using System.Collections.Immutable;
using System.Text.Json.Serialization;
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
public sealed record Indicator(
    PublicText Label, Formula Formula, Show Show, When? When = null, Slug? Target = null, bool Headline = false, PublicText? Note = null);

/// <summary>Days that count: one month, or from–to with both days included; <see cref="From"/> may be open (cumulative).</summary>
public sealed record When(YearMonth? Month = null, LocalDate? From = null, LocalDate? To = null);

/// <summary>The closed algebra of measures. Every node says what it reads, so that a figure can show it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(Count), "count")]
[JsonDerivedType(typeof(Sum), "sum")]
[JsonDerivedType(typeof(Distinct), "distinct")]
[JsonDerivedType(typeof(Latest), "latest")]
[JsonDerivedType(typeof(Share), "share")]
[JsonDerivedType(typeof(Ratio), "ratio")]
[JsonDerivedType(typeof(Cohort), "cohort")]
[JsonDerivedType(typeof(PerMonth), "per-month")]
public abstract record Formula;

/// <summary>How many entries.</summary>
public sealed record Count(Selection Of) : Formula;

/// <summary>The sum of a quantity. Rival counts make it a range; no entry at all is no data, not zero.</summary>
/// <param name="Quantity">A quantity of the kind, such as <c>count</c> or <c>value</c>.</param>
public sealed record Sum(Selection Of, string Quantity) : Formula;

/// <summary>How many different keys (people, partners, venues) over one kind or a union of kinds.</summary>
/// <param name="By">A dimension that all of the kinds have.</param>
public sealed record Distinct(ImmutableArray<Selection> Of, string By) : Formula;

/// <summary>The value declared last on or before the end of the days that count.</summary>
public sealed record Latest(Selection Of) : Formula;

/// <summary>Answers that meet a condition ÷ answers to that item. One response per person and wave.</summary>
/// <param name="Of">Survey responses; instrument and wave must be named.</param>
public sealed record Share(Selection Of, string Item, ImmutableArray<Slug> Answers) : Formula;

/// <summary>One measure ÷ another, exact; never an average of ratios. A zero below is no data.</summary>
public sealed record Ratio(Formula Of, Formula To) : Formula;

/// <summary>People who entered, and of them those who continue: as a number or as a share of those who entered.</summary>
/// <param name="Enters">Who enters, by what, within the days that count.</param>
/// <param name="Visits">What counts as taking part.</param>
/// <param name="MinimumVisits">At least this many visits from entering to the cut-off …</param>
/// <param name="SeenWithinDays">… and the last of them at most this many days before the cut-off.</param>
/// <param name="PausesExcused">Days of a recorded pause do not count towards <paramref name="SeenWithinDays"/>.</param>
/// <param name="CutOff">The day at which continuing is judged, that day included.</param>
public sealed record Cohort(
    Selection Enters, Selection Visits, int MinimumVisits, int SeenWithinDays, LocalDate CutOff, CohortResult As, bool PausesExcused = false) : Formula;

public enum CohortResult { People, Share }

/// <summary>A measure month by month over the months in which a strand ran (less pauses), and what is taken from them.</summary>
/// <remarks>A month without an entry is <em>missing</em> unless it was confirmed empty, which is a zero.</remarks>
public sealed record PerMonth(Formula Of, Slug Strand, Take Take) : Formula;

public enum Take { Range, Mean, Maximum, Total }

/// <summary>Entries of one kind.</summary>
/// <param name="Where">Dimension → admitted values. A dimension of the session holds for what belongs to it.</param>
/// <param name="Who">Only people who belong to this set.</param>
public sealed record Selection(string Kind, ImmutableSortedDictionary<string, ImmutableArray<string>>? Where = null, Membership? Who = null)
{
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, ImmutableArray<string>>> Conditions => Where ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;
}

/// <summary>People with at least so many entries of a kind on or before the last of the days that count, whenever they began.</summary>
public sealed record Membership(Selection Of, int AtLeast = 1);

/// <summary>How a value is told.</summary>
/// <param name="Counts">What is counted; checked against the formula.</param>
/// <param name="Unit">The printed unit (人, 回/月 …); empty texts are not allowed, so per cent says %.</param>
/// <param name="Decimals">0–6.</param>
/// <param name="Percent">The formula is a ratio and is told in per cent.</param>
/// <param name="Approximately">A word that the exact value must entail.</param>
public sealed record Show(
    Counted Counts, PublicText Unit, int Decimals = 0, bool Percent = false, Rounding Rounding = Rounding.HalfUp, Approximation? Approximately = null);

/// <summary>What one unit of the value is. None converts into another unless the conversion was logged.</summary>
public enum Counted
{
    /// <summary>延べ人数: visits; a person who comes twice counts twice.</summary>
    Attendances,

    /// <summary>実人数: different people.</summary>
    People,

    Pairs, Households, Sessions, Responses, Organisations, Entries, Share, Declared, SessionsPerMonth, Things,

    /// <summary>人月: the different people of each month, added up; never offered as different people.</summary>
    PersonMonths,
}

public enum Rounding { HalfUp, Down, Up }

/// <param name="Grain">The step to which the printed value is rounded: 100 for 約600.</param>
public sealed record Approximation(Approximator Word, Quantity Grain);

/// <summary>Japanese words for "about", each a predicate over exact and printed value; see <see cref="Approximators"/>.</summary>
public enum Approximator
{
    /// <summary>約 … : rounds to the printed value.</summary>
    Yaku,

    /// <summary>… ほど: rounds to the printed value.</summary>
    Hodo,

    /// <summary>… 程度: rounds to the printed value.</summary>
    Teido,

    /// <summary>… 前後: within a tenth of the printed value.</summary>
    Zengo,

    /// <summary>… 以上: the printed value or more.</summary>
    Ijo,

    /// <summary>… を超え: more than the printed value.</summary>
    Koe,

    /// <summary>… 強: above the printed value by at most a tenth.</summary>
    Kyo,

    /// <summary>… 弱: below the printed value by at most a tenth.</summary>
    Jaku,
}
