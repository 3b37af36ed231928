using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>What a figure does not count is named, so that it is never smaller without a word.</summary>
public sealed class LeftOutAloudTests
{
    private static readonly Sum s_places = new(Of("session_planned", ("unit", "people")), "capacity");
    private static readonly Show s_percent = Percent;

    [Fact]
    public void A_sum_of_hours_counts_activities_with_start_and_end() => Assert.Equal("3.5時間",
        Opened().Given(
                new ActivityLogged(P(1), S("visiting"), D("2025-06-02"), Quantity.Parse("1.5")),
                new ActivityLogged(P(1), S("visiting"), D("2025-06-09"), Start: new(10, 0), End: new(12, 0)))
            .Compute(new Sum(Of("activity_logged"), "hours"), HoursShown with { Decimals = 1 }).Shown?.Ja);

    [Fact]
    public void A_cancelled_plan_has_no_places()
    {
        var figure = Opened().Given(Planned("2025-06-07", 20), Planned("2025-06-14", 30), Cancelled("2025-06-14")).Compute(s_places, Visits);

        Assert.Equal(("20人", ("20", "Cancelled")), (figure.Shown?.Ja, figure.Part("value")));
    }

    [Fact]
    public void A_cancellation_that_could_mean_two_plans_blocks_the_places() =>
        Assert.Equal((FigureStatus.Blocked,
                "On 14 June 2025 there are more plans than cancellations, so it is unclear which plan was cancelled. "
                + "Name the session in the plan that took place."),
            Opened().Given(Planned("2025-06-14", 20), Planned("2025-06-14", 30), Cancelled("2025-06-14")).Compute(s_places, Visits) is var figure
                ? (figure.Status, figure.NotesIn(Language.En).Single()) : default);

    [Fact]
    public void A_plan_that_names_the_session_held_was_not_the_cancelled_one() => Assert.Equal("20人",
        Opened().Given(Held(1, "2025-06-14"), Planned("2025-06-14", 20) with { Session = Session(1) }, Planned("2025-06-14", 30), Cancelled("2025-06-14"))
            .Compute(s_places, Visits).Shown?.Ja);

    [Fact]
    public void A_cancellation_of_another_strand_or_day_cancels_nothing() => Assert.Equal("20人",
        Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")), Planned("2025-06-14", 20), Cancelled("2025-06-15"),
            new SessionCancelled(S("garden"), D("2025-06-14"))).Compute(s_places, Visits).Shown?.Ja);

    [Fact]
    public void A_share_names_the_paper_sheets_that_it_does_not_read()
    {
        var figure = Surveyed().Given(Tallied("post", 12), Tallied("pre", 3)).Compute(new Share(Responses, "glad", [S("yes")]), s_percent);

        Assert.Equal(("100%", ("", "OnPaper")), (figure.Shown?.Ja, figure.Part("tallies")));
        Assert.Equal("12 sheets of the same survey were tallied on paper and are not in this figure.", figure.NotesIn(Language.En).Single());
    }

    [Fact]
    public void A_share_that_reads_the_sheets_says_nothing_of_them() => Assert.Empty(Surveyed().Given(Tallied("post", 12))
        .Compute(new Share(Responses, "glad", [S("yes")], Of("survey_tallied", ("instrument", "s"), ("wave", "post"))), s_percent).Derivation.Notes);

    [Fact]
    public void A_score_names_the_paper_sheets_too() => Assert.Equal(
        ("1 sheet of the same survey was tallied on paper and is not in this figure.", ("", "OnPaper")),
        Surveyed().Given(Tallied("post", 1)).Compute(new Score(Responses, [S("glad")], ScoreResult.Mean), new(Counted.Score, new("点", "points"))) is var figure
            ? (figure.NotesIn(Language.En).Single(), figure.Part("tallies")) : default);

    [Fact]
    public void A_figure_of_named_people_says_how_many_heads_have_no_name()
    {
        var history = OneSession(9).Given(Attended(1, 1), Attended(2, 1));

        var notes = new[] { CountOf("person_attended"), (Formula)PeopleIn("person_attended") }
            .Select(f => history.Compute(f, f is Count ? Visits : People).NotesIn(Language.En).Single());

        Assert.Equal(Enumerable.Repeat("At 1 session on the days counted, 7 heads have no name and are not in this figure.", 2), notes);
    }

    [Fact]
    public void Heads_of_several_schemes_are_the_same_heads() => Assert.Equal(
        "At 1 session on the days counted, 9 heads have no name and are not in this figure.",
        OneSession(9).Given(new ParticipantsCounted(Session(1), S("door"), S("all"), 10), Attended(1, 1))
            .Compute(PeopleIn("person_attended"), People).NotesIn(Language.En).Single());

    [Fact]
    public void Where_all_heads_have_names_there_is_nothing_to_say() =>
        Assert.Empty(OneSession(1).Given(Attended(1, 1)).Compute(PeopleIn("person_attended"), People).Derivation.Notes);

    [Theory]
    [InlineData(false, "0%")]
    [InlineData(true, "100%")]
    public void Who_completed_and_left_is_not_lost(bool defined, string shown)
    {
        var cohort = new Cohort(Of("person_enrolled"), Of("person_attended"), 1, 365, D("2026-03-31"), CohortResult.Share,
            CompletedBy: defined ? Of("stage_reached", ("stage", "completed")) : null);

        Assert.Equal(shown, Opened().Given(Enrolled(1, "2025-05-01"), Completed(1, "2025-12-10"), Left(1, "2025-12-20")).Compute(cohort, Percent).Shown?.Ja);
    }

    [Theory]
    [InlineData("2025-04-30", "BeforeEntering")]
    [InlineData("2026-01-01", "AfterCutOff")]
    public void Only_who_completed_between_joining_and_the_cut_off_has_completed(string on, string rule)
    {
        var cohort = new Cohort(Of("person_enrolled"), Of("person_attended"), 1, 365, D("2025-12-31"), CohortResult.Share, CompletedBy: Of("stage_reached"));

        var figure = Opened().Given(Enrolled(1, "2025-05-01"), Completed(1, on)).Compute(cohort, Percent);

        Assert.Equal(("0%", ("", rule)), (figure.Shown?.Ja, figure.Part("completed")));
    }

    [Fact]
    public void A_person_who_completed_and_came_counts_once()
    {
        var cohort = new Cohort(Of("person_enrolled"), Of("person_attended"), 1, 365, D("2025-12-31"), CohortResult.People, CompletedBy: Of("stage_reached"));

        var figure = Opened().Given(Enrolled(1, "2025-05-01"), Held(1, "2025-05-10"), Attended(1, 1), Completed(1, "2025-06-01"), Completed(1, "2025-07-01"))
            .Compute(cohort, People);

        Assert.Equal(("1人", ("1 0", ""), ("0", "")), (figure.Shown?.Ja, figure.Part("completed"), figure.Part("continuing")));
    }

    [Theory]
    [InlineData("22:00", "01:00", "3時間")]
    [InlineData("19:00", "09:00", "14時間")]
    public void Work_over_midnight_lasts_until_the_next_day(string start, string end, string shown) => Assert.Equal(shown,
        Opened().Given(Night(start, end)).Compute(new Hours(Of("session_held")), HoursShown).Shown?.Ja);

    [Theory]
    [InlineData("15:00", "13:00")]
    [InlineData("19:00", "09:01")]
    public void Times_in_the_wrong_order_are_refused(string start, string end)
    {
        var history = Opened();

        Assert.Equal("night-too-long", history.Decide(new RecordFacts(history.NextCommand(), [Night(start, end)])).Refusal?.Code);
    }

    private static Selection Responses => Of("survey_response_recorded", ("instrument", "s"), ("wave", "post"));

    private static History Surveyed() => Opened().Given(
        new SurveyIntroduced(S("s"), 1, T("調査"), [new(S("glad"), T("うれしい?"), [new(S("yes"), T("はい"), 1), new(S("no"), T("いいえ"), 0)])], D("2025-04-01")),
        new SurveyResponseRecorded(S("s"), 1, S("post"), D("2026-03-01"), ImmutableSortedDictionary<string, Slug>.Empty.Add("glad", S("yes"))));

    private static SurveyTallied Tallied(string wave, int respondents) => new(S("s"), 1, S(wave), D("2026-03-01"), respondents,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty
            .Add("glad", ImmutableSortedDictionary<string, int>.Empty.Add("no", respondents)));

    private static SessionPlanned Planned(string on, int capacity) => new(S("cafe"), D(on), Capacity: capacity);

    private static SessionCancelled Cancelled(string on) => new(S("cafe"), D(on));

    private static StageReached Completed(int person, string on) => new(P(person), S("completed"), D(on));

    private static SessionHeld Night(string start, string end) => Held(1, "2025-05-10") with { Start = Time(start), End = Time(end) };

    private static LocalTime Time(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}
