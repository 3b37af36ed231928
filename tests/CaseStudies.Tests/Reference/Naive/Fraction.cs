using System.Globalization;
using System.Numerics;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>An exact number in lowest terms. The product has its own; nothing of it is used here.</summary>
internal readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private readonly BigInteger _lessOne;

    public BigInteger Top { get; }
    public BigInteger Bottom => _lessOne + 1;

    public Fraction(BigInteger top, BigInteger bottom)
    {
        var common = BigInteger.GreatestCommonDivisor(top, bottom) * bottom.Sign;
        Top = top / common;
        _lessOne = (bottom / common) - 1;
    }

    public static readonly Fraction One = new(1, 1);

    public static implicit operator Fraction(int number) => new(number, 1);

    public static Fraction Read(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? new(BigInteger.Parse(text, CultureInfo.InvariantCulture), 1)
            : new(BigInteger.Parse(text.Remove(point, 1), CultureInfo.InvariantCulture), BigInteger.Pow(10, text.Length - point - 1));
    }

    public static Fraction operator +(Fraction a, Fraction b) => new((a.Top * b.Bottom) + (b.Top * a.Bottom), a.Bottom * b.Bottom);
    public static Fraction operator -(Fraction a, Fraction b) => new((a.Top * b.Bottom) - (b.Top * a.Bottom), a.Bottom * b.Bottom);
    public static Fraction operator *(Fraction a, Fraction b) => new(a.Top * b.Top, a.Bottom * b.Bottom);
    public static Fraction operator /(Fraction a, Fraction b) => new(a.Top * b.Bottom, a.Bottom * b.Top);
    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;
    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;
    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;
    public static bool operator ==(Fraction a, Fraction b) => a.Equals(b);
    public static bool operator !=(Fraction a, Fraction b) => !a.Equals(b);

    /// <summary>The whole number at or below.</summary>
    public Fraction Floor() => new(Top.Sign < 0 && !Bottom.IsOne ? (Top / Bottom) - 1 : Top / Bottom, 1);

    public static Fraction Sum(IEnumerable<Fraction> all) => all.Aggregate((Fraction)0, (a, b) => a + b);

    public int CompareTo(Fraction other) => (Top * other.Bottom).CompareTo(other.Top * Bottom);

    public bool Equals(Fraction other) => Top == other.Top && Bottom == other.Bottom;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Top, Bottom);

    public override string ToString() => Bottom.IsOne ? $"{Top}" : $"{Top}/{Bottom}";
}
