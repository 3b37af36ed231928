using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>Notes: what a figure lacks, and why one is blocked or contested.</content>
internal static partial class Sentences
{
    public static PublicText CannotBeRead(string problem) => new($"読めない記録があります:{problem}", $"An entry cannot be read: {problem}");

    public static PublicText WordNotEntailed(Approximator word, PublicText unit)
    {
        var phrase = Approximators.Phrase(word, "…", unit);
        return new($"正確な値は「{phrase.Ja}」とは言えません。", $"The exact value does not justify the wording \"{phrase.En}\".");
    }

    public static PublicText Rivals(LocalDate? on, IEnumerable<Quantity> counts)
    {
        var (day, list) = (Day(on), string.Join(" / ", counts));
        return new(
            $"{day.Ja}の人数が食い違っています({list})。正しくないほうを取り消してください。",
            $"The headcounts for {day.En} disagree ({list}). Withdraw the wrong one.");
    }

    public static PublicText RivalValues(LocalDate? on, IEnumerable<Quantity> values)
    {
        var (day, list) = (Day(on), string.Join(" / ", values.Distinct().Order()));
        return new(
            $"{day.Ja}の値が食い違っています({list})。正しくないほうを取り消してください。",
            $"The values for {day.En} disagree ({list}). Withdraw the wrong one.");
    }

    public static PublicText DefinitionRefused(Refusal refusal) => new(
        $"{refusal.Sentence.Ja}いまの決まりに合うように、定義を改定してください。", $"{refusal.Sentence.En} Revise the definition so that it follows today's rules.");

    /// <param name="unit">As stated; null where none was.</param>
    public static PublicText TargetInOtherUnit(Slug? unit) => unit is null
        ? new("目標の単位が記録されておらず、80%なのか0.8%なのかが分からないため、比べません。目標を訂正し、単位を付けてください。",
            "The target states no unit, so it could mean 80% or 0.8%, and is not compared. Correct the target and state its unit.")
        : InOtherUnit("目標", "target", unit.Value);

    public static PublicText BaselineInOtherUnit(Slug unit) => InOtherUnit("比較値", "baseline", unit);

    private static PublicText InOtherUnit(string ja, string en, Slug unit)
    {
        var name = Names.OfValue("unit", unit.Value) ?? new(unit.Value, unit.Value);
        return new($"{ja}の単位は「{name.Ja}」で、この数値の単位と違うため、比べません。",
            $"The {en} is in {name.En}, which is not the unit of this figure, so the two are not compared.");
    }

    public static PublicText NotYet(LocalDate on)
    {
        var day = Day(on);
        return new($"{day.Ja}はまだ来ていないので、数値はまだありません。", $"There is no value yet, because {day.En} has not come.");
    }

    public static PublicText DaysOutsidePeriod(LocalDate from)
    {
        var day = Day(from);
        return new($"この定義が数える日は、報告の期間の後、{day.Ja}から始まります。", $"The days that this definition counts begin on {day.En}, after the reporting period.");
    }

    public static PublicText ComparedUpTo(LocalDate to)
    {
        var day = Day(to);
        return new($"期間がまだ続いているので、前の年も同じ日({day.Ja})までと比べます。",
            $"The period is not over, so the previous year is compared up to the same day ({day.En}).");
    }

    public static PublicText TargetIsALimit() => new(
        "目標が上限なので、達成率は求めません。", "The target is an upper limit, so there is no achievement of it.");

    public static PublicText LimitJudgedLater(LocalDate to)
    {
        var day = Day(to);
        return new($"目標は上限なので、期間が終わる{day.Ja}の後に判定します。", $"The target is an upper limit. Whether it was kept is judged after the period ends on {day.En}.");
    }

    public static PublicText MixedForms() => new(
        "異なる調査票、または異なる版の回答が混ざっています。調査票と版を一つに絞ってください。",
        "Answers to different instruments, or to different versions of one instrument, are mixed. Limit the definition to one instrument and one version.");

    public static PublicText OtherForm() => new(
        "比較の相手は別の調査票、または別の版の回答に基づくため、比べられません。",
        "The other figure is based on another instrument, or on another version of it, so the two are not compared.");

    public static PublicText UnpairedByVersion(int people) => new(
        $"前と後で調査票の版が異なる{people}人を除きました。",
        $"{LeftOut(people)} because the versions of the instrument answered before and after differ.");

    public static PublicText AnsweredTwice() => new(
        "同じ人が同じ時点で二度回答しています。一方が誤りなら取り消し、どちらも正しければ期間を一回分に絞ってください。",
        "One person answered twice in the same wave. If one response is wrong, withdraw it; if both are right, limit the days to one round.");

    public static PublicText StrandNeverRan(Slug strand) => new(
        $"活動「{strand}」はこの期間に行われていません。", $"The strand \"{strand}\" did not run in this period.");

    /// <param name="span">The label of a month or a week.</param>
    public static PublicText Rested(string span)
    {
        var told = DateTexts.OfLabel(span);
        return new($"{told.Ja}は休止中のため除きました。", $"{Capital(told.En)} is left out because the strand was paused.");
    }

    /// <param name="what">The label of a month or a week, or a session's day.</param>
    public static PublicText Missing(string what)
    {
        var told = DateTexts.OfLabel(what);
        return new($"{told.Ja}の記録がありません。", $"Nothing is recorded for {told.En}.");
    }

    public static PublicText WithoutValue(string span)
    {
        var told = DateTexts.OfLabel(span);
        return new(
            $"{told.Ja}は、分母が0であるなどの理由で値が求められないため、除きました。",
            $"{Capital(told.En)} has no value (for example, a share of zero people) and is left out.");
    }

    public static PublicText RestHasSessions(string span)
    {
        var told = DateTexts.OfLabel(span);
        return new($"{told.Ja}は休止中とされていますが、開催の記録があります。", $"The strand was paused throughout {told.En}, but sessions are recorded.");
    }

    public static PublicText SessionsOutsideRun(string span)
    {
        var told = DateTexts.OfLabel(span);
        return new($"活動が行われていないはずの{told.Ja}に開催の記録があります。", $"The strand did not run in {told.En}, but sessions are recorded.");
    }

    public static PublicText EmptyHasEntries(string span)
    {
        var told = DateTexts.OfLabel(span);
        return new($"{told.Ja}は「開催なし」と確認されていますが、記録があります。", $"{Capital(told.En)} was confirmed empty, but entries are recorded.");
    }

    public static PublicText SessionUncounted(LocalDate on)
    {
        var day = Day(on);
        return new($"{day.Ja}の回には、数える対象の人数の記録がありません。", $"The session on {day.En} has no headcount of those to be counted.");
    }

    public static PublicText WithoutTimes(int entries, LocalDate? on)
    {
        var day = Day(on);
        return new(
            $"開始と終了の時刻も時間数もない記録が{entries}件あります(最初は{day.Ja})。訂正してください。",
            entries == 1
                ? $"1 entry has neither start and end times nor hours ({day.En}). Correct it."
                : $"{entries} entries have neither start and end times nor hours (the first: {day.En}). Correct them.");
    }

    public static PublicText MoreNamedThanHeads(LocalDate? on, int named, Quantity heads)
    {
        var day = Day(on);
        return new(
            $"{day.Ja}の回は、名前のある参加者({named}人)が人数の記録({heads}人)より多くなっています。",
            $"The session on {day.En} has more named people ({named}) than its headcount ({heads}).");
    }

    public static PublicText CancelledPlanUnclear(LocalDate on)
    {
        var day = Day(on);
        return new($"{day.Ja}には中止の記録より多くの予定があり、どの予定が中止になったのか分かりません。開催した予定に、その回を記録してください。",
            $"On {day.En} there are more plans than cancellations, so it is unclear which plan was cancelled. Name the session in the plan that took place.");
    }

    public static PublicText OnPaper(int sheets) => new(
        $"同じ調査を紙で集計した{sheets}人分は、この数値に入っていません。",
        $"{EnglishPlurals.Count(sheets, "sheets")} of the same survey {Was(sheets)} tallied on paper and {Is(sheets)} not in this figure.");

    public static PublicText Nameless(int sessions, FigureValue heads) => new(
        $"数えた日の{sessions}回に、名前のない参加者が延べ{Bounds(heads)}人います。この数値には入っていません。",
        $"At {EnglishPlurals.Count(sessions, "sessions")} on the days counted, {Bounds(heads)} {(heads.High == 1 ? "head has" : "heads have")} no name "
        + $"and {(heads.High == 1 ? "is" : "are")} not in this figure.");

    public static PublicText OverlapUnknown(LocalDate on, Quantity named, FigureValue heads)
    {
        var day = Day(on);
        return new($"{day.Ja}の回は、名前のある参加者{named}人が人数の記録({Bounds(heads)}人)に含まれているか分からないため、幅があります。",
            $"At the session on {day.En}, it is unknown whether the {EnglishPlurals.Count(named.ToString(), "people")} recorded by name "
            + $"{(named == 1 ? "is" : "are")} among the {Bounds(heads)} counted, so there is a range.");
    }

    public static PublicText LikelyDuplicates(int number, LocalDate? first)
    {
        var day = Day(first);
        return new($"同じことを二度記録したかもしれない記録が{number}組、そのまま数えられています(最初は{day.Ja})。「二重の記録かもしれないもの」で、同じか別かを決めてください。",
            $"{EnglishPlurals.Count(number, "sets")} of entries that may record the same thing twice {Is(number)} counted as "
            + $"{(number == 1 ? "it is" : "they are")} (the first: {day.En}). "
            + "Decide on the page \"Likely duplicates\" whether they are the same.");
    }

    public static PublicText WindowNeverOpened() => new("期間の始まりとなる記録がありません。", "There is no entry that would start the period.");

    public static PublicText Unpaired(int people) => new(
        $"前後の回答がそろわない{people}人を除きました。", $"{LeftOut(people)} because an answer before or after is missing.");

    public static PublicText AfterCameFirst(int people) => new(
        $"「後」の回答が「前」より早い日付の{people}人を除きました。日付を確かめてください。",
        $"{LeftOut(people)} because the response after is dated earlier than the response before. Check the dates.");

    public static PublicText WithoutScore(int responses) => new(
        $"点数の設問に答えていないか、点数のない選択肢を選んだ{responses}件を除きました。",
        $"{EnglishPlurals.Count(responses, "responses")} without a score {Is(responses)} left out: an item was not answered, or the answer has no points.");

    public static PublicText TalliedTwice() => new(
        "同じ部分の紙の集計が二つあります。一方が誤りなら取り消し、どちらも正しければ、それぞれに部分(part)の名前を付けてください。",
        "The same part was tallied twice on paper. If one of the tallies is wrong, withdraw it; if both are right, name the part that each is of.");

    public static PublicText SeveralAnswers() => new(
        "一人がいくつも選べる設問なので、挙げた選択肢をどれか一つでも選んだ人の数は、集計からは幅でしか分かりません。",
        "One respondent may give several answers to this item. A tally gives only a range for the number of people who gave at least one of those named.");

    private static string LeftOut(int people) => $"{EnglishPlurals.Count(people, "people")} {Is(people)} left out";

    private static string Was(int number) => number == 1 ? "was" : "were";

    private static string Is(int number) => number == 1 ? "is" : "are";
}
