using System.Collections.Immutable;

namespace CaseStudies.Domain.Indicators;

/// <summary>The strands that a formula names.</summary>
internal static class Strands
{
    /// <summary>The same formula with this strand in place of every one it names, except in conditions of membership.</summary>
    public static Formula Replace(Formula formula, Slug strand) => formula switch
    {
        Count f => f with { Of = In(f.Of, strand) },
        Sum f => f with { Of = In(f.Of, strand) },
        Distinct f => f with { Of = [.. f.Of.Select(s => In(s, strand))], Heads = f.Heads is { } heads ? In(heads, strand) : null },
        Listed f => f with { Of = [.. f.Of.Select(s => In(s, strand))] },
        Hours f => f with { Of = In(f.Of, strand) },
        Latest f => f with { Of = In(f.Of, strand) },
        Running f => f with { Strand = strand },
        Interval f => f with { Of = In(f.Of, strand) },
        Share f => f with { Of = In(f.Of, strand), Tallies = f.Tallies is { } tallies ? In(tallies, strand) : null },
        Ratio f => new Ratio(Replace(f.Of, strand), Replace(f.To, strand)),
        Achievement f => f with { Of = Replace(f.Of, strand) },
        Cohort f => f with
        {
            Enters = In(f.Enters, strand), Visits = In(f.Visits, strand), CompletedBy = f.CompletedBy is { } completed ? In(completed, strand) : null,
        },
        PairedChange f => f with { Of = In(f.Of, strand) },
        Score f => f with { Of = In(f.Of, strand) },
        PerMonth f => f with { Of = Replace(f.Of, strand), Strand = strand },
        PerWeek f => f with { Of = Replace(f.Of, strand), Strand = strand },
        PerSession f => f with { Of = Replace(f.Of, strand), Sessions = In(f.Sessions, strand) },
        PerKey f => f with { Of = Replace(f.Of, strand) },
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    /// <summary>Whether the formula names a strand that can be replaced.</summary>
    public static bool Named(Formula formula) => !DomainJson.AreAlike(Replace(formula, new("a")), Replace(formula, new("b")));

    private static Selection In(Selection selection, Slug strand) => selection.Where?.ContainsKey("strand") == true
        ? selection with { Where = selection.Where.SetItem("strand", [strand.Value]) }
        : selection;
}
