using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class ScoreTests
{
    private static readonly Show s_points = new(Counted.Score, new("点", "points"), 2);
    private static readonly Score s_mean = new(Of("survey_response_recorded", ("instrument", "ucla-3-ja"), ("wave", "after")),
        [S("companionship"), S("left-out"), S("isolated")], ScoreResult.Mean);

    [Fact]
    public void The_mean_is_exact_and_says_of_how_many()
    {
        var figure = Surveyed(Response(1, "always", "always", "always"), Response(2, "never", "never", "never"), Response(null, "sometimes", "never", "never"))
            .Compute(s_mean, s_points);

        Assert.Equal((FigureStatus.Computed, "6.67点", "6.67 points", "6.67 = 20 ÷ 3"), figure.Told());
        Assert.Equal(("20/3", ("12 3 5", "")), (figure.Value?.Low.ToString(), figure.Part("value")));
    }

    [Fact]
    public void Who_left_an_item_out_has_no_score_and_is_told()
    {
        var figure = Surveyed(Response(1, "always", "always", "always"), Response(2, "always", "always", null), Response(3, "always", null, null))
            .Compute(s_mean, s_points);

        Assert.Equal(("12.00点", ("12", "NotScored NotScored")), (figure.Shown?.Ja, figure.Part("value")));
        Assert.Equal(["点数の設問に答えていないか、点数のない選択肢を選んだ2件を除きました。"], figure.NotesIn(Language.Ja));
        Assert.Contains("2 responses without a score are left out", figure.NotesIn(Language.En).Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, null, "67%"), InlineData(6, null, "33%"), InlineData(null, 3, "33%"), InlineData(4, 5, "33%"), InlineData(13, null, "0%")]
    public void The_share_is_of_those_within_the_bounds(int? atLeast, int? atMost, string shown)
    {
        var history = Surveyed(Response(1, "always", "always", "always"), Response(2, "never", "never", "never"),
            Response(null, "sometimes", "never", "never"));

        Assert.Equal(shown, history.Compute(s_mean with { As = ScoreResult.Share, AtLeast = atLeast, AtMost = atMost }, Percent).Shown?.Ja);
    }

    [Fact]
    public void Nobody_with_a_score_is_no_data()
    {
        Assert.Equal(FigureStatus.NoData, Surveyed().Compute(s_mean, s_points).Status);
        Assert.Equal(FigureStatus.NoData, Surveyed(Response(1, "always", null, null)).Compute(s_mean, s_points).Status);
    }

    [Fact]
    public void Answers_without_points_give_no_score()
    {
        var direct = new Score(Of("survey_response_recorded", ("instrument", "loneliness-direct-ja"), ("wave", "after")), [S("lonely")], ScoreResult.Mean);
        var history = Opened().Given(Instruments.Find(new("loneliness-direct-ja"))!.Introduced(D("2025-04-10"))).Given(new SurveyResponseRecorded(
            S("loneliness-direct-ja"), 1, S("after"), D("2026-02-01"), ImmutableSortedDictionary<string, Slug>.Empty.Add("lonely", S("never"))));

        Assert.Equal((FigureStatus.NoData, ("", "NotScored")), (history.Compute(direct, s_points).Status, history.Compute(direct, s_points).Part("value")));
    }

    [Fact]
    public void A_person_who_answered_twice_blocks_even_where_one_response_has_no_score() => Assert.Equal(
        FigureStatus.Blocked, Surveyed(Response(1, "always", "always", "always"), Response(1, "always", null, null)).Compute(s_mean, s_points).Status);

    [Fact]
    public void It_is_told_in_both_languages()
    {
        var history = Surveyed(Response(1, "always", "always", "always"));

        var mean = Told(s_mean with { Items = [S("companionship"), S("isolated")] });
        Assert.Contains("のうち、点数のあるものの、設問「あなたは、自分には人とのつきあいがないと感じることがありますか。」「あなたは、自分は他の人たちから孤立していると感じることがありますか。」の点数の平均", mean.Ja, StringComparison.Ordinal);
        Assert.Contains("ean score on \"Do you feel that you lack companionship?\" and \"Do you feel isolated from others?\", among survey responses", mean.En,
            StringComparison.Ordinal);
        Assert.Contains("of at least 6 ÷", Told(s_mean with { As = ScoreResult.Share, AtLeast = 6 }).En, StringComparison.Ordinal);
        Assert.Contains("6点以下", Told(s_mean with { As = ScoreResult.Share, AtMost = 6 }).Ja, StringComparison.Ordinal);
        Assert.Contains("from 4 to 6", Told(s_mean with { As = ScoreResult.Share, AtLeast = 4, AtMost = 6 }).En, StringComparison.Ordinal);

        PublicText Told(Score score) => Figures.Sentence(new(T("孤独"), score, s_points), new(history.Book()));
    }

    private static History Surveyed(params InitiativeFact[] responses) =>
        Opened().Given([Instruments.Find(new("ucla-3-ja"))!.Introduced(D("2025-04-10")), .. responses]);

    private static SurveyResponseRecorded Response(int? person, params string?[] answers) => new(
        S("ucla-3-ja"), 1, S("after"), D("2026-02-01"),
        s_mean.Items.Zip(answers).Where(a => a.Second is not null).ToImmutableSortedDictionary(a => a.First.Value, a => S(a.Second!), StringComparer.Ordinal),
        person is { } p ? P(p) : null);
}
