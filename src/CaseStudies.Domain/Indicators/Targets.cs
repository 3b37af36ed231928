using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>Compares a value with the target in force.</summary>
internal static class Targets
{
    /// <summary>
    /// The target set last on or before the end of the period; null where the indicator has none or none was set by then. Of several
    /// set on the same day the highest is shown, and whether it is met is stated only where all of them agree.
    /// </summary>
    public static TargetComparison? Compare(Slug? target, FigureValue value, EntryBook book, Period period) =>
        book.OfKind("target_set").Where(e => e.InForce)
            .Select(e => (Entry: e, Set: (TargetSet)e.Fact))
            .Where(t => t.Set.Target == target && t.Set.On <= period.To)
            .GroupBy(t => t.Set.On).MaxBy(d => d.Key) is not { } last ? null
        : last.Select(t => Achieved(t.Set, value)).Distinct().ToList() is var achieved
            && last.OrderBy(t => t.Set.Value).ThenBy(t => t.Set.Comparison).ThenBy(t => t.Entry.Id.Value).Last() is var shown
            ? new(shown.Set.Comparison, shown.Set.Value, shown.Set.On, achieved.Count == 1 ? achieved[0] : null, shown.Entry.Id)
            : null;

    /// <summary>Whether the value meets the target; null where only part of a range does.</summary>
    private static bool? Achieved(TargetSet target, FigureValue value)
    {
        var (low, high) = (Meets(target, value.Low), Meets(target, value.High));
        return low == high ? low : null;
    }

    private static bool Meets(TargetSet target, Quantity value) => target.Comparison switch
    {
        Comparison.AtLeast => value >= target.Value,
        Comparison.MoreThan => value > target.Value,
        Comparison.AtMost => value <= target.Value,
        Comparison.LessThan => value < target.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };
}
