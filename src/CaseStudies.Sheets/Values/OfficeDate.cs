using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Sheets.Values;

/// <summary>
/// Days as offices write them: 2025/4/1, 2025-04-01, 2025年4月1日(火), 令和7年4月1日, R7.4.1, 20250401, the number by which Excel
/// knows a day, and 4/1 or 4月1日 where the sheet's fiscal year is known. A weekday that is written must be the right one.
/// </summary>
public static partial class OfficeDate
{
    // Years 1954 to 2119: outside, a number is more likely something else.
    private const int FirstSerial = 20_000, LastSerial = 80_000;

    /// <summary>Written years have four digits and begin with 1 or 2: anything else is a typing error.</summary>
    public const int FirstYear = 1000, LastYear = 2999;

    public static Parsed<LocalDate> Parse(string text, FiscalContext? fiscal = null, bool from1904 = false)
    {
        var key = OfficeText.Key(text).Replace(" ", "", StringComparison.Ordinal);
        if (key.Length == 0)
            return new SheetMessage("日付が空です。", "The date is empty.");
        if (key.Length > 40)
            return No(text);
        if (Serial(key, from1904) is { } serial)
            return serial;
        if (Full().Match(key) is { Success: true } full)
            return Day(full, null, int.Parse(full.Groups["y"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), text);
        if (InEra().Match(key) is { Success: true } era && Era.Parse(era.Groups["era"].Value) is { } named)
            return Day(era, named, named.Year(YearOfEra(era.Groups["y"].Value)), text);
        if (Short().Match(key) is { Success: true } within)
            return fiscal is null ? FiscalContext.Lacking : Day(within, null, fiscal.YearOf(Number(within, "m")), text);
        return TwoDigits().IsMatch(key)
            ? new SheetMessage(
                $"「{OfficeText.Shown(text)}」の年は西暦か和暦か判断できません。2025/4/1 や R7.4.1 のように書いてください。",
                $"It is unclear whether the year of '{OfficeText.Shown(text)}' is Western or Japanese. Write 2025/4/1 or R7.4.1.")
            : No(text);
    }

    internal static int YearOfEra(string written) => written == "元" ? 1 : int.Parse(written, NumberStyles.None, CultureInfo.InvariantCulture);

    internal static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Whether the day exists, in its era, on its weekday.</summary>
    private static Parsed<LocalDate> Day(Match match, Era? era, int year, string text)
    {
        var (month, day) = (Number(match, "m"), Number(match, "d"));
        if (year is < FirstYear or > LastYear || month is 0 or > 12 || day == 0 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
            return new SheetMessage($"「{OfficeText.Shown(text)}」という日はありません。", $"There is no date '{OfficeText.Shown(text)}'.");
        var date = new LocalDate(year, month, day);
        if (era?.Outside(date, date) is { } why)
            return why;
        var weekday = match.Groups["w"].Value;
        return weekday.Length > 0 && Weekdays.Parse(weekday) != date.DayOfWeek
            ? new SheetMessage(
                $"「{OfficeText.Shown(text)}」の曜日が合いません。{date.Year}年{month}月{day}日は{Weekdays.Ja(date.DayOfWeek)}曜日です。",
                $"The weekday of '{OfficeText.Shown(text)}' is wrong: {NodaTime.Text.LocalDatePattern.Iso.Format(date)} is a {date.DayOfWeek}.")
            : date;
    }

    private static Parsed<LocalDate>? Serial(string key, bool from1904)
    {
        if (key.Length == 8 && !key.AsSpan().ContainsAnyExceptInRange('0', '9') && Compact().Match(key) is { Success: true } compact)
            return Day(compact, null, Number(compact, "y"), key);
        return key.Length == 5 && int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            && serial is >= FirstSerial and <= LastSerial && Serials.Day(serial, from1904) is { } day
            ? day
            : (Parsed<LocalDate>?)null;
    }

    private static SheetMessage No(string text) => new(
        $"「{OfficeText.Shown(text)}」は日付として読めません。2025/4/1、2025年4月1日、R7.4.1 のように書いてください。",
        $"'{OfficeText.Shown(text)}' cannot be read as a date. Write 2025/4/1, 2025-04-01 or R7.4.1.");

    private const string Weekday = @"(?:\(?(?<w>[日月火水木金土](?:曜日?)?|Sun|Mon|Tue|Wed|Thu|Fri|Sat)\)?|(?<w>[\u322A-\u3230]))?\z";

    private const string MonthAndDay = @"(?:(?<s>[/\-.])(?<m>[0-9]{1,2})\k<s>(?<d>[0-9]{1,2})|年(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日)";

    [GeneratedRegex(@"\A(?<y>[0-9]{4})" + MonthAndDay + Weekday, RegexOptions.CultureInvariant)]
    private static partial Regex Full();

    internal const string YearInEra = @"(?<era>明治|大正|昭和|平成|令和|[MTSHRmtshr\u337B-\u337E\u32FF])(?<y>元|[0-9]{1,3})";

    [GeneratedRegex(@"\A" + YearInEra + MonthAndDay + Weekday, RegexOptions.CultureInvariant)]
    private static partial Regex InEra();

    [GeneratedRegex(@"\A(?:(?<m>[0-9]{1,2})/(?<d>[0-9]{1,2})|(?<m>[0-9]{1,2})月(?<d>[0-9]{1,2})日)" + Weekday, RegexOptions.CultureInvariant)]
    private static partial Regex Short();

    [GeneratedRegex(@"\A(?<y>[0-9]{4})(?<m>[0-9]{2})(?<d>[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Compact();

    [GeneratedRegex(@"\A'?[0-9]{1,2}[/\-.年][0-9]{1,2}[/\-.月][0-9]{1,2}日?", RegexOptions.CultureInvariant)]
    private static partial Regex TwoDigits();
}
