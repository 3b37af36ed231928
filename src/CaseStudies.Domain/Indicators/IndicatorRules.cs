using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>The rules for definitions, checked when they are written: a number that mixes what must not be mixed is never adopted.</summary>
public static class IndicatorRules
{
    /// <summary>The longest window: longer than any programme, and short enough for the calendar.</summary>
    private const int MaximumDays = 3_660;

    /// <summary>The first rule that a definition breaks, with the place in it (<c>/definition/formula/of/where/unit</c>), or null.</summary>
    public static Refusal? Check(Indicator indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        return (CheckWhen(indicator.When).Within("/when") ?? FormulaRules.Check(indicator.Formula, 0).Within("/formula")
            ?? CheckForms(indicator.Formula).Within("/formula") ?? CheckShow(indicator.Show, indicator.Formula).Within("/show")
            ?? (indicator.Against ?? []).Select((a, i) => CheckAgainst(a, indicator).Within($"/against/{i}")).FirstOrDefault(r => r is not null)
            ?? CheckRecord(indicator).Within("/show/approximately")).Within("/definition");
    }

    private static Refusal? CheckWhen(When? when) => when switch
    {
        null => null,
        { Since: null, ForDays: not null } or { Since: not null, ForDays: null } =>
            No("", "期間の始まりの記録と日数は、ともに指定してください。", "a window needs both the entry that starts it and a number of days."),
        { Since: not null } when when.Month is not null || when.From is not null || when.To is not null =>
            No("", "記録から始まる期間と月や日付は同時に指定できません。", "give only one of these: a window, a month, or dates."),
        { ForDays: < 1 or > MaximumDays } => No("/forDays", $"日数は1から{MaximumDays}までです。", $"a window has 1 to {MaximumDays} days."),
        { Since: { } since } => SelectionRules.Check(since, 0).Within("/since"),
        { Month: not null } when when.From is not null || when.To is not null => No("", "月と期間は同時に指定できません。", "give either a month or from and to, not both."),
        { Month: null, From: null, To: null } => No("", "「いつ」に月も期間もありません。", "'when' contains neither a month nor dates."),
        { From: { } from, To: { } to } when to < from => No("/to", "期間の終わりが始まりより前です。", "the end is before the beginning."),
        _ => null,
    };

    /// <summary>Each part may be limited to one instrument, and the whole still mix answers to different questions.</summary>
    private static Refusal? CheckForms(Formula formula) => formula.ReadsAnswers() && formula.Instruments().Count > 1
        ? No("", "異なる調査票の回答は一つの数値に混ぜられません。調査票をちょうど一つ指定してください。", "answers to different instruments cannot be mixed in one figure; name exactly one instrument.")
        : null;

    private static Refusal? CheckShow(Show show, Formula formula)
    {
        if (show.Decimals is < 0 or > 6)
            return No("/decimals", "小数の桁数は0から6です。", "the number of decimals must be 0 to 6.");
        if (show.Approximately is { Grain: var grain } && grain <= 0)
            return No("/approximately/grain", "概数の刻みは正の数です。", "the step of an approximation must be above zero.");
        if (show.Approximately is { } about && Approximators.IsOfAWhole(about.Word) && !show.Percent)
            return No("/approximately/word", "全体や半数を表す言葉は、%で示す値にだけ付けます。", "words for all or half can be used for percentages only.");
        if (formula is Latest && show.Percent)
            return No("/percent", "申告値は申告した単位のまま示されます。", "a declared value is shown in the unit in which it was declared.");
        if (Labels.InPercent(formula) is { } percent && percent != show.Percent)
            return No("/percent", "割合だけが%で示されます。", "a share must be shown as a percentage, and only a share.");
        if (formula is not Latest && (show.Percent != SaysPercent(show.Unit.Ja) || show.Percent != SaysPercent(show.Unit.En)))
            return No("/unit", "単位の「%」は、%で示す値にだけ付けます。", "the unit % must be used for percentages, and only for percentages.");
        if (CheckQuotient(show, formula) is { } unlike)
            return unlike;
        var allowed = Labels.Allowed(formula, show.Percent);
        return allowed.Contains(show.Counts) ? CheckPrinted(show, formula) : No("/counts", NotCounted(show.Counts, allowed.Select(Names.Describe).ToList()));
    }

    private static PublicText NotCounted(Counted counted, List<PublicText> allowed)
    {
        var (ja, en) = ($"この式が数えるものは「{Names.Describe(counted).Ja}」", $"this formula does not count {Names.Describe(counted).En}");
        return allowed.Count == 0 ? new($"{ja}ではありません。", $"{en}.")
            : new($"{ja}ではなく、{string.Join("か", allowed.Select(a => $"「{a.Ja}」"))}です。", $"{en}, but {string.Join(" or ", allowed.Select(a => a.En))}.");
    }

    /// <summary>That no units are mixed, and that the printed one is not another.</summary>
    internal static Refusal? CheckUnits(Show show, Formula formula) => CheckQuotient(show, formula) ?? CheckPrinted(show, formula);

    private static Refusal? CheckQuotient(Show show, Formula formula) => show.Percent && !FormulaRules.LikeByLike(formula)
        ? No("/percent", "%で示せるのは、同じ単位のものどうしを割ったときだけです。", "only like divided by like can be shown as a percentage.")
        : null;

    private static Refusal? CheckPrinted(Show show, Formula formula) =>
        Unit.Of(formula, show.Percent) is var unit && (unit.IsContradictedBy(show.Unit.Ja) || unit.IsContradictedBy(show.Unit.En))
            ? No("/unit", $"単位の言葉が、この式の数えるもの({Names.Describe(show.Counts).Ja})と違います。",
                $"the printed unit names something other than what this formula counts ({Names.Describe(show.Counts).En}).")
            : null;

    private static bool SaysPercent(string unit) => unit.Contains('%', StringComparison.Ordinal) || unit.Contains('\uFF05', StringComparison.Ordinal);

    private static Refusal? CheckAgainst(Against against, Indicator indicator) => against switch
    {
        { What: AgainstWhat.YearBefore, Key: not null } => No("/key", "前年との比較にキーは要りません。", "the comparison with the previous year has no key."),
        { What: AgainstWhat.YearBefore } when indicator.When?.Since is not null || HasCutOff(indicator.Formula) =>
            No("/what", "締切日や記録から始まる期間のある式は、前年にずらせません。", "a formula with a cut-off or a window cannot be moved to the previous year."),
        { What: AgainstWhat.YearBefore } => null,
        { Key: null } => No("", "比べる相手のキーがありません。", "the comparison needs a key."),
        { What: AgainstWhat.Strand } when !Strands.Named(indicator.Formula) =>
            No("/what", "この式は活動を指定していないので、別の活動と比べられません。", "the formula names no strand that could be replaced by another."),
        _ => null,
    };

    private static bool HasCutOff(Formula formula) => formula.Nested().Any(f => f is Cohort);

    /// <summary>A record is a maximum that is compared with earlier values.</summary>
    private static Refusal? CheckRecord(Indicator indicator) =>
        indicator.Show.Approximately?.Word != Approximator.KakoSaita
        || (indicator.Formula is PerMonth { Take: Take.Maximum } or PerWeek { Take: Take.Maximum } or PerSession { Take: Take.Maximum }
            && indicator.Against is { Length: > 0 })
            ? null
            : No("", "「過去最多」は、比べる相手のある最大値にだけ使えます。", "only a maximum that is compared with something can be a record.");

    /// <param name="at">JSON pointer from what is checked to the place that breaks the rule; empty for all of it.</param>
    internal static Refusal No(string at, string ja, string en) => No(at, new(ja, en));

    /// <summary>Refuses a word that is none of those known, and says which was probably meant, or which there are.</summary>
    internal static Refusal NotAmong(IEnumerable<string> known, int most, string written, string at, string ja, string en)
    {
        var meant = Refusals.Meant(written, known, most);
        return No(at, ja + meant.Ja, $"{en} {meant.En}".TrimEnd());
    }

    private static Refusal No(string at, PublicText why) => Refusals.IndicatorInvalid(why.Ja, why.En) with { At = at };
}
