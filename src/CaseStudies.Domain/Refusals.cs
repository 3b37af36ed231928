namespace CaseStudies.Domain;

/// <summary>All refusals. A test checks that each has both languages and that no code is used twice.</summary>
public static partial class Refusals
{
    public static Refusal InitiativeUnknown() => Missing("initiative-unknown",
        "この取組はまだ登録されていません。先に「取組の開始」を記録してください。",
        "This initiative does not exist yet. Record its opening first.");

    public static Refusal InitiativeExists() => Conflict("initiative-exists",
        "この取組はすでに開始しています。別の取組なら、別のキーを使ってください。",
        "This initiative has already been opened. For another initiative, use another key.");

    public static Refusal OccurredInFuture(string on, string today) => Rule("occurred-in-future",
        $"日付 {on} は未来です(今日は {today})。実際に起きた日付を記録してください。",
        $"The date {on} is in the future (today is {today}). Record the date on which it happened.");

    public static Refusal DateImplausible(string on, string first, string last) => Rule("date-implausible",
        $"日付 {on} は {first} から {last} までの範囲にありません。年を確かめてください。",
        $"The date {on} is not between {first} and {last}. Check the year.");

    public static Refusal OccurredBeforeOpening(string on, string opened) => Rule("occurred-before-opening",
        $"日付 {on} は取組の開始日 {opened} より前です。日付を直すか、開始日を訂正してください。",
        $"The date {on} is before the initiative's opening on {opened}. Change the date, or correct the opening.");

    public static Refusal EndsBeforeItBegins() => Rule("ends-before-it-begins",
        "終わりが始まりより前です。順序を直してください。",
        "The end is before the beginning. Put them in the right order.");

    public static Refusal NightTooLong(int hours) => Rule("night-too-long",
        $"終わりの時刻が始まりより前です。日をまたぐ活動は{hours}時間まで受け付けます。時刻の順序を直すか、日ごとに分けて記録してください。",
        $"The end is earlier than the start. Work over midnight may last up to {hours} hours. "
        + "Put the times in the right order, or record each day separately.");

    public static Refusal TimeZoneUnknown(string zone) => Rule("time-zone-unknown",
        $"時間帯「{Short(zone)}」はありません。Asia/Tokyo のように書いてください。",
        $"There is no time zone '{Short(zone)}'. Write it like this: Asia/Tokyo.");

    public static Refusal FoundedIsNoDate(string founded) => Rule("founded-is-no-date",
        $"設立「{Short(founded)}」は日付ではありません。2007、2007-02、2007-02-16 のように書いてください。",
        $"The founding date '{Short(founded)}' is not a date. Write it like 2007, 2007-02 or 2007-02-16.");

    public static Refusal MonthOutOfRange() => Rule("month-out-of-range", "月は1から12までの数で書いてください。", "Write the month as a number from 1 to 12.");

    public static Refusal CountOutOfRange(int maximum) => Rule("count-out-of-range",
        $"人数は 0 から {maximum} までの数で記録してください。",
        $"Record a headcount from 0 to {maximum}.");

    public static Refusal IndicatorVersionOutOfOrder(string key, int version) => Conflict("indicator-version-out-of-order",
        $"指標「{key}」の第{version}版は、これまでの版の次の版ではありません。取り消した版の番号も使い直せません。",
        $"Version {version} of the indicator '{key}' does not directly follow the versions so far. The number of a withdrawn version cannot be used again.");

    public static Refusal DefinitionIsRevised(string key) => Rule("definition-is-revised",
        $"指標「{key}」の定義は訂正できません。新しい版として「指標の改定」を記録してください。もとの版の数値は、そのまま残ります。",
        $"The definition of the indicator '{key}' cannot be corrected. Record a revision: it makes a new version, and the figures of the old one stay.");

    public static Refusal StrandExists(string strand, string on) => Conflict("strand-exists",
        $"活動「{strand}」は {on} にはすでに行われています。終わってからまた始めるときは、先に「活動の終了」を記録してください。別の活動なら、別のキーを使ってください。",
        $"The strand '{strand}' is already running on {on}. If it ended and starts again, record its end first. For another strand, use another key.");

    public static Refusal StrandNotRunning(string strand, string on) => Rule("strand-not-running",
        $"活動「{strand}」は {on} には行われていません。日付か活動を直してください。",
        $"The strand '{strand}' was not running on {on}. Change the date or the strand.");

    public static Refusal SessionUnknown(Guid session) => Rule("session-unknown",
        $"回 {session} の記録がありません。先にその回を記録してください。",
        $"There is no entry for session {session}. Record the session first.");

    public static Refusal SessionExists(Guid session) => Conflict("session-exists",
        $"回 {session} はすでに記録されています。直すときは、その記録を訂正してください。",
        $"Session {session} is already recorded. To change it, correct its entry.");

    public static Refusal InstrumentExists(string instrument, int version) => Conflict("instrument-exists",
        $"調査票「{instrument}」第{version}版はすでにあります。変更するときは、新しい版を登録してください。",
        $"Version {version} of the instrument '{instrument}' already exists. To change it, introduce a new version.");

    public static Refusal InstrumentAltered(string instrument, int version) => Rule("instrument-altered",
        $"「{instrument}」第{version}版は公表された調査票です。文言・選択肢・点数を変えるときは、別のキーを付けてください。公表された内容は /instruments/{instrument} にあります。",
        $"Version {version} of '{instrument}' is a published instrument. To change its wording, answers or scores, use a key of your own. "
        + $"The published text is at /instruments/{instrument}.");

    public static Refusal ItemRepeated(string key) => Rule("item-repeated",
        $"設問または選択肢「{key}」が重複しています。それぞれに別のキーを付けてください。",
        $"The item or answer '{key}' appears twice. Give each its own key.");

    public static Refusal IndicatorUnknown(string key) => Rule("indicator-unknown",
        $"指標「{key}」は採用されていません。先に採用してください。",
        $"There is no indicator '{key}'. Adopt it first.");

    public static Refusal IndicatorExists(string key) => Conflict("indicator-exists",
        $"指標「{key}」はすでに採用されています。変更するときは「指標の改定」を記録してください。",
        $"The indicator '{key}' has already been adopted. To change it, record a revision.");

    public static Refusal IndicatorInvalid(string ja, string en) => Rule("indicator-invalid",
        $"この指標は計算できません:{Short(ja, 400)}", $"This indicator cannot be computed: {Short(en, 400)}");

    public static Refusal AmountOutOfRange() => Rule("amount-out-of-range",
        "この数は 0 以上(間隔の場合は 0 より大きい数)で記録してください。",
        "Record 0 or more here (an interval must be greater than 0).");

    public static Refusal TargetWithoutUnit() => Rule("target-without-unit",
        "目標の単位(unit)を付けてください。people、sessions、percent(80%は80)、yen などです。違う単位の数値とは比べません。",
        "State the unit of the target: people, sessions, percent (80 for 80%), yen and so on. It is never compared with a figure in another unit.");

    public static Refusal NarrativeWithoutPeriod() => Rule("narrative-without-period",
        "記述がどの期間についてのものかを、初日(from)と最終日(to)で書いてください。ほかの期間のページには載りません。",
        "State the period that the narrative is about by its first day (from) and last day (to). It is not shown on the pages of other periods.");

    public static Refusal TargetBelowOnePercent(string meant) => Rule("target-below-one-percent",
        $"1%に満たない目標です。{meant}%の目標なら、{meant} と書いてください。", $"This target is less than 1%. For a target of {meant}%, write {meant}.");

    public static Refusal TimesOrHours() => Rule("times-or-hours",
        "活動には、開始と終了の時刻の両方か、時間数のどちらか一方だけを記録してください。",
        "Record either the start and end times of an activity or its hours: one of the two, not both.");

    public static Refusal DayOrSession() => Rule("day-or-session",
        "日付か回のどちらか一方だけを記録してください。", "Record either the day or the session: one of the two, not both.");

    public static Refusal IntervalIncomplete() => Rule("interval-incomplete",
        "間隔は、数と単位をともに記録してください。", "Record the number and the unit of an interval together.");

    public static Refusal InitiativeNotOpen() => Conflict("initiative-not-open",
        "この取組はすでに終了しています。続けるときは「取組の再開」を記録してください。",
        "This initiative is already closed. To continue, record its reopening.");

    public static Refusal InitiativeNotClosed() => Conflict("initiative-not-closed",
        "この取組は終了していないか、再開日が終了日より後ではありません。日付を確かめてください。",
        "This initiative is not closed, or the reopening is not later than the closing. Check the dates.");

    public static Refusal PersonMergedAlready(string person) => Conflict("person-merged-already",
        $"「{person}」はすでに別の人と同じ人として記録されています。先にその記録を取り消してください。",
        $"'{person}' is already recorded as the same person as somebody else. Withdraw that entry first.");

    public static Refusal MergedInCircle() => Rule("merged-in-circle",
        "ある人を、その人自身に(ほかの人を経由する場合も含めて)まとめることはできません。残すIDを確かめてください。",
        "A person cannot be merged into themselves, directly or through others. Check which id is to be kept.");

    public static Refusal EntryUnknown(Guid entry) => Missing("entry-unknown",
        $"記録 {entry} はこの取組にありません。", $"There is no entry {entry} in this initiative.");

    public static Refusal ToldApartAlone(int maximum) => Rule("told-apart-alone",
        $"別々の出来事とする記録を、2件から{maximum}件まで、重複なく指定してください。",
        $"Name 2 to {maximum} different entries that are happenings of their own.");

    public static Refusal NothingConfirmed(int maximum) => Rule("nothing-confirmed",
        $"正しいと確認する記録を、1件から{maximum}件まで、重複なく指定してください。",
        $"Name 1 to {maximum} different entries that are right as they are.");

    public static Refusal EntryNotInForce(Guid entry) => Conflict("entry-not-in-force",
        $"記録 {entry} はすでに取り消されています。必要なら、新しく記録してください。",
        $"Entry {entry} has already been withdrawn. If it is still needed, record it again.");

    public static Refusal EntryChangedMeanwhile(Guid entry, int version) => new("entry-changed-meanwhile", new(
        $"記録 {entry} は、読み込んだあとに変更されました(現在は第{version}版)。最新の内容を確かめて、もう一度変更してください。",
        $"Entry {entry} has changed since you read it (it is now at version {version}). Read it again, then repeat the change."), RefusalKind.Stale);

    public static Refusal EntryIsFoundation() => Rule("entry-is-foundation",
        "この記録はほかの記録の土台なので、取り消せません。内容を訂正してください。",
        "Other entries depend on this one, so it cannot be withdrawn. Correct it instead.");

    public static Refusal BasisMissing() => new("basis-missing", new(
        "訂正や取り消しのときは、どの版を見て変更するのかを示してください(If-Match、または version か basis)。ほかの人の変更を気づかずに上書きしないためです。",
        "When you correct or withdraw an entry, state which version you saw (If-Match, or 'version' or 'basis'), "
        + "so that no one else's change is overwritten unnoticed."), RefusalKind.Unconditional);

    public static Refusal EntryPending(Guid entry) => Conflict("entry-pending",
        $"記録 {entry} は、まだ終わっていない取り込みの中にあります。取り込みを完了するか中止してから、もう一度行ってください。",
        $"Entry {entry} belongs to an import that is not finished. Complete or abandon the import, then try again.");

    public static Refusal EntryNamedTwice(Guid entry) => Rule("entry-named-twice",
        $"記録 {entry} が二度指定されています。一つの操作では一度だけ変更できます。",
        $"Entry {entry} is named twice. One act can change an entry only once.");

    public static Refusal ActUnknown(Guid act) => Missing("act-unknown",
        $"操作 {act} はこの取組にないか、元に戻せる変更がありません。",
        $"There is no act {act} in this initiative, or it changed nothing that can be undone.");

    public static Refusal PeriodNotOpen() => Conflict("period-not-open",
        "この期間はすでに確認中か、締め切られています。直す必要があるときは、理由を付けて「再開」してください。",
        "This period is already in review or closed. If something must be corrected, reopen it and give the cause.");

    public static Refusal PeriodNotInReview() => Conflict("period-not-in-review",
        "締め切る前に、この期間を「確認中」にしてください。", "Mark this period as in review before you close it.");

    public static Refusal PeriodNotClosed() => Conflict("period-not-closed",
        "この期間は確認中でも締切済みでもないので、再開の必要はありません。そのまま記録してください。",
        "This period is neither in review nor closed, so there is no need to reopen it. Just record.");

    public static Refusal PeriodNotOver(string to) => Rule("period-not-over",
        $"この期間は {to} まで続きます。終わってから締め切ってください。", $"This period runs until {to}. Close it when it is over.");

    public static Refusal PeriodReopenedWithoutCause() => Rule("period-reopened-without-cause",
        "期間を再開するときは、理由(cause)を付けてください。", "Give the cause when you reopen a period.");

    public static Refusal PeriodMarkStays() => Rule("period-mark-stays",
        "期間の確認・締切・再開の記録は取り消せません。もう一度直せるようにするには、理由を付けて期間を「再開」してください。",
        "The review, closing or reopening of a period cannot be withdrawn or undone. To make changes again, reopen the period and give the cause.");

    public static Refusal CorrectionChangesKind(string kind) => Rule("correction-changes-kind",
        $"訂正では種類を変えられません(もとは {kind})。取り消してから、新しく記録してください。",
        $"A correction cannot change the kind (it was {kind}). Withdraw the entry and record a new one.");

    public static Refusal CorrectionChangesIdentity() => Rule("correction-changes-identity",
        "訂正では識別子(回・活動・調査票・指標・人のキー)を変えられません。取り消してから、新しく記録してください。",
        "A correction cannot change what the entry is about (the key of its session, strand, instrument, indicator or person). "
        + "Withdraw the entry and record a new one.");

    public static Refusal CorrectionChangesNothing() => Rule("correction-changes-nothing",
        "訂正の内容が現在の記録と同じです。", "The correction is the same as the entry in force.");

    public static Refusal CommandReused() => new("command-reused", new(
        "この操作IDは、別の内容ですでに使われています。新しいIDで送ってください。",
        "This command id has already been used with a different body. Send it with a new id."));

    /// <summary>Cuts what was sent, which may be of any length.</summary>
    private static string Short(string text, int length = 60)
    {
        if (text.Length <= length)
            return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");
    }

    private static Refusal Rule(string code, string ja, string en) => new(code, new(ja, en));
    private static Refusal Missing(string code, string ja, string en) => new(code, new(ja, en), RefusalKind.Missing);
    private static Refusal Conflict(string code, string ja, string en) => new(code, new(ja, en), RefusalKind.Conflict);
}
