using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Definitions as people read them, with the initiative's own words.</summary>
public sealed class SentenceTests
{
    private static readonly History s_history = new History()
        .Given(new InitiativeOpened(T("はち福"), [], [], [], D("2025-04-01")), new StrandStarted(S("cafe"), new("ふれあい喫茶はち福", "Hachifuku café"), D("2025-04-01")))
        .Given(Term("group", "youth", "若者", "young people"), Term("scheme", "audience", "対象別", "by audience"),
            Term("role", "volunteer", "ボランティア", "volunteers"),
            Term("quantity", "harvest", "収穫", "harvest"), Term("unit", "kilogram", "kg", "kg"), Term("wave", "after", "終了時", "at the end"),
            Term("baseline", "last-year", "前年度", "the year before"))
        .Given(new SurveyIntroduced(S("mood"), 1, new("こころの調子アンケート", "Well-being survey"),
            [new(S("lonely"), new("孤独を感じますか", "Do you feel lonely?"), [new(S("never"), new("ない", "never")), new(S("rarely"), new("ほとんどない", "hardly ever"))])],
            D("2025-04-01")));

    private static readonly Share s_share = new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), "lonely", [S("never"), S("rarely")]);
    private static readonly Show s_monthly = new(Counted.SessionsPerMonth, new("回/月", "sessions a month"), 1);

    [Fact]
    public void Sessions_of_a_strand() => Reads(
        "報告期間における、開催回(活動:ふれあい喫茶はち福)の数。数え方は回数。小数点以下は四捨五入。",
        "Number of sessions held (strand: Hachifuku café), in the reporting period. Counted as sessions; rounded half up to whole numbers.",
        CountOf("session_held", ("strand", "cafe")), Sessions);

    [Fact]
    public void Heads_of_a_group() => Reads(
        "報告期間における、参加者数(区分:若者、分け方:対象別、単位:人)の合計(来るたびに数える)。数え方は延べ人数。100刻みで、「約…人」と示す(正確な値がその言葉に当てはまる場合に限る)。",
        "Total headcount (group: young people, scheme: by audience, unit: people) (every visit counts), in the reporting period. Counted as attendances; "
            + "shown as \"about … people\" in steps of 100, only where the exact value justifies the wording.",
        Heads(("group", "youth")), Visits with { Approximately = new(Approximator.Yaku, 100) });

    [Fact]
    public void Goods_in_a_month() => Reads(
        "2025年7月における、数量(量:収穫、単位:kg)の合計。数え方は数量。小数第1位まで示し、それより下は四捨五入。",
        "Total observed quantity (quantity: harvest, unit: kg), in July 2025. Counted as quantity; rounded half up to 1 decimal place.",
        Harvested, Things with { Decimals = 1 }, new(Month: new(2025, 7)));

    [Fact]
    public void Different_people_over_two_kinds() => Reads(
        "報告期間における、個人の参加または相談に現れる人の数(重複を除く)。数え方は実人数。小数点以下は四捨五入。",
        "Number of different people in individual attendances or consultations, in the reporting period. Counted as different people; rounded half up to "
            + "whole numbers.",
        PeopleIn("person_attended", "consultation_received"), People);

    [Fact]
    public void People_who_belong() => Reads(
        "2025年12月31日までの累計で、最終日までに役割の引き受け(役割:ボランティア)が2件以上ある人の個人の参加に現れる人の数(重複を除く)。数え方は実人数。小数点以下は四捨五入。",
        "Number of different people in individual attendances by people with, by the last day counted, at least 2 roles taken (role: volunteers), up to "
            + "31 December 2025 (cumulative). Counted as different people; rounded half up to whole numbers.",
        new Distinct([Of("person_attended").By(Of("role_taken", ("role", "volunteer")), 2)], "person"), People, new(To: D("2025-12-31")));

    [Fact]
    public void Division_of_divisions()
    {
        var (a, b, c) = (CountOf("session_held"), CountOf("person_attended"), CountOf("photo_taken"));
        var rate = new Show(Counted.Rate, T("回"));

        Reads("報告期間における、(開催回の数 ÷ 個人の参加の件数) ÷ 写真の件数。数え方は単位あたりの数。小数点以下は四捨五入。",
            "(number of sessions held ÷ number of individual attendances) ÷ number of photos, in the reporting period. Counted as rate; rounded half up to "
                + "whole numbers.",
            new Ratio(new Ratio(a, b), c), rate);
        Reads("報告期間における、開催回の数 ÷ (個人の参加の件数 ÷ 写真の件数)。数え方は単位あたりの数。小数点以下は四捨五入。",
            "Number of sessions held ÷ (number of individual attendances ÷ number of photos), in the reporting period. Counted as rate; rounded half up to "
                + "whole numbers.",
            new Ratio(a, new Ratio(b, c)), rate);
    }

    [Fact]
    public void Labels_that_are_alike_show_their_codes()
    {
        var history = Opened().Given(Term("group", "youth", "若者", "young people"), Term("group", "youth-2", "若者", "young adults"));

        Assert.Contains("区分:若者(youth)", Definition("youth").Ja, StringComparison.Ordinal);
        Assert.Contains("group: young adults (youth-2)", Definition("youth-2").En, StringComparison.Ordinal);

        PublicText Definition(string group) => history.Compute(Heads(("group", group)), Visits).Derivation.Definition;
    }

    [Fact]
    public void A_declared_value() => Reads(
        "報告期間における、比較値の記録(比較値:前年度)のうち、最後に申告された値(期間より前の申告を含む)。数え方は申告値。小数点以下は四捨五入。",
        "Latest value declared in baselines (baseline: the year before), also before the period, in the reporting period. Counted as declared value; rounded "
            + "half up to whole numbers.",
        new Latest(Of("baseline_recorded", ("baseline", "last-year"))), new(Counted.Declared, new("人", "people")));

    [Fact]
    public void An_item_is_asked_in_the_words_of_its_own_instrument()
    {
        var history = Opened()
            .Given(new SurveyIntroduced(S("mood"), 1, T("こころ"), [new(S("q1"), T("孤独を感じますか"), [new(S("a"), T("ない"))])], D("2025-04-01")))
            .Given(new SurveyIntroduced(S("food"), 1, T("食事"), [new(S("q1"), T("朝食をとりますか"), [new(S("a"), T("毎日"))])], D("2025-04-01")));

        var sentence = history.Compute(new Share(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), "q1", [S("a")]),
            Percent).Derivation.Definition.Ja;

        Assert.Contains("設問「孤独を感じますか」に「ない」", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_share_of_answers() => Reads(
        "報告期間における、調査の回答(調査票:こころの調子アンケート、時点:終了時)のうち、設問「孤独を感じますか」に「ない」「ほとんどない」と答えた数 ÷ 同じ設問に答えた数。数え方は割合。百分率で、小数第1位まで示し、それより下は四捨五入。",
        "Answers \"never\" or \"hardly ever\" to the item \"Do you feel lonely?\" ÷ all answers to that item, among survey responses (instrument: Well-being "
            + "survey, wave: at the end), in the reporting period. Counted as share; shown as a percentage, rounded half up to 1 decimal place.",
        s_share, Percent with { Decimals = 1 });

    [Theory]
    [InlineData(Approximator.Yaku, "shown as \"about … sessions\" in steps of 5, only where")]
    [InlineData(Approximator.Fukusu, "shown as \"several sessions\", only where")]
    public void A_word_that_prints_no_rounded_number_has_no_steps(Approximator word, string expected) => Assert.Contains(expected,
        Opened().Compute(CountOf("session_held"), Sessions with { Approximately = new(word, 5) }).Derivation.Definition.En, StringComparison.Ordinal);

    [Fact]
    public void A_rate() => Reads(
        "2025年10月1日から報告期間の終わりまでの、参加者数(分け方:対象別、単位:人)の合計(来るたびに数える) ÷ 開催回の数。数え方は単位あたりの数。小数第1位まで示し、それより下は切り捨て。",
        "Total headcount (scheme: by audience, unit: people) (every visit counts) ÷ number of sessions held, from 1 October 2025 to the end of the reporting "
            + "period. Counted as rate; rounded down to 1 decimal place.",
        new Ratio(Heads(), CountOf("session_held")), EachSession with { Rounding = Rounding.Down }, new(From: D("2025-10-01")));

    [Fact]
    public void A_cohort() => Reads(
        "報告期間における、登録のある人のうち、2026年3月31日までに個人の参加が3回以上あり、その最後が2026年3月31日の30日前以降(記録された休止の日数を除く)で、離脱していない人の数 ÷ 登録のある人の数。数え方は割合。百分率で、小数点以下は四捨五入。",
        "Number of people with enrolments who, by 31 March 2026, had at least 3 individual attendances, the last no more than 30 days before that date (days "
            + "of recorded pauses not counted), and had not left ÷ number of people with enrolments, in the reporting period. Counted as share; shown as a "
            + "percentage, rounded half up to whole numbers.",
        new Cohort(Of("person_enrolled"), Of("person_attended"), 3, 30, D("2026-03-31"), CohortResult.Share, true), Percent);

    [Fact]
    public void Months_of_a_strand() => Reads(
        "2025年4月1日から2025年9月30日まで(両日を含む)の、「ふれあい喫茶はち福」が行われた各月(休止月を除く)の開催回(活動:ふれあい喫茶はち福)の数の、最小から最大まで。数え方は月あたりの回数。小数第1位まで示し、それより下は四捨五入。",
        "Range, over the months in which \"Hachifuku café\" ran (pauses excluded), of the number of sessions held (strand: Hachifuku café), from 1 April 2025 "
            + "to 30 September 2025, both days included. Counted as sessions per month; rounded half up to 1 decimal place.",
        new PerMonth(CountOf("session_held", ("strand", "cafe")), S("cafe"), Take.Range), s_monthly, new(null, D("2025-04-01"), D("2025-09-30")));

    [Fact]
    public void Kinds_of_session() => Reads(
        "報告期間における、開催回(回の種類:研修・視察の受け入れ)の数。数え方は回数。小数点以下は四捨五入。",
        "Number of sessions held (kind of session: training or visit received), in the reporting period. Counted as sessions; rounded half up to whole "
            + "numbers.",
        CountOf("session_held", ("sessionKind", "training"), ("sessionKind", "visit-received")), Sessions);

    private static void Reads(string ja, string en, Formula formula, Show show, When? when = null)
    {
        var definition = s_history.Compute(formula, show, when).Derivation.Definition;

        Assert.Equal((ja, en), (definition.Ja, definition.En));
    }

    private static TermDefined Term(string dimension, string term, string ja, string en) => new(S(dimension), S(term), new(ja, en), D("2025-04-01"));
}
