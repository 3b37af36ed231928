using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace CaseStudies.Domain;

/// <summary>An exact number: a fraction in lowest terms. Figures are computed with it and rounded only when shown.</summary>
public readonly partial record struct Quantity : IComparable<Quantity>
{
    public BigInteger Numerator { get; }
    public BigInteger Denominator => field.IsZero ? BigInteger.One : field;

    private Quantity(BigInteger numerator, BigInteger denominator) => (Numerator, Denominator) = (numerator, denominator);

    public static Quantity Zero => default;

    private bool IsWhole => Denominator.IsOne;

    // default(Quantity) has no denominator; compared by fields it would differ from a computed zero.
    public bool Equals(Quantity other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    public static implicit operator Quantity(int value) => new(value, BigInteger.One);

    /// <exception cref="DivideByZeroException">The denominator is zero.</exception>
    public static Quantity FromRatio(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException();
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        return new(numerator / common, denominator / common);
    }

    /// <summary>Reads a decimal such as <c>12</c> or <c>0.75</c>: at most 15 digits before and 6 after the point, no exponent.</summary>
    /// <exception cref="FormatException">Any other text. Exponents are refused, so that eight characters cannot fill the memory.</exception>
    public static Quantity Parse(string text)
    {
        if (!Decimal().IsMatch(text))
            throw new FormatException("A quantity is a decimal with at most 15 digits before and 6 after the point, such as 12 or 0.75.");
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return FromRatio(BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals));
    }

    // A fast path: nearly all counts are whole numbers and need no common denominator.
    public static Quantity operator +(Quantity a, Quantity b) => a.IsWhole && b.IsWhole
        ? new(a.Numerator + b.Numerator, BigInteger.One)
        : FromRatio((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);
    public static Quantity operator -(Quantity a, Quantity b) =>
        FromRatio((a.Numerator * b.Denominator) - (b.Numerator * a.Denominator), a.Denominator * b.Denominator);
    public static Quantity operator *(Quantity a, Quantity b) => FromRatio(a.Numerator * b.Numerator, a.Denominator * b.Denominator);
    public static Quantity operator /(Quantity a, Quantity b) => FromRatio(a.Numerator * b.Denominator, a.Denominator * b.Numerator);
    public static bool operator <(Quantity a, Quantity b) => a.CompareTo(b) < 0;
    public static bool operator >(Quantity a, Quantity b) => a.CompareTo(b) > 0;
    public static bool operator <=(Quantity a, Quantity b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Quantity a, Quantity b) => a.CompareTo(b) >= 0;

    public int CompareTo(Quantity other) =>
        IsWhole && other.IsWhole ? Numerator.CompareTo(other.Numerator) : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public Quantity Abs() => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>The largest multiple of <paramref name="grain"/> that is not above this: 71 by 10 is 70.</summary>
    public Quantity FloorTo(Quantity grain)
    {
        var by = this / grain;
        var floor = BigInteger.DivRem(by.Numerator, by.Denominator, out var rest);
        return new Quantity(rest.Sign < 0 ? floor - 1 : floor, BigInteger.One) * grain;
    }

    /// <summary>The nearest multiple of <paramref name="grain"/>; a tie goes away from zero (四捨五入), never to even.</summary>
    public Quantity RoundTo(Quantity grain)
    {
        var half = FromRatio(1, 2);
        return Numerator.Sign < 0
            ? Zero - (Zero - this + (half * grain)).FloorTo(grain)
            : (this + (half * grain)).FloorTo(grain);
    }

    /// <summary>With exactly this many decimals, rounded half up.</summary>
    public string ToText(int decimals)
    {
        var scale = BigInteger.Pow(10, decimals);
        var digits = (this * new Quantity(scale, BigInteger.One)).RoundTo(1).Numerator;
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = digits.Sign < 0 ? "-" : "";
        return decimals == 0 ? sign + text : $"{sign}{text[..^decimals]}.{text[^decimals..]}";
    }

    /// <summary>Exact: <c>71</c>, <c>0.75</c>, or the fraction <c>11/17</c> where no finite decimal exists.</summary>
    public override string ToString()
    {
        for (var decimals = 0; decimals <= 6; decimals++)
        {
            if ((Numerator * BigInteger.Pow(10, decimals) % Denominator).IsZero)
                return ToText(decimals);
        }

        return $"{Numerator}/{Denominator}";
    }

    [GeneratedRegex(@"\A-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?\z")]
    private static partial Regex Decimal();
}
