using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class PerMonthTests
{
    private static readonly Show s_monthly = new(Counted.SessionsPerMonth, new("回/月", "sessions a month"), 1);
    private static readonly When s_spring = new(From: D("2025-04-01"), To: D("2025-06-30"));

    /// <summary>April two sessions, May one, June four.</summary>
    private static History Spring => Opened()
        .Given(Held(1, "2025-04-01")).Given(Held(2, "2025-04-30")).Given(Held(3, "2025-05-15"))
        .Given(Held(4, "2025-06-01")).Given(Held(5, "2025-06-02")).Given(Held(6, "2025-06-03")).Given(Held(7, "2025-06-30"));

    [Theory]
    [InlineData(Take.Range, "1.0〜4.0回/月", "1.0–4.0 = 各月の最小と最大(2025年4月: 2, 2025年5月: 1, 2025年6月: 4)")]
    [InlineData(Take.Mean, "2.3回/月", "2.3 = 各月の平均(2025年4月: 2, 2025年5月: 1, 2025年6月: 4)")]
    [InlineData(Take.Maximum, "4.0回/月", "4.0 = 各月の最大(2025年4月: 2, 2025年5月: 1, 2025年6月: 4)、最大は2025年6月")]
    [InlineData(Take.Total, "7.0回/月", "7.0 = 各月の合計(2025年4月: 2, 2025年5月: 1, 2025年6月: 4)")]
    public void Takes_one_thing_from_the_months(Take take, string shown, string arithmetic)
    {
        var figure = Spring.Compute(Monthly(take), s_monthly, s_spring);

        Assert.Equal((FigureStatus.Computed, shown, arithmetic), (figure.Status, figure.Shown?.Ja, figure.Derivation.Arithmetic?.Ja));
    }

    [Fact]
    public void Each_month_is_a_part() =>
        Assert.Equal(["2025-04", "2025-05", "2025-06"], Spring.Compute(Monthly(Take.Mean), s_monthly, s_spring).Derivation.Parts.Select(p => p.Role));

    [Fact]
    public void A_month_that_had_not_begun_when_the_question_is_asked_is_not_missing()
    {
        var book = EntryBook.AsKnown(Spring.Rows, asOf: NodaTime.Instant.FromUtc(2025, 6, 30, 14, 59)); // still June in Tokyo
        var year = new Domain.Indicators.Period(D("2025-04-01"), D("2026-03-31"));

        Assert.Empty(Figures.Compute(new(S("a"), 1, new(T("a"), Monthly(Take.Range), s_monthly)), book, year).Derivation.Notes);
        Assert.Single(Figures.Compute(new(S("a"), 1, new(T("a"), Monthly(Take.Range), s_monthly)),
            EntryBook.AsKnown(Spring.Rows, asOf: NodaTime.Instant.FromUtc(2025, 6, 30, 15, 0)), year).Derivation.Notes);
    }

    [Fact]
    public void A_month_without_entries_is_missing_and_listed()
    {
        var figure = Spring.Compute(Monthly(Take.Range), s_monthly, new(From: D("2025-04-01"), To: D("2025-07-31")));

        Assert.Equal(("1.0〜4.0回/月", "2025年7月の記録がありません。"), (figure.Shown?.Ja, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void A_month_confirmed_empty_is_zero()
    {
        var figure = Spring.Given(new MonthConfirmedEmpty(S("cafe"), D("2025-07-01")))
            .Compute(Monthly(Take.Range), s_monthly, new(From: D("2025-04-01"), To: D("2025-07-31")));

        Assert.Equal(("0.0〜4.0回/月", 0), (figure.Shown?.Ja, figure.Derivation.Notes.Length));
    }

    [Fact]
    public void A_month_confirmed_empty_with_entries_blocks() => Blocked("2025年5月は「開催なし」と確認されていますが、記録があります。",
        Spring.Given(new MonthConfirmedEmpty(S("cafe"), D("2025-05-01"))).Compute(Monthly(Take.Range), s_monthly, s_spring));

    [Fact]
    public void A_month_confirmed_empty_with_sessions_blocks_although_nobody_was_counted() => Blocked("2025年5月は「開催なし」と確認されていますが、記録があります。",
        Spring.Given(Youth(1, 4), Youth(4, 3)).Given(new MonthConfirmedEmpty(S("cafe"), D("2025-05-01")))
            .Compute(new PerMonth(Heads(), S("cafe"), Take.Range), Visits, s_spring));

    [Fact]
    public void A_month_paused_throughout_is_out_and_listed()
    {
        var figure = Opened().Given(Held(1, "2025-04-10")).Given(Held(2, "2025-06-10")).Given(new StrandPaused(S("cafe"), D("2025-05-01"), D("2025-05-31")))
            .Compute(Monthly(Take.Mean), s_monthly, s_spring);

        Assert.Equal(("1.0回/月", "2025年5月は休止中のため除きました。"), (figure.Shown?.Ja, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void A_month_paused_but_for_a_day_is_in() => Assert.Equal(["2025年5月の記録がありません。", "2025年6月の記録がありません。"],
        Opened().Given(Held(1, "2025-04-10")).Given(new StrandPaused(S("cafe"), D("2025-05-01"), D("2025-05-30")))
            .Compute(Monthly(Take.Mean), s_monthly, s_spring).NotesIn(Language.Ja));

    [Fact]
    public void A_paused_month_with_sessions_blocks() => Blocked("2025年5月は休止中とされていますが、開催の記録があります。",
        Spring.Given(new StrandPaused(S("cafe"), D("2025-05-01"), D("2025-05-31"))).Compute(Monthly(Take.Mean), s_monthly, s_spring));

    [Fact]
    public void A_session_before_the_days_that_count_is_not_one_within_a_rest() => Assert.Equal("1.0回/月",
        Opened().Given(Held(1, "2025-05-10"), new StrandPaused(S("cafe"), D("2025-05-16"), D("2025-05-31")), Held(2, "2025-06-10"))
            .Compute(Monthly(Take.Mean), s_monthly, new(From: D("2025-05-16"), To: D("2025-06-30"))).Shown?.Ja);

    [Fact]
    public void Months_before_the_strand_and_after_its_end_are_none()
    {
        var history = Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-05-20"))).Given(Held(1, "2025-05-25", "garden"))
            .Given(new StrandEnded(S("garden"), D("2025-06-10"))).Given(Held(2, "2025-06-10", "garden"));

        Assert.Equal("1.0 = 各月の平均(2025年5月: 1, 2025年6月: 1)",
            history.Compute(new PerMonth(CountOf("session_held", ("strand", "garden")), S("garden"), Take.Mean), s_monthly).Derivation.Arithmetic?.Ja);
    }

    [Theory]
    [InlineData("2025-05-31")]
    [InlineData("2025-06-03")]
    public void A_session_in_a_month_after_the_end_blocks(string end)
    {
        var figure = Spring.Given(Held(8, "2025-07-01")).Given(new StrandEnded(S("cafe"), D(end))).Compute(Monthly(Take.Total), s_monthly);

        Blocked($"活動が行われていないはずの{(end == "2025-05-31" ? "2025年6月" : "2025年7月")}に開催の記録があります。", figure);
    }

    [Fact]
    public void A_session_in_a_month_before_a_corrected_start_blocks()
    {
        var history = Opened();
        var strand = history.Record(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")));
        history.Given(Held(1, "2025-04-30", "garden"), Held(2, "2025-05-25", "garden"));
        history.Correct(strand, new StrandStarted(S("garden"), T("花壇"), D("2025-05-01")));

        Blocked("活動が行われていないはずの2025年4月に開催の記録があります。",
            history.Compute(new PerMonth(CountOf("session_held", ("strand", "garden")), S("garden"), Take.Total), s_monthly));
    }

    [Fact]
    public void A_session_after_the_end_in_the_last_month_counts() => Assert.Equal("7.0回/月",
        Spring.Given(new StrandEnded(S("cafe"), D("2025-06-03"))).Compute(Monthly(Take.Total), s_monthly).Shown?.Ja);

    [Fact]
    public void A_session_outside_the_days_that_count_does_not_block() => Assert.Equal(FigureStatus.Computed,
        Spring.Given(new StrandEnded(S("cafe"), D("2025-05-31")))
            .Compute(Monthly(Take.Total), s_monthly, new(From: D("2025-04-01"), To: D("2025-05-31"))).Status);

    [Fact]
    public void A_strand_that_did_not_run_blocks() => Blocked("活動「garden」はこの期間に行われていません。",
        Spring.Compute(new PerMonth(CountOf("session_held"), S("garden"), Take.Mean), s_monthly));

    [Fact]
    public void Who_belongs_since_an_earlier_month_does_not_fill_an_empty_one()
    {
        var members = new Count(Of("person_attended").By(Of("person_enrolled")));
        var history = Spring.Given(Enrolled(1, "2025-04-02"), Attended(1, 1), Attended(1, 4));

        var figure = history.Compute(new PerMonth(members, S("cafe"), Take.Range), Visits, s_spring);

        Assert.Equal(("1人", "2025年5月の記録がありません。"), (figure.Shown?.Ja, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void A_contested_month_makes_the_whole_contested()
    {
        var figure = Spring.Given(Youth(1, 4), Youth(3, 5), Youth(4, 2)).Given(Youth(4, 9))
            .Compute(new PerMonth(Heads(), S("cafe"), Take.Maximum), Visits, s_spring);

        Assert.Equal((FigureStatus.Contested, "5〜9人", "5–9 people", "5–9 = 各月の最大(2025年4月: 4, 2025年5月: 5, 2025年6月: 2–9)、最大は2025年6月"), figure.Told());
    }

    [Fact]
    public void A_month_whose_ratio_has_no_value_is_listed()
    {
        var perSession = new Ratio(Heads(), CountOf("session_held"));
        var figure = Spring.Given(Youth(1, 4), Youth(4, 6)).Compute(new PerMonth(perSession, S("cafe"), Take.Range), EachSession, s_spring);

        Assert.Equal(("1.5〜2.0人/回", "2025年5月は、分母が0であるなどの理由で値が求められないため、除きました。"),
            (figure.Shown?.Ja, figure.NotesIn(Language.Ja).Single(n => !n.Contains("人数の記録", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_ratio_of_a_month_confirmed_empty_is_no_zero()
    {
        var perSession = new Ratio(Heads(), CountOf("session_held"));
        var figure = Opened().Given(Held(1, "2025-04-10"), Youth(1, 4)).Given(new MonthConfirmedEmpty(S("cafe"), D("2025-05-01")))
            .Compute(new PerMonth(perSession, S("cafe"), Take.Range), EachSession, new(From: D("2025-04-01"), To: D("2025-05-31")));

        Assert.Equal("4.0人/回", figure.Shown?.Ja);
    }

    private static PerMonth Monthly(Take take) => new(CountOf("session_held", ("strand", "cafe")), S("cafe"), take);

    private static void Blocked(string why, Figure figure) =>
        Assert.Equal((FigureStatus.Blocked, null, null, why), (figure.Status, figure.Value, figure.Shown, figure.NotesIn(Language.Ja).Last()));
}
