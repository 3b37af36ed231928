using System.Globalization;
using System.Numerics;
using CaseStudies.Domain;
using CsCheck;

namespace CaseStudies.Tests;

public sealed class QuantityTests
{
    private const string Seed = "0000KmnBPr50";

    /// <summary>Decimals whose sums and products System.Decimal holds exactly.</summary>
    private static readonly Gen<decimal> s_decimal = Gen.Select(Gen.Int[-99_999_999, 99_999_999], Gen.Int[0, 6], (digits, scale) => digits / Power(scale));

    private static readonly Gen<(BigInteger Numerator, BigInteger Denominator)> s_fraction =
        Gen.Select(Gen.Long[-1_000_000, 1_000_000], Gen.Long[1, 1_000_000], (n, d) => ((BigInteger)n, (BigInteger)d));

    [Fact]
    public void Adds_subtracts_multiplies_and_compares_as_decimals_do() => Gen.Select(s_decimal, s_decimal).Sample((a, b) =>
        Of(a) + Of(b) == Of(a + b) && Of(a) - Of(b) == Of(a - b) && Of(a) * Of(b) == Of(a * b)
        && Of(a).CompareTo(Of(b)) == a.CompareTo(b) && (Of(a) < Of(b)) == (a < b) && (Of(a) >= Of(b)) == (a >= b), seed: Seed, iter: 2_000);

    [Fact]
    public void Is_a_fraction_in_lowest_terms() => s_fraction.Sample(f =>
    {
        var q = Quantity.FromRatio(f.Numerator, f.Denominator);
        return q.Denominator > 0 && q.Numerator * f.Denominator == f.Numerator * q.Denominator
            && BigInteger.GreatestCommonDivisor(q.Numerator, q.Denominator).IsOne;
    }, seed: Seed, iter: 2_000);

    [Fact]
    public void Division_undoes_multiplication() => Gen.Select(s_fraction, s_fraction).Where(t => t.Item2.Numerator != 0).Sample((a, b) =>
        Of(a) * Of(b) / Of(b) == Of(a), seed: Seed, iter: 2_000);

    [Fact]
    public void Equal_quantities_have_equal_hashes() => Gen.Select(s_fraction, Gen.Int[1, 1_000]).Sample((f, by) =>
        Quantity.FromRatio(f.Numerator * by, f.Denominator * by).GetHashCode() == Of(f).GetHashCode(), seed: Seed, iter: 500);

    [Fact]
    public void Rounds_as_decimal_does_away_from_zero() => Gen.Select(s_decimal, Gen.Int[0, 6]).Sample((value, decimals) =>
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        return Of(value).ToText(decimals) == (rounded == 0 ? 0m : rounded).ToString("F" + decimals, CultureInfo.InvariantCulture);
    }, seed: Seed, iter: 2_000);

    [Fact]
    public void Floors_as_decimal_does() => s_decimal.Sample(value => Of(value).FloorTo(1) == Of(Math.Floor(value)), seed: Seed, iter: 2_000);

    [Fact]
    public void What_is_printed_is_read_again() => s_decimal.Sample(value => Quantity.Parse(Of(value).ToString()) == Of(value), seed: Seed, iter: 2_000);

    [Theory]
    [InlineData("0.5", "1")]
    [InlineData("1.5", "2")]
    [InlineData("2.5", "3")]
    [InlineData("-0.5", "-1")]
    [InlineData("-1.5", "-2")]
    [InlineData("-2.5", "-3")]
    [InlineData("-0.4", "0")]
    [InlineData("2.499999", "2")]
    public void A_tie_goes_away_from_zero_and_never_to_even(string exact, string rounded) => Assert.Equal(rounded, Quantity.Parse(exact).ToText(0));

    [Fact]
    public void Zero_is_zero_however_it_came_about() =>
        Assert.All([Quantity.Zero, default, 0, Quantity.FromRatio(0, 7), Quantity.Parse("0.00"), Quantity.Parse("-0")], q => Assert.Equal(Quantity.Zero, q));

    [Theory]
    [InlineData("999999999999999.999999")]
    [InlineData("-999999999999999.999999")]
    [InlineData("0")]
    [InlineData("0.75")]
    public void A_decimal_within_the_limits_is_read(string text) => Assert.Equal(text, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("1e3")]
    [InlineData("1e131071")]
    [InlineData("007")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("NaN")]
    [InlineData("\uFF11\uFF12")]
    [InlineData("11/17")]
    [InlineData("1000000000000000")]
    [InlineData("0.1234567")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => Quantity.Parse(text));

    [Fact]
    public void A_fraction_without_a_finite_decimal_is_printed_as_one() => Assert.Equal("11/17", Quantity.FromRatio(22, 34).ToString());

    [Fact]
    public void Nothing_is_divided_by_zero() => Assert.Throws<DivideByZeroException>(() => Quantity.FromRatio(1, 2) / Quantity.Zero);

    private static Quantity Of(decimal value) => Quantity.FromRatio(new BigInteger(value * 1_000_000_000_000m), BigInteger.Pow(10, 12));

    private static Quantity Of((BigInteger Numerator, BigInteger Denominator) fraction) => Quantity.FromRatio(fraction.Numerator, fraction.Denominator);

    private static decimal Power(int scale) => Enumerable.Repeat(10m, scale).Aggregate(1m, (a, b) => a * b);
}
