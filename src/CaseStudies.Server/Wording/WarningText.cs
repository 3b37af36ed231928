using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Wording;

/// <summary>Likely slips in words.</summary>
public static class WarningText
{
    /// <summary>What looks wrong, with its numbers.</summary>
    public static PublicText Describe(Warning warning)
    {
        ArgumentNullException.ThrowIfNull(warning);
        var found = warning.Found is { } number ? Text(number) : "";
        return warning.Slip switch
        {
            Slip.SecondSession => new(
                $"同じ活動の回が一日に{found}回あります(いつもは{warning.Usual}回)。",
                $"{EnglishPlurals.Count(found, "sessions")} of one strand on one day ({Of(warning)} usual)."),
            Slip.UnusualCount => new(
                $"人数 {found} は、この活動のいつもの人数({warning.Usual})の{Warnings.TimesTheUsual}倍以上です。",
                $"A headcount of {found} is at least {Warnings.TimesTheUsual} times the usual number in this strand ({warning.Usual})."),
            Slip.AfterClosing => new("取組が終了した日より後の回です。", "A session after the last day of the initiative."),
            Slip.AfterLeaving => new("離脱した日より後の参加です。", "An attendance after the person's last day."),
            Slip.LongDay => new(
                $"一人の活動時間が一日に{found}時間あります。", $"{EnglishPlurals.Count(found, "hours")} of work by one person on one day."),
            Slip.CapturedAhead => new(
                "端末の時刻が、記録した時刻より先に進んでいます。", "The device claims a time that had not come when this was recorded."),
            _ => throw new ArgumentOutOfRangeException(nameof(warning)),
        };
    }

    /// <summary>A third of an hour has no decimal; two places are enough.</summary>
    private static string Text(Quantity number) => $"{number}" is var exact && exact.Contains('/', StringComparison.Ordinal) ? number.ToText(2) : exact;

    private static string Of(Warning warning) => warning.Usual == 1 ? "1 is" : $"{warning.Usual} are";
}
