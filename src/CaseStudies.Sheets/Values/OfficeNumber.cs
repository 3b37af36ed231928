using System.Text.RegularExpressions;

namespace CaseStudies.Sheets.Values;

/// <summary>A number with the unit that stood behind or before it; null where there was none.</summary>
public readonly record struct NumberRead(SheetNumber Number, string? Unit);

/// <summary>Numbers as offices write them: １，２３４, 12人, △3, ▲3, ￥1,000, 50%.</summary>
public static partial class OfficeNumber
{
    private const int MostWhole = 15, MostDecimals = 6;

    private static readonly SheetMessage s_tooLong = new(
        $"数の桁が多すぎます(整数 {MostWhole} 桁、小数 {MostDecimals} 桁まで)。",
        $"The number has too many digits (at most {MostWhole} before and {MostDecimals} after the point).");

    public static Parsed<NumberRead> Parse(string text)
    {
        var key = OfficeText.Key(text);
        if (key.Length == 0)
            return new SheetMessage("数が空です。", "The number is empty.");
        if (key.Length > 40 || Form().Match(key) is not { Success: true } match)
            return No(text);
        var (sign, yen) = (match.Groups["sign"].Value, match.Groups["yen"].Value);
        var unit = match.Groups["unit"].Value is { Length: > 0 } behind ? behind : yen.Length > 0 ? "円" : null;
        var whole = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal).TrimStart('0');
        var part = match.Groups["part"].Value;
        if (whole.Length > MostWhole || part.Length > MostDecimals + 1)
            return s_tooLong;
        return new NumberRead(SheetNumber.FromDecimal((sign is "" or "+" ? "" : "-") + (whole.Length == 0 ? "0" : whole) + part), unit);
    }

    /// <summary>A number of heads or things: whole, not below zero, and at most so large.</summary>
    public static Parsed<NumberRead> Count(string text, int maximum)
    {
        var parsed = Parse(text);
        return parsed.Why == s_tooLong || parsed.Value is { Number: var number } && (!number.IsWhole || number.Numerator < 0 || number.Numerator > maximum)
            ? new SheetMessage(
                $"「{OfficeText.Shown(text)}」は 0 から {maximum} までの整数ではありません。", $"'{OfficeText.Shown(text)}' is not a whole number from 0 to {maximum}.")
            : parsed;
    }

    private static SheetMessage No(string text) => new(
        $"「{OfficeText.Shown(text)}」は数として読めません。12、1,234、12人 のように、数字か、数字と単位で書いてください(約・以上・範囲・漢数字は読みません)。",
        $"'{OfficeText.Shown(text)}' cannot be read as a number. Write digits, or digits with a unit, as in 12, 1,234 or 12人 "
        + "(no 'about', ranges, or numerals in words).");

    // Commas only where they part thousands: 1,5 is half a number in one country and fifteen in nobody's.
    [GeneratedRegex(
        @"\A(?<sign>[-+\u2212\u2010\u2015\u25B3\u25B2])? ?(?<yen>[\u00A5\uFFE5\\])? ?(?<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?<part>\.[0-9]+)? ?"
        + @"(?<unit>人|名|名様|組|世帯|家族|件|回|個|本|枚|冊|部|食|台|点|円|歳|才|日|週|時間|分|校|社|団体|か所|カ所|ヶ所|箇所|%)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
