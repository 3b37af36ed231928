using System.Globalization;
using System.Numerics;

namespace CaseStudies.Sheets;

/// <summary>An exact number for a cell or from one: a fraction in lowest terms. It carries a value and does not compute.</summary>
public readonly record struct SheetNumber
{
    // One less than the denominator, so that the default value is zero and equal to every other zero.
    private readonly BigInteger _denominatorLessOne;

    private SheetNumber(BigInteger numerator, BigInteger denominator) => (Numerator, _denominatorLessOne) = (numerator, denominator - 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominatorLessOne + 1;

    public bool IsWhole => _denominatorLessOne.IsZero;

    public static implicit operator SheetNumber(int value) => new(value, BigInteger.One);

    public static implicit operator SheetNumber(long value) => new(value, BigInteger.One);

    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public static SheetNumber FromFraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException();
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        return new(numerator / common, denominator / common);
    }

    /// <summary>Exactly what a plain decimal such as <c>-12</c> or <c>0.75</c> says. The caller bounds its length.</summary>
    public static SheetNumber FromDecimal(string plain)
    {
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : plain.Length - point - 1;
        return FromFraction(BigInteger.Parse(plain.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals));
    }

    /// <summary>With exactly this many decimals; a tie goes away from zero.</summary>
    public string ToText(int decimals)
    {
        var digits = ((BigInteger.Abs(Numerator) * BigInteger.Pow(10, decimals) * 2) + Denominator) / (Denominator * 2);
        var text = digits.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = Numerator.Sign < 0 && !digits.IsZero ? "-" : "";
        return decimals == 0 ? sign + text : $"{sign}{text[..^decimals]}.{text[^decimals..]}";
    }

    /// <summary>Exact: <c>71</c>, <c>0.75</c>, or the fraction <c>11/17</c> where six decimals do not reach.</summary>
    public override string ToString()
    {
        for (var decimals = 0; decimals <= 6; decimals++)
        {
            if ((Numerator * BigInteger.Pow(10, decimals) % Denominator).IsZero)
                return ToText(decimals);
        }

        return $"{Numerator}/{Denominator}";
    }
}
