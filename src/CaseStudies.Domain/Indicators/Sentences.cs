using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Indicators;

/// <summary>The texts that come out of an expression: the definition, the arithmetic of one value, the notes.</summary>
internal static partial class Sentences
{
    private const int MaximumTerms = 80;

    private static readonly PublicText s_heads = new("参加者数", "heads counted");
    private static readonly PublicText s_hours = new("活動時間", "hours of activity");
    private static readonly PublicText s_quantities = new("数量", "quantities observed");

    public static PublicText Define(Indicator indicator, Terms terms)
    {
        var formula = Describe(indicator.Formula, terms);
        var when = Describe(indicator.When);
        var show = Describe(indicator.Show);
        return new($"{when.Ja}{formula.Ja}。{show.Ja}", $"{Capital(formula.En)}, {when.En}. {show.En}");
    }

    public static PublicText Arithmetic(Show show, FigureValue value, Arithmetic arithmetic)
    {
        var number = value.IsPoint ? Value(show, value.Low) : $"{Value(show, value.Low)}–{Value(show, value.High)}";
        var (ja, en) = arithmetic switch
        {
            Indicators.Arithmetic.Entries e => ($"記録{e.Number}件", e.Number == 1 ? "1 entry" : $"{e.Number} entries"),
            Indicators.Arithmetic.Addition a => Same(Sum(a.Terms)),
            Indicators.Arithmetic.Keys k => ($"記録{k.InEntries}件に現れる異なる{k.Number}", $"{k.Number} different in {k.InEntries} entries"),
            Indicators.Arithmetic.Declared => ("申告された値", "as declared"),
            Indicators.Arithmetic.Division d => Same($"{Bounds(d.Of)} ÷ {Bounds(d.To)}"),
            Indicators.Arithmetic.OutOf o => ($"{o.Entered}人のうち{o.Continuing}人", $"{o.Continuing} of {o.Entered}"),
            Indicators.Arithmetic.Months m => Months(m),
            _ => throw new ArgumentOutOfRangeException(nameof(arithmetic)),
        };
        return new($"{number} = {ja}", $"{number} = {en}");
    }

    public static PublicText CannotBeRead(string problem) => new($"読めない記録があります:{problem}", $"Something cannot be read: {problem}");

    public static PublicText WordNotEntailed(Approximator word, PublicText unit)
    {
        var phrase = Approximators.Phrase(word, "…", unit);
        return new($"正確な値は「{phrase.Ja}」とは言えません。", $"The exact value does not entail the word \"{phrase.En}\".");
    }

    public static PublicText Rivals(LocalDate? on, IEnumerable<Quantity> counts)
    {
        var list = string.Join(" / ", counts);
        return new($"{Iso(on)} の人数が食い違っています({list})。どちらかを取り消してください。", $"Two counts of {Iso(on)} contradict each other ({list}). Withdraw one of them.");
    }

    public static PublicText MixedInstrumentVersions() => new(
        "異なる版の調査票の回答が混ざっています。版ごとに分けてください。", "Answers to different versions of the instrument are mixed. Take each version by itself.");

    public static PublicText AnsweredTwice() => new(
        "同じ人が同じ時点で二度回答しています。一方を取り消してください。", "One person answered twice in the same wave. Withdraw one response.");

    public static PublicText StrandNeverRan(Slug strand) => new(
        $"活動「{strand}」はこの期間に行われていません。", $"The strand '{strand}' did not run on any of these days.");

    public static PublicText MonthPaused(YearMonth month) => new($"{Iso(month)} は休止中のため除きました。", $"{Iso(month)} is left out: the strand rested.");

    public static PublicText MonthMissing(YearMonth month) => new($"{Iso(month)} は記録がありません。", $"{Iso(month)} has no entry and is missing.");

    public static PublicText MonthWithoutValue(YearMonth month) => new(
        $"{Iso(month)} は分母がないなどのため値がなく、除きました。", $"{Iso(month)} has no value, such as a share of nobody, and is left out.");

    public static PublicText PausedMonthHasSessions(YearMonth month) => new(
        $"{Iso(month)} は休止中とされていますが、開催の記録があります。", $"The strand rested throughout {Iso(month)}, yet sessions were held.");

    public static PublicText SessionsOutsideRun(YearMonth month) => new(
        $"活動が行われていないはずの {Iso(month)} に開催の記録があります。", $"The strand did not run in {Iso(month)}, yet sessions were held.");

    public static PublicText EmptyMonthHasEntries(YearMonth month) => new(
        $"{Iso(month)} は「開催なし」と確認されていますが、記録があります。", $"{Iso(month)} was confirmed empty, yet it has entries.");

    public static string Iso(YearMonth month) => $"{month.Year:0000}-{month.Month:00}";

    private static PublicText Describe(Formula formula, Terms terms)
    {
        switch (formula)
        {
            case Count c:
                return Join(Describe(c.Of, terms, Many(c.Of.Kind)), c.Of.Kind == "session_held" ? "の数" : "の件数", "number of {0}");
            case Sum { Of.Kind: "participants_counted" } s:
                return Join(Describe(s.Of, terms, s_heads), "の合計(来るたびに数える)", "total of {0} (every visit counts)");
            case Sum s:
                return Join(Describe(s.Of, terms, s.Of.Kind == "activity_logged" ? s_hours : s_quantities), "の合計", "total of {0}");
            case Distinct d:
                var by = Names.OfDimension(d.By);
                var of = d.Of.Select(o => Describe(o, terms, Many(o.Kind))).ToList();
                return new($"{string.Join("または", of.Select(o => o.Ja))}に現れる{by.Ja}の数(重複を除く)", $"number of different {Plural(by.En)} in {string.Join(" or ", of.Select(o => o.En))}");
            case Latest l:
                return Join(Describe(l.Of, terms, Many(l.Of.Kind)), "のうち、最後に申告された値(期間より前の申告を含む)", "value declared last among {0}, earlier ones included");
            case Share s:
                // The rules let a share name one instrument only; a stored definition may be older than the rules.
                var instrument = s.Of.Conditions.FirstOrDefault(c => c.Key == "instrument").Value is [var only] ? only : "";
                var item = terms.OfItem(instrument, s.Item);
                var answers = s.Answers.Select(a => terms.OfAnswer(instrument, s.Item, a.Value)).ToList();
                var responses = Describe(s.Of, terms, Many(s.Of.Kind));
                return new(
                    $"{responses.Ja}のうち、設問「{item.Ja}」に{string.Concat(answers.Select(a => $"「{a.Ja}」"))}と答えた数 ÷ 同じ設問に答えた数",
                    $"answers \"{string.Join("\" or \"", answers.Select(a => a.En))}\" to the item \"{item.En}\" ÷ answers to that item, among {responses.En}");
            case Ratio r:
                var (top, bottom) = (Describe(r.Of, terms), Describe(r.To, terms));
                return new($"{top.Ja} ÷ {bottom.Ja}", $"{top.En} ÷ {bottom.En}");
            case Cohort c:
                return Describe(c, terms);
            case PerMonth p:
                var (inner, strand) = (Describe(p.Of, terms), terms.Of("strand", p.Strand.Value));
                var take = p.Take switch
                {
                    Take.Range => new PublicText("最小から最大まで", "smallest to largest"),
                    Take.Mean => new("平均", "mean"),
                    Take.Maximum => new("最大", "largest"),
                    _ => new("合計", "total"),
                };
                return new($"「{strand.Ja}」が行われた各月(休止月を除く)の{inner.Ja}の、{take.Ja}", $"{take.En}, over the months in which \"{strand.En}\" ran (less pauses), of the {inner.En}");
            default:
                throw new ArgumentOutOfRangeException(nameof(formula));
        }
    }

    private static PublicText Describe(Cohort c, Terms terms)
    {
        var (enters, visits, cutOff) = (Describe(c.Enters, terms, Many(c.Enters.Kind)), Describe(c.Visits, terms, Many(c.Visits.Kind)), Iso(c.CutOff));
        var pause = c.PausesExcused ? ("(記録された休止の日数を除く)", " (days of a recorded pause not counted)") : ("", "");
        var ja = $"{enters.Ja}のある人のうち、{cutOff} までに{visits.Ja}が{c.MinimumVisits}回以上あり、その最後が {cutOff} の{c.SeenWithinDays}日前以降{pause.Item1}で、離脱していない人";
        var en = $"people with {enters.En} who by {cutOff} have at least {c.MinimumVisits} of {visits.En}, the last at most {c.SeenWithinDays} days before {cutOff}{pause.Item2}, and have not left";
        return c.As == CohortResult.People ? new(ja + "の数", "number of " + en) : new($"{ja}の数 ÷ {enters.Ja}のある人の数", $"number of {en} ÷ number of people with {enters.En}");
    }

    /// <param name="kind">What the entries are called where their quantity is meant and not themselves.</param>
    private static PublicText Describe(Selection selection, Terms terms, PublicText? kind = null)
    {
        kind ??= Names.OfKind(selection.Kind);
        var (ja, en) = (kind.Ja, kind.En);
        var conditions = selection.Conditions.Select(c => (
            Name: Names.OfDimension(c.Key), Values: c.Value.Select(v => terms.Of(c.Key, v)).ToList())).ToList();
        if (conditions.Count > 0)
        {
            ja += $"({string.Join("、", conditions.Select(c => $"{c.Name.Ja}:{string.Join("・", c.Values.Select(v => v.Ja))}"))})";
            en += $" ({string.Join(", ", conditions.Select(c => $"{c.Name.En}: {string.Join(" or ", c.Values.Select(v => v.En))}"))})";
        }

        if (selection.Who is { } who)
        {
            var members = Describe(who.Of, terms, Many(who.Of.Kind));
            ja = $"{members.Ja}が{who.AtLeast}件以上ある人の{ja}";
            en += $" by people with at least {who.AtLeast} of: {members.En}";
        }

        return new(ja, en);
    }

    private static PublicText Describe(When? when) => when switch
    {
        null => new("報告期間における、", "within the report's period"),
        { Month: { } m } => new($"{m.Year}年{m.Month}月における、", $"in {Iso(m)}"),
        { From: { } f, To: { } t } => new($"{Iso(f)} から {Iso(t)} まで(両日を含む)の、", $"from {Iso(f)} to {Iso(t)}, both days included"),
        { From: { } f } => new($"{Iso(f)} から報告期間の終わりまでの、", $"from {Iso(f)} to the end of the report's period"),
        { To: { } t } => new($"{Iso(t)} までの累計で、", $"cumulative to {Iso(t)}"),
        _ => new("報告期間における、", "within the report's period"),
    };

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
            return new($"数え方は{counts.Ja}。正確な値がその言葉に当てはまるときだけ、{about.Grain}刻みで「{phrase.Ja}」と示す。",
                $"Counted: {counts.En}; told as \"{phrase.En}\" in steps of {about.Grain}, only where the exact value entails the word.");
        }

        var (places, percent) = (show.Decimals, show.Percent ? new PublicText("百分率で、", ", in per cent") : null);
        return new($"数え方は{counts.Ja}。{percent?.Ja}{(places == 0 ? "小数点以下は" : $"小数第{places}位まで示し、それより下は")}{rounding.Ja}。",
            $"Counted: {counts.En}{percent?.En}; {(places == 0 ? "to whole numbers" : places == 1 ? "to 1 decimal" : $"to {places} decimals")}, {rounding.En}.");
    }

    private static (string, string) Months(Indicators.Arithmetic.Months months)
    {
        var list = string.Join(", ", months.Values.Select(v => $"{Iso(v.Month)}: {Bounds(v.Value)}"));
        return months.Take switch
        {
            Take.Range => ($"各月の最小と最大({list})", $"smallest and largest of ({list})"),
            Take.Mean => ($"各月の平均({list})", $"mean of ({list})"),
            Take.Maximum => ($"各月の最大({list})", $"largest of ({list})"),
            _ => ($"各月の合計({list})", $"total of ({list})"),
        };
    }

    private static string Sum(IReadOnlyCollection<FigureValue> terms) =>
        string.Join(" + ", terms.Take(MaximumTerms).Select(Bounds)) + (terms.Count > MaximumTerms ? $" + … ({terms.Count})" : "");

    private static string Bounds(FigureValue value) => value.IsPoint ? value.Low.ToString() : $"{value.Low}–{value.High}";

    private static string Value(Show show, Quantity value)
    {
        var exact = show.Approximately is null ? Shown.Number(show, value) : value.ToString().Contains('/', StringComparison.Ordinal) ? value.ToText(2) : value.ToString();
        return show.Percent ? exact + "%" : exact;
    }

    private static (string, string) Same(string text) => (text, text);

    private static PublicText Join(PublicText inner, string ja, string en) => new(inner.Ja + ja, string.Format(CultureInfo.InvariantCulture, en, inner.En));

    /// <summary>The kind as a plural in English: sessions held, attendances of a person.</summary>
    private static PublicText Many(string kind)
    {
        var name = Names.OfKind(kind);
        var noun = HeadNoun().Match(name.En);
        return new(name.Ja, Plural(noun.Value) + name.En[noun.Length..]);
    }

    [GeneratedRegex("^.+?(?= (of|to|held|cancelled|taken|reached|confirmed)\\b)|^.+$")]
    private static partial Regex HeadNoun();

    private static string Plural(string noun) => noun.EndsWith('y') && noun != "survey" ? noun[..^1] + "ies" : noun == "person" ? "people" : noun.EndsWith('s') ? noun : noun + "s";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Iso(LocalDate? date) => date is { } d ? LocalDatePattern.Iso.Format(d) : "?";
}
