namespace CaseStudies.Domain.Indicators;

/// <summary>Whether a ratio divides a part by its whole: then it is a share, and cannot exceed 100 %.</summary>
internal static class PartOfWhole
{
    /// <summary>True only where the selections show it: the upper one reads the same kind of entry, under at least the conditions of the lower one.</summary>
    public static bool Holds(Ratio ratio) => (ratio.Of, ratio.To) switch
    {
        (Count of, Count to) => IsWithin(of.Of, to.Of),
        (Sum of, Sum to) => of.Quantity == to.Quantity && IsWithin(of.Of, to.Of),
        (Hours of, Hours to) => IsWithin(of.Of, to.Of),
        (Distinct { Heads: null } of, Distinct { Heads: null } to) => of.By == to.By && of.Of.All(o => to.Of.Any(t => IsWithin(o, t))),
        _ => false,
    };

    private static bool IsWithin(Selection part, Selection whole) =>
        part.Kind == whole.Kind && part.InForce == whole.InForce && (whole.Who is null || DomainJson.AreAlike(whole.Who, part.Who))
        && whole.Conditions.All(c => part.Admitted(c.Key) is { Length: > 0 } admitted && admitted.All(a => c.Value.Contains(a)));
}
