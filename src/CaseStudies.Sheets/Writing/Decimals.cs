using System.Globalization;
using System.Numerics;
using CaseStudies.Domain;

namespace CaseStudies.Server.Sheets;

/// <summary>Numbers in the fifteen digits that a spreadsheet keeps.</summary>
internal static class Decimals
{
    private const int Digits = 15;

    /// <summary>
    /// A decimal for a cell; a fraction such as 11/17 is rounded to fifteen digits (as text it would become the 17th of November).
    /// Null for a decimal of more digits, which a spreadsheet would cut: the caller then writes a text.
    /// </summary>
    public static string? Of(Quantity number)
    {
        var whole = number.Abs().FloorTo(1).Numerator;
        var used = whole.IsZero ? -LeadingZeros(number.Abs()) : whole.ToString(CultureInfo.InvariantCulture).Length;
        if (used > Digits)
            return null;
        var text = number.ToText(Digits - used);
        if (IsDecimal(number) && number * Ten(Digits - used) != (number * Ten(Digits - used)).FloorTo(1))
            return null;
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private static bool IsDecimal(Quantity number) => (BigInteger.Pow(10, 40) % number.Denominator).IsZero;

    private static Quantity Ten(int power) => Quantity.Of(BigInteger.Pow(10, power), 1);

    private static int LeadingZeros(Quantity number)
    {
        var zeros = 0;
        for (var rest = number.Numerator * 10; rest < number.Denominator && zeros < 30 && !rest.IsZero; rest *= 10)
            zeros++;
        return zeros;
    }
}
