using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Days, targets, frontiers and books that cannot be read.</summary>
public sealed class ComputeTests
{
    private static readonly Count s_sessions = CountOf("session_held");

    [Theory]
    [InlineData(null, null, null, "1 1 1", "OutsideDays OutsideDays")]
    [InlineData("2025-12", null, null, "1 1", "OutsideDays OutsideDays OutsideDays")]
    [InlineData(null, "2025-12-01", "2025-12-31", "1 1", "OutsideDays OutsideDays OutsideDays")]
    [InlineData(null, "2025-12-02", "2025-12-30", "", "OutsideDays OutsideDays OutsideDays OutsideDays OutsideDays")]
    [InlineData(null, null, "2025-12-01", "1 1", "OutsideDays OutsideDays OutsideDays")]
    [InlineData(null, "2025-12-31", null, "1 1", "OutsideDays OutsideDays OutsideDays")]
    public void Days_count_with_both_ends_included(string? month, string? from, string? to, string counted, string leftOut)
    {
        var history = Long();
        When? when = (month, from, to) switch
        {
            (null, null, null) => null,
            ({ } m, _, _) => new(Month: NodaTime.Text.YearMonthPattern.Iso.Parse(m).Value),
            _ => new(null, from is null ? null : D(from), to is null ? null : D(to)),
        };

        Assert.Equal((counted, leftOut), history.Compute(s_sessions, Sessions, when).Part("value"));
    }

    [Theory]
    [InlineData(Comparison.AtLeast, "9", true)]
    [InlineData(Comparison.AtLeast, "9.5", false)]
    [InlineData(Comparison.MoreThan, "9", false)]
    [InlineData(Comparison.MoreThan, "8.999", true)]
    [InlineData(Comparison.AtMost, "9", true)]
    [InlineData(Comparison.AtMost, "8", false)]
    [InlineData(Comparison.LessThan, "9", false)]
    [InlineData(Comparison.LessThan, "10", true)]
    public void A_target_is_met_by_the_exact_value(Comparison comparison, string target, bool achieved) => Assert.Equal(achieved,
        OneSession(9).Given(Target(comparison, target, "2025-04-01")).Compute(Heads(), Visits, target: S("visits")).Target?.Achieved);

    [Theory]
    [InlineData("4", true)]
    [InlineData("5", null)]
    [InlineData("7", false)]
    public void A_contested_value_meets_a_target_wholly_or_not_at_all_or_nobody_knows(string target, bool? achieved) => Assert.Equal(achieved,
        OneSession(4).Given(Youth(1, 6)).Given(Target(Comparison.AtLeast, target, "2025-04-01"))
            .Compute(Heads(), Visits, target: S("visits")).Target?.Achieved);

    [Fact]
    public void The_target_set_last_by_the_end_of_the_period_is_in_force() => Assert.Equal((D("2026-03-31"), "20"), OneSession(9)
        .Given(Target(Comparison.AtLeast, "30", "2026-04-01")).Given(Target(Comparison.AtLeast, "20", "2026-03-31"))
        .Given(Target(Comparison.AtLeast, "10", "2025-04-01"))
        .Compute(Heads(), Visits, target: S("visits")).Target is { } t ? (t.SetOn, t.Value.ToString()) : default);

    [Fact]
    public void A_target_of_another_key_is_none() =>
        Assert.Null(OneSession(9).Given(Target(Comparison.AtLeast, "9", "2025-04-01")).Compute(Heads(), Visits, target: S("pairs")).Target);

    [Fact]
    public void An_indicator_without_a_target_has_none() =>
        Assert.Null(OneSession(9).Given(Target(Comparison.AtLeast, "9", "2025-04-01")).Compute(Heads(), Visits).Target);

    [Fact]
    public void A_withdrawn_target_is_none()
    {
        var history = OneSession(9);
        history.Withdraw(history.Record(Target(Comparison.AtLeast, "9", "2025-04-01")));

        Assert.Null(history.Compute(Heads(), Visits, target: S("visits")).Target);
    }

    [Fact]
    public void A_figure_is_as_known_at_its_frontier()
    {
        var history = Opened().Given(Held(1, "2025-05-10"));
        var entry = history.Record(Youth(1, 4));
        history.Correct(entry, Youth(1, 5));

        Assert.Equal(("4人", 4, "5人", 5), (
            history.Compute(Heads(), Visits, frontier: 4).Shown?.Ja, history.Compute(Heads(), Visits, frontier: 4).Frontier,
            history.Compute(Heads(), Visits).Shown?.Ja, history.Compute(Heads(), Visits).Frontier));
    }

    [Fact]
    public void A_book_with_problems_gives_no_value_and_says_why()
    {
        var book = EntryBook.AsKnown([.. OneSession(9).Rows, EntryRow.Unreadable(5, Start, "session_dreamt", "unknown")]);

        var figure = Figures.Compute(new(S("figure"), 1, new(T("延べ"), Heads(), Visits)), book, Period.FiscalYear(2025));

        Assert.Equal((FigureStatus.Blocked, null, null, null, "読めない記録があります:Event 5 (session_dreamt) cannot be read: unknown"),
            (figure.Status, figure.Value, figure.Shown, figure.Derivation.Arithmetic, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void A_word_that_the_value_does_not_entail_blocks_and_says_so()
    {
        var figure = OneSession(9).Compute(Heads(), Visits with { Approximately = new(Approximator.Kyo, 9) });

        Assert.Equal((FigureStatus.Blocked, null, null, "正確な値は「…人強」とは言えません。"),
            (figure.Status, figure.Value, figure.Shown, figure.NotesIn(Language.Ja).Single()));
    }

    [Fact]
    public void A_contested_value_is_never_told_with_a_word() => Assert.Equal(FigureStatus.Blocked,
        OneSession(4).Given(Youth(1, 6)).Compute(Heads(), Visits with { Approximately = new(Approximator.Yaku, 10) }).Status);

    [Fact]
    public void The_definitions_in_force_are_the_newest_of_each_indicator_not_retired()
    {
        Indicator first = new(T("延べ"), Heads(), Visits), second = new(T("回数"), s_sessions, Sessions);
        var history = Opened().Given(new IndicatorAdopted(S("a"), first, D("2025-04-01")), new IndicatorAdopted(S("b"), first, D("2025-04-01")),
            new IndicatorRevised(S("a"), 2, second, D("2025-06-01"), T("変更")), new IndicatorRetired(S("b"), D("2025-04-01")));

        Assert.Equal([("a", 2, "回数")], Figures.Adopted(history.Book(), s_year).Select(a => (a.Key.Value, a.Version, a.Definition.Label.Ja)));
    }

    [Fact]
    public void A_period_that_ended_before_a_revision_keeps_the_version_of_its_time()
    {
        Indicator first = new(T("延べ"), Heads(), Visits), second = new(T("回数"), s_sessions, Sessions);
        var history = Opened().Given(new IndicatorAdopted(S("a"), first, D("2025-04-01")), new IndicatorAdopted(S("b"), first, D("2025-04-01")),
            new IndicatorRevised(S("a"), 2, second, D("2025-06-01"), T("変更")), new IndicatorRetired(S("b"), D("2025-07-01")));

        Assert.Equal([("a", 1), ("b", 1)], Figures.Adopted(history.Book(), new(D("2025-04-01"), D("2025-05-31"))).Select(a => (a.Key.Value, a.Version)));
        Assert.Equal([("a", 2), ("b", 1)], Figures.Adopted(history.Book(), new(D("2025-04-01"), D("2025-06-01"))).Select(a => (a.Key.Value, a.Version)));
    }

    [Fact]
    public void A_withdrawn_revision_lets_the_version_before_hold_again()
    {
        Indicator first = new(T("延べ"), Heads(), Visits);
        var history = Opened().Given(new IndicatorAdopted(S("a"), first, D("2025-04-01")));
        history.Withdraw(history.Record(new IndicatorRevised(S("a"), 2, first, D("2025-06-01"), T("変更"))));

        Assert.Equal(1, Figures.Adopted(history.Book(), s_year).Single().Version);
    }

    private static readonly Domain.Indicators.Period s_year = Domain.Indicators.Period.FiscalYear(2025);

    /// <summary>Sessions the day before the period, at both ends of December, at the period's first day and after its last.</summary>
    private static History Long()
    {
        var history = new History { Now = Start.Plus(NodaTime.Duration.FromDays(30)) };
        return history.Given(new InitiativeOpened(T("はち福"), [], [], [], D("2025-03-01")), new StrandStarted(S("cafe"), T("喫茶"), D("2025-03-01")))
            .Given(Held(1, "2025-03-31"), Held(2, "2025-12-01"), Held(3, "2025-12-31"), Held(4, "2026-04-01"), Held(5, "2026-03-31"));
    }

    private static TargetSet Target(Comparison comparison, string value, string on) =>
        new(S("visits"), comparison, Quantity.Parse(value), D(on), Unit: S("people"));
}
