using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class WindowAndAgainstTests
{
    private static readonly When s_fortnight = new(Since: Of("milestone_reached", ("milestone", "opened")), ForDays: 14);

    private static readonly Show s_visits = Things with { Unit = new("回", "visits") };

    private static QuantityObserved Web(string on, int visits) => new(S("web"), visits, S("visit"), D(on));

    private static Sum Visits => new(Of("quantity_observed", ("quantity", "web"), ("unit", "visit")), "value");

    private static MilestoneReached Launch(string on) => new(S("opened"), T("公開"), D(on));

    [Fact]
    public void A_window_holds_its_first_day_and_as_many_as_are_said()
    {
        var figure = Opened().Given(Launch("2025-07-01")).Given(Launch("2025-08-01"))
            .Given(Web("2025-06-30", 1), Web("2025-07-01", 10), Web("2025-07-14", 100), Web("2025-07-15", 1000)).Compute(Visits, s_visits, s_fortnight);

        Assert.Equal(("110回", ("10 100", "OutsideDays OutsideDays"), ("0", "NotTheFirst")), (figure.Shown?.Ja, figure.Part("value"), figure.Part("since")));
    }

    [Fact]
    public void A_window_that_never_opened_holds_nothing() =>
        Assert.Equal(FigureStatus.NoData, Opened().Given(Web("2025-07-01", 10)).Compute(Visits, s_visits, s_fortnight).Status);

    private static Figure Against(History history, Formula formula, Show show, params Against[] against) =>
        Figures.Compute(new(S("f"), 1, new(T("f"), formula, show, Against: [.. against])), history.Book(), Period.FiscalYear(2025));

    [Fact]
    public void The_year_before_is_the_same_days_earlier()
    {
        var history = new History { Now = Start }.Given(new InitiativeOpened(T("取組"), [], [], [], D("2024-04-01")))
            .Given(new StrandStarted(S("cafe"), T("喫茶"), D("2024-04-01")))
            .Given(Held(1, "2024-04-01"), Held(2, "2025-03-31"), Held(3, "2025-04-01"));

        var held = Against(history, CountOf("session_held"), Sessions, new Against(AgainstWhat.YearBefore)).Comparisons.Single();

        Assert.Equal((FigureStatus.Computed, "2回", (Quantity)(-1)), (held.Status, held.Shown?.Ja, held.Difference!.Low));
    }

    [Fact]
    public void February_of_the_year_before_is_whole()
    {
        var history = new History().Given(new InitiativeOpened(T("取組"), [], [], [], D("2023-04-01")))
            .Given(new StrandStarted(S("cafe"), T("喫茶"), D("2023-04-01")))
            .Given(Held(1, "2024-02-29"), Held(2, "2025-02-28"));
        var indicator = new Indicator(T("f"), CountOf("session_held"), Sessions, new(new(2025, 2)), Against: [new(AgainstWhat.YearBefore)]);

        Assert.Equal("1回", Figures.Compute(new(S("f"), 1, indicator), history.Book(), Period.FiscalYear(2024)).Comparisons.Single().Shown?.Ja);
    }

    [Fact]
    public void Another_strand_stands_in_the_place_of_its_own()
    {
        var history = Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")))
            .Given(Held(1, "2025-05-10"), Held(2, "2025-05-11", "garden"), Held(3, "2025-05-12", "garden"));

        var figure = Against(history, CountOf("session_held", ("strand", "cafe")), Sessions, new Against(AgainstWhat.Strand, S("garden")));

        Assert.Equal(("1回", "2回"), (figure.Shown?.Ja, figure.Comparisons.Single().Shown?.Ja));
        Assert.Contains(figure.Derivation.Parts, p => p.Role == "strand:garden:value" && p.Counted.Length == 2);
    }

    [Fact]
    public void A_baseline_is_the_last_declared_and_never_changes_the_value()
    {
        var history = Opened().Given(Held(1, "2025-05-10")).Given(new BaselineRecorded(S("last"), 4, S("session"), T("前年"), D("2025-04-01")));

        var figure = Against(history, CountOf("session_held"), Sessions, new Against(AgainstWhat.Baseline, S("last")),
            new Against(AgainstWhat.Baseline, S("none")));

        Assert.Equal(("1回", (Quantity?)(-3), FigureStatus.NoData), (figure.Shown?.Ja, figure.Comparisons[0].Difference?.Low, figure.Comparisons[1].Status));
    }

    public static TheoryData<string, Formula, Show, When?, string> Refused => new()
    {
        { "the comparison with the previous year has no key", CountOf("session_held"), Sessions, null, "year-before:x" },
        { "the comparison needs a key", CountOf("session_held"), Sessions, null, "baseline:" },
        { "names no strand", CountOf("session_held"), Sessions, null, "strand:garden" },
        { "cannot be moved", Visits, s_visits, s_fortnight, "year-before:" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_cannot_be_compared_is_refused(string why, Formula formula, Show show, When? when, string against)
    {
        var (what, key) = (against.Split(':')[0], against.Split(':')[1]);
        var held = new Against(what switch { "year-before" => AgainstWhat.YearBefore, "strand" => AgainstWhat.Strand, _ => AgainstWhat.Baseline },
            key.Length == 0 ? null : S(key));

        Assert.Contains(why, IndicatorRules.Check(new(T("f"), formula, show, when, Against: [held]))?.Sentence.En, StringComparison.Ordinal);
    }
}
