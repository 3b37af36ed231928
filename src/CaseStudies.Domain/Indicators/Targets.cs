using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>Compares a value with the target in force.</summary>
internal static class Targets
{
    /// <summary>
    /// The target set last on or before the end of the period; null where the indicator has none, none was set by then, or it is in another unit. Of several
    /// set on the same day the highest is shown, and whether it is met is stated only where all of them agree.
    /// </summary>
    /// <param name="notes">Why it is not compared, or not judged.</param>
    public static TargetComparison? Compare(Indicator definition, FigureValue value, EntryBook book, Period period, out ImmutableArray<PublicText> notes)
    {
        notes = [];
        if (definition.Target is not { } key || InForce(book, key, period.To) is not { Count: > 0 } set)
            return null;
        var unit = Unit.Of(definition.Formula, definition.Show.Percent);
        if (set.Select(t => t.Set).FirstOrDefault(t => !IsIn(unit, t)) is { } other)
        {
            notes = [Sentences.TargetInOtherUnit(other.Unit)];
            return null;
        }

        // A limit that still holds today may be passed tomorrow.
        var pending = book.AsOf <= period.To && set.Any(t => t.Set.Comparison is Comparison.AtMost or Comparison.LessThan);
        if (pending)
            notes = [Sentences.LimitJudgedLater(period.To)];
        var achieved = set.Select(t => Achieved(t.Set, value)).Distinct().ToList();
        var (entry, shown) = set[^1];
        return new(shown.Comparison, shown.Value, shown.On, achieved.Count == 1 && !pending ? achieved[0] : null, entry, pending);
    }

    /// <summary>The targets of the last day, on or before this one, on which any was set; the highest comes last.</summary>
    public static List<(EntryId Entry, TargetSet Set)> InForce(EntryBook book, Slug target, LocalDate to) =>
        book.OfKind("target_set").Where(e => e.InForce).Select(e => (Entry: e.Id, Set: (TargetSet)e.Fact))
            .Where(t => t.Set.Target == target && t.Set.On <= to).GroupBy(t => t.Set.On).MaxBy(d => d.Key) is { } last
            ? [.. last.OrderBy(t => t.Set.Value).ThenBy(t => t.Set.Comparison).ThenBy(t => t.Entry.Value)]
            : [];

    /// <summary>Whether a target is in the unit of the value. One of an older version states none; then 0.8 of a percentage may have meant 80 %.</summary>
    public static bool IsIn(Unit unit, TargetSet target) => target.Unit is { } stated
        ? unit.MayStandBeside(Unit.FromWord(stated.Value))
        : unit.Class != UnitClass.Percent || target.Value <= 0 || target.Value >= 1;

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
