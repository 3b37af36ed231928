using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;

namespace CaseStudies.Tests.Reference;

/// <summary>A figure as lines that can be compared, whoever computed it. Of a blocked one there is only that it is blocked.</summary>
internal static class Seen
{
    /// <summary>What the product says, with the values by other versions in their order; should it throw, that.</summary>
#pragma warning disable CA1031
    public static List<string> Of(Func<Figure> compute)
    {
        try
        {
            var figure = compute();
            return [.. Of(figure), .. figure.OtherVersions.Select(v => ByVersion(v.Version, v.From, $"{v.Status} {Value(v.Value)}"))];
        }
        catch (Exception thrown)
        {
            return [$"Threw {thrown}"];
        }
    }
#pragma warning restore CA1031

    private static List<string> Of(Figure figure)
    {
        if (figure.Status == FigureStatus.Blocked)
            return ["Blocked"];
        var lines = new List<string> { $"{figure.Status} {Value(figure.Value)}" };
        if (figure.SoFar is { } day)
            lines.Add($"so far {day:uuuu-MM-dd}");
        if (figure.Target is { } t)
            lines.Add($"target {Kebab(t.Comparison)} {Exact(t.Value)} {t.Achieved} {t.Entry}");
        lines.AddRange(figure.CountedTwice.Select(Of));
        lines.AddRange(figure.Comparisons.Select(c => $"against {Kebab(c.Against.What)} {c.Against.Key}: {c.Status} {Value(c.Value)} {Value(c.Difference)}"));
        var blocked = figure.Comparisons.Where(c => c.Status == FigureStatus.Blocked).Select(c => $"{Kebab(c.Against.What)}:").ToList();
        foreach (var part in figure.Derivation.Parts.Where(p => !blocked.Exists(b => p.Role.StartsWith(b, StringComparison.Ordinal))))
        {
            lines.AddRange(part.Counted.Select(c =>
                $"{part.Role} + {c.Entry} r{c.Revision} v{c.KnownFrom} {c.On:uuuu-MM-dd} {Exact(c.Contribution)} [{c.Key}]"));
            lines.AddRange(part.LeftOut.Select(l => $"{part.Role} - {l.Entry} r{l.Revision} v{l.KnownFrom} {l.On:uuuu-MM-dd} {l.Rule} [{l.Dimension}]"));
        }

        return Sorted(lines);
    }

    public static List<string> Of(NaiveFigure figure, IEnumerable<(NaiveVersion Version, NaiveFigure Figure)> beside) =>
        [.. Of(figure), .. beside.Select(b => ByVersion(b.Version.Number, b.Version.From, $"{b.Figure.Outcome.Standing} {Value(b.Figure.Outcome)}"))];

    private static List<string> Of(NaiveFigure figure)
    {
        if (figure.Outcome.Standing == Standing.Blocked)
            return ["Blocked"];
        var lines = new List<string> { $"{figure.Outcome.Standing} {Value(figure.Outcome)}" };
        if (figure.SoFar is { } day)
            lines.Add($"so far {day:uuuu-MM-dd}");
        if (figure.Target is { } t)
            lines.Add($"target {t.Comparison} {t.Value} {t.Achieved} {t.Entry}");
        lines.AddRange(figure.UnderReview.Select(Of));
        lines.AddRange(figure.Comparisons.Select(c =>
            $"against {c.What} {c.Key}: {c.Outcome.Standing} {Value(c.Outcome)} {Difference(figure.Outcome, c.Outcome)}"));
        lines.AddRange(figure.Trail.Select(t => $"{t.Role} {t.Line}"));
        return Sorted(lines);
    }

    public static string Of(LikelyDuplicate alike) =>
        $"alike {Kebab(alike.Likeness)} {alike.On:uuuu-MM-dd}: {string.Join(' ', alike.Entries.Select(e => e.Id))}";

    public static string Of(NaiveDuplicate alike) => $"alike {alike.Alike} {alike.On:uuuu-MM-dd}: {string.Join(' ', alike.Entries.Select(e => e.Entry))}";

    private static string ByVersion(int number, LocalDate from, string said) => $"by version {number} from {from:uuuu-MM-dd}: {said}";

    private static string Difference(Outcome one, Outcome other) => other.HasValue ? $"{one.Low - other.High}..{one.High - other.Low}" : "";

    private static string Value(Outcome outcome) => outcome.HasValue ? $"{outcome.Low}..{outcome.High}" : "";

    private static string Value(FigureValue? value) => value is null ? "" : $"{Exact(value.Low)}..{Exact(value.High)}";

    private static string Exact(Quantity quantity) => $"{new Fraction(quantity.Numerator, quantity.Denominator)}";

    public static string Kebab<T>(T word) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName($"{word}");

    private static List<string> Sorted(List<string> lines)
    {
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
