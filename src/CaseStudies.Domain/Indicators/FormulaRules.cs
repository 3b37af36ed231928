using CaseStudies.Domain.Initiatives;
using static CaseStudies.Domain.Indicators.IndicatorRules;

namespace CaseStudies.Domain.Indicators;

/// <summary>The rules for formulas: that they can be computed and mix nothing.</summary>
internal static class FormulaRules
{
    internal const int MaximumDepth = 8;

    /// <summary>The places of a cohort's selections, in their order.</summary>
    private static readonly string[] s_cohort = ["/enters", "/visits", "/completedBy"];

    public static Refusal? Check(Formula formula, int depth) => depth > MaximumDepth
        ? No("", "式の入れ子が深すぎます。", "the formula is nested too deeply.")
        : formula switch
        {
            Count c => SelectionRules.Check(c.Of, depth).Within("/of"),
            Sum s => SelectionRules.Check(s.Of, depth).Within("/of") ?? CheckSum(s),
            Distinct d => CheckKeys(d.Of, d.By, depth) ?? (d.Heads is { } heads ? CheckHeads(d, heads, depth).Within("/heads") : null),
            Listed l => CheckKeys(l.Of, l.By, depth),
            Hours h => SelectionRules.Check(h.Of, depth).Within("/of") ?? (h.Of.Kind is "session_held" or "activity_logged"
                ? null
                : No("/of/kind", "時間は、開催回か活動の記録から求めます。", "hours are computed from sessions held or logged activities.")),
            Latest l => SelectionRules.Check(l.Of, depth).Within("/of") ?? CheckLatest(l),
            Running { Unit: CalendarUnit.Day } => No("/unit", "活動の長さは週か月で数えます。", "the length of a run is counted in weeks or months."),
            Running => null,
            Interval i => SelectionRules.Check(i.Of, depth).Within("/of") ?? CheckInterval(i),
            Share s => SelectionRules.Check(s.Of, depth).Within("/of") ?? CheckShare(s, depth),
            Achievement a => Check(a.Of, depth + 1).Within("/of") ?? CheckAchievement(a).Within("/of"),
            Ratio r => Check(r.Of, depth + 1).Within("/of") ?? Check(r.To, depth + 1).Within("/to") ?? CheckRatio(r),
            Cohort c => CheckCohort(c, depth),
            PairedChange p => SelectionRules.Check(p.Of, depth).Within("/of") ?? CheckPaired(p),
            Score s => SelectionRules.Check(s.Of, depth).Within("/of") ?? CheckScore(s),
            PerMonth p => CheckSpans(p.Of, p.Take) ?? Check(p.Of, depth + 1).Within("/of"),
            PerWeek p => CheckSpans(p.Of, p.Take) ?? Check(p.Of, depth + 1).Within("/of"),
            PerSession p => SelectionRules.Check(p.Sessions, depth).Within("/sessions") ?? CheckPerSession(p) ?? Check(p.Of, depth + 1).Within("/of"),
            PerKey p => CheckGrouped(p.Of) ?? Check(p.Of, depth + 1).Within("/of")
                ?? p.Of.Selections().Select(s => SelectionRules.CheckDimension(s.Kind, p.By)).FirstOrDefault(r => r is not null).Within("/by"),
            _ => No("", "この式はありません。", "the formula is unknown."),
        };

    private static Refusal? CheckKeys(IReadOnlyCollection<Selection> of, string by, int depth) => of.Count == 0
        ? No("/of", "数える記録の種類がありません。", "the formula names no kind of entry.")
        : by == "value" && of.SelectMany(o => o.Admitted("attribute").DefaultIfEmpty("")).Distinct().ToList() is not [not ""]
            ? No("/of", "属性の値を数えるときは、属性をちょうど一つ指定してください。", "to count values of an attribute, name exactly one attribute.")
        : of.Select((o, i) => SelectionRules.Check(o, depth).Within($"/of/{i}") ?? SelectionRules.CheckDimension(o.Kind, by).Within("/by"))
            .FirstOrDefault(r => r is not null);

    private static Refusal? CheckHeads(Distinct distinct, Selection heads, int depth) =>
        SelectionRules.Check(heads, depth)
        ?? (distinct.By != "person" || distinct.Of.Any(o => o.Kind != "person_attended") || heads.Kind != "participants_counted"
            ? No("", "名前のない人を含む幅は、個人の参加と人数の記録から求めます。", "a range of people is computed from individual attendances and headcounts.")
            : heads.Admitted("unit") is not ["people"]
                ? No("/where/unit", "人数の記録は、単位「people」のものに限ってください。", "the headcounts must be limited to the unit 'people'.")
                : SelectionRules.One(heads, "scheme"));

    private static Refusal? CheckInterval(Interval interval) =>
        interval.Of.Kind != "session_held" ? No("/of/kind", "間隔は開催回から求めます。", "intervals are computed from sessions held.")
        : interval.Take == Take.Total ? No("/take", "間隔の合計は求めません。", "intervals cannot be added up.")
        : null;

    private static Refusal? CheckCohort(Cohort cohort, int depth) =>
        cohort.Selections().Select(s => SelectionRules.Check(s, depth) ?? SelectionRules.CheckDimension(s.Kind, "person").Within("/kind"))
            .Zip(s_cohort, (refusal, at) => refusal.Within(at)).FirstOrDefault(r => r is not null)
        ?? (cohort.MinimumVisits < 1 || cohort.SeenWithinDays < 0
            ? No(cohort.MinimumVisits < 1 ? "/minimumVisits" : "/seenWithinDays",
                "継続の条件は、1回以上の参加と0日以上の日数で書きます。", "continuing needs at least one visit and a window of zero or more days.")
            : null);

    private static Refusal? CheckPaired(PairedChange paired) =>
        paired.Of.Kind != "survey_response_recorded" ? No("/of/kind", "変化は調査の回答から求めます。", "a change is computed from survey responses.")
        : paired.Before == paired.After ? No("/after", "前と後の時点が同じです。", "before and after are the same wave.")
        : paired.Of.Where?.ContainsKey("wave") == true ? No("/of/where/wave", "時点は「前」と「後」で指定します。", "name the waves with 'before' and 'after' only.")
        : paired.Items.Length == 0 || paired.Items.Distinct().Count() < paired.Items.Length
            ? No("/items", "点数を求める設問がないか、重複しています。", "the score names no item, or names one twice.")
        : SelectionRules.One(paired.Of, "instrument").Within("/of");

    private static Refusal? CheckScore(Score score) =>
        score.Of.Kind != "survey_response_recorded" ? No("/of/kind", "点数は調査の回答から求めます。", "scores are computed from survey responses.")
        : score.Items.Length == 0 || score.Items.Distinct().Count() < score.Items.Length
            ? No("/items", "点数を求める設問がないか、重複しています。", "the score names no item, or names one twice.")
        : (score.As == ScoreResult.Share) != (score.AtLeast is not null || score.AtMost is not null)
            ? No("/as", "点数の範囲は、割合を求めるときに、そのときだけ指定してください。", "give bounds of the score for the share, and only for the share.")
        : score.AtLeast > score.AtMost ? No("/atLeast", "点数の範囲の下限が上限より大きくなっています。", "the lower bound of the score is above the upper one.")
        : (SelectionRules.One(score.Of, "instrument") ?? SelectionRules.One(score.Of, "wave")).Within("/of");

    private static Refusal? CheckRatio(Ratio ratio) => CheckSide(ratio.Of).Within("/of") ?? CheckSide(ratio.To).Within("/to")
        // Each side may be limited to one instrument, and the two still be answers to different questions.
        ?? (ratio.Of.Instruments() is { Count: > 0 } of && ratio.To.Instruments() is { Count: > 0 } to && !of.SetEquals(to)
            ? No("/to", "異なる調査票の回答どうしは割れません。同じ調査票の回答を選んでください。",
                "answers to different instruments cannot be divided by each other; select those of one instrument.")
            : null);

    private static Refusal? CheckSide(Formula side) => side switch
    {
        Score { As: ScoreResult.Mean } => No("", "点数の平均は割れません。", "a mean score cannot be divided, because points have no true zero."),
        Achievement => No("", "達成率は割れません。もとの数どうしを割ってください。", "an achievement cannot be divided; divide the underlying numbers."),
        Listed => No("", "名前の一覧は割れません。異なる数を割ってください。", "a list of names cannot be divided; divide the number of different keys."),
        _ => null,
    };

    private static Refusal? CheckAchievement(Achievement achievement) => achievement.Of switch
    {
        Listed or Achievement => No("", "この式の達成率は求められません。", "there is no achievement of this formula."),
        Score { As: ScoreResult.Mean } or PairedChange { As: ChangeResult.Mean } =>
            No("", "点数には0という基点がないので、達成率は求めません。", "points have no true zero, so there is no achievement of them."),
        _ when Unit.Of(achievement.Of).Class == UnitClass.Declared => No("", "申告値の達成率は求めません。", "there is no achievement of a declared value."),
        _ => null,
    };

    /// <summary>Whether both sides of a ratio are in the same unit, as a percentage requires. Any other ratio is a rate.</summary>
    internal static bool LikeByLike(Formula formula) => formula switch
    {
        Ratio r => Unit.Of(r.Of).IsLike(Unit.Of(r.To)),
        PerMonth p => LikeByLike(p.Of),
        PerWeek p => LikeByLike(p.Of),
        _ => true,
    };

    private static Refusal? CheckSpans(Formula of, Take take) =>
        !SpanBySpan(of)
            ? No("/of", "月ごと・週ごとに分けられない式です。分けられるのは、件数・合計・異なる数・時間・割合と、それらの比です。",
                "this formula cannot be computed by month or by week; counts, sums, numbers of different keys, hours, shares and ratios of these can.")
        : of is Share or Ratio && take is Take.Mean or Take.Total
            ? No("/take", "割合の平均や合計は求めません。もとの数どうしを割ってください。", "shares cannot be averaged or added up; divide the underlying numbers.")
            : null;

    private static bool SpanBySpan(Formula formula) => formula is Count or Sum or Distinct { Heads: null } or Hours or Share
        || (formula is Ratio r && SpanBySpan(r.Of) && SpanBySpan(r.To));

    private static Refusal? CheckGrouped(Formula of) => of is Count or Sum or Distinct { Heads: null } or Hours
        ? null
        : No("/of", "回ごと・キーごとに求められるのは、件数・合計・異なる数・時間だけです。", "by session and by key, only counts, sums, numbers of different keys and hours can be computed.");

    private static Refusal? CheckPerSession(PerSession per) =>
        per.Sessions.Kind != "session_held" ? No("/sessions/kind", "回は開催回から選びます。", "the sessions must be sessions held.")
        : CheckGrouped(per.Of) ?? (per.Of.Selections().All(s => SelectionRules.OfSession(s.Kind))
            ? null
            : No("/of", "回に属する記録だけが、回ごとに分けられます。", "only entries that belong to a session can be computed by session."));

    private static Refusal? CheckSum(Sum sum)
    {
        if (InitiativeEventCatalogue.Facts[sum.Of.Kind].Quantities is var quantities && !quantities.Contains(sum.Quantity))
        {
            return NotAmong(quantities, int.MaxValue, sum.Quantity, "/quantity", $"「{sum.Of.Kind}」に数量「{SelectionRules.Cut(sum.Quantity)}」はありません。",
                $"'{sum.Of.Kind}' has no quantity '{SelectionRules.Cut(sum.Quantity)}'.");
        }

        // A scheme splits the same people, and a unit says what one of them is: two schemes or two units are never added.
        return ((sum.Of.Kind, sum.Quantity) switch
        {
            ("participants_counted", _) => SelectionRules.One(sum.Of, "scheme") ?? SelectionRules.One(sum.Of, "unit"),
            ("quantity_observed", _) => SelectionRules.One(sum.Of, "quantity") ?? SelectionRules.One(sum.Of, "unit"),
            ("session_planned", "capacity") => SelectionRules.One(sum.Of, "unit"),
            ("survey_tallied", _) => SelectionRules.One(sum.Of, "instrument") ?? SelectionRules.One(sum.Of, "wave"),
            ("activity_logged", _) => null,
            var (kind, _) => No("/kind", $"「{kind}」の値は足せません。", $"values of '{kind}' cannot be added up."),
        }).Within("/of");
    }

    private static Refusal? CheckLatest(Latest latest)
    {
        if (latest.Of.Kind is not ("target_set" or "baseline_recorded" or "quantity_observed" or "strand_rescheduled" or "session_planned"))
            return No("/of/kind", $"「{latest.Of.Kind}」は値を申告しません。", $"'{latest.Of.Kind}' declares no value.");
        var quantities = InitiativeEventCatalogue.Facts[latest.Of.Kind].Quantities.ToList();
        if (latest.Quantity is { } name ? !quantities.Contains(name) : quantities.Count != 1)
            return No("/quantity", "申告された数量をちょうど一つ指定してください。", "name exactly one quantity of the kind.");
        return (latest.Of.Kind switch
        {
            "target_set" => SelectionRules.One(latest.Of, "target"),
            "baseline_recorded" => SelectionRules.One(latest.Of, "baseline"),
            "quantity_observed" => SelectionRules.One(latest.Of, "quantity") ?? SelectionRules.One(latest.Of, "unit"),
            "strand_rescheduled" => SelectionRules.One(latest.Of, "strand") ?? SelectionRules.One(latest.Of, "unit"),
            _ => SelectionRules.One(latest.Of, "strand") ?? (latest.Quantity == "capacity" ? SelectionRules.One(latest.Of, "unit") : null),
        }).Within("/of");
    }

    private static Refusal? CheckShare(Share share, int depth) =>
        share.Of.Kind != "survey_response_recorded"
            ? No("/of/kind", "割合は調査の回答から求めます。", "a share is computed from survey responses.")
            : share.Answers.Length == 0
                ? No("/answers", "条件に当たる回答がありません。", "name at least one answer that meets the condition.")
                : !Slug.IsValid(share.Item)
                    ? No("/item", "設問のキーが正しくありません。英小文字・数字・「-」で書いてください。", "the key of the item is not valid: use a-z, 0-9 and -.")
                    : (SelectionRules.One(share.Of, "instrument") ?? SelectionRules.One(share.Of, "wave")).Within("/of")
                        ?? (share.Tallies is { } tallies ? CheckTallies(share.Of, tallies, depth) : null);

    private static Refusal? CheckTallies(Selection of, Selection tallies, int depth) =>
        tallies.Kind != "survey_tallied" ? No("/tallies/kind", "紙の集計は「紙で集計した回答」から選びます。", "tallies must be paper tallies of a survey.")
        : of.Who is not null ? No("/tallies",
            "集計からは誰の回答かが分からないので、対象の人を限れません。", "a tally does not say whose answers it contains, so the people cannot be limited.")
        : SelectionRules.Check(tallies, depth).Within("/tallies")
            ?? (Same(of, tallies, "instrument") && Same(of, tallies, "version") && Same(of, tallies, "wave") && Same(of, tallies, "group")
            ? null
            : No("/tallies/where", "回答と集計は、同じ調査票・版・時点・区分のものにしてください。", "responses and tallies must have the same instrument, version, wave and group."));

    private static bool Same(Selection one, Selection other, string dimension) =>
        one.Admitted(dimension).ToHashSet(StringComparer.Ordinal).SetEquals(other.Admitted(dimension));
}
