using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>What a definition must keep, checked when it is written: a number that mixes what must not be mixed is never adopted.</summary>
public static class IndicatorRules
{
    private const int MaximumDepth = 8;

    /// <summary>The first thing wrong with a definition, or null.</summary>
    public static Refusal? Check(Indicator indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        return CheckWhen(indicator.When) ?? CheckFormula(indicator.Formula, 0) ?? CheckShow(indicator.Show, indicator.Formula);
    }

    private static Refusal? CheckWhen(When? when) => when switch
    {
        null => null,
        { Month: not null } when when.From is not null || when.To is not null => No("月と期間は同時に指定できません。", "give either a month or from and to, not both."),
        { Month: null, From: null, To: null } => No("「いつ」に月も期間もありません。", "'when' names neither a month nor days."),
        { From: { } from, To: { } to } when to < from => No("期間の終わりが始まりより前です。", "the days end before they begin."),
        _ => null,
    };

    private static Refusal? CheckShow(Show show, Formula formula)
    {
        if (show.Decimals is < 0 or > 6)
            return No("小数の桁数は0から6です。", "decimals go from 0 to 6.");
        if (show.Approximately is { Grain: var grain } && grain <= 0)
            return No("概数の刻みは正の数です。", "the grain of an approximation is above zero.");
        if (formula is Latest && show.Percent)
            return No("申告値は申告した単位のまま示されます。", "a declared value is told in the unit in which it was declared.");
        if (InPercent(formula) is { } percent && percent != show.Percent)
            return No("割合だけが%で示されます。", "a share, and nothing else, is told in per cent.");
        if (formula is not Latest && (show.Percent != SaysPercent(show.Unit.Ja) || show.Percent != SaysPercent(show.Unit.En)))
            return No("単位の「%」は、%で示す値にだけ付けます。", "the unit % belongs to what is told in per cent, and to nothing else.");
        return Allowed(formula).Contains(show.Counts)
            ? null
            : No($"この式が数えるものは「{Names.Of(show.Counts).Ja}」ではありません。", $"this formula does not count {Names.Of(show.Counts).En}.");
    }

    /// <summary>Whether it must be told in per cent; null where both make sense (a pass rate, visits a session).</summary>
    private static bool? InPercent(Formula formula) => formula switch
    {
        Share or Cohort { As: CohortResult.Share } => true,
        Ratio => null,
        PerMonth p => InPercent(p.Of),
        _ => false,
    };

    private static bool SaysPercent(string unit) => unit.Contains('%', StringComparison.Ordinal) || unit.Contains('\uFF05', StringComparison.Ordinal);

    private static Counted[] Allowed(Formula formula) => formula switch
    {
        Count { Of.Kind: "session_held" } => [Counted.Sessions],
        Count { Of.Kind: "person_attended" } => [Counted.Attendances],
        Count { Of.Kind: "survey_response_recorded" } => [Counted.Responses],
        Count => [Counted.Entries],
        Sum { Of: { Kind: "participants_counted" } of } => [.. Units(of).Select(u => u switch { "pairs" => Counted.Pairs, "households" => Counted.Households, _ => Counted.Attendances })],
        Sum { Of.Kind: "activity_logged" } => [Counted.Things],
        Sum => [Counted.Things, Counted.Households],
        Distinct { By: "person" } => [Counted.People],
        Distinct { By: "partner" } => [Counted.Organisations],
        Distinct { By: "session" } => [Counted.Sessions],
        Distinct => [Counted.Things],
        Latest { Of.Kind: "quantity_observed" } => [Counted.Things, Counted.Households, Counted.People],
        Latest => [Counted.Declared],
        Share or Ratio => [Counted.Share],
        Cohort { As: CohortResult.Share } => [Counted.Share],
        Cohort => [Counted.People],
        PerMonth { Of: Count { Of.Kind: "session_held" }, Take: not Take.Total } => [Counted.SessionsPerMonth],
        // The same person in two months counts twice: that is no number of people.
        PerMonth { Of: Distinct { By: "person" }, Take: Take.Total } => [Counted.PersonMonths],
        PerMonth { Of: Distinct, Take: Take.Total } => [Counted.Things],
        PerMonth p => Allowed(p.Of),
        _ => [],
    };

    private static IEnumerable<string> Units(Selection of) => of.Conditions.Where(c => c.Key == "unit").SelectMany(c => c.Value);

    private static Refusal? CheckFormula(Formula formula, int depth) => depth > MaximumDepth
        ? No("式の入れ子が深すぎます。", "the formula is nested too deeply.")
        : formula switch
        {
            Count c => CheckSelection(c.Of, depth),
            Sum s => CheckSelection(s.Of, depth) ?? CheckSum(s),
            Distinct d => d.Of.Length == 0
                ? No("数える記録の種類がありません。", "no kind of entry is named.")
                : d.Of.Select(o => CheckSelection(o, depth) ?? CheckDimension(o.Kind, d.By)).FirstOrDefault(r => r is not null),
            Latest l => CheckSelection(l.Of, depth) ?? CheckLatest(l),
            Share s => CheckSelection(s.Of, depth) ?? CheckShare(s),
            Ratio r => CheckFormula(r.Of, depth + 1) ?? CheckFormula(r.To, depth + 1),
            Cohort c => CheckSelection(c.Enters, depth) ?? CheckSelection(c.Visits, depth) ?? CheckDimension(c.Enters.Kind, "person")
                ?? CheckDimension(c.Visits.Kind, "person")
                ?? (c.MinimumVisits < 1 || c.SeenWithinDays < 0
                    ? No("継続の条件は、1回以上の参加と0日以上の日数で書きます。", "continuing needs at least one visit and a window of zero or more days.")
                    : null),
            PerMonth p when !MonthByMonth(p.Of) => No("月ごとに分けられない式です。", "this formula cannot be taken month by month."),
            PerMonth { Of: Share or Ratio, Take: Take.Mean or Take.Total } => No(
                "割合の平均や合計は求めません。もとの数どうしを割ってください。", "shares are neither averaged nor added; divide the numbers behind them."),
            PerMonth p => CheckFormula(p.Of, depth + 1),
            _ => No("知らない式です。", "the formula is unknown."),
        };

    private static bool MonthByMonth(Formula formula) => formula is Count or Sum or Distinct or Share
        || (formula is Ratio r && MonthByMonth(r.Of) && MonthByMonth(r.To));

    private static Refusal? CheckSum(Sum sum)
    {
        if (!InitiativeEventCatalogue.Facts[sum.Of.Kind].Quantities.Contains(sum.Quantity))
            return No($"「{sum.Of.Kind}」に数量「{sum.Quantity}」はありません。", $"'{sum.Of.Kind}' has no quantity '{sum.Quantity}'.");
        // A scheme splits the same heads, and a unit is what one of them is: two of either never add.
        return sum.Of.Kind switch
        {
            "participants_counted" => One(sum.Of, "scheme") ?? One(sum.Of, "unit"),
            "quantity_observed" => One(sum.Of, "quantity") ?? One(sum.Of, "unit"),
            "activity_logged" => null,
            var kind => No($"「{kind}」の値は足せません。", $"values of '{kind}' do not add."),
        };
    }

    private static Refusal? CheckLatest(Latest latest) => latest.Of.Kind switch
    {
        "target_set" => One(latest.Of, "target"),
        "baseline_recorded" => One(latest.Of, "baseline"),
        "quantity_observed" => One(latest.Of, "quantity") ?? One(latest.Of, "unit"),
        var kind => No($"「{kind}」は値を申告しません。", $"'{kind}' declares no value."),
    };

    private static Refusal? CheckShare(Share share) =>
        share.Of.Kind != "survey_response_recorded"
            ? No("割合は調査の回答から求めます。", "a share is taken of survey responses.")
            : share.Answers.Length == 0
                ? No("条件に当たる回答がありません。", "no answer is named that meets the condition.")
                : !Slug.IsValid(share.Item)
                    ? No("設問のキーがキーの形ではありません。英小文字・数字・「-」で書いてください。", "the item's key has not the form of a key: write it with a-z, 0-9 and -.")
                    : One(share.Of, "instrument") ?? One(share.Of, "wave");

    private static Refusal? CheckSelection(Selection selection, int depth)
    {
        if (depth > MaximumDepth)
            return No("式の入れ子が深すぎます。", "the formula is nested too deeply.");
        if (!InitiativeEventCatalogue.Facts.ContainsKey(selection.Kind))
            return No($"記録の種類「{selection.Kind}」はありません。", $"there is no kind of entry '{selection.Kind}'.");
        foreach (var (dimension, values) in selection.Conditions)
        {
            if (CheckDimension(selection.Kind, dimension) is { } refusal)
                return refusal;
            if (values.IsDefaultOrEmpty)
                return No($"条件「{dimension}」に値がありません。", $"the condition '{dimension}' admits no value.");
            if (values.FirstOrDefault(v => !Admits(selection.Kind, dimension, v)) is { } never)
                return No($"条件「{dimension}」に「{Cut(never)}」という値はありえません。値は英小文字・数字・「-」のキーです。", $"the condition '{dimension}' can never have the value '{Cut(never)}'; values are keys of a-z, 0-9 and -.");
        }

        if (selection.Who is not { } who)
            return null;
        return CheckDimension(selection.Kind, "person") ?? CheckSelection(who.Of, depth + 1) ?? CheckDimension(who.Of.Kind, "person")
            ?? (who.AtLeast < 1 ? No("所属の条件は1回以上です。", "membership needs at least one entry.") : null);
    }

    /// <summary>A value that no entry can have would make a figure quietly smaller.</summary>
    private static bool Admits(string kind, string dimension, string value)
    {
        var shape = InitiativeEventCatalogue.Facts[kind];
        return (shape.HasDimension(dimension) ? shape : InitiativeEventCatalogue.Facts["session_held"]).Admits(dimension, value);
    }

    private static string Cut(string value) => Slug.IsValid(value) ? value : "…";

    private static Refusal? CheckDimension(string kind, string dimension)
    {
        var shape = InitiativeEventCatalogue.Facts[kind];
        var ofSession = typeof(InitiativeFact).IsAssignableFrom(shape.Type) && shape.HasDimension("session") && InitiativeEventCatalogue.Facts["session_held"].HasDimension(dimension);
        return shape.HasDimension(dimension) || ofSession
            ? null
            : No($"「{kind}」に「{dimension}」はありません。", $"'{kind}' has no dimension '{dimension}'.");
    }

    private static Refusal? One(Selection of, string dimension) =>
        of.Where is { } where && where.TryGetValue(dimension, out var values) && values.Length == 1
            ? null
            : No($"「{dimension}」をちょうど一つ指定してください。", $"name exactly one '{dimension}'; two of them must not be mixed.");

    private static Refusal No(string ja, string en) => Refusals.IndicatorInvalid(ja, en);
}
