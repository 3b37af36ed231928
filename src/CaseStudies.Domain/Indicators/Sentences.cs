using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The texts that follow from an indicator: its definition as a sentence, the arithmetic of one value, the notes beside it.</summary>
internal static partial class Sentences
{
    public static PublicText Define(Indicator indicator, Terms terms)
    {
        var formula = Describe(indicator.Formula, terms);
        var when = Describe(indicator.When, terms);
        var show = Describe(indicator.Show);
        return new($"{when.Ja}{formula.Ja}。{show.Ja}", $"{Capital(formula.En)}, {when.En}. {show.En}");
    }

    private static PublicText Describe(When? when, Terms terms)
    {
        switch (when)
        {
            case { Since: { } since, ForDays: { } days }:
                return Window(Describe(since, terms), days);
            case { Month: { } month }:
                var told = DateTexts.Month(month);
                return new($"{told.Ja}における、", $"in {told.En}");
            case { From: { } from, To: { } to }:
                var (first, last) = (DateTexts.Day(from), DateTexts.Day(to));
                return new($"{first.Ja}から{last.Ja}まで(両日を含む)の、", $"from {first.En} to {last.En}, both days included");
            case { From: { } from }:
                var begin = DateTexts.Day(from);
                return new($"{begin.Ja}から報告期間の終わりまでの、", $"from {begin.En} to the end of the reporting period");
            case { To: { } to }:
                var end = DateTexts.Day(to);
                return new($"{end.Ja}までの累計で、", $"up to {end.En} (cumulative)");
            default:
                return new("報告期間における、", "in the reporting period");
        }
    }

    private static PublicText Window(PublicText since, int days) => new(
        $"最初の{since.Ja}の日から{days}日間(その日を含む)の、",
        $"{(days == 1 ? "on" : $"in the {days} days that begin with")} the day of the first {since.En}");

    private static PublicText Describe(Show show)
    {
        var counts = Names.Describe(show.Counts);
        var rounding = show.Rounding switch
        {
            Rounding.Down => new PublicText("切り捨て", "rounded down"),
            Rounding.Up => new("切り上げ", "rounded up"),
            _ => new("四捨五入", "rounded half up"),
        };
        if (show.Approximately is { } about)
        {
            var phrase = Approximators.Phrase(about.Word, "…", show.Unit);
            var (ja, en) = Approximators.HasSteps(about.Word) ? ($"{about.Grain}刻みで、", $" in steps of {about.Grain}") : ("", "");
            return new($"数え方は{counts.Ja}。{ja}「{phrase.Ja}」と示す(正確な値がその言葉に当てはまる場合に限る)。",
                $"Counted as {counts.En}; shown as \"{phrase.En}\"{en}, only where the exact value justifies the wording.");
        }

        var (places, percent) = (show.Decimals, show.Percent ? new PublicText("百分率で、", "shown as a percentage, ") : null);
        var grain = places == 0 ? "whole numbers" : EnglishPlurals.Count(places, "decimal places");
        return new($"数え方は{counts.Ja}。{percent?.Ja}{(places == 0 ? "小数点以下は" : $"小数第{places}位まで示し、それより下は")}{rounding.Ja}。",
            $"Counted as {counts.En}; {percent?.En}{rounding.En} to {grain}.");
    }

    /// <summary>The label of a month in derivations: <c>2025-12</c>.</summary>
    public static string Iso(YearMonth month) => $"{month.Year:0000}-{month.Month:00}";

    private static PublicText Day(LocalDate? date) => date is { } day ? DateTexts.Day(day) : new("日付不明", "an unknown day");
}
