using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Indicators;

/// <summary>The texts that come out of an expression: the definition, the arithmetic of one value, the notes.</summary>
internal static partial class Sentences
{
    public static PublicText Define(Indicator indicator, Terms terms)
    {
        var formula = Describe(indicator.Formula, terms);
        var when = Describe(indicator.When, terms);
        var show = Describe(indicator.Show);
        return new($"{when.Ja}{formula.Ja}。{show.Ja}", $"{Capital(formula.En)}, {when.En}. {show.En}");
    }

    private static PublicText Describe(When? when, Terms terms) => when switch
    {
        null => new("報告期間における、", "within the report's period"),
        { Since: { } since, ForDays: { } days } => Window(Describe(since, terms), days),
        { Month: { } m } => new($"{m.Year}年{m.Month}月における、", $"in {Iso(m)}"),
        { From: { } f, To: { } t } => new($"{Iso(f)} から {Iso(t)} まで(両日を含む)の、", $"from {Iso(f)} to {Iso(t)}, both days included"),
        { From: { } f } => new($"{Iso(f)} から報告期間の終わりまでの、", $"from {Iso(f)} to the end of the report's period"),
        { To: { } t } => new($"{Iso(t)} までの累計で、", $"cumulative to {Iso(t)}"),
        _ => new("報告期間における、", "within the report's period"),
    };

    private static PublicText Window(PublicText since, int days) => new(
        $"最初の{since.Ja}の日から{days}日間(その日を含む)の、", $"within {days} days from the first {since.En}, that day included");

    private static PublicText Describe(Show show)
    {
        var counts = Names.Of(show.Counts);
        var rounding = show.Rounding switch
        {
            Rounding.Down => new PublicText("切り捨て", "rounded down"),
            Rounding.Up => new("切り上げ", "rounded up"),
            _ => new("四捨五入", "rounded half up"),
        };
        if (show.Approximately is { } about)
        {
            var phrase = Approximators.Phrase(about.Word, "…", show.Unit);
            var (ja, en) = Approximators.HasSteps(about.Word) ? ($"{about.Grain}刻みで", $" in steps of {about.Grain}") : ("", "");
            return new($"数え方は{counts.Ja}。正確な値がその言葉に当てはまるときだけ、{ja}「{phrase.Ja}」と示す。",
                $"Counted: {counts.En}; told as \"{phrase.En}\"{en}, only where the exact value entails the word.");
        }

        var (places, percent) = (show.Decimals, show.Percent ? new PublicText("百分率で、", ", in per cent") : null);
        return new($"数え方は{counts.Ja}。{percent?.Ja}{(places == 0 ? "小数点以下は" : $"小数第{places}位まで示し、それより下は")}{rounding.Ja}。",
            $"Counted: {counts.En}{percent?.En}; {(places == 0 ? "to whole numbers" : places == 1 ? "to 1 decimal" : $"to {places} decimals")}, {rounding.En}.");
    }

    public static string Iso(YearMonth month) => $"{month.Year:0000}-{month.Month:00}";

    private static string Iso(LocalDate? date) => date is { } d ? LocalDatePattern.Iso.Format(d) : "?";
}
