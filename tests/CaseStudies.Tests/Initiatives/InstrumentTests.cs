using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Indicators;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Initiatives;

/// <summary>The questionnaires that ship, and that answers to two of them never meet in one figure.</summary>
public sealed class InstrumentTests
{
    private static readonly Show s_responses = new(Counted.Responses, new("件", "responses"));
    private static readonly Show s_points = new(Counted.Change, new("点", "points"), 2);

    private static ShippedInstrument Japanese => Instruments.Find(S("ucla-3-ja"))!;
    private static ShippedInstrument British => Instruments.Find(S("ucla-3-uk"))!;

    [Fact]
    public void The_Japanese_form_has_four_answers_and_3_to_12_points_the_British_three_and_3_to_9()
    {
        Assert.Equal((3, 4, new ScoreRange(3, 12)), (Japanese.Items.Length, Japanese.Items.Select(i => i.Answers.Length).Distinct().Single(), Japanese.Scores));
        Assert.Equal((3, 3, new ScoreRange(3, 9)), (British.Items.Length, British.Items.Select(i => i.Answers.Length).Distinct().Single(), British.Scores));
    }

    [Fact]
    public void The_direct_question_has_five_answers_and_no_scores()
    {
        var direct = Instruments.Find(S("loneliness-direct-ja"))!;

        Assert.Equal("あなたはどの程度、孤独であると感じることがありますか。", direct.Items.Single().Question.Ja);
        Assert.Equal(["決してない", "ほとんどない", "たまにある", "時々ある", "しばしばある・常にある"], direct.Items.Single().Answers.Select(a => a.Label.Ja));
        Assert.Null(direct.Scores);
    }

    [Fact]
    public void Each_is_introduced_as_published()
    {
        foreach (var shipped in Instruments.All)
            Assert.Null(Record(shipped.Introduced(D("2025-05-01"))));
        Assert.Equal(Instruments.All.Length, Instruments.All.Select(i => i.Key).Distinct().Count());
    }

    [Fact]
    public void Under_its_key_and_version_nothing_is_altered()
    {
        var survey = Japanese.Introduced(D("2025-05-01"));

        Assert.Equal("instrument-altered", Record(survey with { Items = survey.Items.SetItem(0, survey.Items[0] with { Question = T("さびしいですか。") }) }));
        Assert.Equal("instrument-altered",
            Record(survey with { Items = survey.Items.SetItem(0,
                survey.Items[0] with { Answers = survey.Items[0].Answers.SetItem(0, survey.Items[0].Answers[0] with { Score = 0 }) }) }));
        Assert.Equal("instrument-altered", Record(survey with { Items = [.. survey.Items.Reverse()] }));
        Assert.Equal("instrument-altered", Record(survey with { Items = British.Items }));
        Assert.Null(Record(survey with { Instrument = S("own"), Items = British.Items }));
    }

    [Fact]
    public void A_correction_alters_nothing_either()
    {
        var history = Opened();
        var entry = history.Record(Japanese.Introduced(D("2025-05-01")));

        var decision = history.Decide(
            new CorrectEntry(history.NextCommand(), entry, Japanese.Introduced(D("2025-05-01")) with { Title = T("別の題") }, new(ReasonCode.Other)));

        Assert.Equal("instrument-altered", decision.Refusal?.Code);
    }

    public static TheoryData<string, Formula, Show> Mixing => new()
    {
        { "a share", new Share(Answers("after", "ucla-3-ja", "ucla-3-uk"), "isolated", [S("never")]), Percent },
        { "a share with tallies of the other form", new Share(Answers("after", "ucla-3-ja"), "isolated", [S("never")], Tallies("ucla-3-uk")), Percent },
        { "a mean change", Change(ChangeResult.Mean, "ucla-3-ja", "ucla-3-uk"), s_points },
        { "people who rose", Change(ChangeResult.Risen, "ucla-3-ja", "ucla-3-uk"), People },
        { "a count by an answer", CountOf("survey_response_recorded", ("instrument", "ucla-3-ja"), ("instrument", "ucla-3-uk"), ("answer.isolated", "often")),
            s_responses },
        { "a sum of tallied sheets", new Sum(Tallies("ucla-3-ja", "ucla-3-uk"), "respondents"), s_responses },
        { "a ratio of one to the other", new Ratio(Lonely("ucla-3-ja"), Lonely("ucla-3-uk")), Percent },
        { "a ratio of shares", new Ratio(new Share(Answers("after", "ucla-3-ja"), "isolated", [S("never")]),
            new Share(Answers("after", "ucla-3-uk"), "isolated", [S("often")])), Percent },
        { "a ratio of one to all", new Ratio(Lonely("ucla-3-ja"), CountOf("survey_response_recorded")), Percent },
        { "a month by month ratio", new PerMonth(new Ratio(Lonely("ucla-3-ja"), Lonely("ucla-3-uk")), S("cafe"), Take.Range), Percent },
    };

    [Theory, MemberData(nameof(Mixing))]
    public void A_definition_that_mixes_the_two_forms_is_refused(string what, Formula formula, Show show) =>
        Assert.True(IndicatorRules.Check(new(T("孤独"), formula, show))?.Code == "indicator-invalid", what);

    [Fact]
    public void Of_one_form_alone_each_is_accepted()
    {
        Assert.Null(IndicatorRules.Check(new(T("孤独"), new Share(Answers("after", "ucla-3-ja"), "isolated", [S("never")], Tallies("ucla-3-ja")), Percent)));
        Assert.Null(IndicatorRules.Check(new(T("孤独"), Change(ChangeResult.Mean, "ucla-3-uk"), s_points)));
        Assert.Null(IndicatorRules.Check(
            new(T("孤独"), new Ratio(Lonely("ucla-3-ja"), CountOf("survey_response_recorded", ("instrument", "ucla-3-ja"))), Percent)));
        Assert.Null(IndicatorRules.Check(new(T("孤独"), Lonely("ucla-3-ja"), s_responses)));
    }

    [Fact]
    public void A_person_who_answered_one_form_before_and_the_other_after_is_not_paired()
    {
        var history = Opened().Given(Japanese.Introduced(D("2025-05-01"))).Given(British.Introduced(D("2025-05-01")))
            .Given(Answer("ucla-3-ja", "before", 1, "always"), Answer("ucla-3-uk", "after", 1, "some-of-the-time"))
            .Given(Answer("ucla-3-ja", "before", 2, "always"), Answer("ucla-3-ja", "after", 2, "sometimes"));

        var figure = history.Compute(Change(ChangeResult.Mean, "ucla-3-ja"), s_points);

        Assert.Equal("-3.00点", figure.Shown?.Ja); // 9 - 12, of the second alone
        Assert.Equal("OtherValue:instrument NotPaired", figure.Part("value").LeftOut);
    }

    private static string? Record(SurveyIntroduced survey)
    {
        var history = Opened();
        return history.Decide(new RecordFacts(history.NextCommand(), [survey])).Refusal?.Code;
    }

    private static Selection Answers(string wave, params string[] instruments) =>
        Of("survey_response_recorded", [("wave", wave), .. instruments.Select(i => ("instrument", i))]);

    private static Selection Tallies(params string[] instruments) => Of("survey_tallied", [("wave", "after"), .. instruments.Select(i => ("instrument", i))]);

    private static PairedChange Change(ChangeResult result, params string[] instruments) => new(
        Of("survey_response_recorded", [.. instruments.Select(i => ("instrument", i))]), [S("companionship"), S("left-out"), S("isolated")], S("before"),
        S("after"), result);

    private static Count Lonely(string instrument) => CountOf("survey_response_recorded", ("instrument", instrument), ("answer.isolated", "often"));

    private static SurveyResponseRecorded Answer(string instrument, string wave, int person, string answer) => new(
        S(instrument), 1, S(wave), D("2025-06-01"),
        ImmutableSortedDictionary<string, Slug>.Empty.Add("companionship", S(answer)).Add("left-out", S(answer)).Add("isolated", S(answer)), P(person));
}
