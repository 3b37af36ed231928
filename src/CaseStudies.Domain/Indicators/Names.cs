using System.Collections.Frozen;
using System.Text.Json;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>The names of kinds, dimensions, rules and labels in Japanese and English. A test checks that none is missing.</summary>
public static class Names
{
    private static readonly FrozenDictionary<string, PublicText> s_kinds = new Dictionary<string, PublicText>
    {
        ["entry_corrected"] = new("記録の訂正", "correction of an entry"),
        ["entry_withdrawn"] = new("記録の取り消し", "withdrawal of an entry"),
        ["entry_reinstated"] = new("取り消しの取りやめ", "reinstatement of an entry"),
        ["import_begun"] = new("取り込みの開始", "start of an import"),
        ["import_completed"] = new("取り込みの完了", "completion of an import"),
        ["import_abandoned"] = new("取り込みの中止", "abandonment of an import"),
        ["import_undone"] = new("取り込みの取り消し", "undoing of an import"),
        ["initiative_opened"] = new("取組の開始", "opening of the initiative"),
        ["initiative_renamed"] = new("取組の改称", "renaming of the initiative"),
        ["initiative_rescoped"] = new("対象や方法の変更", "change of scope"),
        ["period_marked"] = new("期間の締切と再開", "closing or reopening of a period"),
        ["strand_started"] = new("活動の開始", "start of a strand"),
        ["strand_ended"] = new("活動の終了", "end of a strand"),
        ["strand_paused"] = new("活動の休止", "pause of a strand"),
        ["strand_rescheduled"] = new("活動日程の変更", "schedule change"),
        ["entries_told_apart"] = new("別の出来事の確認", "entries told apart"),
        ["entries_confirmed"] = new("記録が正しいことの確認", "entries confirmed"),
        ["month_confirmed_empty"] = new("開催なしの確認", "month confirmed empty"),
        ["term_defined"] = new("用語の定義", "definition of a term"),
        ["session_held"] = new("開催回", "session held"),
        ["session_cancelled"] = new("中止された回", "session cancelled"),
        ["participants_counted"] = new("人数の記録", "headcount"),
        ["person_attended"] = new("個人の参加", "individual attendance"),
        ["quantity_observed"] = new("数量の記録", "observed quantity"),
        ["activity_logged"] = new("活動時間の記録", "logged activity"),
        ["person_enrolled"] = new("登録", "enrolment"),
        ["role_taken"] = new("役割の引き受け", "role taken"),
        ["person_paused"] = new("個人の休止", "pause of a person"),
        ["person_left"] = new("離脱", "departure"),
        ["stage_reached"] = new("段階への到達", "stage reached"),
        ["consultation_received"] = new("相談", "consultation"),
        ["voice_recorded"] = new("声", "voice"),
        ["partner_linked"] = new("連携先", "partner"),
        ["partner_unlinked"] = new("連携の終了", "end of a partnership"),
        ["partner_contributed"] = new("連携先の協力", "partner contribution"),
        ["milestone_reached"] = new("節目", "milestone"),
        ["outcome_observed"] = new("言葉で表した成果", "qualitative outcome"),
        ["narrative_written"] = new("記述", "narrative"),
        ["survey_introduced"] = new("調査の導入", "introduction of a survey"),
        ["survey_response_recorded"] = new("調査の回答", "survey response"),
        ["follow_up_recorded"] = new("個別の追跡調査", "follow-up"),
        ["indicator_adopted"] = new("指標の採用", "adoption of an indicator"),
        ["indicator_revised"] = new("指標の改定", "revision of an indicator"),
        ["indicator_retired"] = new("指標の廃止", "retirement of an indicator"),
        ["target_set"] = new("目標の設定", "target"),
        ["initiative_paused"] = new("取組の休止", "pause of the initiative"),
        ["initiative_closed"] = new("取組の終了", "closing of the initiative"),
        ["initiative_reopened"] = new("取組の再開", "reopening of the initiative"),
        ["initiative_continued"] = new("前の取組からの継続", "continuation of an earlier initiative"),
        ["strand_renamed"] = new("活動の改称", "renaming of a strand"),
        ["session_planned"] = new("開催予定", "planned session"),
        ["attribute_recorded"] = new("属性の記録", "recorded attribute"),
        ["role_ended"] = new("役割の終了", "end of a role"),
        ["people_merged"] = new("同じ人の統合", "merge of two ids"),
        ["photo_taken"] = new("写真", "photo"),
        ["note_exchanged"] = new("ノートのやりとり", "note exchanged"),
        ["partner_attended"] = new("連携先の参加", "partner attendance"),
        ["partner_contacted"] = new("連携先とのやりとり", "partner contact"),
        ["referral_made"] = new("他所への紹介", "referral made"),
        ["referral_received"] = new("他所からの紹介", "referral received"),
        ["survey_tallied"] = new("紙で集計した回答", "survey tally"),
        ["baseline_recorded"] = new("比較値の記録", "baseline"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PublicText> s_dimensions = new Dictionary<string, PublicText>
    {
        ["strand"] = new("活動", "strand"), ["group"] = new("区分", "group"), ["scheme"] = new("分け方", "scheme"), ["role"] = new("役割", "role"),
        ["unit"] = new("単位", "unit"), ["stage"] = new("段階", "stage"), ["venue"] = new("会場", "venue"), ["class"] = new("種類", "class"),
        ["person"] = new("人", "person"), ["partner"] = new("連携先", "partner"), ["session"] = new("回", "session"), ["part"] = new("部分", "part"),
        ["sessionKind"] = new("回の種類", "kind of session"), ["instrument"] = new("調査票", "instrument"), ["wave"] = new("時点", "wave"),
        ["version"] = new("版", "version"), ["overlap"] = new("名前のある人との重なり", "overlap with people recorded by name"),
        ["target"] = new("目標", "target"), ["baseline"] = new("比較値", "baseline"), ["quantity"] = new("量", "quantity"), ["item"] = new("品目", "item"),
        ["proposedBy"] = new("発案者", "proposed by"), ["source"] = new("出典", "source"), ["cause"] = new("理由", "cause"),
        ["activity"] = new("活動の内容", "activity"), ["aspect"] = new("変更の対象", "aspect"), ["basis"] = new("登録の根拠", "lawful basis"),
        ["by"] = new("行った人", "actor"), ["channel"] = new("相談の手段", "channel"), ["contribution"] = new("協力の内容", "contribution"),
        ["dimension"] = new("分類の軸", "dimension"), ["finding"] = new("追跡の結果", "finding"),
        ["guardianConsented"] = new("保護者の同意", "guardian's consent"), ["indicator"] = new("指標", "indicator"),
        ["milestone"] = new("節目", "milestone"), ["publicationConsented"] = new("公開の同意", "consent to publication"),
        ["section"] = new("記述の項目", "section"), ["speaker"] = new("話した人の立場", "speaker"), ["term"] = new("用語", "term"),
        ["topic"] = new("相談の内容", "topic"),
        ["state"] = new("状態", "state"),
        ["outcome"] = new("成果", "outcome"), ["direction"] = new("増減", "direction"),
        ["earlier"] = new("前の取組", "earlier initiative"),
        ["attribute"] = new("属性", "attribute"),
        ["value"] = new("値", "value"),
        ["kept"] = new("残すID", "id kept"),
        ["merged"] = new("まとめたID", "id merged"),
        ["reply"] = new("返信", "reply"),
        ["thread"] = new("やりとり", "thread"),
        ["contact"] = new("やりとりの種類", "kind of contact"),
        ["destination"] = new("紹介先", "destination"),
        ["origin"] = new("紹介元", "origin"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PublicText> s_values = new Dictionary<string, PublicText>
    {
        ["overlap:unknown"] = new("不明", "unknown"),
        ["unit:people"] = new("人", "people"), ["unit:pairs"] = new("組", "pairs"), ["unit:households"] = new("世帯", "households"),
        ["unit:attendances"] = new("人(延べ)", "attendances"), ["unit:sessions"] = new("回", "sessions"), ["unit:percent"] = new("%", "%"),
        ["unit:yen"] = new("円", "yen"), ["unit:hours"] = new("時間", "hours"), ["unit:organisations"] = new("団体", "organisations"),
        ["unit:places"] = new("か所", "places"), ["unit:responses"] = new("件", "responses"), ["unit:points"] = new("点", "points"),
        ["sessionKind:regular"] = new("通常回", "regular session"), ["sessionKind:training"] = new("研修", "training"),
        ["sessionKind:meeting"] = new("会議", "meeting"), ["sessionKind:exhibition"] = new("展示", "exhibition"),
        ["sessionKind:visit-received"] = new("視察の受け入れ", "visit received"), ["sessionKind:interview"] = new("面談", "interview"),
        ["sessionKind:outing"] = new("外出", "outing"), ["sessionKind:study"] = new("学習会", "study session"),
        ["basis:consent"] = new("同意", "consent"), ["basis:contract"] = new("契約", "contract"),
        ["basis:legitimate-activity"] = new("正当な活動", "legitimate activity"),
        ["aspect:audience"] = new("対象", "audience"), ["aspect:area"] = new("地域", "area"), ["aspect:method"] = new("方法", "method"),
        ["aspect:partner-class"] = new("連携先の種類", "class of partner"),
        ["section:summary"] = new("概要", "summary"), ["section:history"] = new("経緯", "history"), ["section:what-is-new"] = new("新しさ・工夫", "what is new"),
        ["section:results"] = new("成果", "results"), ["section:outlook"] = new("今後の展望", "outlook"),
        ["state:in-review"] = new("確認中", "in review"), ["state:closed"] = new("締切済み", "closed"), ["state:reopened"] = new("再開", "reopened"),
        ["direction:more"] = new("増えた", "more"), ["direction:fewer"] = new("減った", "fewer"),
        ["unit:day"] = new("日", "days"), ["unit:week"] = new("週", "weeks"), ["unit:month"] = new("か月", "months"),
        ["contact:information-shared"] = new("情報の共有", "information shared"), ["contact:collaboration-requested"] = new("協働の依頼", "collaboration requested"),
        ["contact:support-offered"] = new("支援の申し出", "support offered"), ["reply:true"] = new("返信", "reply"), ["reply:false"] = new("最初の書き込み", "first note"),
        ["guardianConsented:true"] = new("あり", "given"), ["guardianConsented:false"] = new("なし", "not given"),
        ["publicationConsented:true"] = new("あり", "given"), ["publicationConsented:false"] = new("なし", "not given"),
    }.ToFrozenDictionary();

    private static readonly ILookup<string, (string Value, PublicText Name)> s_named = s_values.ToLookup(
        v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.Key[..v.Key.IndexOf(':')]), v => (v.Key[(v.Key.IndexOf(':') + 1)..], v.Value));

    /// <summary>The name of a kind; the code itself where it is unknown.</summary>
    public static PublicText OfKind(string kind) => s_kinds.GetValueOrDefault(kind) ?? new(kind, kind);

    public static PublicText OfDimension(string dimension) => s_dimensions.GetValueOrDefault(dimension) ?? new(dimension, dimension);

    /// <summary>The name of a value of an enumeration, or of true and false; null for an initiative's own codes.</summary>
    public static PublicText? OfValue(string dimension, string value) => s_values.GetValueOrDefault($"{dimension}:{value}");

    /// <summary>Whether a label is, in either language, the name of another value.</summary>
    /// <param name="dimension">As terms give it: <c>proposed-by</c> for <c>proposedBy</c>.</param>
    internal static bool IsOfAnother(string dimension, string value, PublicText label) => s_named[dimension].Any(n =>
        n.Value != value && (n.Name.Ja == label.Ja || n.Name.En == label.En));

    /// <summary>The name of a quantity of a kind that has several.</summary>
    internal static PublicText OfQuantity(string quantity) => quantity switch
    {
        "capacity" => new("定員", "capacity"),
        "price" => new("参加費", "price"),
        _ => new(quantity, quantity),
    };

    public static PublicText Describe(Counted counted) => counted switch
    {
        Counted.Attendances => new("延べ人数", "attendances"),
        Counted.People => new("実人数", "different people"),
        Counted.Pairs => new("組", "pairs"),
        Counted.Households => new("世帯", "households"),
        Counted.Sessions => new("回数", "sessions"),
        Counted.Responses => new("回答数", "responses"),
        Counted.Organisations => new("団体", "organisations"),
        Counted.Entries => new("件数", "entries"),
        Counted.Share => new("割合", "share"),
        Counted.Ratio => new("比率(一方が他方の一部とは限らない)", "ratio (one need not be part of the other)"),
        Counted.Achievement => new("達成率", "achievement of the target"),
        Counted.Declared => new("申告値", "declared value"),
        Counted.SessionsPerMonth => new("月あたりの回数", "sessions per month"),
        Counted.PersonMonths => new("人月(各月の実人数の合計)", "person-months (the different people of each month, added up)"),
        Counted.Places => new("か所", "different places"),
        Counted.Hours => new("時間", "hours"),
        Counted.Rate => new("単位あたりの数", "rate"),
        Counted.Length => new("期間の長さ", "duration"),
        Counted.Change => new("点数の変化", "change in score"),
        Counted.Score => new("点数の平均", "mean score"),
        Counted.Things => new("数量", "quantity"),
        _ => throw new ArgumentOutOfRangeException(nameof(counted)),
    };

    public static PublicText Describe(FigureStatus status) => status switch
    {
        FigureStatus.Computed => new("算出済み", "computed"),
        FigureStatus.NoData => new("記録なし", "no data"),
        FigureStatus.Contested => new("記録に食い違い", "contested"),
        FigureStatus.Blocked => new("算出できません", "blocked"),
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static PublicText Describe(Comparison comparison) => comparison switch
    {
        Comparison.AtLeast => new("以上", "at least"),
        Comparison.MoreThan => new("を超える", "more than"),
        Comparison.AtMost => new("以下", "at most"),
        Comparison.LessThan => new("未満", "less than"),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
    };

    public static PublicText Describe(ReasonCode reason) => reason switch
    {
        ReasonCode.Miscounted => new("数え間違い", "miscounted"),
        ReasonCode.Duplicate => new("二重の記録", "recorded twice"),
        ReasonCode.WrongDate => new("日付の誤り", "wrong date"),
        ReasonCode.WrongSession => new("回の取り違え", "wrong session"),
        ReasonCode.WrongPerson => new("人の取り違え", "wrong person"),
        ReasonCode.WrongGroup => new("区分の誤り", "wrong group"),
        ReasonCode.EnteredByMistake => new("誤入力", "entered by mistake"),
        ReasonCode.LateInformation => new("後から判明", "learned later"),
        ReasonCode.ConsentWithdrawn => new("同意の撤回", "consent withdrawn"),
        ReasonCode.Other => new("その他", "other"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>Why an entry was left out, as a phrase.</summary>
    public static PublicText Describe(LeftOutRule rule) => rule switch
    {
        LeftOutRule.Superseded => new("訂正された", "superseded by a correction"),
        LeftOutRule.Withdrawn => new("取り消された", "withdrawn"),
        LeftOutRule.SessionNotInForce => new("その回の記録がない", "its session is not in force"),
        LeftOutRule.OtherValue => new("条件に合わない", "does not meet the condition"),
        LeftOutRule.OutsideDays => new("期間の外", "outside the period counted"),
        LeftOutRule.NotMember => new("対象に含まれない", "not in the group concerned"),
        LeftOutRule.NotAnswered => new("その設問に無回答", "did not answer this item"),
        LeftOutRule.OtherAnswer => new("ほかの回答", "gave another answer"),
        LeftOutRule.SameVisitTwice => new("同じ回の同じ人をすでに数えている", "the same person is already counted for this session"),
        LeftOutRule.DeclaredEarlier => new("後の申告に置き換えられた", "replaced by a later declaration"),
        LeftOutRule.NotEntered => new("対象の集団に入っていない", "did not join the cohort"),
        LeftOutRule.BeforeEntering => new("集団に入る前", "before joining the cohort"),
        LeftOutRule.AfterCutOff => new("締切日より後", "after the cut-off"),
        LeftOutRule.TooFewVisits => new("参加回数が足りない", "too few visits"),
        LeftOutRule.NotSeenLately => new("締切日の近くに参加がない", "no recent visit before the cut-off"),
        LeftOutRule.HasLeft => new("離脱した", "has left"),
        LeftOutRule.Ended => new("それより前に終わっていた", "had already ended"),
        LeftOutRule.NoQuantity => new("数量がない", "has no such quantity"),
        LeftOutRule.NoTimes => new("開始と終了も時間数もない", "has neither start and end times nor hours"),
        LeftOutRule.NotTheFirst => new("期間の始まりとなった最初の記録ではない", "not the first entry, which started the period"),
        LeftOutRule.NotPaired => new("前後の一方しかない", "answered only before or only after"),
        LeftOutRule.AfterCameFirst => new("「後」が「前」より早い", "the response after is dated before the response before"),
        LeftOutRule.OtherVersion => new("前後で調査票の版が異なる", "different versions of the instrument before and after"),
        LeftOutRule.NotScored => new("点数が求められない", "has no score"),
        LeftOutRule.SaidTwice => new("同じ人数がもう一度記録されている", "the same headcount was recorded again"),
        LeftOutRule.Cancelled => new("予定が中止になった", "the plan was cancelled"),
        LeftOutRule.OnPaper => new("紙で集計した(この式は読まない)", "tallied on paper, which this formula does not read"),
        _ => throw new ArgumentOutOfRangeException(nameof(rule)),
    };
}
