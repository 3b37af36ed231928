using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Tests.Pages;
using NodaTime;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Recording;

public sealed class StrandsOfDayTests
{
    /// <summary>A Wednesday.</summary>
    private static readonly LocalDate s_day = D("2025-06-18");

    private static PageBook Opened => PageBook.Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")));

    [Fact]
    public void A_strand_of_which_nothing_says_that_it_meets_today_is_among_the_others() =>
        Assert.Equal([(S("cafe"), (MeetsBecause?)null)], Others(Opened));

    [Fact]
    public void A_plan_for_the_day_comes_before_a_schedule_and_a_schedule_before_a_habit()
    {
        var book = Opened.Given(
            new StrandStarted(S("walk"), T("散歩", "Walk"), D("2025-04-01")), new StrandRescheduled(S("walk"), T("毎週水曜日 10時", "Wednesdays"), D("2025-04-01")),
            new StrandStarted(S("choir"), T("合唱", "Choir"), D("2025-04-01")), new SessionPlanned(S("choir"), s_day),
            new SessionHeld(Session(1), S("cafe"), D("2025-06-04")), new SessionHeld(Session(2), S("cafe"), D("2025-06-11")));

        Assert.Equal(
            [(S("choir"), MeetsBecause.Planned), (S("walk"), MeetsBecause.Scheduled), (S("cafe"), MeetsBecause.Usual)], Meeting(book));
    }

    [Fact]
    public void The_schedule_is_the_latest_one_that_is_in_force_on_the_day()
    {
        var moved = Opened.Given(
            new StrandRescheduled(S("cafe"), T("毎週水曜日", "Wednesdays"), D("2025-04-01")),
            new StrandRescheduled(S("cafe"), T("毎週木曜日", "Thursdays"), D("2025-06-01")));
        Assert.Empty(Meeting(moved));

        var later = Opened.Given(
            new StrandRescheduled(S("cafe"), T("毎週水曜日", "Wednesdays"), D("2025-04-01")),
            new StrandRescheduled(S("cafe"), T("毎週木曜日", "Thursdays"), D("2025-07-01")));
        Assert.Equal([(S("cafe"), MeetsBecause.Scheduled)], Meeting(later));
    }

    [Fact]
    public void One_session_on_the_weekday_among_the_latest_is_no_habit()
    {
        var once = Opened.Given(new SessionHeld(Session(1), S("cafe"), D("2025-06-11")), new SessionHeld(Session(2), S("cafe"), D("2025-06-14")));
        Assert.Empty(Meeting(once));

        // Two Wednesdays, but four sessions since.
        var before = Opened.Given(
            [new SessionHeld(Session(1), S("cafe"), D("2025-05-07")), new SessionHeld(Session(2), S("cafe"), D("2025-05-14")),
                .. Enumerable.Range(3, 4).Select(n => new SessionHeld(Session(n), S("cafe"), D("2025-05-16").PlusWeeks(n - 3)))]);
        Assert.Empty(Meeting(before));
    }

    [Fact]
    public void A_strand_that_does_not_run_on_the_day_is_not_offered()
    {
        Assert.Empty(Others(Opened.Given(new StrandEnded(S("cafe"), D("2025-06-17")))));
        Assert.Empty(Others(Opened.Given(new StrandPaused(S("cafe"), D("2025-06-01"), D("2025-06-30")))));
        Assert.Empty(Others(PageBook.Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-06-19")))));
        // On its last day it does, and when it has begun again.
        Assert.Single(Others(Opened.Given(new StrandEnded(S("cafe"), s_day))));
        Assert.Single(Others(Opened.Given(new StrandEnded(S("cafe"), D("2025-05-01")), new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-06-01")))));
    }

    [Fact]
    public void A_cancelled_session_is_not_expected_and_recorded_ones_are_told()
    {
        var cancelled = Opened.Given(new SessionPlanned(S("cafe"), s_day), new SessionCancelled(S("cafe"), s_day));
        Assert.Empty(Meeting(cancelled));
        Assert.Single(Others(cancelled));

        var held = Opened.Given(new SessionHeld(Session(1), S("cafe"), s_day));
        Assert.Equal(1, StrandsOfDay.FromBook(held.Book(), s_day).Others[0].Held);
    }

    private static IEnumerable<(Domain.Slug, MeetsBecause?)> Others(PageBook book) =>
        StrandsOfDay.FromBook(book.Book(), s_day).Others.Select(s => (s.Strand, s.Why));

    private static IEnumerable<(Domain.Slug, MeetsBecause)> Meeting(PageBook book) =>
        StrandsOfDay.FromBook(book.Book(), s_day).Meeting.Select(s => (s.Strand, s.Why!.Value));
}
