using System.Collections.Immutable;

namespace CaseStudies.Domain.Indicators;

/// <summary>A value as it is printed.</summary>
internal static class Shown
{
    private const int MaximumDecimals = 6;

    /// <summary>The value as text; null where the exact value does not entail the word.</summary>
    public static PublicText? Text(Show show, FigureValue value, Arithmetic arithmetic, Terms terms)
    {
        var open = show.Approximately?.Word == Approximator.Nado;
        if (arithmetic is not Arithmetic.Names { Of.Length: > 0 } names)
            return show.Approximately is { } word ? Approximate(show, word, value) : Plain(show, value);
        // The list of names itself says that there are others; the number then says "or more".
        var about = open ? new(Approximator.Ijo, show.Approximately!.Grain) : show.Approximately;
        return (about is null ? Plain(show, value) : Approximate(show, about, value)) is { } number ? Named(names, number, terms, open) : null;
    }

    /// <summary>Without a word: a number, or two bounds.</summary>
    public static PublicText Plain(Show show, FigureValue value)
    {
        var number = value.IsPoint
            ? Number(show, value.Low)
            : $"{Number(show, value.Low)}–{Number(show, value.High)}";
        return new(number.Replace('–', '〜') + show.Unit.Ja, EnglishPlurals.Count(number, show.Unit.En));
    }

    private static PublicText? Approximate(Show show, Approximation about, FigureValue value) =>
        value.IsPoint && Approximators.Printed(about, value.Low) is { } printed
            ? Approximators.Phrase(about.Word, printed.ToString(), show.Unit)
            : null;

    private static PublicText Named(Arithmetic.Names names, PublicText number, Terms terms, bool open)
    {
        var labels = names.Of.Select(n => terms.Find(names.By, n)).ToList();
        return new(
            $"{string.Join("、", labels.Select(l => l.Ja))}{(open ? "など" : "")}({number.Ja})",
            $"{string.Join(", ", labels.Select(l => l.En))}{(open ? " and others" : "")} ({number.En})");
    }

    public static string Number(Show show, Quantity value)
    {
        // 199 of 200 are not all, and 1 of 300 is not none: a percentage gets as many further decimals as it takes to say so.
        var decimals = show.Decimals;
        while (show.Percent && decimals < MaximumDecimals && Rounded(show.Rounding, value, decimals) is var near && near != value && (near == 100 || near == 0))
            decimals++;
        return Rounded(show.Rounding, value, decimals).ToText(decimals);
    }

    private static Quantity Rounded(Rounding rounding, Quantity value, int decimals)
    {
        var grain = Quantity.FromRatio(1, System.Numerics.BigInteger.Pow(10, decimals));
        return rounding switch
        {
            Rounding.Down => value.FloorTo(grain),
            Rounding.Up => Quantity.Zero - (Quantity.Zero - value).FloorTo(grain),
            _ => value.RoundTo(grain),
        };
    }
}
