using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Indicators;

public sealed class ShownPeriodTests
{
    private static readonly Period s_2025 = Period.FiscalYear(2025);

    private static History Held(string on, History? history = null) =>
        (history ?? Opened()).Given(new SessionHeld(Session(D(on).DayOfYear), S("cafe"), D(on)));

    private static History Mark(History history, string from, string to, params PeriodState[] states)
    {
        foreach (var state in states)
            history.Given(new PeriodMarked(state, D(from), D(to), D("2026-07-01"), state == PeriodState.Reopened ? ReasonCode.LateInformation : null));
        return history;
    }

    private static History Closed(History history, string from = "2025-04-01", string to = "2026-03-31") =>
        Mark(history, from, to, PeriodState.InReview, PeriodState.Closed);

    private static History InJuly(History history)
    {
        history.Now = NodaTime.Instant.FromUtc(2026, 7, 1, 0, 0);
        return history;
    }

    private static (string, PeriodChoice) Shown(History history, Period? asked = null, int? frontier = null)
    {
        var shown = ShownPeriod.Choose(asked, history.Book(frontier), FiscalCalendar.April);
        return ($"{shown.Period.From:uuuu-MM-dd}/{shown.Period.To:uuuu-MM-dd}", shown.Choice);
    }

    [Fact]
    public void A_record_of_a_new_year_leaves_a_closed_year_on_the_page()
    {
        var history = InJuly(Held("2025-06-10"));
        Held("2026-04-05", history);
        Assert.Equal(("2026-04-01/2027-03-31", PeriodChoice.LatestRecorded), Shown(history));

        Closed(history);
        Assert.Equal(("2025-04-01/2026-03-31", PeriodChoice.LatestClosed), Shown(history));
        Assert.Equal(("2025-12-01/2025-12-31", PeriodChoice.Asked), Shown(history, new(D("2025-12-01"), D("2025-12-31"))));
        Assert.Equal(("2026-04-01/2027-03-31", PeriodChoice.LatestRecorded), Shown(history, frontier: history.Version - 1));
    }

    [Fact]
    public void Of_closed_periods_the_one_that_ends_last_is_shown_and_of_those_the_longest()
    {
        var history = InJuly(Held("2025-06-10"));
        Assert.Equal("2025-10-01/2025-12-31", Shown(Closed(history, "2025-10-01", "2025-12-31")).Item1);
        Assert.Equal("2026-01-01/2026-03-31", Shown(Closed(history, "2026-01-01", "2026-03-31")).Item1);
        Assert.Equal("2025-04-01/2026-03-31", Shown(Closed(history)).Item1);
        Assert.Equal("2025-04-01/2026-03-31", Shown(Closed(history, "2025-06-01", "2025-06-30")).Item1);
    }

    [Fact]
    public void A_period_that_is_reopened_is_no_longer_the_latest_closed_one() =>
        Assert.Equal(PeriodChoice.LatestRecorded, Shown(Mark(Closed(InJuly(Opened())), "2025-04-01", "2026-03-31", PeriodState.Reopened)).Item2);

    [Fact]
    public void Correcting_the_note_of_an_older_mark_changes_nothing()
    {
        var history = InJuly(Opened());
        var review = history.Record(new PeriodMarked(PeriodState.InReview, s_2025.From, s_2025.To, D("2026-04-01")));
        history.Given(new PeriodMarked(PeriodState.Closed, s_2025.From, s_2025.To, D("2026-04-01")));
        history.Correct(review, new PeriodMarked(PeriodState.InReview, s_2025.From, s_2025.To, D("2026-03-31")));

        Assert.Equal(PeriodChoice.LatestClosed, Shown(history).Item2);
    }

    [Fact]
    public void The_other_years_the_marked_periods_and_those_that_were_written_about_are_offered()
    {
        var history = Held("2026-04-05", InJuly(Opened()));
        Closed(history, "2025-04-01", "2025-09-30");
        Mark(history, "2025-04-01", "2026-03-31", PeriodState.InReview);
        history.Given(new NarrativeWritten(NarrativeSection.Summary, T("四半期"), D("2026-07-01"), D("2026-04-01"), D("2026-06-30")));

        Assert.Equal(
            [
                new(D("2026-04-01"), D("2027-03-31"), null), new(D("2026-04-01"), D("2026-06-30"), null),
                new OfferedPeriod(D("2025-04-01"), D("2026-03-31"), PeriodState.InReview),
            ],
            ShownPeriod.Choose(null, history.Book(), FiscalCalendar.April).Others);
    }

    [Fact]
    public void Nothing_is_offered_before_anything_happened() =>
        Assert.Equal((s_2025, PeriodChoice.LatestRecorded, 0),
            ShownPeriod.Choose(null, new History().Book(), FiscalCalendar.April) is var s ? (s.Period, s.Choice, s.Others.Length) : default);

    [Fact]
    public void A_narrative_says_its_period_or_is_about_the_year_in_which_it_was_written()
    {
        Assert.Equal("narrative-without-period",
            Opened().Decide(new RecordFacts(new(Guid.Empty), [new NarrativeWritten(NarrativeSection.Summary, T("概要"), D("2025-05-01"))])).Refusal?.Code);
        Assert.Equal("ends-before-it-begins", Opened().Decide(new RecordFacts(new(Guid.Empty),
            [new NarrativeWritten(NarrativeSection.Summary, T("概要"), D("2025-05-01"), D("2025-06-01"), D("2025-05-31"))])).Refusal?.Code);

        var old = Opened().GivenStored("narrative_written", """{"section":"summary","text":{"ja":"概要","en":"Summary"},"on":"2025-05-01"}""");
        var about = old.Book().InForce<NarrativeWritten>().Single();
        Assert.Equal((s_2025, new(D("2025-01-01"), D("2025-12-31"))), (about.About(FiscalCalendar.April), about.About(new(1))));
        Assert.Equal(new Period(D("2024-04-01"), D("2025-03-31")), (about with { From = D("2024-04-01"), To = D("2025-03-31") }).About(FiscalCalendar.April));
    }
}
