using System.Text.RegularExpressions;

namespace CaseStudies.Sheets.Values;

/// <summary>A number with the unit that stood behind or before it; null where there was none.</summary>
public readonly record struct NumberRead(SheetNumber Number, string? Unit);

/// <summary>Numbers as offices write them: １，２３４, 12人, △3, ▲3, ￥1,000, 50%.</summary>
public static partial class OfficeNumber
{
    private const int MostWhole = 15, MostDecimals = 6;

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
            return new SheetMessage("数の桁が多すぎます(整数 15 桁、小数 6 桁まで)。", "The number has too many digits (at most 15 before and 6 after the point).");
        return new NumberRead(SheetNumber.FromDecimal((sign is "" or "+" ? "" : "-") + (whole.Length == 0 ? "0" : whole) + part), unit);
    }

    /// <summary>A number of heads or things: whole, and not below zero.</summary>
    public static Parsed<NumberRead> Count(string text)
    {
        if (Parse(text) is not { Value: { } read } parsed)
            return Parse(text);
        return read.Number.Numerator.Sign < 0 || !read.Number.IsWhole
            ? new SheetMessage($"「{OfficeText.Shown(text)}」は 0 以上の整数ではありません。", $"'{OfficeText.Shown(text)}' is not a whole number of 0 or more.")
            : parsed;
    }

    private static SheetMessage No(string text) => new(
        $"「{OfficeText.Shown(text)}」は数として読めません。12 や 1,234 のように、数字だけで書いてください(約・以上・範囲・漢数字は読みません)。",
        $"'{OfficeText.Shown(text)}' cannot be read as a number. Write digits only, as in 12 or 1,234 (no 'about', ranges, or numerals in words).");

    // Commas only where they part thousands: 1,5 is half a number in one country and fifteen in nobody's.
    [GeneratedRegex(
        @"\A(?<sign>[-+\u2212\u2010\u2015\u25B3\u25B2])? ?(?<yen>[\u00A5\uFFE5\\])? ?(?<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?<part>\.[0-9]+)? ?"
        + @"(?<unit>人|名|名様|組|世帯|家族|件|回|個|本|枚|冊|部|食|台|点|円|歳|才|日|週|時間|分|校|社|団体|か所|カ所|ヶ所|箇所|%)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
