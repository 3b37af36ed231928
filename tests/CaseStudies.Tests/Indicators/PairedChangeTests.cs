using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class PairedChangeTests
{
    private static readonly Show s_change = new(Counted.Change, new("点", "points"), 2);

    private static SurveyIntroduced Survey(int version) => new(S("lonely"), version, T("孤独"),
        [new(S("q1"), T("問1"), [new(S("never"), T("ない"), 1), new(S("often"), T("ある"), 3), new(S("unsaid"), T("言えない"))]),
            new(S("q2"), T("問2"), [new(S("never"), T("ない"), 1), new(S("often"), T("ある"), 3)])], D("2025-04-01"));

    private static SurveyResponseRecorded Response(int? person, string wave, string first, string? second = "never", int version = 1,
        string on = "2025-06-01") => new(
        S("lonely"), version, S(wave), D(on),
        ImmutableSortedDictionary<string, Slug>.Empty.Add("q1", S(first)).AddRange(second is null ? [] : [new("q2", S(second))]),
        person is { } p ? P(p) : null);

    private static PairedChange Change(ChangeResult result) =>
        new(Of("survey_response_recorded", ("instrument", "lonely")), [S("q1"), S("q2")], S("before"), S("after"), result);

    private static History Old => new History().Given(new InitiativeOpened(T("はち福"), [], [], [], D("2019-04-01")));

    private static History Surveyed => Opened().Given(Survey(1)).Given(Survey(2))
        .Given(Response(1, "before", "never"), Response(1, "after", "often", "often"))
        .Given(Response(2, "before", "often"), Response(2, "after", "never"))
        .Given(Response(3, "before", "never"), Response(3, "after", "never"));

    [Theory]
    [InlineData(ChangeResult.Risen, "1人")]
    [InlineData(ChangeResult.Fallen, "1人")]
    [InlineData(ChangeResult.Unchanged, "1人")]
    public void People_by_the_direction_of_their_change(ChangeResult result, string shown) =>
        Assert.Equal(shown, Surveyed.Compute(Change(result), People).Shown?.Ja);

    [Fact]
    public void The_mean_of_changes() => Assert.Equal("0.67点", Surveyed.Compute(Change(ChangeResult.Mean), s_change).Shown?.Ja); // 4 - 2 + 0 over 3

    [Fact]
    public void Who_cannot_be_paired_is_told()
    {
        var figure = Surveyed.Given(Response(4, "before", "never")).Given(Response(5, "before", "never"), Response(5, "after", "often", version: 2))
            .Given(Response(6, "before", "never"), Response(6, "after", "unsaid")).Given(Response(7, "before", "never", null), Response(7, "after", "never"))
            .Given(Response(null, "after", "never")).Given(Response(8, "middle", "never"))
            .Compute(Change(ChangeResult.Risen), People);

        Assert.Equal("1人", figure.Shown?.Ja);
        Assert.Equal(["前後の回答がそろわない3人を除きました。", "前と後で調査票の版が異なる1人を除きました。"], figure.NotesIn(Language.Ja));
        Assert.Equal("OtherValue:person OtherValue:wave NotPaired OtherVersion OtherVersion NotScored NotScored NotScored NotScored",
            figure.Part("value").LeftOut);
    }

    [Fact]
    public void A_change_of_an_earlier_year_is_not_one_of_this_year()
    {
        var figure = Old.Given(Survey(1))
            .Given(Response(1, "before", "never", on: "2020-05-01"), Response(1, "after", "often", on: "2021-02-01"))
            .Given(Response(2, "before", "never", on: "2024-12-01"), Response(2, "after", "often"))
            .Compute(Change(ChangeResult.Risen), People);

        Assert.Equal(("1人", "0 1"), (figure.Shown?.Ja, figure.Part("value").Counted));
        Assert.Equal(("OutsideDays OutsideDays", 0), (figure.Part("value").LeftOut, figure.Derivation.Notes.Length));
    }

    [Fact]
    public void A_wave_that_comes_again_each_year_is_compared_within_its_year()
    {
        var figure = Old.Given(Survey(1))
            .Given(Response(1, "before", "often", on: "2024-04-10"), Response(1, "after", "never", on: "2025-03-10"))
            .Given(Response(1, "before", "never", on: "2025-04-10"), Response(1, "after", "often", on: "2026-03-10"))
            .Compute(Change(ChangeResult.Risen), People);

        Assert.Equal(("1人", "0 1", "OutsideDays OutsideDays"), (figure.Shown?.Ja, figure.Part("value").Counted, figure.Part("value").LeftOut));
    }

    [Fact]
    public void An_answer_after_that_is_dated_before_the_one_before_is_no_fall()
    {
        var figure = Opened().Given(Survey(1)).Given(Response(1, "before", "often", on: "2025-06-02"), Response(1, "after", "never"))
            .Given(Response(2, "before", "never"), Response(2, "after", "never")).Compute(Change(ChangeResult.Fallen), People);

        Assert.Equal(("0人", "AfterCameFirst AfterCameFirst"), (figure.Shown?.Ja, figure.Part("value").LeftOut));
        Assert.Equal(["「後」の回答が「前」より早い日付の1人を除きました。日付を確かめてください。"], figure.NotesIn(Language.Ja));
    }

    [Theory]
    [InlineData("2025-05-01", "2025-05-02", FigureStatus.Blocked)] // both of this year
    [InlineData("2025-05-01", "2024-05-02", FigureStatus.Computed)] // the one of this year
    [InlineData("2023-05-01", "2024-05-02", FigureStatus.Computed)] // the last one
    [InlineData("2024-05-02", "2024-05-02", FigureStatus.Blocked)] // which?
    public void Of_several_before_one_must_be_meant(string one, string other, FigureStatus status) => Assert.Equal(status, Old.Given(Survey(1))
        .Given(Response(1, "before", "never", on: one), Response(1, "before", "often", on: other), Response(1, "after", "never"))
        .Compute(Change(ChangeResult.Fallen), People).Status);

    [Fact]
    public void Two_answers_of_one_person_block() =>
        Assert.Equal(FigureStatus.Blocked,
            Surveyed.Given(Response(9, "after", "never")).Given(Merged(1, 9)).Compute(Change(ChangeResult.Risen), People).Status);

    [Fact]
    public void Nobody_paired_is_no_data() =>
        Assert.Equal(FigureStatus.NoData, Opened().Given(Survey(1)).Given(Response(1, "before", "never")).Compute(Change(ChangeResult.Risen), People).Status);

    private static SurveyTallied Tally(int never, int often, string? part = null, int version = 1) =>
        new(S("lonely"), version, S("after"), D("2025-06-02"), never + often,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty.Add("q1",
            ImmutableSortedDictionary<string, int>.Empty.Add("never", never).Add("often", often)),
        Part: part is null ? null : S(part));

    private static Share Lonely =>
        new(Of("survey_response_recorded", ("instrument", "lonely"), ("wave", "after")), "q1", [S("often")],
            Of("survey_tallied", ("instrument", "lonely"), ("wave", "after")));

    [Fact]
    public void Answers_counted_on_paper_are_added_to_single_ones()
    {
        var figure = Surveyed.Given(Tally(3, 1, "a"), Tally(2, 1, "b")).Compute(Lonely, Percent);

        Assert.Equal("30% = 3 ÷ 10", figure.Derivation.Arithmetic?.Ja);
        Assert.Equal(("1 1 1 4 3", ""),
            (figure.Part("denominator").Counted, figure.Part("numerator").LeftOut.Replace("OtherAnswer", "", StringComparison.Ordinal).Trim()));
    }

    [Fact]
    public void The_same_part_tallied_twice_blocks() =>
        Assert.Equal(FigureStatus.Blocked, Surveyed.Given(Tally(3, 1), Tally(2, 1)).Compute(Lonely, Percent).Status);

    [Fact]
    public void A_tally_of_another_version_blocks() =>
        Assert.Equal(FigureStatus.Blocked, Surveyed.Given(Tally(3, 1, version: 2)).Compute(Lonely, Percent).Status);

    [Fact]
    public void An_answer_can_be_a_condition() => Assert.Equal("1件", Surveyed
        .Compute(CountOf("survey_response_recorded", ("instrument", "lonely"), ("answer.q1", "often"), ("wave", "after")),
            new(Counted.Responses, new("件", "responses"))).Shown?.Ja);
}
