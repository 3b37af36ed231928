using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Pages;

/// <summary>What a page needs from a formula to name and group figures; nothing is computed.</summary>
internal static class FormulaParts
{
    /// <summary>The formula and the formulas inside it, the outermost first.</summary>
    public static IEnumerable<Formula> Nested(this Formula formula) => formula switch
    {
        Ratio f => [f, .. f.Of.Nested(), .. f.To.Nested()],
        PerMonth f => [f, .. f.Of.Nested()],
        PerWeek f => [f, .. f.Of.Nested()],
        PerSession f => [f, .. f.Of.Nested()],
        PerKey f => [f, .. f.Of.Nested()],
        _ => [formula],
    };

    /// <summary>The operation as written in a definition, such as <c>per-month</c>.</summary>
    public static string Operation(this Formula formula) => (string)typeof(Formula).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Single(d => d.DerivedType == formula.GetType()).TypeDiscriminator!;

    /// <summary>The dimension whose keys are counted; null where no keys are.</summary>
    /// <param name="role">The part of the derivation; a ratio has two.</param>
    public static string? KeyDimension(this Formula formula, string role) => formula switch
    {
        Distinct f => f.By,
        Domain.Indicators.Listed f => f.By,
        Cohort or PairedChange => "person",
        Ratio f => (role.EndsWith("denominator", StringComparison.Ordinal) ? f.To : f.Of).KeyDimension(role),
        PerMonth f => f.Of.KeyDimension(role),
        PerWeek f => f.Of.KeyDimension(role),
        PerSession f => f.Of.KeyDimension(role),
        PerKey f => f.Of.KeyDimension(role),
        _ => null,
    };

    /// <summary>The only strand that the formula names; null where it names none or several.</summary>
    public static string? Strand(this Formula formula)
    {
        var named = formula.Nested().SelectMany(Strands).Distinct(StringComparer.Ordinal).ToList();
        return named is [var only] ? only : null;
    }

    private static IEnumerable<string> Strands(Formula formula) => formula switch
    {
        Running f => [f.Strand.Value],
        PerMonth f => [f.Strand.Value],
        PerWeek f => [f.Strand.Value],
        _ => Selections(formula).SelectMany(s => s.Conditions).Where(c => c.Key == "strand").SelectMany(c => c.Value),
    };

    private static ImmutableArray<Selection> Selections(Formula formula) => formula switch
    {
        Count f => [f.Of],
        Sum f => [f.Of],
        Distinct f => f.Of,
        Domain.Indicators.Listed f => f.Of,
        Hours f => [f.Of],
        Latest f => [f.Of],
        Interval f => [f.Of],
        Share f => [f.Of],
        Cohort f => [f.Enters, f.Visits],
        PairedChange f => [f.Of],
        Score f => [f.Of],
        PerSession f => [f.Sessions],
        _ => [],
    };
}
