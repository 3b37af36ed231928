using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Sheets.Values;

/// <summary>Times of day as offices write them: 13:30, 13時30分, 午後1時半, 1:30 PM, 正午.</summary>
public static partial class OfficeTime
{
    public static Parsed<LocalTime> Parse(string text)
    {
        var key = OfficeText.Key(text).Replace(" ", "", StringComparison.Ordinal);
        if (key.Length == 0)
            return new SheetMessage("時刻が空です。", "The time is empty.");
        if (key == "正午")
            return LocalTime.Noon;
        if (key.Length > 40 || Form().Match(key) is not { Success: true } match)
            return No(text);
        var half = (match.Groups["half"].Value + match.Groups["ampm"].Value).ToUpperInvariant();
        if (half is not ("" or "午前" or "午後" or "AM" or "PM"))
            return No(text);
        var (hour, minute, second) = (OfficeDate.Number(match, "h"), Part(match, "m"), Part(match, "s"));
        if (match.Groups["han"].Success)
            minute = 30;
        if (minute > 59 || second > 59 || hour > 24 || (half.Length > 0 && hour > 12))
            return new SheetMessage($"「{OfficeText.Shown(text)}」という時刻はありません。", $"There is no time '{OfficeText.Shown(text)}'.");
        if (hour == 24)
            return new SheetMessage("24時は翌日の 0:00 です。日付とともに 0:00 と書くか、23:59 までにしてください。", "24:00 is 0:00 of the next day. Write 0:00 with that date, or end at 23:59.");
        // 午後12時 is midnight by the law of 1872 and noon on most phones.
        return (half, hour) switch
        {
            ("午前" or "午後", 12) => new SheetMessage(
                $"「{OfficeText.Shown(text)}」は昼か夜か分かりません。12:30 や 0:30 のように書いてください。",
                $"'{OfficeText.Shown(text)}' could be noon or midnight. Write 12:30 or 0:30."),
            ("AM", 12) => new LocalTime(0, minute, second),
            ("午後" or "PM", < 12) => new LocalTime(hour + 12, minute, second),
            _ => new LocalTime(hour, minute, second),
        };
    }

    private static int Part(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    private static SheetMessage No(string text) => new(
        $"「{OfficeText.Shown(text)}」は時刻として読めません。13:30 や 13時30分 のように書いてください。",
        $"'{OfficeText.Shown(text)}' cannot be read as a time. Write 13:30.");

    [GeneratedRegex(
        @"\A(?<half>午前|午後|[AaPp][Mm])?(?<h>[0-9]{1,2})"
        + @"(?::(?<m>[0-9]{2})(?::(?<s>[0-9]{2}))?|時(?:(?<han>半)|(?<m>[0-9]{1,2})分(?:(?<s>[0-9]{1,2})秒)?)?)(?<ampm>[AaPp][Mm])?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
