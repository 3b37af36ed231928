using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class LatestShareRatioTests
{
    private static readonly Show s_declared = new(Counted.Declared, new("%", "%"), 1);
    private static readonly Latest s_lastYear = new(Of("baseline_recorded", ("baseline", "last-year")));
    private static readonly Share s_never = new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), "lonely", [S("never"), S("rarely")]);

    [Fact]
    public void The_last_declaration_counts_and_earlier_ones_are_left_out()
    {
        var figure = Opened().Given(Declared("87.5", "2025-05-01"), Declared("90", "2025-07-01")).Compute(s_lastYear, s_declared);

        Assert.Equal((FigureStatus.Computed, "90.0%", "90.0%", "90.0 = 申告された値"), figure.Told());
        Assert.Equal(("90", "DeclaredEarlier"), figure.Part("value"));
    }

    [Fact]
    public void A_declaration_before_the_period_holds_and_one_after_it_does_not() =>
        Assert.Equal(("87.5", "OutsideDays"),
            Opened().Given(Declared("87.5", "2024-05-01"), Declared("90", "2026-04-01")).Compute(s_lastYear, s_declared).Part("value"));

    [Theory]
    [InlineData("87.5", "90"), InlineData("90", "87.5")]
    public void Two_declarations_of_one_day_contradict_each_other_whichever_came_first(string first, string second)
    {
        var figure = Opened().Given(Declared(first, "2025-05-01")).Given(Declared(second, "2025-05-01")).Compute(s_lastYear, s_declared);

        Assert.Equal((FigureStatus.Contested, "87.5〜90.0%"), (figure.Status, figure.Shown?.Ja));
        Assert.Contains("87.5 / 90", figure.Derivation.Notes.Single().En, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_declared_twice_is_said_twice() =>
        Assert.Equal(FigureStatus.Computed,
            Opened().Given(Declared("90", "2025-05-01")).Given(Declared("90", "2025-05-01")).Compute(s_lastYear, s_declared).Status);

    [Fact]
    public void Nothing_declared_is_no_data() => Assert.Equal(FigureStatus.NoData, Opened().Compute(s_lastYear, s_declared).Status);

    [Fact]
    public void A_share_is_answers_that_meet_it_by_answers_to_the_item()
    {
        var figure = Surveyed(Response(1, "never"), Response(2, "rarely"), Response(3, "often"), Response(4, null)).Compute(s_never, Percent);

        Assert.Equal((FigureStatus.Computed, "67%", "67%", "67% = 2 ÷ 3"), figure.Told());
        Assert.Equal(("1 1 1", "NotAnswered"), figure.Part("denominator"));
        Assert.Equal(("1 1", "OtherAnswer"), figure.Part("numerator"));
    }

    [Fact]
    public void Nobody_who_answered_is_no_data() => Assert.Equal(FigureStatus.NoData, Surveyed(Response(1, null)).Compute(s_never, Percent).Status);

    [Fact]
    public void Another_wave_is_left_out() =>
        Assert.Equal(("1", "OtherValue:wave"),
            Surveyed(Response(1, "never"), Response(1, "often") with { Wave = S("before") }).Compute(s_never, Percent).Part("denominator"));

    [Fact]
    public void Only_respondents_who_belong_are_asked()
    {
        var formula = s_never with { Of = s_never.Of.By(Of("person_enrolled")) };

        var figure = Surveyed(Response(1, "never"), Response(2, "often"), Response(null, "often")).Given(Enrolled(1, "2025-05-01")).Compute(formula, Percent);

        Assert.Equal(("100%", "NotMember NotMember"), (figure.Shown?.Ja, figure.Part("denominator").LeftOut));
    }

    [Fact]
    public void Answers_to_two_versions_of_an_instrument_block()
    {
        var history = Surveyed(Response(1, "never")).Given(Survey(2)).Given(Response(2, "never") with { Version = 2 });

        Blocked("異なる調査票、または異なる版の回答が混ざっています。調査票と版を一つに絞ってください。", history.Compute(s_never, Percent));
    }

    [Fact]
    public void One_person_answering_twice_in_a_wave_blocks() => Blocked(
        "同じ人が同じ時点で二度回答しています。一方が誤りなら取り消し、どちらも正しければ期間を一回分に絞ってください。", Surveyed(Response(1, "never"), Response(1, "often")).Compute(s_never, Percent));

    [Fact]
    public void Two_nameless_answers_are_two_respondents() =>
        Assert.Equal("50%", Surveyed(Response(null, "never"), Response(null, "often")).Compute(s_never, Percent).Shown?.Ja);

    [Fact]
    public void A_ratio_divides_two_measures_exactly()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4)).Given(Held(2, "2025-06-10"), Youth(2, 3)).Given(Held(3, "2025-07-10"))
            .Compute(new Ratio(Heads(), CountOf("session_held")), EachSession);

        Assert.Equal((FigureStatus.Computed, "2.3人/回", "2.3 people a session", "2.3 = 7 ÷ 3"), figure.Told());
        Assert.Equal(("7/3", "4 3", "1 1 1"), (figure.Value?.Low.ToString(), figure.Part("numerator").Counted, figure.Part("denominator").Counted));
    }

    [Fact]
    public void Nothing_to_divide_by_is_no_data() =>
        Assert.Equal(FigureStatus.NoData,
            Opened().Given(Consulted("2025-05-10")).Compute(new Ratio(CountOf("consultation_received"), CountOf("session_held")), EachSession).Status);

    [Fact]
    public void A_ratio_of_nothing_recorded_is_no_data() =>
        Assert.Equal(FigureStatus.NoData, Opened().Given(Held(1, "2025-05-10")).Compute(new Ratio(Heads(), CountOf("session_held")), EachSession).Status);

    [Fact]
    public void A_contested_measure_makes_a_contested_ratio()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4)).Given(Youth(1, 6))
            .Compute(new Ratio(CountOf("session_held"), Heads()), EachSession with { Decimals = 2 });

        Assert.Equal((FigureStatus.Contested, "0.17〜0.25人/回", "0.17–0.25 people a session", "0.17–0.25 = 1 ÷ 4–6"), figure.Told());
    }

    [Fact]
    public void A_range_that_holds_zero_cannot_be_divided_by()
    {
        var below = new PerMonth(Harvested, S("cafe"), Take.Range);

        Assert.Equal(FigureStatus.NoData,
            Opened().Given(Harvest("-1", "2025-05-01"), Harvest("0", "2025-06-01")).Compute(new Ratio(Harvested, below), EachSession).Status);
    }

    [Fact]
    public void A_blocked_measure_blocks_the_ratio() => Assert.Equal(FigureStatus.Blocked,
        Surveyed(Response(1, "never"), Response(1, "often")).Compute(new Ratio(s_never, CountOf("survey_response_recorded")), EachSession).Status);

    private static void Blocked(string why, Figure figure) =>
        Assert.Equal((FigureStatus.Blocked, null, null, why), (figure.Status, figure.Value, figure.Shown, figure.NotesIn(Language.Ja).Single()));

    private static BaselineRecorded Declared(string value, string on) => new(S("last-year"), Quantity.Parse(value), S("percent"), T("事業報告書"), D(on));

    private static History Surveyed(params InitiativeFact[] responses) => Opened().Given(Survey(1)).Given(responses);

    private static SurveyIntroduced Survey(int version) => new(S("mood"), version, T("調査"),
        [new(S("lonely"), T("孤独を感じますか"), [new(S("never"), T("ない")), new(S("rarely"), T("まれに")), new(S("often"), T("よくある"))])], D("2025-04-10"));

    private static SurveyResponseRecorded Response(int? person, string? answer) => new(S("mood"), 1, S("after"), D("2026-02-01"),
        answer is null ? ImmutableSortedDictionary<string, Slug>.Empty : ImmutableSortedDictionary<string, Slug>.Empty.Add("lonely", S(answer)),
        person is { } p ? P(p) : null);
}
