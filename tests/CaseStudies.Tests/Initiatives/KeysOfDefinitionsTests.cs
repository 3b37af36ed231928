using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Initiatives;

/// <summary>A definition that names what was neither declared nor recorded would count nothing for ever: it is refused, with the place inside it.</summary>
public sealed class KeysOfDefinitionsTests
{
    private static readonly Selection s_answers = Of("survey_response_recorded", ("instrument", "mood"), ("wave", "after"));

    private static readonly Show s_entries = new(Counted.Entries, new("件", "entries"));

    /// <summary>Each with its label, unit and place of the key that is unknown; null where all are known.</summary>
    private static readonly ImmutableArray<(string? At, string Nearest, Indicator Definition)> s_cases =
    [
        (null, "", Defined(Heads(("group", "youth"), ("strand", "cafe"), ("venue", "hall")), Visits)),
        ("/formula/of/where/group/0", "youth", Defined(Heads(("group", "yuoth")), Visits)),
        ("/formula/of/where/group/1", "youth", Defined(Heads(("group", "youth"), ("group", "youht")), Visits)),
        ("/formula/of/where/scheme/0", "audience", Defined(
            new Sum(Of("participants_counted", ("scheme", "audiense"), ("unit", "people")), "count"), Visits)),
        ("/formula/of/where/strand/0", "cafe", Defined(Heads(("strand", "caffe")), Visits)),
        ("/formula/of/where/venue/0", "hall", Defined(CountOf("session_held", ("venue", "halll")), Sessions)),
        // No slip of a known one, but others of its dimension are recorded.
        ("/formula/of/where/venue/0", "hall", Defined(CountOf("session_held", ("venue", "gym")), Sessions)),
        ("/formula/of/where/partner/0", "shakyo", Defined(CountOf("partner_attended", ("partner", "shakyou")), s_entries)),
        ("/formula/of/where/role/0", "helper", Defined(CountOf("role_taken", ("role", "helpper")), s_entries)),
        ("/formula/of/where/proposedBy/0", "helper", Defined(CountOf("session_held", ("proposedBy", "intern")), Sessions)),
        ("/formula/of/0/who/of/where/stage/0", "visited", Defined(
            new Distinct([Of("person_attended").By(Of("stage_reached", ("stage", "visitted")))], "person"), People)),
        ("/formula/of/1/where/group/0", "youth", Defined(
            new Distinct([Of("person_attended"), Of("person_attended", ("group", "yuoth"))], "person"), People)),
        ("/formula/heads/where/scheme/0", "audience", Defined(
            new Distinct([Of("person_attended")], "person", Of("participants_counted", ("scheme", "audiense"), ("unit", "people"))), People)),
        ("/formula/to/of/where/venue/0", "hall", Defined(
            new Ratio(Heads(), CountOf("session_held", ("venue", "halll"))), EachSession)),
        ("/formula/strand", "cafe", Defined(new PerMonth(CountOf("session_held"), S("caffe"), Take.Total), Sessions)),
        ("/formula/of/of/where/venue/0", "hall", Defined(new PerWeek(CountOf("session_held", ("venue", "halll")), S("cafe"), Take.Total), Sessions)),
        ("/formula/strand", "cafe", Defined(new Running(S("caffe"), CalendarUnit.Month), new(Counted.Length, new("か月", "months")))),
        ("/formula/sessions/where/venue/0", "hall", Defined(new PerSession(Heads(), Of("session_held", ("venue", "halll")), Take.Maximum), Visits)),
        ("/formula/of/where/instrument/0", "mood", Defined(new Count(Of("survey_response_recorded", ("instrument", "moood"))),
            new(Counted.Responses, new("件", "responses")))),
        ("/formula/of/where/version/0", "1", Defined(new Count(Of("survey_response_recorded", ("instrument", "mood"), ("version", "2"))),
            new(Counted.Responses, new("件", "responses")))),
        ("/formula/of/where/wave/0", "after", Defined(
            new Share(Of("survey_response_recorded", ("instrument", "mood"), ("wave", "afer")), "lonely", [S("never")]), Percent)),
        (null, "", Defined(new Share(s_answers, "lonely", [S("never"), S("often")]), Percent)),
        ("/formula/item", "lonely", Defined(new Share(s_answers, "lonly", [S("never")]), Percent)),
        ("/formula/answers/1", "never", Defined(new Share(s_answers, "lonely", [S("often"), S("nver")]), Percent)),
        ("/formula/items/0", "lonely", Defined(new Score(s_answers, [S("lonly")], ScoreResult.Mean), new(Counted.Score, new("点", "points")))),
        ("/formula/items/1", "lonely", Defined(new PairedChange(Of("survey_response_recorded", ("instrument", "mood")), [S("lonely"), S("lonly")], S("before"),
            S("after"), ChangeResult.Risen), People)),
        ("/formula/before", "before", Defined(new PairedChange(Of("survey_response_recorded", ("instrument", "mood")), [S("lonely")], S("befor"), S("after"),
            ChangeResult.Risen), People)),
        ("/formula/of/where/answer.lonely/0", "never", Defined(
            new Count(Of("survey_response_recorded", ("instrument", "mood"), ("answer.lonely", "nver"))), new(Counted.Responses, new("件", "responses")))),
        ("/formula/of/where/answer.lonly", "lonely", Defined(
            new Count(Of("survey_response_recorded", ("instrument", "mood"), ("answer.lonly", "never"))), new(Counted.Responses, new("件", "responses")))),
        ("/formula/visits/where/venue/0", "hall", Defined(new Cohort(Of("person_enrolled"), Of("person_attended", ("venue", "halll")), 1, 30, D("2026-03-31"),
            CohortResult.People), People)),
        ("/formula/completedBy/where/stage/0", "visited", Defined(new Cohort(Of("person_enrolled"), Of("person_attended"), 1, 30, D("2026-03-31"),
            CohortResult.People, CompletedBy: Of("stage_reached", ("stage", "visitted"))), People)),
        ("/when/since/where/milestone/0", "opened", Defined(CountOf("session_held"), Sessions) with
            { When = new(Since: Of("milestone_reached", ("milestone", "opend")), ForDays: 14) }),
        ("/against/0/key", "cafe", Defined(CountOf("session_held", ("strand", "cafe")), Sessions) with
            { Against = [new(AgainstWhat.Strand, S("caffe"))] }),
        // The program's own words need no term.
        (null, "", Defined(new Sum(Of("quantity_observed", ("quantity", "harvest"), ("unit", "yen")), "value"), Things with { Unit = new("円", "yen") })),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Length)];

    internal static IndicatorAdopted Adopted(Formula formula) => new(S("figure"), Defined(formula, Visits), D("2025-04-01"));

    private static Indicator Defined(Formula formula, Show show) => new(T("数"), formula, show);

    private static Refusal? Adopt(History history, Formula formula, Show show) => history.Decide(
        new RecordFacts(history.NextCommand(), [new IndicatorAdopted(S("figure"), Defined(formula, show), D("2025-04-01"))])).Refusal;

    private static TermDefined Term(string dimension, string term) => new(S(dimension), S(term), T(term), D("2025-04-01"));

    /// <summary>Some keys declared, others only recorded.</summary>
    private static History Known() => Opened().Given(
        new SessionHeld(Session(1), S("cafe"), D("2025-05-10"), Venue: S("hall"), ProposedBy: S("helper")), Youth(1, 4),
        new SurveyIntroduced(S("mood"), 1, T("調査"),
            [new(S("lonely"), T("寂しい"), [new(S("never"), T("ない"), 1), new(S("often"), T("よくある"), 2)])], D("2025-04-10")),
        Term("wave", "after"), Term("wave", "before"), Linked("shakyo", "2025-04-01"), new RoleTaken(P(1), S("helper"), D("2025-05-01")),
        new StageReached(P(1), S("visited"), D("2025-05-01")), new MilestoneReached(S("opened"), T("公開"), D("2025-05-01")), Harvest("3", "2025-05-10"));

    [Theory, MemberData(nameof(Cases))]
    public void It_is_refused_at_its_place_with_the_nearest_key(int index)
    {
        var (at, nearest, definition) = s_cases[index];
        var history = Known();

        var refusal = history.Decide(new RecordFacts(history.NextCommand(), [new IndicatorAdopted(S("figure"), definition, D("2025-04-01"))])).Refusal;

        Assert.Equal(at is null ? (null, null) : ("definition-names-unknown", $"/facts/0/definition{at}"), (refusal?.Code, refusal?.At));
        if (at is null)
            return;
        Assert.Contains($"'{nearest}'", refusal!.Sentence.En, StringComparison.Ordinal);
        Assert.Contains($"「{nearest}」", refusal.Sentence.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_is_checked_like_an_adoption()
    {
        var history = Known().Given(Adopted(Heads(("group", "youth"))));
        var revised = new IndicatorRevised(S("figure"), 2, Defined(Heads(("group", "yuoth")), Visits), D("2025-06-01"), T("変更"));

        Assert.Equal("definition-names-unknown", history.Decide(new RecordFacts(history.NextCommand(), [revised])).Refusal?.Code);
    }

    [Fact]
    public void What_is_declared_in_the_same_act_before_it_is_known()
    {
        var history = Known();
        var adopted = Adopted(Heads(("group", "seniors"), ("strand", "garden")));
        ImmutableArray<InitiativeFact> declared = [Term("group", "seniors"), new StrandStarted(S("garden"), T("花壇"), D("2025-05-01"))];

        Assert.NotNull(history.Decide(new RecordFacts(history.NextCommand(), [adopted, .. declared])).Refusal);
        Assert.Null(history.Decide(new RecordFacts(history.NextCommand(), [.. declared, adopted])).Refusal);
    }

    [Fact]
    public void A_term_announces_a_strand_that_is_yet_to_start() => Assert.Null(Known().Given(Term("strand", "garden"))
        .Decide(new RecordFacts(new(Guid.Empty), [Adopted(Heads(("strand", "garden")))])).Refusal);

    [Fact]
    public void A_definition_may_name_the_first_scheme_group_or_venue_because_facts_are_compared_with_it()
    {
        Assert.Null(Adopt(Opened(), Heads(("group", "youth")), Visits)?.Code);
        Assert.Null(Adopt(Opened(), CountOf("session_held", ("venue", "hall")), Sessions)?.Code);
        Assert.Null(Adopt(Opened(), CountOf("participants_counted", ("scheme", "audience")), s_entries)?.Code);
    }

    [Theory, InlineData("consultation_received", "topic"), InlineData("consultation_received", "channel"), InlineData("role_taken", "role"),
        InlineData("attribute_recorded", "attribute"), InlineData("milestone_reached", "milestone"), InlineData("referral_received", "origin")]
    public void What_no_fact_is_compared_with_is_known_before_a_definition_names_it(string kind, string member)
    {
        var history = Opened();
        var named = CountOf(kind, (member, "first"));

        var refusal = Adopt(history, named, s_entries);

        Assert.Equal(("definition-names-unknown", $"/facts/0/definition/formula/of/where/{member}/0"), (refusal?.Code, refusal?.At));
        Assert.Null(Adopt(history.Given(Term(member, "first")), named, s_entries));
    }

    [Fact]
    public void The_words_of_a_definition_that_came_first_are_compared_with_those_of_the_next()
    {
        var history = Opened().Given(Adopted(Heads(("group", "youth"))));

        Assert.Equal("definition-names-unknown", history.Decide(new RecordFacts(new(Guid.Empty),
            [new IndicatorAdopted(S("other"), Defined(Heads(("group", "yuoth")), Visits), D("2025-04-01"))])).Refusal?.Code);
        Assert.Null(history.Decide(new RecordFacts(new(Guid.Empty),
            [new IndicatorAdopted(S("other"), Defined(Heads(("group", "residents")), Visits), D("2025-04-01"))])).Refusal);
    }

    [Fact]
    public void A_correction_that_leaves_the_definition_is_not_checked_again()
    {
        var history = Opened();
        var term = history.Record(Term("group", "youth"));
        var adopted = history.Record(Adopted(Heads(("group", "youth"))));
        history.Withdraw(term);
        history.Given(Term("group", "residents"));

        history.Correct(adopted, Adopted(Heads(("group", "youth"))) with { On = D("2025-05-01") });
    }
}
