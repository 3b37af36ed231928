using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The one walk over a formula: what it is made of and what it reads. It computes nothing.</summary>
public static class FormulaWalk
{
    private static readonly ImmutableArray<string> s_any = ["*"];

    /// <summary>The formula and those within it, the outermost first.</summary>
    public static IEnumerable<Formula> Nested(this Formula formula) => formula.Within().SelectMany(Nested).Prepend(formula);

    /// <summary>The formulas of which this one is made, one level down.</summary>
    public static IEnumerable<Formula> Within(this Formula formula) => formula switch
    {
        Ratio f => [f.Of, f.To],
        Achievement f => [f.Of],
        PerMonth f => [f.Of],
        PerWeek f => [f.Of],
        PerSession f => [f.Of],
        PerKey f => [f.Of],
        _ => [],
    };

    /// <summary>The selections of this formula itself, without those of the formulas within it.</summary>
    public static IEnumerable<Selection> Selections(this Formula formula) => formula switch
    {
        Count f => [f.Of],
        Sum f => [f.Of],
        Distinct f => f.Of,
        Listed f => f.Of,
        Hours f => [f.Of],
        Latest f => [f.Of],
        Interval f => [f.Of],
        Share f => [f.Of],
        Cohort { CompletedBy: { } completed } f => [f.Enters, f.Visits, completed],
        Cohort f => [f.Enters, f.Visits],
        PairedChange f => [f.Of],
        Score f => [f.Of],
        PerSession f => [f.Sessions],
        _ => [],
    };

    /// <summary>The word by which a definition calls it, such as <c>per-month</c>.</summary>
    public static string Operation(this Formula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return (string)typeof(Formula).GetCustomAttributes<JsonDerivedTypeAttribute>().Single(d => d.DerivedType == formula.GetType()).TypeDiscriminator!;
    }

    /// <summary>The survey instruments whose answers it counts; <c>*</c> where a selection names none and so admits all.</summary>
    internal static HashSet<string> Instruments(this Formula formula) =>
        [.. formula.Nested().SelectMany(Selections).Where(s => s.Kind is "survey_response_recorded" or "survey_tallied")
            .SelectMany(s => s.Admitted("instrument") is { Length: > 0 } named ? named : s_any)];

    /// <summary>Whether it tells what was answered, not only how many answered: sheets of several forms add, what stands on them does not.</summary>
    internal static bool ReadsAnswers(this Formula formula) =>
        formula.Nested().Any(f => f is Share or PairedChange or Score || f.Selections().Any(s => s.ReadsAnswers()));

    /// <summary>Whether any entry that it reads, for its value or for who belongs, names a person.</summary>
    internal static bool ReadsPeople(this Formula formula) => formula.Nested().Any(f => f is Cohort or PairedChange || f.Selections().Any(Names));

    /// <summary>Every kind of entry that it selects, for its value or for who belongs.</summary>
    internal static IEnumerable<string> Kinds(this Formula formula) => Kinds(formula.Nested().SelectMany(f => f.Selections().Concat(f.Beside())));

    /// <summary>
    /// The last day on which something may happen that it counts; null where nothing that it counts happens: a plan or a declared value may be about days to
    /// come.
    /// </summary>
    /// <param name="to">The last day counted.</param>
    internal static LocalDate? LastDay(this Formula formula, LocalDate to) => formula switch
    {
        Latest => null,
        Cohort f => LocalDate.Min(f.CutOff, to),
        Running => to,
        _ when Kinds(formula.Selections()).Any(k => k != "session_planned") => to,
        _ => formula.Within().Max(f => f.LastDay(to)),
    };

    /// <summary>The entries that declare its target.</summary>
    internal static Selection Declared(this Achievement formula) =>
        new("target_set", ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("target", [formula.Target.Value]));

    /// <summary>
    /// What is read beside the selections: headcounts beside named people, paper tallies beside responses, cancellations beside plans, a target. Some of it
    /// changes the value, some is told in a note only.
    /// </summary>
    internal static IEnumerable<Selection> Beside(this Formula formula) => formula switch
    {
        Distinct { Heads: { } heads } => [heads],
        Count or Distinct or Listed when formula.Selections().Any(s => s.Kind == "person_attended") => [new("participants_counted")],
        Sum { Of.Kind: "session_planned" } => [new("session_cancelled")],
        // Where it is unknown whether they are among the heads.
        Sum { Of.Kind: "participants_counted" } => [new("person_attended")],
        Share { Tallies: { } tallies } => [tallies],
        Share or Score => [new("survey_tallied")],
        Achievement f => [f.Declared()],
        _ => [],
    };

    private static IEnumerable<string> Kinds(IEnumerable<Selection?> selections) =>
        selections.OfType<Selection>().SelectMany(s => Kinds([s.Who?.Of]).Prepend(s.Kind));

    private static bool Names(Selection? selection) => selection is not null
        && (InitiativeEventCatalogue.Facts[selection.Kind].HasDimension("person") || Names(selection.Who?.Of));
}
