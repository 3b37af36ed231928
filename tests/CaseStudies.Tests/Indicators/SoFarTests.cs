using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>What has not happened yet is not counted as nothing, and what is not over is told as such.</summary>
public sealed class SoFarTests
{
    private static readonly Cohort s_cohort = new(Of("person_enrolled"), Of("person_attended"), 1, 365, D("2025-12-31"), CohortResult.Share);

    [Theory]
    [InlineData("2025-06-15", "2025-06-15")]
    [InlineData("2026-03-31", "2026-03-31")]
    [InlineData("2026-04-01", null)]
    [InlineData(null, null)]
    public void A_value_is_so_far_until_its_last_day_is_over(string? asked, string? soFar)
    {
        var figure = Asked(OneSession(9), asked, Heads(), Visits);

        Assert.Equal(("9人", soFar), (figure.Shown?.Ja, figure.SoFar is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : null));
    }

    [Theory]
    [InlineData("2025-11-30", FigureStatus.NoData)]
    [InlineData("2025-12-01", FigureStatus.Computed)]
    public void A_month_that_has_not_come_is_no_data_and_says_so(string asked, FigureStatus status)
    {
        var figure = Asked(OneSession(9), asked, CountOf("session_held"), Sessions, new(new YearMonth(2025, 12)));

        Assert.Equal((status, status == FigureStatus.NoData), (figure.Status, figure.NotesIn(Language.En).Any(n => n.Contains("1 December 2025 has not come",
            StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("2025-12-30", FigureStatus.NoData, null)]
    [InlineData("2025-12-31", FigureStatus.Computed, "0%")]
    public void A_cut_off_that_has_not_come_is_no_data(string asked, FigureStatus status, string? shown)
    {
        var figure = Asked(Opened().Given(Enrolled(1, "2025-05-01")), asked, s_cohort, Percent);

        Assert.Equal((status, shown), (figure.Status, figure.Shown?.En));
    }

    [Theory]
    [InlineData("2025-12-31", "2025-12-31")]
    [InlineData("2026-01-01", null)]
    public void A_cohort_is_settled_after_its_cut_off(string asked, string? soFar) => Assert.Equal(soFar is null ? (LocalDate?)null : D(soFar),
        Asked(Opened().Given(Enrolled(1, "2025-05-01")), asked, s_cohort, Percent).SoFar);

    [Fact]
    public void A_settled_cohort_is_settled_within_another_formula_too() => Assert.Null(Asked(
        Opened().Given(Enrolled(1, "2025-05-01")).Given(new TargetSet(S("t"), Comparison.AtLeast, 50, D("2025-04-01"), Unit: S("percent"))), "2026-01-01",
        new Achievement(s_cohort, S("t")), Percent with { Counts = Counted.Achievement }).SoFar);

    /// <summary>Whoever comes may still change which plans are counted.</summary>
    [Fact]
    public void A_plan_chosen_by_what_happens_is_so_far_too() => Assert.Equal(D("2026-01-01"), Asked(
        Opened().Given(Held(1, "2025-05-10")).Given(new SessionPlanned(S("cafe"), D("2025-06-10"), Capacity: 20)), "2026-01-01",
        new Sum(Of("session_planned", ("unit", "people")).By(Of("session_held"), key: "strand"), "capacity"), Visits).SoFar);

    [Fact]
    public void Plans_and_targets_may_be_about_days_to_come()
    {
        var history = Opened().Given(new SessionPlanned(S("cafe"), D("2026-02-10"), Capacity: 20))
            .Given(new TargetSet(S("t"), Comparison.AtLeast, 80, D("2025-04-01"), Unit: S("people")));
        var february = new When(new YearMonth(2026, 2));

        Assert.Equal(("20人", null), Told(Asked(history, "2025-12-01", new Sum(Of("session_planned", ("unit", "people")), "capacity"), Visits, february)));
        Assert.Equal(("80人", null), Told(Asked(history, "2025-12-01", new Latest(Of("target_set", ("target", "t"))), new(Counted.Declared, new("人", "people")),
            february)));

        static (string?, LocalDate?) Told(Figure figure) => (figure.Shown?.Ja, figure.SoFar);
    }

    [Fact]
    public void Days_that_begin_after_the_asked_period_are_no_data()
    {
        var figure = Figures.Compute(new(S("f"), 1, new(T("指標"), CountOf("session_held"), Sessions, new(From: D("2026-04-01")))), OneSession(9).Book(),
            Period.FiscalYear(2025));

        Assert.Equal(FigureStatus.NoData, figure.Status);
        Assert.Contains("begin on 1 April 2026, after the reporting period", Assert.Single(figure.NotesIn(Language.En)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-06-20", "1", true)]
    [InlineData("2025-07-13", "2", true)]
    [InlineData("2026-02-28", "3", true)]
    [InlineData("2026-03-31", "3", false)]
    [InlineData(null, "3", false)]
    public void A_year_that_still_runs_is_compared_with_as_many_days(string? asked, string before, bool noted)
    {
        var history = new History { Now = Start }.Given(new InitiativeOpened(T("取組"), [], [], [], D("2024-04-01")))
            .Given(new StrandStarted(S("cafe"), T("喫茶"), D("2024-04-01")))
            .Given(Held(1, "2024-05-11")).Given(Held(2, "2024-07-13")).Given(Held(3, "2024-09-14")).Given(Held(4, "2025-05-10"));
        var figure = Figures.Compute(new(S("f"), 1, new(T("指標"), CountOf("session_held"), Sessions, Against: [new(AgainstWhat.YearBefore)])),
            history.Book(asked: asked), Period.FiscalYear(2025));

        var compared = Assert.Single(figure.Comparisons);
        Assert.Equal((before, noted), (compared.Value!.Low.ToString(), compared.Notes.Any(n => n.En.Contains("up to the same day", StringComparison.Ordinal))));
    }

    private static Figure Asked(History history, string? asked, Formula formula, Show show, When? when = null) => Figures.Compute(
        new(S("f"), 1, new(T("指標"), formula, show, when)), history.Book(asked: asked), Period.FiscalYear(2025));
}
