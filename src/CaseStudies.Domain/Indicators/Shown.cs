namespace CaseStudies.Domain.Indicators;

/// <summary>A value as it is printed.</summary>
internal static class Shown
{
    /// <summary>Null where the wanted word is not entailed by the exact value.</summary>
    public static PublicText? Text(Show show, FigureValue value)
    {
        if (show.Approximately is { } about)
        {
            return value.IsPoint && Approximators.Printed(about, value.Low) is { } printed
                ? Approximators.Phrase(about.Word, printed.ToString(), show.Unit)
                : null;
        }

        var number = value.IsPoint
            ? Number(show, value.Low)
            : $"{Number(show, value.Low)}–{Number(show, value.High)}";
        return new(number.Replace('–', '〜') + show.Unit.Ja, Approximators.English(number, show.Unit));
    }

    public static string Number(Show show, Quantity value)
    {
        var grain = Quantity.Of(1, System.Numerics.BigInteger.Pow(10, show.Decimals));
        var rounded = show.Rounding switch
        {
            Rounding.Down => value.FloorTo(grain),
            Rounding.Up => Quantity.Zero - (Quantity.Zero - value).FloorTo(grain),
            _ => value.RoundTo(grain),
        };
        return rounded.ToText(show.Decimals);
    }
}
