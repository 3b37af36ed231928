using System.Globalization;
using System.Numerics;

namespace CaseStudies.Sheets;

/// <summary>
/// The number in a cell of a workbook: a binary double in up to seventeen digits, of which a spreadsheet shows fifteen.
/// We keep the fifteen, so that 0.1 + 0.2 is 0.3 here as it is there. Its exponent is bounded before anything is computed.
/// </summary>
internal static class ReadNumber
{
    private const int Longest = 64, Digits = 15, LargestPower = 21, SmallestPower = -30;

    /// <summary>The plain decimal, or null where it is no number or far beyond what anybody counts.</summary>
    public static string? Plain(string written)
    {
        var text = written.AsSpan().Trim();
        if (text.Length is > 0 and <= Digits && text[0] is >= '1' and <= '9' && !text.ContainsAnyExceptInRange('0', '9'))
            return text.Length == written.Length ? written : text.ToString();
        if (text.Length is 0 or > Longest)
            return null;
        var negative = text[0] == '-';
        if (negative || text[0] == '+')
            text = text[1..];
        var (digits, scale, exponent) = (BigInteger.Zero, 0, 0);
        var (seen, point) = (0, false);
        if (text.IndexOfAny('e', 'E') is >= 0 and var at)
        {
            if (Exponent(text[(at + 1)..]) is not { } power)
                return null;
            exponent = power;
            text = text[..at];
        }

        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                (digits, scale, seen) = ((digits * 10) + (c - '0'), point ? scale + 1 : scale, seen + 1);
            else if (c == '.' && !point)
                point = true;
            else
                return null;
        }

        return seen == 0 ? null : digits.IsZero ? "0" : Written(negative, digits, exponent - scale);
    }

    /// <summary>The exact value of what <see cref="Plain"/> gave.</summary>
    public static SheetNumber Value(string plain) => SheetNumber.FromDecimal(plain);

    private static string? Written(bool negative, BigInteger digits, int power)
    {
        var text = digits.ToString(CultureInfo.InvariantCulture);
        if (text.Length > Digits)
        {
            var cut = text.Length - Digits;
            digits = (digits + (5 * BigInteger.Pow(10, cut - 1))) / BigInteger.Pow(10, cut);
            (text, power) = (digits.ToString(CultureInfo.InvariantCulture), power + cut);
        }

        var trimmed = text.TrimEnd('0');
        power += text.Length - trimmed.Length;
        if (trimmed.Length + power > LargestPower || trimmed.Length + power <= SmallestPower)
            return null;
        var plain = power >= 0 ? trimmed + new string('0', power)
            : -power < trimmed.Length ? $"{trimmed[..^-power]}.{trimmed[^-power..]}"
            : $"0.{trimmed.PadLeft(-power, '0')}";
        return negative ? "-" + plain : plain;
    }

    /// <summary>Of at most four digits: more can only be an attack.</summary>
    private static int? Exponent(ReadOnlySpan<char> text)
    {
        var negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            text = text[1..];
        return text.Length is > 0 and <= 4 && !text.ContainsAnyExceptInRange('0', '9')
            ? (negative ? -1 : 1) * int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
    }
}
