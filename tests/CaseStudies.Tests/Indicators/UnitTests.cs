using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>Numbers of different units are never divided as a percentage, compared, or told under each other's name.</summary>
public sealed class UnitTests
{
    private const string Unlike = "only like divided by like can be shown as a percentage";
    private const string OtherWord = "the printed unit names something other than what this formula counts";

    private static readonly Show s_ratio = Percent with { Counts = Counted.Ratio };

    public static TheoryData<string, Formula, Show> Refused => new()
    {
        { Unlike, new Ratio(Observed("listed", "people"), Observed("homes", "households")), s_ratio },
        { Unlike, new Ratio(Total("food", "kg"), Total("cost", "yen")), s_ratio },
        { Unlike, new Ratio(Total("food", "kg"), Total("food", "t")), s_ratio },
        { Unlike, new Ratio(CountOf("consultation_received"), CountOf("session_held")), s_ratio },
        { Unlike, new Ratio(CountOf("consultation_received"), CountOf("referral_made")), s_ratio },
        { Unlike, new Ratio(PeopleIn("person_attended"), Heads()), s_ratio },
        { Unlike, new Ratio(Answered("after"), Answered("before")), s_ratio },
        { Unlike, new Ratio(new Ratio(Heads(), Heads()), Heads()), s_ratio },
        { Unlike, new Ratio(Declared("target_set", "target"), Declared("baseline_recorded", "baseline")), s_ratio },
        { Unlike, new PerMonth(new Ratio(Heads(), CountOf("session_held")), S("cafe"), Take.Range), s_ratio },
        { "does not count share", new Ratio(PeopleIn("person_attended"), PeopleIn("person_enrolled")), Percent },
        { "does not count share", new Ratio(Heads(), Heads(("group", "youth"))), Percent },
        { "does not count ratio", new Ratio(Heads(("group", "youth")), Heads()), s_ratio },
        { OtherWord, Total("cost", "yen"), new(Counted.Things, new("人", "people")) },
        { OtherWord, Total("cost", "yen"), new(Counted.Things, new("円", "people")) },
        { OtherWord, Total("cost", "yen"), new(Counted.Things, new("人", "yen")) },
        { OtherWord, Heads(), Visits with { Unit = new("人", "different people") } },
        { OtherWord, CountOf("session_held"), Sessions with { Unit = new("世帯", "households") } },
        { "does not count different people", Observed("cost", "yen"), People },
        { "does not count different people", Total("listed", "people"), People },
        { "name exactly one attribute", new Distinct([Of("attribute_recorded", ("attribute", "municipality"), ("attribute", "language"))], "value"), Things },
        { "name exactly one attribute", new Distinct([Of("attribute_recorded")], "value"), Things },
        {
            "name exactly one attribute",
            new Listed([Of("attribute_recorded", ("attribute", "municipality")), Of("attribute_recorded", ("attribute", "language"))], "value"), Things
        },
        { "points have no true zero", new Achievement(Scored, S("reached")), Achieved },
        { "there is no achievement of this formula", new Achievement(new Achievement(Heads(), S("a")), S("b")), Achieved },
        { "there is no achievement of a declared value", new Achievement(Declared("baseline_recorded", "baseline"), S("b")), Achieved },
        { "an achievement cannot be divided", new Ratio(new Achievement(Heads(), S("a")), Heads()), EachSession },
        { "does not count share", new Achievement(Heads(), S("a")), Percent },
        { "a share must be shown as a percentage", new Achievement(Heads(), S("a")), new(Counted.Achievement, new("倍", "times")) },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_mixes_units_is_refused(string why, Formula formula, Show show) =>
        Assert.Contains(why, Check(formula, show)?.Sentence.En, StringComparison.Ordinal);

    public static TheoryData<Formula, Show> Accepted => new()
    {
        { new Ratio(Total("picked", "kg"), Total("food", "kilogram")), s_ratio },
        { new Ratio(Heads(), new Sum(Of("session_planned", ("unit", "people")), "capacity")), s_ratio },
        { new Ratio(CountOf("session_held", ("strand", "cafe")), CountOf("session_held")), Percent },
        { new Ratio(new Distinct([Of("person_attended", ("group", "youth"))], "person"), PeopleIn("person_attended", "person_enrolled")), Percent },
        { new Ratio(new Count(Of("session_held").By(Of("partner_attended"), key: "session")), CountOf("session_held")), Percent },
        { new Ratio(Answered("after"), Answered("before")), EachSession },
        { Total("listed", "people"), Visits },
        { Observed("listed", "people"), People },
        { CountOf("survey_response_recorded"), new(Counted.Responses, new("人", "people")) },
        { CountOf("consultation_received"), new(Counted.Entries, new("人", "people")) },
        { new Distinct([Of("attribute_recorded", ("attribute", "municipality"))], "value"), new(Counted.Things, new("市", "municipalities")) },
        { new Achievement(Answered("after"), S("reached")), Achieved },
    };

    [Theory, MemberData(nameof(Accepted))]
    public void What_keeps_them_apart_is_accepted(Formula formula, Show show) => Assert.Null(Check(formula, show)?.Sentence.En);

    [Fact]
    public void An_older_definition_that_mixes_units_is_blocked_and_says_why()
    {
        var figure = Bought().Compute(new Ratio(Total("food", "kg"), Total("cost", "yen")), s_ratio);

        Assert.Equal((FigureStatus.Blocked, null), (figure.Status, figure.Shown?.En));
        Assert.Contains(Unlike, Assert.Single(figure.NotesIn(Language.En)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("people", true)]
    [InlineData("person", true)]
    [InlineData("visits", true)]
    [InlineData("households", null)]
    [InlineData("percent", null)]
    [InlineData("cups", null)]
    public void A_target_is_compared_only_in_the_unit_of_the_figure(string unit, bool? achieved)
    {
        var figure = OneSession(9).Given(Target("9", unit)).Compute(Heads(), Visits, target: S("t"));

        Assert.Equal((achieved, achieved is null), (figure.Target?.Achieved, figure.Target is null));
        Assert.Equal(achieved is null, figure.NotesIn(Language.En).Any(n => n.Contains("which is not the unit of this figure", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("people", true)]
    [InlineData("visits", null)]
    public void A_target_for_visits_is_none_for_different_people(string unit, bool? achieved) => Assert.Equal(achieved,
        OneSession(9).Given(Attended(1, 1)).Given(Target("1", unit)).Compute(PeopleIn("person_attended"), People, target: S("t")).Target?.Achieved);

    [Fact]
    public void A_target_for_visits_is_none_for_people_who_were_listed()
    {
        var history = Opened().Given(new QuantityObserved(S("listed"), 12, S("people"), D("2025-05-10"))).Given(Target("9", "visits"));

        Assert.Equal((null, true), (history.Compute(Observed("listed", "people"), People, target: S("t")).Target?.Achieved,
            history.Compute(Total("listed", "people"), Visits, target: S("t")).Target?.Achieved));
    }

    /// <summary>The different people of each month, added up, are no different people.</summary>
    [Theory]
    [InlineData("person-months", true)]
    [InlineData("people", true)]
    [InlineData("visits", null)]
    [InlineData("households", null)]
    public void A_total_of_the_people_of_each_month_is_person_months(string unit, bool? achieved) => Assert.Equal(achieved,
        OneSession(9).Given(Attended(1, 1)).Given(Target("1", unit)).Compute(new PerMonth(PeopleIn("person_attended"), S("cafe"), Take.Total),
            new(Counted.PersonMonths, new("人月", "person-months")), target: S("t")).Target?.Achieved);

    /// <summary>Targets of version 1 stated no unit: 0.8 may have meant 80 %, and half of the answers do not reach that.</summary>
    [Theory]
    [InlineData("0.8", null)]
    [InlineData("80", false)]
    [InlineData("50", true)]
    public void An_older_target_of_a_percentage_is_not_taken_for_a_fraction(string value, bool? achieved)
    {
        var figure = OneSession(9).Given(Youth(1, 9) with { Group = S("others") })
            .GivenStored("target_set", $$"""{"target":"t","comparison":"at-least","value":"{{value}}","on":"2025-04-01"}""")
            .Compute(new Ratio(Heads(("group", "youth")), Heads()), Percent, target: S("t"));

        Assert.Equal((achieved, "50%"), (figure.Target?.Achieved, figure.Shown?.En));
        Assert.Equal(achieved is null, figure.NotesIn(Language.En).Any(n => n.Contains("states no unit", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("people", FigureStatus.Computed, "4")]
    [InlineData("households", FigureStatus.Blocked, null)]
    public void A_baseline_in_another_unit_has_no_difference(string unit, FigureStatus status, string? difference)
    {
        var history = OneSession(9).Given(new BaselineRecorded(S("town"), 5, S(unit), T("統計"), D("2025-04-01")));
        var figure = Figures.Compute(new(S("f"), 1, new(T("指標"), Heads(), Visits, Against: [new(AgainstWhat.Baseline, S("town"))])), history.Book(),
            Period.FiscalYear(2025));

        var compared = Assert.Single(figure.Comparisons);
        Assert.Equal((status, difference), (compared.Status, compared.Difference?.Low.ToString()));
        Assert.Equal(difference is null, compared.Notes.Any(n => n.En.Contains("households", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("12", "75%", FigureStatus.Computed)]
    [InlineData("6", "150%", FigureStatus.Computed)]
    [InlineData("0", null, FigureStatus.NoData)]
    public void Achievement_is_the_value_over_its_target(string target, string? shown, FigureStatus status)
    {
        var figure = OneSession(9).Given(Target(target, "people")).Compute(new Achievement(Heads(), S("t")), Achieved);

        Assert.Equal((status, shown), (figure.Status, figure.Shown?.En));
        Assert.Equal((target, ""), figure.Part("target"));
    }

    [Fact]
    public void Achievement_without_a_target_is_no_data() =>
        Assert.Equal(FigureStatus.NoData, OneSession(9).Compute(new Achievement(Heads(), S("t")), Achieved).Status);

    [Fact]
    public void Achievement_of_a_share_is_by_a_target_in_per_cent() => Assert.Equal("125%", Surveyed().Given(Target("80", "percent"))
        .Compute(new Achievement(Answered("after"), S("t")), Achieved).Shown?.En);

    [Theory]
    [InlineData(Comparison.AtMost, "people")]
    [InlineData(Comparison.LessThan, "people")]
    [InlineData(Comparison.AtLeast, "households")]
    public void Achievement_of_a_limit_or_in_another_unit_is_blocked(Comparison comparison, string unit) => Assert.Equal(FigureStatus.Blocked,
        OneSession(9).Given(Target("9", unit, comparison)).Compute(new Achievement(Heads(), S("t")), Achieved).Status);

    [Theory]
    [InlineData("2026-03-30", null)]
    [InlineData("2026-03-31", null)]
    [InlineData("2026-04-01", true)]
    [InlineData(null, true)]
    public void A_limit_is_judged_when_the_period_is_over(string? asked, bool? kept)
    {
        var figure = Figures.Compute(new(S("f"), 1, new(T("指標"), Heads(), Visits, Target: S("t"))),
            OneSession(9).Given(Target("9", "people", Comparison.AtMost)).Book(asked: asked), Period.FiscalYear(2025));

        Assert.Equal((kept, kept is null), (figure.Target!.Achieved, figure.Target.IsPending));
        Assert.Equal(kept is null, figure.NotesIn(Language.En).Any(n => n.Contains("upper limit", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(199, 1, 0, Rounding.HalfUp, "99.5%")]
    [InlineData(200, 0, 0, Rounding.HalfUp, "100%")]
    [InlineData(1999, 1, 0, Rounding.HalfUp, "99.95%")]
    [InlineData(1, 999, 0, Rounding.HalfUp, "0.1%")]
    [InlineData(1, 999, 0, Rounding.Down, "0.1%")]
    [InlineData(0, 9, 0, Rounding.HalfUp, "0%")]
    [InlineData(199, 1, 0, Rounding.Down, "99%")]
    [InlineData(199, 1, 0, Rounding.Up, "99.5%")]
    [InlineData(66, 34, 0, Rounding.HalfUp, "66%")]
    [InlineData(999999, 1, 1, Rounding.HalfUp, "99.9999%")]
    public void Nearly_all_is_not_printed_as_all_nor_nearly_none_as_none(int youth, int others, int decimals, Rounding rounding, string shown) =>
        Assert.Equal(shown, Opened().Given(Held(1, "2025-05-10")).Given(Youth(1, youth)).Given(Youth(1, others) with { Group = S("others") })
            .Compute(new Ratio(Heads(("group", "youth")), Heads()), Percent with { Decimals = decimals, Rounding = rounding }).Shown?.En);

    private static Refusal? Check(Formula formula, Show show) => IndicatorRules.Check(new(T("指標"), formula, show));

    private static Show Achieved => new(Counted.Achievement, new("%", "%"), Percent: true);

    private static Score Scored => new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after")), [S("lonely")], ScoreResult.Mean);

    private static Share Answered(string wave) => new(Of("survey_response_recorded", ("instrument", "mood"), ("wave", wave)), "lonely", [S("never")]);

    private static Sum Total(string quantity, string unit) => new(Of("quantity_observed", ("quantity", quantity), ("unit", unit)), "value");

    private static Latest Observed(string quantity, string unit) => new(Of("quantity_observed", ("quantity", quantity), ("unit", unit)));

    private static Latest Declared(string kind, string dimension) => new(Of(kind, (dimension, "x")));

    private static TargetSet Target(string value, string unit, Comparison comparison = Comparison.AtLeast) =>
        new(S("t"), comparison, Quantity.Parse(value), D("2025-04-01"), Unit: S(unit));

    private static History Bought() => Opened().Given(new QuantityObserved(S("food"), 12, S("kg"), D("2025-05-10")))
        .Given(new QuantityObserved(S("cost"), 2400, S("yen"), D("2025-05-10")));

    private static History Surveyed() => Opened()
        .Given(new SurveyIntroduced(S("mood"), 1, T("気分"), [new(S("lonely"), T("孤独"), [new(S("never"), T("ない")), new(S("often"), T("ある"))])], D("2025-04-01")))
        .Given(new SurveyResponseRecorded(S("mood"), 1, S("after"), D("2025-06-01"), ImmutableSortedDictionary<string, Slug>.Empty.Add("lonely", S("never"))));
}
