using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>What a formula reads.</summary>
internal static class SelectionsOf
{
    /// <summary>The selections of a measure that is read off its entries alone; others have none here.</summary>
    public static IEnumerable<Selection> Selections(this Formula formula) => formula switch
    {
        Count f => [f.Of],
        Sum f => [f.Of],
        Distinct f => f.Of,
        Listed f => f.Of,
        Hours f => [f.Of],
        _ => [],
    };

    /// <summary>Whether any entry that it reads, for its value or for who belongs, names a person.</summary>
    public static bool ReadsPeople(this Formula formula) => formula switch
    {
        Cohort or PairedChange => true,
        Latest f => Names(f.Of),
        Share f => Names(f.Of),
        Ratio f => f.Of.ReadsPeople() || f.To.ReadsPeople(),
        PerMonth f => f.Of.ReadsPeople(),
        PerWeek f => f.Of.ReadsPeople(),
        PerSession f => f.Of.ReadsPeople() || Names(f.Sessions),
        PerKey f => f.Of.ReadsPeople(),
        Interval f => Names(f.Of),
        _ => formula.Selections().Any(Names),
    };

    private static bool Names(Selection? selection) => selection is not null
        && (InitiativeEventCatalogue.Facts[selection.Kind].HasDimension("person") || Names(selection.Who?.Of));
}
