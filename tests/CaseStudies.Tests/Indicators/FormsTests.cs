using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Every way in which a figure could hold answers to two forms of an instrument, or to two instruments.</summary>
public sealed class FormsTests
{
    private static readonly Show s_responses = new(Counted.Responses, new("件", "responses"));
    private static readonly Show s_change = new(Counted.Change, new("点", "points"), 1);
    private static readonly Share s_often = new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), "lonely", [S("often")]);
    private static readonly Count s_count = CountOf("survey_response_recorded", ("instrument", "mood"), ("answer.lonely", "often"));
    private static readonly PairedChange s_paired = new(Of("survey_response_recorded", ("instrument", "mood")), [S("lonely")], S("before"), S("after"),
        ChangeResult.Mean);

    [Fact]
    public void Answers_that_meet_a_condition_are_of_one_form()
    {
        Mixed(Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2)).Compute(s_count, s_responses));
        Assert.Equal("1件", Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2)).Compute(In(2, s_count), s_responses).Shown?.Ja);
        Assert.Equal("1件", Surveyed.Given(Response(1, "often"), Response(2, "never", version: 2)).Compute(s_count, s_responses).Shown?.Ja);
    }

    [Fact]
    public void Sheets_of_several_forms_are_still_so_many_sheets() => Assert.Equal("2件",
        Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2)).Compute(CountOf("survey_response_recorded"), s_responses).Shown?.Ja);

    [Fact]
    public void Both_sides_of_a_ratio_are_of_one_form() => Mixed(Surveyed.Given(Response(1, "often"), Response(2, "never", version: 2))
        .Compute(new Ratio(s_count, CountOf("survey_response_recorded", ("instrument", "mood"))), Percent));

    [Fact]
    public void Shares_of_two_waves_are_divided_only_within_one_form() => Mixed(Surveyed.Given(Response(1, "often", "before"), Response(1, "often", version: 2))
        .Compute(new Ratio(s_often, s_often with { Of = Of("survey_response_recorded", ("instrument", "mood"), ("wave", "before")) }), EachSession));

    [Fact]
    public void The_months_of_a_range_are_of_one_form() => Mixed(Surveyed
        .Given(Response(1, "often", on: "2025-06-01"), Response(2, "often", version: 2, on: "2025-07-01"))
        .Compute(new PerMonth(s_often, S("cafe"), Take.Range), Percent));

    [Fact]
    public void A_union_is_of_one_form() =>
        Mixed(Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2)).Given(Held(1, "2025-06-01"), Attended(3, 1))
        .Compute(new Distinct([s_count.Of, Of("person_attended")], "person"), People));

    [Fact]
    public void Whoever_stands_in_a_cohort_by_an_answer_is_of_one_form() => Mixed(Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2))
        .Compute(new Cohort(s_count.Of, Of("person_attended"), 1, 30, D("2026-03-31"), CohortResult.People), People));

    [Fact]
    public void Members_by_an_answer_are_of_one_form()
    {
        var history = Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2)).Given(Held(1, "2025-06-01"), Attended(1, 1), Attended(2, 1));

        Mixed(history.Compute(new Count(Of("person_attended").By(s_count.Of)), Visits));
        Mixed(history.Compute(CountOf("person_attended"), Visits,
            new(Since: Of("milestone_reached").By(s_count.Of, 1, "partner"), ForDays: 9)));
        Assert.Equal("2人", history.Compute(new Count(Of("person_attended").By(Of("survey_response_recorded"))), Visits).Shown?.Ja);
    }

    [Fact]
    public void Whoever_answered_each_time_in_another_form_is_not_averaged_with_the_others()
    {
        var first = Surveyed.Given(Response(1, "never", "before"), Response(1, "often"))
            .Given(Response(2, "often", "before", 2), Response(2, "often", version: 2));

        Mixed(first.Compute(s_paired, s_change));
        Assert.Equal("2.0点", first.Compute(s_paired with { Of = In(1, s_paired.Of) }, s_change).Shown?.Ja);
    }

    [Fact]
    public void Scores_of_two_forms_have_no_mean()
    {
        var mean = new Score(s_often.Of, [S("lonely")], ScoreResult.Mean);
        var (history, show) = (Surveyed.Given(Response(1, "often"), Response(2, "often", version: 2)), new Show(Counted.Score, new("点", "points")));

        Mixed(history.Compute(mean, show));
        Assert.Equal("3点", history.Compute(mean with { Of = In(2, mean.Of) }, show).Shown?.Ja);
    }

    [Fact]
    public void Before_by_one_form_and_after_by_another_is_no_pair_and_says_so()
    {
        var figure = Surveyed.Given(Response(1, "never", "before"), Response(1, "often", version: 2)).Compute(s_paired, s_change);

        Assert.Equal((FigureStatus.NoData, "前と後で調査票の版が異なる1人を除きました。"), (figure.Status, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void The_year_before_in_another_form_is_no_comparison()
    {
        var figure = Against(Surveyed.Given(Response(1, "often", on: "2024-06-01"), Response(1, "often", version: 2)), new(AgainstWhat.YearBefore));
        var held = figure.Comparisons.Single();

        Assert.Equal("100%", figure.Shown?.Ja);
        Assert.Equal((FigureStatus.Blocked, null, null), (held.Status, held.Value, held.Difference));
        Assert.Equal("比較の相手は別の調査票、または別の版の回答に基づくため、比べられません。", held.Notes.Single().Ja);
        Assert.Equal("100%", Against(Surveyed.Given(Response(1, "often", on: "2024-06-01"), Response(1, "often")),
            new(AgainstWhat.YearBefore)).Comparisons.Single().Shown?.Ja);
    }

    [Fact]
    public void A_record_over_a_year_in_another_form_is_none()
    {
        var record = Percent with { Approximately = new(Approximator.KakoSaita, 1) };
        var history = Surveyed.Given(Response(1, "never", on: "2024-06-01"), Response(1, "often", version: 2, on: "2025-06-01"));

        Assert.Equal(FigureStatus.Blocked, Against(history, new PerMonth(s_often, S("cafe"), Take.Maximum), record, new(AgainstWhat.YearBefore)).Status);
    }

    [Fact]
    public void Two_instruments_are_refused_when_the_definition_is_written()
    {
        var other = CountOf("survey_response_recorded", ("instrument", "other"), ("answer.lonely", "often"));
        Formula[] mixed =
        [
            new Distinct([s_count.Of, other.Of], "person"), new Distinct([s_count.Of, Of("survey_response_recorded")], "person"), new Ratio(s_count, other),
            new Cohort(s_count.Of, Of("survey_response_recorded"), 1, 30, D("2026-03-31"), CohortResult.People),
        ];
        Assert.All(mixed, formula =>
            Assert.Contains("different instruments", IndicatorRules.Check(new(T("f"), formula, People))?.Sentence.En, StringComparison.Ordinal));
        Assert.Null(IndicatorRules.Check(new(T("f"), new Distinct([s_count.Of, Of("person_attended")], "person"), People)));
        Assert.Null(IndicatorRules.Check(new(T("f"), CountOf("survey_response_recorded"), s_responses)));
    }

    [Fact]
    public void An_older_definition_that_names_two_instruments_is_blocked() => Mixed(Surveyed
        .Given(new SurveyIntroduced(S("other"), 1, T("別"), Survey(1).Items, D("2024-04-10")))
        .Given(Response(1, "often"), Response(2, "often") with { Instrument = S("other") })
        .Compute(new Distinct([s_count.Of, Of("survey_response_recorded", ("instrument", "other"), ("answer.lonely", "often"))], "person"), People));

    [Fact]
    public void A_definition_that_names_a_version_is_told_in_its_words()
    {
        var asked = Survey(2) with { Version = 3, Items = [new(S("lonely"), T("寂しいですか"), [new(S("often"), T("いつも"), 3)])] };
        var terms = new Terms(Surveyed.Given(asked).Book());

        Assert.Contains("設問「孤独を感じますか」に「よくある」", Told(1), StringComparison.Ordinal);
        Assert.Contains("設問「寂しいですか」に「いつも」", Told(3), StringComparison.Ordinal);

        string Told(int version) => Figures.Sentence(new(T("f"), s_often with { Of = In(version, s_often.Of) }, Percent), terms).Ja;
    }

    [Theory]
    [InlineData("1", null), InlineData("01", "can never have"), InlineData("one", "can never have")]
    public void A_version_is_a_number(string version, string? refused) => Assert.Equal(refused is null,
        IndicatorRules.Check(new(T("f"), CountOf("survey_response_recorded", ("instrument", "mood"), ("version", version)), s_responses))?.Sentence.En.Contains(
            refused!, StringComparison.Ordinal) is null);

    private static void Mixed(Figure figure)
    {
        Assert.Equal((FigureStatus.Blocked, null, null), (figure.Status, figure.Value, figure.Shown));
        Assert.Single(figure.NotesIn(Language.Ja), n => n == "異なる調査票、または異なる版の回答が混ざっています。調査票と版を一つに絞ってください。");
    }

    private static Figure Against(History history, Against against) => Against(history, s_often, Percent, against);

    private static Figure Against(History history, Formula formula, Show show, Against against) =>
        Figures.Compute(new(S("f"), 1, new(T("f"), formula, show, Against: [against])), history.Book(), Period.FiscalYear(2025));

    private static Count In(int version, Count count) => new(In(version, count.Of));

    private static Selection In(int version, Selection of) => of with { Where = of.Where!.Add("version", [$"{version}"]) };

    private static History Surveyed =>
        new History().Given(new InitiativeOpened(T("取組"), [], [], [], D("2024-04-01"))).Given(new StrandStarted(S("cafe"), T("喫茶"), D("2024-04-01")))
        .Given(Survey(1)).Given(Survey(2));

    private static SurveyIntroduced Survey(int version) => new(S("mood"), version, T("調査"),
        [new(S("lonely"), T("孤独を感じますか"), [new(S("never"), T("ない"), 1), new(S("often"), T("よくある"), 3)])], D("2024-04-10"));

    private static SurveyResponseRecorded Response(int person, string answer, string wave = "after", int version = 1, string on = "2026-02-01") => new(
        S("mood"), version, S(wave), D(on), ImmutableSortedDictionary<string, Slug>.Empty.Add("lonely", S(answer)), P(person));
}
