using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

internal enum Standing { Computed, NoData, Contested, Blocked }

/// <summary>What a measure gives: a point or a range, or nothing.</summary>
internal sealed record Outcome(Standing Standing, Fraction Low, Fraction High)
{
    public static readonly Outcome NoData = new(Standing.NoData, 0, 0);

    public static Outcome Of(Fraction value) => new(Standing.Computed, value, value);

    public static Outcome Of(Fraction low, Fraction high, bool contested = false) => new(contested ? Standing.Contested : Standing.Computed, low, high);

    public bool HasValue => Standing is Standing.Computed or Standing.Contested;
}

/// <summary>An entry that was gone through: counted (no rule) or left out.</summary>
internal sealed class Line(Revision of, LocalDate? on)
{
    public Revision Of { get; } = of;
    public LocalDate? On { get; } = on;
    public string? Rule { get; set; }
    public string? Dimension { get; set; }
    public Fraction Contribution { get; set; }
    public string? Key { get; set; }

    /// <summary>What it states holds, and is not added to what others state.</summary>
    public bool IsDeclared { get; set; }

    /// <summary>One of several that are needed.</summary>
    public bool IsNeeded { get; set; }

    public bool Counted => Rule is null;

    public void LeaveOut(string rule, string? dimension = null) => (Rule, Dimension) = (rule, dimension);

    public override string ToString() => Rule is null
        ? $"+ {Of.Entry} r{Of.Number} v{Of.KnownFrom} {On:uuuu-MM-dd} {Contribution} [{Key}]"
        : $"- {Of.Entry} r{Of.Number} v{Of.KnownFrom} {On:uuuu-MM-dd} {Rule} [{Dimension}]";
}

/// <summary>Not everything that a figure needs can be told: no value, whatever it stands in.</summary>
internal sealed class BlockedException(string why) : Exception(why);
