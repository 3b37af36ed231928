using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class CohortTests
{
    /// <summary>Two visits, the last at most 30 days before 2025-12-31.</summary>
    private static readonly Cohort s_continuing = new(Of("person_enrolled"), Of("person_attended"), 2, 30, D("2025-12-31"), CohortResult.People);

    [Fact]
    public void A_person_with_enough_visits_seen_lately_continues()
    {
        var figure = Visiting("2025-05-10", "2025-12-15").Compute(s_continuing, People);

        Assert.Equal((FigureStatus.Computed, "1人", "1 person", "1 = 1人のうち1人"), figure.Told());
        Assert.Equal((("1", ""), ("0 1", "")), (figure.Part("entered"), figure.Part("continuing")));
    }

    [Fact]
    public void As_a_share_it_is_divided_by_those_who_entered() => Assert.Equal((FigureStatus.Computed, "50%", "50%", "50% = 1 ÷ 2"),
        Visiting("2025-05-10", "2025-12-15").Given(Enrolled(2, "2025-06-01")).Compute(s_continuing with { As = CohortResult.Share }, Percent).Told());

    [Theory]
    [InlineData(2, "1人")]
    [InlineData(3, "0人")]
    public void One_visit_too_few_is_too_few(int minimum, string shown) =>
        Assert.Equal(shown, Visiting("2025-05-10", "2025-12-15").Compute(s_continuing with { MinimumVisits = minimum }, People).Shown?.Ja);

    [Theory]
    [InlineData("2025-12-01", "1人")]
    [InlineData("2025-11-30", "0人")]
    public void The_edge_of_the_window_lies_within_it(string last, string shown) =>
        Assert.Equal(shown, Visiting("2025-05-10", last).Compute(s_continuing, People).Shown?.Ja);

    [Theory]
    [InlineData("2025-12-31", "0 1", "")]
    [InlineData("2026-01-01", "", "AfterCutOff TooFewVisits")]
    public void The_cut_off_is_included(string last, string counted, string leftOut) =>
        Assert.Equal((counted, leftOut), Visiting("2025-05-10", last).Compute(s_continuing, People).Part("continuing"));

    [Fact]
    public void Who_was_not_seen_lately_is_left_out_by_that_rule() =>
        Assert.Equal(("", "NotSeenLately NotSeenLately"), Visiting("2025-05-10", "2025-05-11").Compute(s_continuing, People).Part("continuing"));

    [Theory]
    [InlineData(true, "1人")]
    [InlineData(false, "0人")]
    public void Days_of_a_pause_are_excused_only_if_the_definition_says_so(bool excused, string shown) => Assert.Equal(shown,
        Visiting("2025-05-10", "2025-11-30").Given(new PersonPaused(P(1), D("2025-12-31"), D("2026-01-31"), S("examinations")))
            .Compute(s_continuing with { PausesExcused = excused }, People).Shown?.Ja);

    [Fact]
    public void Overlapping_pauses_excuse_a_day_once() => Assert.Equal("0人",
        Visiting("2025-05-10", "2025-11-29").Given(Paused("2025-12-31"), Paused("2025-12-31"))
            .Compute(s_continuing with { PausesExcused = true }, People).Shown?.Ja);

    [Fact]
    public void Excusing_pauses_shows_them() => Assert.Equal(("0", "OutsideDays"),
        Visiting("2025-05-10", "2025-12-15").Given(Paused("2025-12-20"), Paused("2026-01-10")).Compute(s_continuing with { PausesExcused = true }, People)
            .Part("paused"));

    [Fact]
    public void Who_has_left_does_not_continue()
    {
        var figure = Visiting("2025-05-10", "2025-12-15").Given(new PersonLeft(P(1), D("2025-12-31"))).Compute(s_continuing, People);

        Assert.Equal((("", "HasLeft HasLeft"), ("0", "")), (figure.Part("continuing"), figure.Part("left")));
    }

    [Fact]
    public void Who_leaves_after_the_cut_off_continues() =>
        Assert.Equal("1人", Visiting("2025-05-10", "2025-12-15").Given(new PersonLeft(P(1), D("2026-01-01"))).Compute(s_continuing, People).Shown?.Ja);

    [Fact]
    public void Who_left_before_entering_again_continues() => Assert.Equal("1人",
        Visiting("2025-05-10", "2025-12-15").Given(new PersonLeft(P(1), D("2025-04-30"))).Compute(s_continuing, People).Shown?.Ja);

    [Fact]
    public void Visits_before_entering_do_not_count() =>
        Assert.Equal(("", "BeforeEntering TooFewVisits"), Visiting("2025-04-30", "2025-12-15").Compute(s_continuing, People).Part("continuing"));

    [Fact]
    public void Visits_of_those_who_did_not_enter_do_not_count() =>
        Assert.Equal(("0 1", "NotEntered"), Visiting("2025-05-10", "2025-12-15").Given(Attended(2, 1)).Compute(s_continuing, People).Part("continuing"));

    [Fact]
    public void Entering_outside_the_days_that_count_is_not_entering() =>
        Assert.Equal(FigureStatus.NoData, Visiting("2025-05-10", "2025-12-15").Compute(s_continuing, People, new(From: D("2025-06-01"))).Status);

    [Fact]
    public void A_person_enters_once() =>
        Assert.Equal("1 0", Visiting("2025-05-10", "2025-12-15").Given(Enrolled(1, "2025-09-01")).Compute(s_continuing, People).Part("entered").Counted);

    [Fact]
    public void An_entry_that_names_nobody_neither_enters_nor_continues()
    {
        var formula = s_continuing with { Enters = Of("consultation_received"), Visits = Of("consultation_received"), MinimumVisits = 1 };
        var history = Opened().Given(Consulted("2025-12-10", 1), Consulted("2025-12-11"));

        Assert.Equal(("1", "OtherValue:person"), history.Compute(formula, People).Part("entered"));
    }

    /// <summary>Person 1 enrols on 2025-05-01 and comes on two days.</summary>
    private static History Visiting(string first, string last) => Opened().Given(Enrolled(1, "2025-05-01"))
        .Given(Held(1, first), Attended(1, 1)).Given(Held(2, last), Attended(1, 2));

    private static PersonPaused Paused(string day) => new(P(1), D(day), D(day), S("examinations"));
}
