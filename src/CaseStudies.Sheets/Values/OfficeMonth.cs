using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Sheets.Values;

/// <summary>Months as offices write them: 2025/4, 2025-04, 2025年4月, 202504, 令和7年4月, R7.4, and 4月 where the fiscal year is known.</summary>
public static partial class OfficeMonth
{
    public static Parsed<YearMonth> Parse(string text, FiscalContext? fiscal = null)
    {
        var key = OfficeText.Key(text).Replace(" ", "", StringComparison.Ordinal);
        if (key.Length == 0)
            return new SheetMessage("月が空です。", "The month is empty.");
        if (key.Length > 40)
            return No(text);
        if (Full().Match(key) is { Success: true } full)
            return Month(OfficeDate.Number(full, "y"), OfficeDate.Number(full, "m"), null, text);
        if (InEra().Match(key) is { Success: true } written && Era.Parse(written.Groups["era"].Value) is { } era)
            return Month(era.Year(OfficeDate.YearOfEra(written.Groups["y"].Value)), OfficeDate.Number(written, "m"), era, text);
        if (Short().Match(key) is not { Success: true } month)
            return No(text);
        return fiscal is null ? FiscalContext.Lacking : Month(fiscal.YearOf(OfficeDate.Number(month, "m")), OfficeDate.Number(month, "m"), null, text);
    }

    private static Parsed<YearMonth> Month(int year, int month, Era? era, string text)
    {
        if (year is < OfficeDate.FirstYear or > OfficeDate.LastYear || month is 0 or > 12)
            return new SheetMessage($"「{OfficeText.Shown(text)}」という月はありません。", $"There is no month '{OfficeText.Shown(text)}'.");
        var found = new YearMonth(year, month);
        var days = found.ToDateInterval();
        return era?.Outside(days.Start, days.End) is { } why ? why : found;
    }

    private static SheetMessage No(string text) => new(
        $"「{OfficeText.Shown(text)}」は月として読めません。2025/4、2025年4月、R7.4 のように書いてください。",
        $"'{OfficeText.Shown(text)}' cannot be read as a month. Write 2025/4, 2025-04 or R7.4.");

    [GeneratedRegex(@"\A(?<y>[0-9]{4})(?:[/\-.](?<m>[0-9]{1,2})|年(?<m>[0-9]{1,2})月|(?<m>[0-9]{2}))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Full();

    [GeneratedRegex(@"\A" + OfficeDate.YearInEra + @"(?:[/\-.](?<m>[0-9]{1,2})|年(?<m>[0-9]{1,2})月)\z", RegexOptions.CultureInvariant)]
    private static partial Regex InEra();

    [GeneratedRegex(@"\A(?<m>[0-9]{1,2})月\z", RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
