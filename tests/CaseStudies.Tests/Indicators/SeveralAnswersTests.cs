using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>An item to which one respondent may give several answers: its share is of respondents, never of answers.</summary>
public sealed class SeveralAnswersTests
{
    private static readonly Selection s_responses = Of("survey_response_recorded", ("instrument", "end"), ("wave", "post"));
    private static readonly Selection s_tallies = Of("survey_tallied", ("instrument", "end"), ("wave", "post"));

    private static Share Chose(params string[] answers) => new(s_responses, "why", [.. answers.Select(S)], s_tallies);

    private static SurveyIntroduced Survey(bool multiple) => new(S("end"), 1, T("終わりの調査"),
        [new(S("why"), new("来る理由", "Why do you come?"), [Answer("friends"), Answer("meals"), Answer("learning")], multiple)], D("2025-04-01"));

    private static SurveyAnswer Answer(string key) => new(S(key), T(key));

    private static SurveyTallied Tally(int respondents, params (string Answer, int Number)[] numbers) => new(
        S("end"), 1, S("post"), D("2026-03-01"), respondents,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty.Add("why",
            numbers.ToImmutableSortedDictionary(n => n.Answer, n => n.Number, StringComparer.Ordinal)));

    private static readonly SurveyTallied s_ten = Tally(10, ("friends", 8), ("meals", 6), ("learning", 1));

    private static SurveyResponseRecorded Response(string answer) => new(S("end"), 1, S("post"), D("2026-03-01"),
        ImmutableSortedDictionary<string, Slug>.Empty.Add("why", S(answer)));

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "tally-exceeds-respondents")]
    public void The_answers_may_add_up_to_more_than_the_respondents_only_where_several_are_allowed(bool multiple, string? refusal) =>
        Assert.Equal(refusal, Decide(multiple, s_ten).Refusal?.Code);

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, "answer-exceeds-respondents")]
    public void One_answer_is_never_given_more_often_than_there_are_respondents(int number, string? refusal) =>
        Assert.Equal(refusal, Decide(true, Tally(10, ("friends", number), ("meals", 1))).Refusal?.Code);

    [Fact]
    public void A_response_cannot_hold_just_one_of_several_answers() => Assert.Equal("answer-of-several", Decide(true, Response("meals")).Refusal?.Code);

    [Theory]
    [InlineData("friends", "80%", "80% = 8 ÷ 10")]
    [InlineData("learning", "10%", "10% = 1 ÷ 10")]
    public void One_answer_is_divided_by_the_respondents(string answer, string shown, string arithmetic)
    {
        var figure = Opened().Given(Survey(true)).Given(s_ten).Compute(Chose(answer), Percent);

        Assert.Equal((FigureStatus.Computed, shown, shown, arithmetic), figure.Told());
        Assert.Equal("10", figure.Part("denominator").Counted);
        Assert.Empty(figure.Derivation.Notes);
    }

    [Theory]
    [InlineData("friends", "meals", "80〜100%", "80%–100% = 8–10 ÷ 10")]
    [InlineData("meals", "learning", "60〜70%", "60%–70% = 6–7 ÷ 10")]
    public void Two_answers_are_not_added_but_bounded(string one, string other, string shown, string arithmetic)
    {
        var figure = Opened().Given(Survey(true)).Given(s_ten).Compute(Chose(one, other), Percent);

        Assert.Equal((FigureStatus.Computed, shown, arithmetic), (figure.Status, figure.Shown?.Ja, figure.Derivation.Arithmetic?.En));
        Assert.StartsWith("One respondent may give several answers to this item.", figure.NotesIn(Language.En).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_gave_the_other_answer_the_number_is_known() => Assert.Equal("80%",
        Opened().Given(Survey(true)).Given(Tally(10, ("friends", 8))).Compute(Chose("friends", "meals"), Percent).Shown?.Ja);

    [Fact]
    public void Of_an_item_with_one_answer_each_two_answers_are_added() => Assert.Equal((FigureStatus.Computed, "70%", "70%", "70% = 7 ÷ 10"),
        Opened().Given(Survey(false)).Given(Tally(10, ("friends", 4), ("meals", 3), ("learning", 3))).Compute(Chose("friends", "meals"), Percent).Told());

    [Fact]
    public void The_sentence_says_that_respondents_may_choose_several()
    {
        var terms = new Terms(Opened().Given(Survey(true)).Book());

        var sentence = Figures.Sentence(new(T("理由"), Chose("friends", "meals"), Percent), terms);

        Assert.Contains("のうち、複数回答の設問「来る理由」で「friends」か「meals」を選んだ人の数 ÷ 回答者の数", sentence.Ja, StringComparison.Ordinal);
        Assert.Contains(
            "espondents who chose \"friends\" or \"meals\" at the item \"Why do you come?\", which takes several answers, ÷ all respondents",
            sentence.En, StringComparison.Ordinal);
    }

    private static Decision Decide(bool multiple, InitiativeFact fact) =>
        Opened().Given(Survey(multiple)).Decide(new RecordFacts(new(Guid.NewGuid()), [fact]));
}
