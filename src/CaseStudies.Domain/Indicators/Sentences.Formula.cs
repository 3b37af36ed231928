using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>The formula as words.</content>
internal static partial class Sentences
{
    private static readonly PublicText s_heads = new("参加者数", "headcount");
    private static readonly PublicText s_hours = new("活動時間", "hours of activity");
    private static readonly PublicText s_quantities = new("数量", "observed quantity");
    private static readonly PublicText s_places = new("予定の定員", "planned capacity");
    private static readonly PublicText s_sheets = new("紙で集計した回答者数", "respondents tallied on paper");

    private static PublicText Describe(Formula formula, Terms terms)
    {
        switch (formula)
        {
            case Count c:
                return Join(Describe(c.Of, terms, Many(c.Of.Kind)), c.Of.Kind == "session_held" ? "の数" : "の件数", "number of {0}");
            case Sum { Of.Kind: "participants_counted" } s:
                return Join(Describe(s.Of, terms, s_heads), "の合計(来るたびに数える)", "total {0} (every visit counts)");
            case Sum s:
                return Join(Describe(s.Of, terms, s.Of.Kind switch
                {
                    "activity_logged" => s_hours,
                    "session_planned" => s_places,
                    "survey_tallied" => s_sheets,
                    _ => s_quantities,
                }), "の合計", "total {0}");
            case Distinct d:
                return Keys(d.Of, d.By, terms, "の数(重複を除く)", "number of different", d.Heads is null ? null : Describe(d.Heads, terms, s_heads));
            case Listed l:
                return Keys(l.Of, l.By, terms, "の一覧と数(重複を除く)", "list and number of different", null);
            case Hours h:
                return Join(Describe(h.Of, terms, Many(h.Of.Kind)), "の時間の合計(開始から終了まで)", "total hours, from start to end, of {0}");
            case Running r:
                var (ran, unit) = (terms.Find("strand", r.Strand.Value), UnitName(r.Unit));
                return new(
                    $"「{ran.Ja}」が1日以上行われた{unit.Ja}の数(休止を除く)",
                    $"number of {EnglishPlurals.Plural(unit.En)} in which \"{ran.En}\" ran on at least one day (pauses excluded)");
            case Interval v:
                var (length, of) = (TakeName(v.Take), Describe(v.Of, terms, Many(v.Of.Kind)));
                return new(
                    $"{of.Ja}の間隔({UnitName(v.Unit).Ja})の、{length.Ja}",
                    $"{length.En} of the intervals, in {EnglishPlurals.Plural(UnitName(v.Unit).En)}, between {of.En}");
            case Latest l:
                var declared = l.Quantity is { } quantity && InitiativeEventCatalogue.Facts[l.Of.Kind].Quantities.Skip(1).Any()
                    ? Names.OfQuantity(quantity)
                    : new("値", "value");
                return Join(Describe(l.Of, terms, Many(l.Of.Kind)), $"のうち、最後に申告された{declared.Ja}(期間より前の申告を含む)",
                    $"latest {declared.En} declared in {{0}}, also before the period");
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

                if (terms.TakesSeveral(instrument, s.Item, version))
                {
                    return new(
                        $"{responses.Ja}のうち、複数回答の設問「{item.Ja}」で{string.Join("か", answers.Select(a => $"「{a.Ja}」"))}を選んだ人の数 ÷ 回答者の数",
                        $"respondents who chose \"{string.Join("\" or \"", answers.Select(a => a.En))}\" at the item \"{item.En}\", "
                        + $"which takes several answers, ÷ all respondents, among {responses.En}");
                }

                return new(
                    $"{responses.Ja}のうち、設問「{item.Ja}」に{string.Concat(answers.Select(a => $"「{a.Ja}」"))}と答えた数 ÷ 同じ設問に答えた数",
                    $"answers \"{string.Join("\" or \"", answers.Select(a => a.En))}\" to the item \"{item.En}\" ÷ all answers to that item, "
                    + $"among {responses.En}");
            case Ratio r:
                var (top, bottom) = (Side(r.Of, terms), Side(r.To, terms));
                return new($"{top.Ja} ÷ {bottom.Ja}", $"{top.En} ÷ {bottom.En}");
            case Achievement a:
                var (reached, target) = (Side(a.Of, terms), terms.Find("target", a.Target.Value));
                return new($"{reached.Ja} ÷ 目標「{target.Ja}」(数える最後の日に有効なもの)", $"{reached.En} ÷ the target \"{target.En}\" in force on the last day counted");
            case Cohort c:
                return Describe(c, terms);
            case PairedChange p:
                return Describe(p, terms);
            case Score s:
                return Describe(s, terms);
            case PerMonth p:
                var monthly = terms.Find("strand", p.Strand.Value);
                return Each($"「{monthly.Ja}」が行われた各月(休止月を除く)", $"over the months in which \"{monthly.En}\" ran (pauses excluded)", p.Of, p.Take, terms);
            case PerWeek p:
                var weekly = terms.Find("strand", p.Strand.Value);
                return Each($"「{weekly.Ja}」が行われた各週(休止した週を除く)", $"over the weeks in which \"{weekly.En}\" ran (pauses excluded)", p.Of, p.Take, terms);
            case PerSession p:
                var sessions = Describe(p.Sessions, terms, Many(p.Sessions.Kind));
                return Each($"{sessions.Ja}ごと", $"over the {sessions.En}", p.Of, p.Take, terms);
            case PerKey p:
                return Each($"{Names.OfDimension(p.By).Ja}ごと", $"over all {EnglishPlurals.Plural(Names.OfDimension(p.By).En)}", p.Of, p.Take, terms);
            default:
                throw new ArgumentOutOfRangeException(nameof(formula));
        }
    }

    private static PublicText Each(string ja, string en, Formula of, Take take, Terms terms)
    {
        var (inner, taken) = (of is Ratio ? Bracketed(of, terms) : Describe(of, terms), TakeName(take));
        return new($"{ja}の{inner.Ja}の、{taken.Ja}", $"{taken.En}, {en}, of the {inner.En}");
    }

    /// <summary>A side of a division, in brackets where it is more than a number or a sum: (a ÷ b) ÷ c is not a ÷ (b ÷ c).</summary>
    private static PublicText Side(Formula formula, Terms terms) =>
        formula is Count or Sum or Distinct or Listed or Hours or Latest or Running ? Describe(formula, terms) : Bracketed(formula, terms);

    private static PublicText Bracketed(Formula formula, Terms terms) => Describe(formula, terms) is var text ? new($"({text.Ja})", $"({text.En})") : text;

    private static PublicText Keys(IEnumerable<Selection> selections, string dimension, Terms terms, string ja, string en, PublicText? heads)
    {
        var (by, of) = (Names.OfDimension(dimension), selections.Select(o => Describe(o, terms, Many(o.Kind))).ToList());
        var (nameless, withNameless) = heads is null ? ("", "") : (
            $"。同じ回の{heads.Ja}のうち名前のない人がいれば幅で示す",
            $"; given as a range where the {heads.En} of a session includes people without a name");
        return new(
            $"{string.Join("または", of.Select(o => o.Ja))}に現れる{by.Ja}{ja}{nameless}",
            $"{en} {EnglishPlurals.Plural(by.En)} in {string.Join(" or ", of.Select(o => o.En))}{withNameless}");
    }

    private static PublicText Describe(PairedChange p, Terms terms)
    {
        var asked = Items(p.Items, p.Of, terms);
        var (before, after, of) = (terms.Find("wave", p.Before.Value), terms.Find("wave", p.After.Value), Describe(p.Of, terms, Many(p.Of.Kind)));
        var ja = $"{of.Ja}で、期間中に「{after.Ja}」に答え、その日までに同じ版の調査票の「{before.Ja}」にも答えた人(期間中の「{before.Ja}」がなければ、それより前の最後のもの)";
        var en = $"between \"{before.En}\" and \"{after.En}\" (same person, same version of the instrument; \"{after.En}\" on the days counted, "
            + $"\"{before.En}\" by then, the last one if it was before the days counted), among {of.En}";
        return p.As switch
        {
            ChangeResult.Risen => new($"{ja}のうち、{asked.Ja}の点数が上がった人の数", $"number of people whose score on {asked.En} rose {en}"),
            ChangeResult.Fallen => new($"{ja}のうち、{asked.Ja}の点数が下がった人の数", $"number of people whose score on {asked.En} fell {en}"),
            ChangeResult.Unchanged => new($"{ja}のうち、{asked.Ja}の点数が変わらなかった人の数", $"number of people whose score on {asked.En} did not change {en}"),
            _ => new($"{ja}の、{asked.Ja}の点数の変化の平均", $"mean change in the score on {asked.En} {en}"),
        };
    }

    private static PublicText Describe(Score s, Terms terms)
    {
        var (asked, of) = (Items(s.Items, s.Of, terms), Describe(s.Of, terms, Many(s.Of.Kind)));
        if (s.As == ScoreResult.Mean)
            return new($"{of.Ja}のうち、点数のあるものの、{asked.Ja}の点数の平均", $"mean score on {asked.En}, among {of.En} with a score");
        var (boundsJa, boundsEn) = (s.AtLeast, s.AtMost) switch
        {
            ({ } low, { } high) => ($"{low}点以上{high}点以下", $"from {low} to {high}"),
            ({ } low, null) => ($"{low}点以上", $"at least {low}"),
            (_, var high) => ($"{high}点以下", $"at most {high}"),
        };
        return new(
            $"{of.Ja}のうち、{asked.Ja}の点数が{boundsJa}のものの数 ÷ 点数のあるものの数",
            $"number with a score on {asked.En} of {boundsEn} ÷ number with a score, among {of.En}");
    }

    private static PublicText Items(IEnumerable<Slug> items, Selection of, Terms terms)
    {
        var asked = items.Select(i => terms.OfItem(InstrumentOf(of), i.Value, VersionOf(of))).ToList();
        return new($"設問{string.Concat(asked.Select(i => $"「{i.Ja}」"))}", $"\"{string.Join("\" and \"", asked.Select(i => i.En))}\"");
    }

    private static PublicText TakeName(Take take) => take switch
    {
        Take.Range => new("最小から最大まで", "range"),
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
        var (enters, cutOff) = (Describe(c.Enters, terms, Many(c.Enters.Kind)), DateTexts.Day(c.CutOff));
        var visits = Describe(c.Visits, terms, c.MinimumVisits == 1 ? null : Many(c.Visits.Kind));
        var pause = c.PausesExcused ? new PublicText("(記録された休止の日数を除く)", " (days of recorded pauses not counted)") : null;
        var completed = c.CompletedBy is { } by ? Describe(by, terms) : null;
        var (alsoJa, alsoEn) = completed is null ? ("", "") : ($"、または加わってから同日までに{completed.Ja}のある人", $", or had, since joining, {completed.En}");
        var ja = $"{enters.Ja}のある人のうち、{cutOff.Ja}までに{visits.Ja}が{c.MinimumVisits}回以上あり、その最後が{cutOff.Ja}の{c.SeenWithinDays}日前以降{pause?.Ja}で、離脱していない人{alsoJa}";
        var en = $"people with {enters.En} who, by {cutOff.En}, had at least {c.MinimumVisits} {visits.En}, "
            + $"the last no more than {EnglishPlurals.Count(c.SeenWithinDays, "days")} before that date{pause?.En}, and had not left{alsoEn}";
        return c.As == CohortResult.People
            ? new(ja + "の数", "number of " + en)
            : new($"{ja}の数 ÷ {enters.Ja}のある人の数", $"number of {en} ÷ number of people with {enters.En}");
    }

    private static PublicText Join(PublicText inner, string ja, string en) => new(inner.Ja + ja, string.Format(CultureInfo.InvariantCulture, en, inner.En));

    /// <summary>The kind as a plural in English: sessions held, attendances of a person.</summary>
    private static PublicText Many(string kind)
    {
        var name = Names.OfKind(kind);
        var noun = HeadNoun().Match(name.En);
        return new(name.Ja, EnglishPlurals.Plural(noun.Value) + name.En[noun.Length..]);
    }

    [GeneratedRegex("^.+?(?= (of|to|with|by|held|cancelled|taken|reached|confirmed|made|received|exchanged)\\b)|^.+$")]
    private static partial Regex HeadNoun();

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
