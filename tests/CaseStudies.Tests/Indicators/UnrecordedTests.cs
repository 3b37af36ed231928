using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>What somebody should still record.</summary>
public sealed class UnrecordedTests
{
    private static readonly LocalDate s_today = D("2025-07-15");

    [Fact]
    public void A_plan_of_an_earlier_day_is_open_until_it_is_held_or_cancelled()
    {
        var planned = Opened().Given(new SessionPlanned(S("cafe"), D("2025-07-14")));
        Assert.Equal([D("2025-07-14")], Plans(planned));

        Assert.Empty(Plans(Opened().Given(new SessionPlanned(S("cafe"), D("2025-07-14"))).Given(Held(1, "2025-07-14"))));
        Assert.Empty(Plans(Opened().Given(new SessionPlanned(S("cafe"), D("2025-07-14"))).Given(new SessionCancelled(S("cafe"), D("2025-07-14")))));
        // Moved to another day, under the id that the plan gave it.
        Assert.Empty(Plans(Opened().Given(new SessionPlanned(S("cafe"), D("2025-07-10"), Session: Session(1))).Given(Held(1, "2025-07-14"))));
    }

    [Fact]
    public void A_plan_of_today_or_later_is_not_overdue() => Assert.Empty(Plans(
        Opened().Given(new SessionPlanned(S("cafe"), s_today)).Given(new SessionPlanned(S("cafe"), s_today.PlusDays(1)))));

    [Fact]
    public void A_session_of_another_strand_does_not_meet_the_plan() => Assert.Single(Plans(
        Opened().Given(new StrandStarted(S("walk"), T("散歩"), D("2025-04-01"))).Given(new SessionPlanned(S("cafe"), D("2025-07-14")))
            .Given(Held(1, "2025-07-14", "walk"))));

    [Fact]
    public void A_month_that_is_over_and_has_nothing_recorded_is_told_until_it_is_confirmed_as_empty()
    {
        var held = Opened().Given(Held(1, "2025-04-10")).Given(Held(2, "2025-06-30"));
        Assert.Equal([new(S("cafe"), new YearMonth(2025, 5))], Months(held));

        Assert.Empty(Months(Opened().Given(Held(1, "2025-04-10")).Given(Held(2, "2025-06-30"))
            .Given(new MonthConfirmedEmpty(S("cafe"), D("2025-05-01")))));
    }

    [Fact]
    public void A_month_in_which_the_strand_did_not_run_needs_no_entry()
    {
        Assert.Empty(Months(Opened().Given(Held(1, "2025-04-10")).Given(new StrandEnded(S("cafe"), D("2025-04-30")))));
        Assert.Empty(Months(Opened().Given(Held(1, "2025-04-10")).Given(new StrandPaused(S("cafe"), D("2025-05-01"), D("2025-06-30")))));
        Assert.Empty(Months(Opened().Given(Held(1, "2025-04-10")).Given(new InitiativeClosed(D("2025-04-30")))));
    }

    [Fact]
    public void Hours_of_a_strand_are_entries_of_the_month_and_earlier_months_are_not_asked_for()
    {
        var hours = Opened().Given(Held(1, "2025-04-10")).Given(Enrolled(1, "2025-04-01"))
            .Given(new ActivityLogged(P(1), S("preparing"), D("2025-05-05"), Quantity.Parse("2"), S("cafe")));
        Assert.Equal([new(S("cafe"), new YearMonth(2025, 6))], Months(hours));
        Assert.Empty(Unrecorded.Months(Book(hours), D("2025-07-01"), s_today));
    }

    [Fact]
    public void A_strand_runs_between_its_start_and_its_end_unless_it_or_the_initiative_rests()
    {
        Assert.Equal([S("cafe")], Running(Opened()));
        Assert.Empty(Running(Opened().Given(new StrandEnded(S("cafe"), D("2025-07-14")))));
        Assert.Equal([S("cafe")], Running(Opened().Given(new StrandEnded(S("cafe"), s_today))));
        Assert.Empty(Running(Opened().Given(new InitiativePaused(D("2025-07-01"), D("2025-07-31")))));
        Assert.Empty(Running(Opened().Given(new InitiativeClosed(D("2025-07-14")))));
    }

    private static EntryBook Book(History history) => EntryBook.AsKnown(history.Rows);

    private static IEnumerable<LocalDate> Plans(History history) => Unrecorded.Plans(Book(history), s_today).Select(p => p.On);

    private static ImmutableArray<UnrecordedMonth> Months(History history) => Unrecorded.Months(Book(history), D("2025-04-20"), s_today);

    private static ImmutableArray<Slug> Running(History history) => RunningStrands.On(Book(history), s_today);
}
