using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Sheets.Values;

/// <summary>A day with its time, as form tools stamp their answers: 2025/04/01 13:30:05, 2025-04-01T13:30:05+09:00, 2025/04/01 1:30:05 午後 GMT+9.</summary>
public readonly record struct MomentRead(LocalDateTime Moment, Offset? Offset);

public static partial class OfficeMoment
{
    public static Parsed<MomentRead> Parse(string text)
    {
        var key = OfficeText.Key(text);
        if (key.Length > 60 || Form().Match(key) is not { Success: true } match)
            return new SheetMessage(
                $"「{OfficeText.Shown(text)}」は日時として読めません。2025/04/01 13:30 のように書いてください。",
                $"'{OfficeText.Shown(text)}' cannot be read as a day with its time. Write 2025/04/01 13:30.");
        if (OfficeDate.Parse(match.Groups["day"].Value) is { Why: { } badDay })
            return badDay;
        var day = OfficeDate.Parse(match.Groups["day"].Value).Value!.Value;
        var time = OfficeTime.Parse(match.Groups["half"].Value + match.Groups["time"].Value);
        if (time.Why is { } badTime)
            return badTime;
        return new MomentRead(day.At(time.Value!.Value), OffsetOf(match));
    }

    private static Offset? OffsetOf(Match match)
    {
        if (match.Groups["zone"].Value is "Z" or "JST")
            return match.Groups["zone"].Value == "Z" ? Offset.Zero : Offset.FromHours(9);
        if (!match.Groups["oh"].Success)
            return null;
        var minutes = (OfficeDate.Number(match, "oh") * 60) + (match.Groups["om"].Success ? OfficeDate.Number(match, "om") : 0);
        return Offset.FromSeconds((match.Groups["os"].Value == "-" ? -60 : 60) * minutes);
    }

    /// <summary>The half of the day stands before the time, behind it, or not at all.</summary>
    private const string Half = "(?<half>午前|午後|[AaPp][Mm])?";

    [GeneratedRegex(
        @"\A(?<day>[^ T]+(?:\([^)]*\))?)[ T]" + Half + @" ?(?<time>[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?|時[0-9]{1,2}分))(?:\.[0-9]{1,9})? ?" + Half
        + @" ?(?<zone>Z|JST|(?:GMT|UTC)?(?<os>[+-])(?<oh>0?[0-9]|1[0-4])(?::?(?<om>[0-5][0-9]))?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
