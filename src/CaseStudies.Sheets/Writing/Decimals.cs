using System.Globalization;
using System.Numerics;

namespace CaseStudies.Sheets;

/// <summary>Numbers in the fifteen digits that a spreadsheet keeps.</summary>
internal static class Decimals
{
    private const int Digits = 15;

    /// <summary>
    /// A decimal for a cell; a fraction such as 11/17 is rounded to fifteen digits (as text it would become the 17th of November).
    /// Null for a decimal of more digits, which a spreadsheet would cut: the caller then writes a text.
    /// </summary>
    public static string? Format(SheetNumber number)
    {
        var magnitude = BigInteger.Abs(number.Numerator);
        var whole = magnitude / number.Denominator;
        var used = whole.IsZero ? -LeadingZeros(magnitude, number.Denominator) : whole.ToString(CultureInfo.InvariantCulture).Length;
        if (used > Digits)
            return null;
        if (IsDecimal(number) && !(number.Numerator * BigInteger.Pow(10, Digits - used) % number.Denominator).IsZero)
            return null;
        var text = number.ToText(Digits - used);
        return text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : text;
    }

    private static bool IsDecimal(SheetNumber number) => (BigInteger.Pow(10, 40) % number.Denominator).IsZero;

    private static int LeadingZeros(BigInteger magnitude, BigInteger denominator)
    {
        var zeros = 0;
        for (var rest = magnitude * 10; rest < denominator && zeros < 30 && !rest.IsZero; rest *= 10)
            zeros++;
        return zeros;
    }
}
