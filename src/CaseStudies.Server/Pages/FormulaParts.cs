using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Pages;

/// <summary>What a page needs from a formula to name and group figures; nothing is computed.</summary>
internal static class FormulaParts
{
    /// <summary>The dimension whose keys are counted; null where no keys are.</summary>
    /// <param name="role">The part of the derivation; a ratio has two.</param>
    public static string? KeyDimension(this Formula formula, string role) => formula switch
    {
        Distinct f => f.By,
        Domain.Indicators.Listed f => f.By,
        Cohort or PairedChange => "person",
        Ratio f => (role.EndsWith("denominator", StringComparison.Ordinal) ? f.To : f.Of).KeyDimension(role),
        _ => formula.Within().FirstOrDefault()?.KeyDimension(role),
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
        _ => formula.Selections().SelectMany(s => s.Conditions).Where(c => c.Key == "strand").SelectMany(c => c.Value),
    };
}
