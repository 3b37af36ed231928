using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Each rule as a pair: what it refuses, with its words, and the nearest definition that keeps it.</summary>
public sealed class IndicatorRulesTests
{
    private static readonly Show s_points = new(Counted.Score, new("点", "points"), 1);
    private static readonly Score s_score = new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), [S("q")], ScoreResult.Mean);
    private static readonly Share s_share = new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), "lonely", [S("never")]);
    private static readonly Cohort s_cohort = new(Of("person_enrolled"), Of("person_attended"), 2, 30, D("2025-12-31"), CohortResult.People);
    private static readonly Show s_length = new(Counted.Length, new("週", "weeks"));
    private static readonly Show s_responses = new(Counted.Responses, new("件", "responses"));
    private static readonly Show s_entries = new(Counted.Entries, new("件", "entries"));
    private static readonly Show s_declared = new(Counted.Declared, new("円", "yen"));
    private static readonly Show s_monthly = new(Counted.SessionsPerMonth, new("回/月", "sessions a month"));
    private static readonly Show s_personMonths = new(Counted.PersonMonths, new("人月", "person-months"));

    internal static readonly ImmutableArray<(string Rule, Indicator Refused, Indicator Accepted)> Pairs =
    [
        ("give either a month or from and to", Is(CountOf("session_held"), Sessions, new(new(2025, 12), D("2025-12-01"))),
            Is(CountOf("session_held"), Sessions, new(new(2025, 12)))),
        ("when' contains neither a month nor dates", Is(CountOf("session_held"), Sessions, new()),
            Is(CountOf("session_held"), Sessions, new(To: D("2025-12-01")))),
        ("the end is before the beginning", Is(CountOf("session_held"), Sessions, new(null, D("2025-12-02"), D("2025-12-01"))),
            Is(CountOf("session_held"), Sessions, new(null, D("2025-12-01"), D("2025-12-01")))),
        ("the number of decimals must be 0 to 6", Is(CountOf("session_held"), Sessions with { Decimals = 7 }),
            Is(CountOf("session_held"), Sessions with { Decimals = 6 })),
        ("the number of decimals must be 0 to 6", Is(CountOf("session_held"), Sessions with { Decimals = -1 }),
            Is(CountOf("session_held"), Sessions with { Decimals = 0 })),
        ("the step of an approximation must be above zero", Is(CountOf("session_held"), Sessions with { Approximately = new(Approximator.Yaku, 0) }),
            Is(CountOf("session_held"), Sessions with { Approximately = new(Approximator.Yaku, Quantity.Parse("0.1")) })),
        ("a share must be shown as a percentage, and only a share", Is(CountOf("session_held"), Sessions with { Percent = true, Unit = new("%", "%") }),
            Is(CountOf("session_held"), Sessions)),
        ("a share must be shown as a percentage, and only a share", Is(s_share, Percent with { Percent = false, Unit = new("割", "tenths") }),
            Is(s_share, Percent)),
        ("a share must be shown as a percentage, and only a share", Is(s_cohort, Percent with { Counts = Counted.People }),
            Is(s_cohort with { As = CohortResult.Share }, Percent)),
        ("a share must be shown as a percentage, and only a share", Is(Monthly(CountOf("session_held"), Take.Range), s_monthly with { Percent = true }),
            Is(Monthly(s_share, Take.Range), Percent)),
        ("the unit % must be used for percentages, and only for percentages", Is(CountOf("session_held"), Sessions with { Unit = new("%", "%") }),
            Is(CountOf("session_held"), Sessions)),
        ("the unit % must be used for percentages, and only for percentages", Is(s_share, Percent with { Unit = new("人", "people") }),
            Is(s_share, Percent with { Unit = new("\uFF05", "%") })),
        ("the unit % must be used for percentages, and only for percentages",
            Is(new Ratio(Heads(), CountOf("session_held")), EachSession with { Unit = new("%", "%") }),
            Is(new Ratio(Heads(), CountOf("session_held")), EachSession)),
        ("the unit % must be used for percentages, and only for percentages", Is(new Ratio(Heads(), Heads()), Percent with { Unit = new("割", "tenths") }),
            Is(new Ratio(Heads(), Heads()), Percent)),
        ("a declared value is shown in the unit in which it was declared", Is(Declared, new(Counted.Declared, new("%", "%"), Percent: true)),
            Is(Declared, new(Counted.Declared, new("%", "%")))),
        ("does not count different people", Is(Heads(), People), Is(Heads(), Visits)),
        ("does not count attendances", Is(PeopleIn("person_attended"), Visits), Is(PeopleIn("person_attended"), People)),
        ("does not count attendances", Is(new Sum(Of("participants_counted", ("scheme", "audience"), ("unit", "pairs")), "count"), Visits),
            Is(new Sum(Of("participants_counted", ("scheme", "audience"), ("unit", "pairs")), "count"), new(Counted.Pairs, new("組", "pairs")))),
        ("does not count households", Is(new Sum(Of("activity_logged"), "hours"), new(Counted.Households, new("世帯", "households"))),
            Is(new Sum(Of("activity_logged"), "hours"), HoursShown)),
        ("does not count different people", Is(Monthly(PeopleIn("person_attended"), Take.Total), People),
            Is(Monthly(PeopleIn("person_attended"), Take.Total), s_personMonths)),
        ("does not count person-months", Is(Monthly(PeopleIn("person_attended"), Take.Mean), s_personMonths),
            Is(Monthly(PeopleIn("person_attended"), Take.Mean), People)),
        ("does not count sessions, but sessions per month", Is(Monthly(CountOf("session_held"), Take.Mean), Sessions),
            Is(Monthly(CountOf("session_held"), Take.Total), Sessions)),
        ("there is no kind of entry", Is(CountOf("session_dreamt"), Sessions), Is(CountOf("session_held"), Sessions)),
        ("there is no kind of entry", Is(CountOf("entry_withdrawn"), new(Counted.Entries, new("件", "entries"))),
            Is(CountOf("voice_recorded"), new(Counted.Entries, new("件", "entries")))),
        ("has no dimension 'stage'", Is(CountOf("session_held", ("stage", "x")), Sessions), Is(CountOf("session_held", ("venue", "x")), Sessions)),
        ("has no dimension 'quantity'", Is(Heads(("quantity", "x")), Visits), Is(Heads(("venue", "x")), Visits)),
        ("has no value", Is(new Count(new("session_held", Where().Add("venue", []))), Sessions), Is(CountOf("session_held", ("venue", "x")), Sessions)),
        ("can never have the value", Is(CountOf("session_held", ("sessionKind", "Training")), Sessions),
            Is(CountOf("session_held", ("sessionKind", "training")), Sessions)),
        ("can never have the value", Is(CountOf("session_held", ("venue", "")), Sessions), Is(CountOf("session_held", ("venue", "x")), Sessions)),
        ("can never have the value", Is(CountOf("person_attended", ("person", "p-1")), Visits),
            Is(CountOf("person_attended", ("person", "p-00000001")), Visits)),
        ("can never have the value", Is(CountOf("voice_recorded", ("publicationConsented", "yes")), new(Counted.Entries, new("件", "entries"))),
            Is(CountOf("voice_recorded", ("publicationConsented", "true")), new(Counted.Entries, new("件", "entries")))),
        ("name exactly one 'unit'", Is(new Sum(Of("participants_counted", ("scheme", "audience")), "count"), Visits), Is(Heads(), Visits)),
        ("name exactly one 'unit'", Is(Heads(("unit", "pairs")), Visits), Is(Heads(), Visits)),
        ("name exactly one 'scheme'", Is(Heads(("scheme", "sex")), Visits), Is(Heads(), Visits)),
        ("name exactly one 'unit'", Is(new Sum(Of("quantity_observed", ("quantity", "harvest")), "value"), Things), Is(Harvested, Things)),
        ("has no quantity 'hours'", Is(Harvested with { Quantity = "hours" }, Things), Is(new Sum(Of("activity_logged"), "hours"), HoursShown)),
        ("values of 'target_set' cannot be added up", Is(new Sum(Of("target_set"), "value"), Things),
            Is(new Latest(Of("target_set", ("target", "x"))), new(Counted.Declared, new("人", "people")))),
        ("declares no value", Is(new Latest(Of("session_held")), Sessions), Is(Declared, new(Counted.Declared, new("人", "people")))),
        ("name exactly one 'baseline'", Is(new Latest(Of("baseline_recorded")), new(Counted.Declared, new("人", "people"))),
            Is(Declared, new(Counted.Declared, new("人", "people")))),
        ("the formula names no kind of entry", Is(PeopleIn(), People), Is(PeopleIn("person_attended"), People)),
        ("has no dimension 'person'", Is(PeopleIn("person_attended", "session_held"), People), Is(PeopleIn("person_attended", "role_taken"), People)),
        ("a share is computed from survey responses", Is(s_share with { Of = Of("session_held") }, Percent), Is(s_share, Percent)),
        ("name at least one answer that meets the condition", Is(s_share with { Answers = [] }, Percent),
            Is(s_share with { Answers = [S("a"), S("b")] }, Percent)),
        ("the key of the item is not valid: use a-z, 0-9 and -", Is(s_share with { Item = "孤独ですか" }, Percent), Is(s_share, Percent)),
        ("name exactly one 'wave'", Is(s_share with { Of = Of("survey_response_recorded", ("instrument", "mood")) }, Percent), Is(s_share, Percent)),
        ("name exactly one 'instrument'", Is(s_share with { Of = Of("survey_response_recorded", ("wave", "after")) }, Percent), Is(s_share, Percent)),
        ("continuing needs at least one visit", Is(s_cohort with { MinimumVisits = 0 }, People), Is(s_cohort with { MinimumVisits = 1 }, People)),
        ("continuing needs at least one visit", Is(s_cohort with { SeenWithinDays = -1 }, People), Is(s_cohort with { SeenWithinDays = 0 }, People)),
        ("has no dimension 'person'", Is(s_cohort with { Visits = Of("session_held") }, People), Is(s_cohort with { Visits = Of("activity_logged") }, People)),
        ("has no dimension 'person'", Is(s_cohort with { Enters = Of("session_held") }, People), Is(s_cohort with { Enters = Of("stage_reached") }, People)),
        ("this formula cannot be computed by month or by week", Is(Monthly(s_cohort, Take.Mean), People),
            Is(Monthly(PeopleIn("person_attended"), Take.Mean), People)),
        ("this formula cannot be computed by month or by week", Is(Monthly(Monthly(CountOf("session_held"), Take.Mean), Take.Mean), s_monthly),
            Is(Monthly(CountOf("session_held"), Take.Mean), s_monthly)),
        ("this formula cannot be computed by month or by week", Is(Monthly(new Ratio(Declared, CountOf("session_held")), Take.Range), EachSession),
            Is(new Ratio(Declared, CountOf("session_held")), EachSession)),
        ("shares cannot be averaged or added up; divide the underlying numbers", Is(Monthly(s_share, Take.Mean), Percent),
            Is(Monthly(s_share, Take.Range), Percent)),
        ("shares cannot be averaged or added up; divide the underlying numbers",
            Is(Monthly(new Ratio(Heads(), CountOf("session_held")), Take.Total), EachSession),
            Is(Monthly(new Ratio(Heads(), CountOf("session_held")), Take.Maximum), EachSession)),
        ("membership needs at least one entry", Is(Members(0), Visits), Is(Members(1), Visits)),
        ("has no dimension 'person'", Is(new Count(Of("session_held").By(Of("person_enrolled"))), Sessions), Is(Members(1), Visits)),
        ("has no dimension 'person'", Is(new Count(Of("person_attended").By(Of("session_held"))), Visits), Is(Members(2), Visits)),
        ("a window needs both the entry that starts it and a number of days", Is(CountOf("session_held"), Sessions, new(ForDays: 14)),
            Is(CountOf("session_held"), Sessions, new(Since: Of("strand_started"), ForDays: 14))),
        ("a window needs both the entry that starts it and a number of days", Is(CountOf("session_held"), Sessions, new(Since: Of("strand_started"))),
            Is(CountOf("session_held"), Sessions, new(Since: Of("strand_started"), ForDays: 1))),
        ("give only one of these: a window, a month, or dates",
            Is(CountOf("session_held"), Sessions, new(new(2025, 12), Since: Of("strand_started"), ForDays: 14)),
            Is(CountOf("session_held"), Sessions, new(Since: Of("strand_started"), ForDays: 14))),
        ("a window has 1 to", Is(CountOf("session_held"), Sessions, new(Since: Of("strand_started"), ForDays: 0)),
            Is(CountOf("session_held"), Sessions, new(Since: Of("strand_started"), ForDays: 3660))),
        ("there is no kind of entry", Is(CountOf("session_held"), Sessions, new(Since: Of("launch"), ForDays: 14)),
            Is(CountOf("session_held"), Sessions, new(Since: Of("milestone_reached"), ForDays: 14))),
        ("words for all or half", Is(CountOf("session_held"), Sessions with { Approximately = new(Approximator.Zenin, 1) }),
            Is(s_share, Percent with { Approximately = new(Approximator.Zenin, 1) })),
        ("only a maximum", Is(CountOf("session_held"), Sessions with { Approximately = new(Approximator.KakoSaita, 1) }),
            Is(Monthly(CountOf("session_held"), Take.Maximum), s_monthly with { Approximately = new(Approximator.KakoSaita, 1) })
                with { Against = [new(AgainstWhat.Baseline, S("last"))] }),
        ("only like divided by like", Is(new Ratio(PeopleIn("person_attended"), CountOf("session_held")), Percent),
            Is(new Ratio(PeopleIn("person_attended"), PeopleIn("person_enrolled")), Percent with { Counts = Counted.Ratio })),
        ("does not count share", Is(new Ratio(Heads(), CountOf("session_held")), EachSession with { Counts = Counted.Share }),
            Is(new Ratio(Heads(), CountOf("session_held")), EachSession)),
        ("does not count rate", Is(new Ratio(Heads(), Heads()), Percent with { Counts = Counted.Rate }), Is(new Ratio(Heads(), Heads()), Percent)),
        ("hours are computed from sessions held or logged activities", Is(new Hours(Of("person_attended")), HoursShown),
            Is(new Hours(Of("session_held")), HoursShown)),
        ("counted in weeks or months", Is(new Running(S("cafe"), CalendarUnit.Day), s_length), Is(new Running(S("cafe"), CalendarUnit.Week), s_length)),
        ("intervals are computed from sessions held", Is(new Interval(Of("person_attended"), CalendarUnit.Day, Take.Mean), s_length),
            Is(new Interval(Of("session_held"), CalendarUnit.Day, Take.Mean), s_length)),
        ("intervals cannot be added up", Is(new Interval(Of("session_held"), CalendarUnit.Day, Take.Total), s_length),
            Is(new Interval(Of("session_held"), CalendarUnit.Day, Take.Range), s_length)),
        ("a change is computed from survey responses", Is(Change(Of("person_attended"), "b", "a"), People),
            Is(Change(Of("survey_response_recorded", ("instrument", "mood")), "b", "a"), People)),
        ("the same wave", Is(Change(Of("survey_response_recorded", ("instrument", "mood")), "a", "a"), People),
            Is(Change(Of("survey_response_recorded", ("instrument", "mood")), "b", "a"), People)),
        ("name the waves with 'before' and 'after' only", Is(Change(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "a")), "b", "a"), People),
            Is(Change(Of("survey_response_recorded", ("instrument", "mood"), ("group", "g")), "b", "a"), People)),
        ("the score names no item, or names one twice",
            Is(Change(Of("survey_response_recorded", ("instrument", "mood")), "b", "a") with { Items = [S("q"), S("q")] }, People),
            Is(Change(Of("survey_response_recorded", ("instrument", "mood")), "b", "a") with { Items = [S("q"), S("r")] }, People)),
        ("scores are computed from survey responses", Is(s_score with { Of = Of("survey_tallied", ("instrument", "mood"), ("wave", "after")) }, s_points),
            Is(s_score, s_points)),
        ("the score names no item, or names one twice", Is(s_score with { Items = [] }, s_points), Is(s_score with { Items = [S("q"), S("r")] }, s_points)),
        ("the score names no item, or names one twice", Is(s_score with { Items = [S("q"), S("q")] }, s_points), Is(s_score, s_points)),
        ("give bounds of the score for the share, and only for the share", Is(s_score with { AtLeast = 3 }, s_points),
            Is(s_score with { As = ScoreResult.Share, AtLeast = 3 }, Percent)),
        ("give bounds of the score for the share, and only for the share", Is(s_score with { As = ScoreResult.Share }, Percent),
            Is(s_score with { As = ScoreResult.Share, AtMost = 3 }, Percent)),
        ("the lower bound of the score is above the upper one", Is(s_score with { As = ScoreResult.Share, AtLeast = 4, AtMost = 3 }, Percent),
            Is(s_score with { As = ScoreResult.Share, AtLeast = 3, AtMost = 3 }, Percent)),
        ("name exactly one 'wave'", Is(s_score with { Of = Of("survey_response_recorded", ("instrument", "mood")) }, s_points), Is(s_score, s_points)),
        ("name exactly one 'instrument'", Is(s_score with { Of = Of("survey_response_recorded", ("wave", "after")) }, s_points), Is(s_score, s_points)),
        ("a mean score cannot be divided, because points have no true zero", Is(new Ratio(s_score, s_score), Percent),
            Is(new Ratio(s_score with { As = ScoreResult.Share, AtLeast = 3 }, s_share), EachSession)),
        ("this formula cannot be computed by month or by week", Is(Monthly(s_score, Take.Range), s_points), Is(Monthly(s_share, Take.Range), Percent)),
        ("does not count share", Is(s_score, s_points with { Counts = Counted.Share }), Is(s_score, s_points)),
        ("a share must be shown as a percentage, and only a share", Is(s_score, Percent), Is(s_score with { As = ScoreResult.Share, AtLeast = 3 }, Percent)),
        ("name exactly one 'instrument'", Is(Change(Of("survey_response_recorded"), "b", "a"), People),
            Is(Change(Of("survey_response_recorded", ("instrument", "mood")), "b", "a"), People)),
        ("only entries that belong to a session can be computed by session",
            Is(new PerSession(CountOf("consultation_received"), Of("session_held"), Take.Mean), s_entries),
            Is(new PerSession(CountOf("attribute_recorded"), Of("session_held"), Take.Mean), s_entries)),
        ("the sessions must be sessions held", Is(new PerSession(CountOf("person_attended"), Of("session_planned"), Take.Mean), Visits),
            Is(new PerSession(CountOf("person_attended"), Of("session_held"), Take.Mean), Visits)),
        ("by session and by key, only counts, sums, numbers of different keys and hours can be computed",
            Is(new PerKey(s_share, "instrument", Take.Mean), Percent), Is(new PerKey(CountOf("note_exchanged"), "thread", Take.Mean), s_entries)),
        ("has no dimension 'thread'", Is(new PerKey(CountOf("person_attended"), "thread", Take.Mean), Visits),
            Is(new PerKey(CountOf("person_attended"), "venue", Take.Mean), Visits)),
        ("does not count different people", Is(new PerSession(PeopleIn("person_attended"), Of("session_held"), Take.Total), People),
            Is(new PerSession(PeopleIn("person_attended"), Of("session_held"), Take.Total), Visits)),
        ("does not count different people", Is(new PerKey(PeopleIn("note_exchanged"), "thread", Take.Total), People),
            Is(new PerKey(PeopleIn("note_exchanged"), "thread", Take.Mean), People)),
        ("the headcounts must be limited to the unit 'people",
            Is(PeopleIn("person_attended") with { Heads = Of("participants_counted", ("scheme", "audience")) }, People),
            Is(PeopleIn("person_attended") with { Heads = Heads().Of }, People)),
        ("the headcounts must be limited to the unit 'people", Is(PeopleIn("person_attended") with { Heads = Of("participants_counted") }, People),
            Is(PeopleIn("person_attended") with { Heads = Heads().Of }, People)),
        ("name exactly one 'instrument'", Is(CountOf("survey_response_recorded", ("answer.lonely", "often")), s_responses),
            Is(CountOf("survey_response_recorded", ("instrument", "mood"), ("answer.lonely", "often")), s_responses)),
        ("has no dimension", Is(CountOf("session_held", ("answer.lonely", "often")), Sessions), Is(CountOf("session_held"), Sessions)),
        ("a range of people is computed from individual attendances and headcounts", Is(PeopleIn("person_enrolled") with { Heads = Heads().Of }, People),
            Is(PeopleIn("person_attended") with { Heads = Heads().Of }, People)),
        ("the headcounts must be limited to the unit 'people",
            Is(PeopleIn("person_attended") with { Heads = Of("participants_counted", ("scheme", "audience"), ("unit", "pairs")) }, People),
            Is(PeopleIn("person_attended") with { Heads = Heads().Of }, People)),
        ("is not a state with a beginning and an end", Is(CountOf("session_held") with { Of = Of("session_held").Within(InForce.During) }, Sessions),
            Is(PeopleIn("person_enrolled") with { Of = [Of("person_enrolled").Within(InForce.During)] }, People)),
        ("name exactly one quantity", Is(new Latest(Of("session_planned", ("strand", "cafe"))), s_declared),
            Is(new Latest(Of("session_planned", ("strand", "cafe")), "price"), s_declared)),
        ("values of 'session_planned' cannot be added up", Is(new Sum(Of("session_planned"), "price"), Things),
            Is(new Sum(Of("session_planned", ("unit", "people")), "capacity"), Visits)),
        ("tallies must be paper tallies of a survey", Is(s_share with { Tallies = s_share.Of }, Percent),
            Is(s_share with { Tallies = s_share.Of with { Kind = "survey_tallied" } }, Percent)),
        ("responses and tallies must have the same instrument, version, wave and group",
            Is(s_share with { Tallies = Of("survey_tallied", ("instrument", "mood"), ("wave", "before")) }, Percent),
            Is(s_share with { Tallies = s_share.Of with { Kind = "survey_tallied" } }, Percent)),
        ("a tally does not say whose answers it contains, so the people cannot be limited",
            Is(s_share with { Of = s_share.Of.By(Of("person_enrolled")), Tallies = s_share.Of with { Kind = "survey_tallied" } }, Percent),
            Is(s_share with { Tallies = s_share.Of with { Kind = "survey_tallied" } }, Percent)),
        ("a list of names cannot be divided; divide the number of different keys",
            Is(new Ratio(new Listed([Of("partner_linked")], "partner"), CountOf("session_held")), EachSession),
            Is(new Ratio(new Distinct([Of("partner_linked")], "partner"), CountOf("session_held")), EachSession)),
        ("has no dimension 'session'", Is(new Count(Of("session_held").By(Of("consultation_received"), key: "session")), Sessions),
            Is(new Count(Of("session_held").By(Of("partner_attended"), key: "session")), Sessions)),
        ("nested too deeply", Is(Nested(9), EachSession), Is(Nested(8), EachSession)),
        ("nested too deeply", Is(new Count(Chain(9)), Visits), Is(new Count(Chain(8)), Visits)),
    ];

    public static TheoryData<string, int> Rules => [.. Pairs.Select((r, i) => new TheoryDataRow<string, int>(r.Rule, i))];

    [Theory, MemberData(nameof(Rules))]
    public void What_breaks_the_rule_is_refused_with_its_words(string rule, int index) =>
        Assert.Contains(rule, IndicatorRules.Check(Pairs[index].Refused)?.Sentence.En, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Rules))]
    public void The_neighbour_that_keeps_the_rule_is_accepted(string rule, int index) =>
        Assert.Equal((rule, null), (rule, IndicatorRules.Check(Pairs[index].Accepted)?.Sentence.En));

    private static Indicator Is(Formula formula, Show show, When? when = null) => new(T("指標"), formula, show, when);

    private static PairedChange Change(Selection of, string before, string after) => new(of, [S("q")], S(before), S(after), ChangeResult.Risen);

    private static Latest Declared => new(Of("baseline_recorded", ("baseline", "last-year")));

    private static PerMonth Monthly(Formula of, Take take) => new(of, S("cafe"), take);

    private static Count Members(int atLeast) => new(Of("person_attended").By(Of("person_enrolled"), atLeast));

    private static Formula Nested(int depth) => depth == 0 ? CountOf("session_held") : new Ratio(Nested(depth - 1), CountOf("session_held"));

    private static Selection Chain(int depth) => depth == 0 ? Of("person_attended") : Of("person_attended").By(Chain(depth - 1));
}
