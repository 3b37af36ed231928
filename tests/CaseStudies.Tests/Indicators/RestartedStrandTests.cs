using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Months and weeks of a strand that ran from April to 10 June, and again since 20 October.</summary>
public sealed class RestartedStrandTests
{
    private static readonly Show s_months = new(Counted.Length, new("か月", "months"));

    private static History Restarted => Opened().Given(new StrandEnded(S("cafe"), D("2025-06-10")))
        .Given(new StrandStarted(S("cafe"), T("ふれあい喫茶"), D("2025-10-20")));

    [Fact]
    public void The_months_of_every_run_count_and_those_between_do_not()
    {
        var figure = Restarted.Given(new StrandEnded(S("cafe"), D("2025-12-05"))).Compute(new Running(S("cafe"), CalendarUnit.Month), s_months);

        Assert.Equal((FigureStatus.Computed, "6か月"), (figure.Status, figure.Shown?.Ja));
        Assert.Equal("6 = April 2025, May 2025, June 2025, October 2025, November 2025, December 2025", figure.Derivation.Arithmetic?.En);
    }

    [Fact]
    public void A_month_in_which_one_run_ends_and_the_next_begins_counts_once() => Assert.Equal("2か月",
        Opened().Given(new StrandEnded(S("cafe"), D("2025-05-06"))).Given(new StrandStarted(S("cafe"), T("喫茶"), D("2025-05-08")))
            .Given(new StrandEnded(S("cafe"), D("2025-05-09"))).Compute(new Running(S("cafe"), CalendarUnit.Month), s_months).Shown?.Ja);

    [Theory]
    [InlineData("2025-07-01", "2025-10-19", FigureStatus.Blocked, null)]
    [InlineData("2025-06-10", "2025-10-19", FigureStatus.Computed, "1か月")]
    [InlineData("2025-06-10", "2025-10-20", FigureStatus.Computed, "2か月")]
    public void Days_between_the_runs_are_days_without_a_run(string from, string to, FigureStatus status, string? shown) =>
        Assert.Equal((status, shown), Restarted.Compute(new Running(S("cafe"), CalendarUnit.Month), s_months, new(From: D(from), To: D(to))) is var f
            ? (f.Status, f.Shown?.Ja) : default);

    [Fact]
    public void Month_by_month_those_between_the_runs_are_neither_missing_nor_nought()
    {
        var figure = Restarted.Given(Held(1, "2025-05-10"), Held(2, "2025-05-17")).Given(Held(3, "2025-11-01"))
            .Compute(new PerMonth(CountOf("session_held"), S("cafe"), Take.Range), new(Counted.SessionsPerMonth, new("回", "sessions")),
                new(From: D("2025-05-01"), To: D("2025-11-30")));

        Assert.Equal((FigureStatus.Computed, "1〜2回"), (figure.Status, figure.Shown?.Ja));
        Assert.Equal(["Nothing is recorded for June 2025.", "Nothing is recorded for October 2025."], figure.NotesIn(Language.En));
    }

    [Fact]
    public void A_session_between_the_runs_that_an_older_end_left_blocks_the_months()
    {
        var history = Opened().Given(Held(1, "2025-08-10")).Given(new StrandEnded(S("cafe"), D("2025-06-10")))
            .Given(new StrandStarted(S("cafe"), T("喫茶"), D("2025-10-20")));

        var figure = history.Compute(new PerMonth(CountOf("session_held"), S("cafe"), Take.Range), new(Counted.SessionsPerMonth, new("回", "sessions")));

        Assert.Equal((FigureStatus.Blocked, "The strand did not run in August 2025, but sessions are recorded."),
            (figure.Status, figure.NotesIn(Language.En).Single()));
    }
}
