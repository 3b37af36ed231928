using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>Actual against the target in force.</summary>
internal static class Targets
{
    /// <summary>The target set last on or before the period's end; null where the indicator aims at none or none was set by then.</summary>
    public static TargetComparison? Compare(Slug? target, FigureValue value, EntryBook book, Period period) =>
        book.OfKind("target_set").Where(e => e.InForce)
            .Select(e => (Entry: e, Set: (TargetSet)e.Fact))
            .Where(t => t.Set.Target == target && t.Set.On <= period.To)
            .OrderBy(t => t.Set.On).ThenBy(t => t.Entry.KnownFrom)
            .Select(t => new TargetComparison(t.Set.Comparison, t.Set.Value, t.Set.On, Achieved(t.Set, value), t.Entry.Id))
            .LastOrDefault();

    /// <summary>Null where part of a range meets it and part does not.</summary>
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
