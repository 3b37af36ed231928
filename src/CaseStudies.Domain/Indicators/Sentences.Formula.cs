using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>The formula as words.</content>
internal static partial class Sentences
{
    private static readonly PublicText s_heads = new("参加者数", "heads counted");
    private static readonly PublicText s_hours = new("活動時間", "hours of activity");
    private static readonly PublicText s_quantities = new("数量", "quantities observed");
    private static readonly PublicText s_places = new("予定の定員", "planned places");
    private static readonly PublicText s_sheets = new("紙で集計した回答者数", "respondents counted on paper");

    private static PublicText Describe(Formula formula, Terms terms)
    {
        switch (formula)
        {
            case Count c:
                return Join(Describe(c.Of, terms, Many(c.Of.Kind)), c.Of.Kind == "session_held" ? "の数" : "の件数", "number of {0}");
            case Sum { Of.Kind: "participants_counted" } s:
                return Join(Describe(s.Of, terms, s_heads), "の合計(来るたびに数える)", "total of {0} (every visit counts)");
            case Sum s:
                return Join(Describe(s.Of, terms, s.Of.Kind switch
                {
                    "activity_logged" => s_hours,
                    "session_planned" => s_places,
                    "survey_tallied" => s_sheets,
                    _ => s_quantities,
                }), "の合計", "total of {0}");
            case Distinct d:
                return Keys(d.Of, d.By, terms, "の数(重複を除く)", "number of different", d.Heads is null ? null : Describe(d.Heads, terms, s_heads));
            case Listed l:
                return Keys(l.Of, l.By, terms, "の一覧と数(重複を除く)", "list and number of different", null);
            case Hours h:
                return Join(Describe(h.Of, terms, Many(h.Of.Kind)), "の時間の合計(開始から終了まで)", "total of the hours, from start to end, of {0}");
            case Running r:
                var (ran, unit) = (terms.Of("strand", r.Strand.Value), UnitName(r.Unit));
                return new($"「{ran.Ja}」が1日以上行われた{unit.Ja}の数(休止を除く)", $"number of {Plural(unit.En)} in which \"{ran.En}\" ran on at least one day (less pauses)");
            case Interval v:
                var (length, of) = (TakeName(v.Take), Describe(v.Of, terms, Many(v.Of.Kind)));
                return new($"{of.Ja}の間隔({UnitName(v.Unit).Ja})の、{length.Ja}", $"{length.En} of the intervals, in {Plural(UnitName(v.Unit).En)}, between the days of {of.En}");
            case Latest l:
                return Join(Describe(l.Of, terms, Many(l.Of.Kind)), "のうち、最後に申告された値(期間より前の申告を含む)", "value declared last among {0}, earlier ones included");
            case Share s:
                var (instrument, version) = (InstrumentOf(s.Of), VersionOf(s.Of));
                var item = terms.OfItem(instrument, s.Item, version);
                var answers = s.Answers.Select(a => terms.OfAnswer(instrument, s.Item, a.Value, version)).ToList();
                var responses = Describe(s.Of, terms, Many(s.Of.Kind));
                if (s.Tallies is { } tallies)
                {
                    var paper = Describe(tallies, terms, Many(tallies.Kind));
                    responses = new($"{responses.Ja}と{paper.Ja}", $"{responses.En} and {paper.En}");
                }

                return new(
                    $"{responses.Ja}のうち、設問「{item.Ja}」に{string.Concat(answers.Select(a => $"「{a.Ja}」"))}と答えた数 ÷ 同じ設問に答えた数",
                    $"answers \"{string.Join("\" or \"", answers.Select(a => a.En))}\" to the item \"{item.En}\" ÷ answers to that item, among {responses.En}");
            case Ratio r:
                var (top, bottom) = (Describe(r.Of, terms), Describe(r.To, terms));
                return new($"{top.Ja} ÷ {bottom.Ja}", $"{top.En} ÷ {bottom.En}");
            case Cohort c:
                return Describe(c, terms);
            case PairedChange p:
                return Describe(p, terms);
            case Score s:
                return Describe(s, terms);
            case PerMonth p:
                return Each($"「{terms.Of("strand", p.Strand.Value).Ja}」が行われた各月(休止月を除く)", $"over the months in which \"{terms.Of("strand", p.Strand.Value).En}\" ran (less pauses)", p.Of, p.Take, terms);
            case PerWeek p:
                return Each($"「{terms.Of("strand", p.Strand.Value).Ja}」が行われた各週(休止した週を除く)", $"over the weeks in which \"{terms.Of("strand", p.Strand.Value).En}\" ran (less pauses)", p.Of, p.Take, terms);
            case PerSession p:
                var sessions = Describe(p.Sessions, terms, Many(p.Sessions.Kind));
                return Each($"{sessions.Ja}ごと", $"over each of the {sessions.En}", p.Of, p.Take, terms);
            case PerKey p:
                return Each($"{Names.OfDimension(p.By).Ja}ごと", $"over each {Names.OfDimension(p.By).En}", p.Of, p.Take, terms);
            default:
                throw new ArgumentOutOfRangeException(nameof(formula));
        }
    }

    private static PublicText Each(string ja, string en, Formula of, Take take, Terms terms)
    {
        var (inner, taken) = (Describe(of, terms), TakeName(take));
        return new($"{ja}の{inner.Ja}の、{taken.Ja}", $"{taken.En}, {en}, of the {inner.En}");
    }

    private static PublicText Keys(IEnumerable<Selection> selections, string dimension, Terms terms, string ja, string en, PublicText? heads)
    {
        var (by, of) = (Names.OfDimension(dimension), selections.Select(o => Describe(o, terms, Many(o.Kind))).ToList());
        var (nameless, withNameless) = heads is null ? ("", "") : ($"。同じ回の{heads.Ja}のうち名前のない人がいれば幅で示す", $"; as a range where {heads.En} include people without names");
        return new(
            $"{string.Join("または", of.Select(o => o.Ja))}に現れる{by.Ja}{ja}{nameless}",
            $"{en} {Plural(by.En)} in {string.Join(" or ", of.Select(o => o.En))}{withNameless}");
    }

    private static PublicText Describe(PairedChange p, Terms terms)
    {
        var items = p.Items.Select(i => terms.OfItem(InstrumentOf(p.Of), i.Value, VersionOf(p.Of))).ToList();
        var (before, after, of) = (terms.Of("wave", p.Before.Value), terms.Of("wave", p.After.Value), Describe(p.Of, terms, Many(p.Of.Kind)));
        var (ja, en) = ($"{of.Ja}で、同じ版の調査票に「{before.Ja}」と「{after.Ja}」の両方で答えた同じ人の、設問{string.Concat(items.Select(i => $"「{i.Ja}」"))}の点数", $"the score of \"{string.Join("\" and \"", items.Select(i => i.En))}\" of the same person between \"{before.En}\" and \"{after.En}\", in the same version of the instrument, among {of.En}");
        return p.As switch
        {
            ChangeResult.Risen => new($"{ja}が上がった人の数", $"number of people whose score rose: {en}"),
            ChangeResult.Fallen => new($"{ja}が下がった人の数", $"number of people whose score fell: {en}"),
            ChangeResult.Unchanged => new($"{ja}が変わらなかった人の数", $"number of people whose score stayed: {en}"),
            _ => new($"{ja}の変化の平均", $"mean change of {en}"),
        };
    }

    private static PublicText Describe(Score s, Terms terms)
    {
        var (items, of) = (s.Items.Select(i => terms.OfItem(InstrumentOf(s.Of), i.Value, VersionOf(s.Of))).ToList(), Describe(s.Of, terms, Many(s.Of.Kind)));
        var (ja, en) = ($"設問{string.Concat(items.Select(i => $"「{i.Ja}」"))}の点数", $"score of \"{string.Join("\" and \"", items.Select(i => i.En))}\"");
        if (s.As == ScoreResult.Mean)
            return new($"{of.Ja}のうち、点数のあるものの、{ja}の平均", $"mean {en} among {of.En} that have one");
        var (boundsJa, boundsEn) = (s.AtLeast, s.AtMost) switch
        {
            ({ } low, { } high) => ($"{low}点以上{high}点以下", $"from {low} to {high}"),
            ({ } low, null) => ($"{low}点以上", $"at least {low}"),
            (_, var high) => ($"{high}点以下", $"at most {high}"),
        };
        return new($"{of.Ja}のうち、{ja}が{boundsJa}のものの数 ÷ 点数のあるものの数", $"those whose {en} is {boundsEn} ÷ those that have a score, among {of.En}");
    }

    private static PublicText TakeName(Take take) => take switch
    {
        Take.Range => new("最小から最大まで", "smallest to largest"),
        Take.Mean => new("平均", "mean"),
        Take.Maximum => new("最大", "largest"),
        _ => new("合計", "total"),
    };

    private static PublicText UnitName(CalendarUnit unit) => unit switch
    {
        CalendarUnit.Day => new("日", "day"),
        CalendarUnit.Week => new("週", "week"),
        _ => new("月", "month"),
    };

    private static PublicText Describe(Cohort c, Terms terms)
    {
        var (enters, visits, cutOff) = (Describe(c.Enters, terms, Many(c.Enters.Kind)), Describe(c.Visits, terms, Many(c.Visits.Kind)), Iso(c.CutOff));
        var pause = c.PausesExcused ? ("(記録された休止の日数を除く)", " (days of a recorded pause not counted)") : ("", "");
        var ja = $"{enters.Ja}のある人のうち、{cutOff} までに{visits.Ja}が{c.MinimumVisits}回以上あり、その最後が {cutOff} の{c.SeenWithinDays}日前以降{pause.Item1}で、離脱していない人";
        var en = $"people with {enters.En} who by {cutOff} have at least {c.MinimumVisits} of {visits.En}, the last at most {c.SeenWithinDays} days before {cutOff}{pause.Item2}, and have not left";
        return c.As == CohortResult.People ? new(ja + "の数", "number of " + en) : new($"{ja}の数 ÷ {enters.Ja}のある人の数", $"number of {en} ÷ number of people with {enters.En}");
    }

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
}
