using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Entries;

/// <summary>Each likely slip is told; what only looks a little like one is not.</summary>
public sealed class WarningsTests
{
    internal static readonly int[] Usual = [8, 12, 10, 14, 12];

    public static TheoryData<string, Slip?, InitiativeFact[]> Slips => new()
    {
        { "a second session of the strand", Slip.SecondSession, [Held(1, "2025-05-10"), Held(2, "2025-05-10")] },
        { "at another time of the day", Slip.SecondSession, [At(1, 10), At(2, 14)] },
        { "sessions of two strands", null, [Garden, Held(1, "2025-05-10"), Held(2, "2025-05-10", "garden")] },
        { "sessions of two kinds", null, [Held(1, "2025-05-10"), Held(2, "2025-05-10") with { SessionKind = SessionKind.VisitReceived }] },
        { "sessions of two days", null, [Held(1, "2025-05-10"), Held(2, "2025-05-11")] },
        { "a count of ten times the usual", Slip.UnusualCount, Counts([.. Usual, 120]) },
        { "a count just below", null, Counts([.. Usual, 119]) },
        { "a count of ten times the usual after four", null, Counts([.. Usual[1..], 120]) },
        { "a count of ten times the usual that came first", null, Counts([120, .. Usual]) },
        { "ten where one is usual", Slip.UnusualCount, Counts(1, 1, 1, 1, 1, 10) },
        { "ten where nobody came", Slip.UnusualCount, Counts(0, 0, 0, 0, 0, 10) },
        { "nine where nobody came", null, Counts(0, 0, 0, 0, 0, 9) },
        { "a strand that has grown since", null, Counts([1, 1, 1, 1, 1, 1, 1, 1, 1, 8, 8, 8, 8, 8, 8, 79]) },
        { "of an even number, the larger is usual", null, Counts(5, 5, 5, 10, 10, 10, 99) },
        { "another group", null, [.. Counts(Usual), Held(9, "2025-07-10"), Youth(9, 120) with { Group = S("old") }] },
        { "another part", null, [.. Counts(Usual), Held(9, "2025-07-10"), Youth(9, 120, "door")] },
        { "another unit", null, [.. Counts(Usual), Held(9, "2025-07-10"), Youth(9, 120) with { Unit = HeadUnit.Households }] },
        { "another strand", null, [Garden, .. Counts(Usual), Held(9, "2025-07-10", "garden"), Youth(9, 120)] },
        { "a session after the closing", Slip.AfterClosing, [Closed, Held(1, "2025-05-11")] },
        { "a session on the last day", null, [Closed, Held(1, "2025-05-10")] },
        { "a session after it was reopened", null, [Closed, Reopened, Held(1, "2025-06-01")] },
        { "a session before it was reopened", Slip.AfterClosing, [Closed, Reopened, Held(1, "2025-05-31")] },
        { "an attendance after leaving", Slip.AfterLeaving, [Left(1, "2025-05-09"), Held(1, "2025-05-10"), Attended(1, 1)] },
        { "an attendance on the last day", null, [Left(1, "2025-05-10"), Held(1, "2025-05-10"), Attended(1, 1)] },
        {
            "an attendance in the strand that was left", Slip.AfterLeaving,
            [Left(1, "2025-05-09") with { Strand = S("cafe") }, Held(1, "2025-05-10"), Attended(1, 1)]
        },
        {
            "an attendance in another strand than the one that was left", null,
            [
                new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")), Left(1, "2025-05-09") with { Strand = S("garden") }, Held(1, "2025-05-10"),
                Attended(1, 1),
            ]
        },
        { "an attendance of somebody else", null, [Left(1, "2025-05-09"), Held(1, "2025-05-10"), Attended(2, 1)] },
        { "after a new enrolment", null, [Left(1, "2025-05-08"), Enrolled(1, "2025-05-10"), Held(1, "2025-05-10"), Attended(1, 1)] },
        { "after a role was taken", null, [Left(1, "2025-05-08"), new RoleTaken(P(1), S("host"), D("2025-05-09")), Held(1, "2025-05-10"), Attended(1, 1)] },
        { "enrolled again too late", Slip.AfterLeaving, [Left(1, "2025-05-08"), Enrolled(1, "2025-05-11"), Held(1, "2025-05-10"), Attended(1, 1)] },
        { "left again after that", Slip.AfterLeaving,
            [Left(1, "2025-05-06"), Enrolled(1, "2025-05-07"), Left(1, "2025-05-08"), Held(1, "2025-05-10"), Attended(1, 1)] },
        { "under the other id of one person", Slip.AfterLeaving, [Merged(1, 2), Left(1, "2025-05-09"), Held(1, "2025-05-10"), Attended(2, 1)] },
        { "25 hours", Slip.LongDay, [Worked("25")] },
        { "24 hours", null, [Worked("24")] },
        { "25 hours in three activities", Slip.LongDay, [Worked("12"), Worked("11"), Timed(10, 12)] },
        { "25 hours on two days", null, [Worked("12"), Worked("13") with { On = D("2025-05-11") }] },
        { "25 hours of two people", null, [Worked("12"), Worked("13", 2)] },
        { "25 hours under two ids of one person", Slip.LongDay, [Merged(1, 2), Worked("12"), Worked("13", 2)] },
    };

    [Theory, MemberData(nameof(Slips))]
    public void What_looks_like_a_slip_is_told(string what, Slip? slip, InitiativeFact[] facts) => Assert.Equal((what, slip),
        (what, Warnings.In(Opened().Given(facts).Book()).Select(w => (Slip?)w.Slip).SingleOrDefault()));

    [Fact]
    public void A_strand_that_always_has_two_sessions_a_day_is_left_alone_from_the_sixth_day_on()
    {
        var days = Enumerable.Range(1, 8).SelectMany(day => new InitiativeFact[] { Held(day, $"2025-05-0{day}"), Held(10 + day, $"2025-05-0{day}") });
        var three = Opened().Given([.. days]).Given(Held(30, "2025-05-08"));

        Assert.Equal(["2025-05-01 2/1", "2025-05-02 2/1", "2025-05-03 2/1", "2025-05-04 2/1", "2025-05-05 2/1", "2025-05-08 3/2"],
            Warnings.In(three.Book()).Select(w => $"{w.On.ToString("uuuu-MM-dd", null)} {w.Found}/{w.Usual}"));
    }

    [Fact]
    public void What_iUsual_does_not_depend_on_the_order_of_recording()
    {
        var backwards = Opened().Given([.. Counts([.. Usual, 120]).Chunk(2).Reverse().SelectMany(f => f)]);

        Assert.Equal((Slip.UnusualCount, 120, 12), Told(backwards).Single());
    }

    [Fact]
    public void Warnings_name_all_that_they_are_about()
    {
        var history = Opened();
        var left = history.Record(Left(1, "2025-05-09"));
        var held = history.Record(Held(1, "2025-05-10"), Attended(1, 1));
        history.Given(Held(2, "2025-05-17"), Attended(1, 2));

        var warning = Warnings.In(history.Book()).Single();

        Assert.Equal((D("2025-05-10"), 3, left), (warning.On, warning.Entries.Length, warning.Entries[0].Id));
        Assert.DoesNotContain(held, warning.Entries.Select(e => e.Id));
    }

    [Fact]
    public void A_clock_that_is_ahead_is_told_once_for_the_act()
    {
        var history = Opened();
        history.CapturedAt = Start + Warnings.ClockTolerance;
        history.Given(Held(1, "2025-05-10"));
        history.CapturedAt = Start + Warnings.ClockTolerance + Duration.FromSeconds(1);
        history.Given(Held(2, "2025-05-17"), Youth(2, 5));

        var warning = Warnings.In(history.Book()).Single();

        // 1 April in UTC is the same day in Japan, nine hours later.
        Assert.Equal((Slip.CapturedAhead, D("2026-04-01"), 2), (warning.Slip, warning.On, warning.Entries.Length));
    }

    [Fact]
    public void Sessions_told_apart_are_right_as_they_are()
    {
        var history = Opened();
        var (one, two) = (history.Record(Held(1, "2025-05-10")), history.Record(Held(2, "2025-05-10")));
        history.Given(new EntriesToldApart([one, two], D("2025-05-12")));
        Assert.Empty(Told(history));

        history.Given(Held(3, "2025-05-10"));
        Assert.Equal(3, Warnings.In(history.Book()).Single().Entries.Length);
    }

    [Fact]
    public void Withdrawing_or_correcting_settles_it()
    {
        var history = Opened().Given(Held(1, "2025-05-10"));
        var second = history.Record(Held(2, "2025-05-10"));
        history.Correct(second, Held(2, "2025-05-11"));
        Assert.Empty(Told(history));
        history.Correct(second, Held(2, "2025-05-10"));
        history.Withdraw(second);
        Assert.Empty(Told(history));
    }

    [Fact]
    public void A_session_held_again_under_its_id_brings_its_headcounts_back()
    {
        var history = Opened().Given(Counts(Usual));
        var session = history.Record(Held(9, "2025-06-20"));
        history.Given(Youth(9, 120)).Withdraw(session);
        Assert.Empty(Told(history));
        var before = history.Version;
        history.Given(Held(9, "2025-06-20"));

        Assert.Equal([Slip.UnusualCount], Warnings.ByAct(EntryHistory.FromRows(history.Rows), before + 1, history.Version).Select(w => w.Slip));
    }

    [Fact]
    public void What_was_known_earlier_had_the_warnings_of_that_time()
    {
        var history = Opened().Given(Held(1, "2025-05-10"));
        history.Withdraw(history.Record(Held(2, "2025-05-10")));

        Assert.Equal([0, 1, 0], new[] { history.Version - 2, history.Version - 1, history.Version }.Select(v => Warnings.In(history.Book(v)).Length));
    }

    private static InitiativeFact Garden => new StrandStarted(S("garden"), T("花壇"), D("2025-04-01"));

    internal static InitiativeFact Closed => new InitiativeClosed(D("2025-05-10"));

    private static InitiativeFact Reopened => new InitiativeReopened(D("2025-06-01"));

    private static SessionHeld At(int session, int hour) => Held(session, "2025-05-10") with { Start = new(hour, 0), End = new(hour + 2, 0) };

    internal static ActivityLogged Worked(string hours, int person = 1) => new(P(person), S("watering"), D("2025-05-10"), Quantity.Parse(hours));

    private static ActivityLogged Timed(int from, int to) => new(P(1), S("watering"), D("2025-05-10"), Start: new(from, 0), End: new(to, 0));

    /// <summary>A session a day with so many young people.</summary>
    internal static InitiativeFact[] Counts(params int[] heads) =>
        [.. heads.SelectMany((count, i) => new InitiativeFact[] { Held(i + 1, $"2025-06-{i + 1:00}"), Youth(i + 1, count) })];

    internal static IEnumerable<(Slip Slip, Quantity? Found, int? Usual)> Told(History history) =>
        Warnings.In(history.Book()).Select(w => (w.Slip, w.Found, w.Usual));
}
