using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>The entries that a formula reads.</summary>
internal static class SelectionsOf
{
    private static readonly ImmutableArray<string> s_any = ["*"];

    /// <summary>The selections of a measure that depends on its entries alone; none for other measures.</summary>
    public static IEnumerable<Selection> Selections(this Formula formula) => formula switch
    {
        Count f => [f.Of],
        Sum f => [f.Of],
        Distinct f => f.Of,
        Listed f => f.Of,
        Hours f => [f.Of],
        _ => [],
    };

    /// <summary>The instruments whose answers the formula counts; <c>*</c> where a selection names none and so admits all.</summary>
    public static HashSet<string> Instruments(this Formula formula) => formula switch
    {
        Ratio f => [.. f.Of.Instruments(), .. f.To.Instruments()],
        PerMonth f => f.Of.Instruments(),
        PerWeek f => f.Of.Instruments(),
        PerSession f => f.Of.Instruments(),
        PerKey f => f.Of.Instruments(),
        Share f => InstrumentsOf([f.Of]),
        PairedChange f => InstrumentsOf([f.Of]),
        Score f => InstrumentsOf([f.Of]),
        Cohort f => InstrumentsOf([f.Enters, f.Visits]),
        _ => InstrumentsOf(formula.Selections()),
    };

    private static HashSet<string> InstrumentsOf(IEnumerable<Selection> selections) =>
        [.. selections.Where(s => s.Kind is "survey_response_recorded" or "survey_tallied")
            .SelectMany(s => s.Admitted("instrument") is { Length: > 0 } named ? named : s_any)];

    /// <summary>Whether any entry that it reads, for its value or for membership, names a person.</summary>
    public static bool ReadsPeople(this Formula formula) => formula switch
    {
        Cohort or PairedChange => true,
        Latest f => Names(f.Of),
        Share f => Names(f.Of),
        Score f => Names(f.Of),
        Ratio f => f.Of.ReadsPeople() || f.To.ReadsPeople(),
        PerMonth f => f.Of.ReadsPeople(),
        PerWeek f => f.Of.ReadsPeople(),
        PerSession f => f.Of.ReadsPeople() || Names(f.Sessions),
        PerKey f => f.Of.ReadsPeople(),
        Interval f => Names(f.Of),
        _ => formula.Selections().Any(Names),
    };

    /// <summary>Every kind of entry that it selects, for its value or for membership.</summary>
    public static IEnumerable<string> Kinds(this Formula formula) => formula switch
    {
        Distinct f => Kinds([.. f.Of, f.Heads]),
        Latest f => Kinds([f.Of]),
        Interval f => Kinds([f.Of]),
        Share f => Kinds([f.Of, f.Tallies]),
        Cohort f => Kinds([f.Enters, f.Visits]),
        PairedChange f => Kinds([f.Of]),
        Score f => Kinds([f.Of]),
        Ratio f => f.Of.Kinds().Concat(f.To.Kinds()),
        PerMonth f => f.Of.Kinds(),
        PerWeek f => f.Of.Kinds(),
        PerSession f => f.Of.Kinds().Concat(Kinds([f.Sessions])),
        PerKey f => f.Of.Kinds(),
        _ => Kinds(formula.Selections()),
    };

    private static IEnumerable<string> Kinds(IEnumerable<Selection?> selections) =>
        selections.OfType<Selection>().SelectMany(s => Kinds([s.Who?.Of]).Prepend(s.Kind));

    private static bool Names(Selection? selection) => selection is not null
        && (InitiativeEventCatalogue.Facts[selection.Kind].HasDimension("person") || Names(selection.Who?.Of));
}
