using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Initiatives;

/// <summary>A key that an initiative does not know is refused in a fact, with the nearest known ones and with how to declare it.</summary>
public sealed class KeyTests
{
    private static readonly ImmutableArray<(string Dimension, string Member, InitiativeFact Mistyped)> s_mistyped =
    [
        ("scheme", "scheme", new ParticipantsCounted(Session(1), S("audeince"), S("youth"), 4)),
        ("group", "group", new ParticipantsCounted(Session(1), S("audience"), S("yuoth"), 4)),
        ("group", "group", new PersonAttended(P(1), Session(1), Group: S("yuoth"))),
        ("group", "group", new ConsultationReceived(D("2025-05-10"), S("phone"), Group: S("yuoth"))),
        ("group", "group", Answered() with { Group = S("yuoth") }),
        ("group", "group", Tallied() with { Group = S("yuoth") }),
        ("venue", "venue", new SessionHeld(Session(2), S("cafe"), D("2025-05-10"), Venue: S("hal-east"))),
        ("venue", "venue", new SessionPlanned(S("cafe"), D("2026-05-10"), Venue: S("hal-east"))),
        ("venue", "venue", new NoteExchanged(S("blue"), P(1), D("2025-05-10"), Venue: S("hal-east"))),
        ("partner", "partner", new PartnerAttended(S("shakyou"), Session(1))),
        ("partner", "partner", new PartnerUnlinked(S("shakyou"), D("2025-05-10"))),
        ("partner", "partner", new PartnerContributed(S("shakyou"), S("goods"), D("2025-05-10"))),
        ("partner", "partner", new PartnerContacted(S("shakyou"), ContactKind.SupportOffered, D("2025-05-10"))),
        ("partner", "partner", new ReferralMade(S("office"), D("2025-05-10"), Partner: S("shakyou"))),
        ("partner", "partner", new ReferralReceived(S("office"), D("2025-05-10"), Partner: S("shakyou"))),
        ("instrument", "instrument", new FollowUpRecorded(P(1), S("moood"), D("2025-05-10"), S("better"))),
    ];

    private static readonly Dictionary<string, string> s_declared =
        new() { ["scheme"] = "audience", ["group"] = "youth", ["venue"] = "hall-east", ["partner"] = "shakyo", ["instrument"] = "mood" };

    public static TheoryData<int> Mistyped => [.. Enumerable.Range(0, s_mistyped.Length)];

    private static SurveyIntroduced Mood => new(S("mood"), 1, T("調査"),
        [new(S("lonely"), T("寂しい"), [new(S("never"), T("ない")), new(S("often"), T("よくある"))])], D("2025-04-10"));

    private static SurveyResponseRecorded Answered(string item = "lonely", string answer = "never") => new(
        S("mood"), 1, S("after"), D("2026-02-01"), ImmutableSortedDictionary<string, Slug>.Empty.Add(item, S(answer)));

    private static SurveyTallied Tallied() => new(S("mood"), 1, S("after"), D("2026-02-01"), 3,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty.Add("lonely",
            ImmutableSortedDictionary<string, int>.Empty.Add("never", 3)));

    internal static TermDefined Term(string dimension, string term) => new(S(dimension), S(term), T(term), D("2025-04-01"));

    /// <summary>A session, a survey, and one key of each dimension.</summary>
    private static History Declared() => Opened().Given(Held(1, "2025-05-10"), Mood, Term("scheme", "audience"), Term("group", "youth"),
        Term("group", "residents"), Term("venue", "hall-east"), Linked("shakyo", "2025-04-01"));

    internal static Decision Record(History history, params InitiativeFact[] facts) => history.Decide(new RecordFacts(history.NextCommand(), [.. facts]));

    [Theory, MemberData(nameof(Mistyped))]
    public void A_mistyped_key_is_refused_where_it_stands_and_the_nearest_one_is_named(int index)
    {
        var (dimension, member, fact) = s_mistyped[index];

        var refusal = Record(Declared(), Held(3, "2025-05-11"), fact).Refusal;

        Assert.Equal(("key-unknown", $"/facts/1/{member}"), (refusal?.Code, refusal?.At));
        Assert.Contains($"Did you mean '{s_declared[dimension]}'?", refusal!.Sentence.En, StringComparison.Ordinal);
        Assert.Contains($"「{s_declared[dimension]}」のことですか。", refusal.Sentence.Ja, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Mistyped))]
    public void The_same_fact_with_a_declared_key_is_recorded(int index)
    {
        var (dimension, _, fact) = s_mistyped[index];
        var key = S(s_declared[dimension]);

        InitiativeFact right = fact switch
        {
            ParticipantsCounted f => dimension == "scheme" ? f with { Scheme = key } : f with { Group = key },
            PersonAttended f => f with { Group = key },
            ConsultationReceived f => f with { Group = key },
            SurveyResponseRecorded f => f with { Group = key },
            SurveyTallied f => f with { Group = key },
            SessionHeld f => f with { Venue = key },
            SessionPlanned f => f with { Venue = key },
            NoteExchanged f => f with { Venue = key },
            PartnerAttended f => f with { Partner = key },
            PartnerUnlinked f => f with { Partner = key },
            PartnerContributed f => f with { Partner = key },
            PartnerContacted f => f with { Partner = key },
            ReferralMade f => f with { Partner = key },
            ReferralReceived f => f with { Partner = key },
            FollowUpRecorded f => f with { Instrument = key },
            _ => throw new ArgumentOutOfRangeException(nameof(index)),
        };

        Assert.Null(Record(Declared(), right).Refusal);
    }

    [Fact]
    public void Where_nothing_is_near_the_known_keys_are_listed_and_a_term_makes_it_known()
    {
        var refusal = Record(Declared(), Counted("seniors")).Refusal;

        Assert.Equal("There is no group 'seniors' in this initiative. Known: 'residents', 'youth'. "
            + "If it is new, record a term (term_defined with dimension group and term seniors) first.", refusal?.Sentence.En);
        Assert.Equal("区分「seniors」は登録されていません。今あるのは「residents」「youth」です。"
            + "新しいものなら、先に「用語の定義」(term_defined。dimension は group、term は seniors)を記録してください。", refusal?.Sentence.Ja);
        Assert.Null(Record(Declared(), Term("group", "seniors"), Counted("seniors")).Refusal);
    }

    [Fact]
    public void What_a_definition_named_first_is_known_at_the_door()
    {
        var history = Opened().Given(Held(1, "2025-05-10")).Given(KeysOfDefinitionsTests.Adopted(Heads(("group", "youth"))));

        Assert.Equal("key-unknown", Record(history, Counted("yuoth")).Refusal?.Code);
        Assert.Null(Record(history, Counted("youth")).Refusal);
    }

    [Fact]
    public void A_declaration_that_was_withdrawn_declares_nothing()
    {
        var history = Declared();
        var term = history.Record(Term("group", "yuoth"));
        Assert.Null(Record(history, Counted("yuoth")).Refusal);

        history.Withdraw(term);

        Assert.Equal("key-unknown", Record(history, Counted("yuoth")).Refusal?.Code);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_key_declared_twice_stays_until_both_are_withdrawn(bool lastFirst)
    {
        var history = Opened().Given(Held(1, "2025-05-10"));
        List<EntryId> linked = [history.Record(Linked("shakyo", "2025-04-01")), history.Record(Linked("shakyo", "2025-06-01"))];

        history.Withdraw(linked[lastFirst ? 1 : 0]);
        Assert.Null(Record(history, new PartnerAttended(S("shakyo"), Session(1))).Refusal);

        history.Withdraw(linked[lastFirst ? 0 : 1]);
        Assert.Equal("key-unknown", Record(history, new PartnerAttended(S("shakyo"), Session(1))).Refusal?.Code);
    }

    [Fact]
    public void A_first_contact_with_its_name_declares_a_partner() => Assert.Null(Record(Opened(),
        new PartnerContacted(S("ward"), ContactKind.SupportOffered, D("2025-05-10"), T("区役所")),
        new ReferralMade(S("office"), D("2025-05-10"), Partner: S("ward"))).Refusal);

    [Fact]
    public void A_correction_to_an_unknown_key_is_refused()
    {
        var history = Declared();
        var entry = history.Record(Counted("youth"));

        var refusal = history.Decide(new CorrectEntry(history.NextCommand(), entry, Counted("yuoth"), new(ReasonCode.WrongGroup))).Refusal;

        Assert.Equal(("key-unknown", "/replacement/group"), (refusal?.Code, refusal?.At));
    }

    [Fact]
    public void A_later_row_of_an_import_may_name_the_partner_of_an_earlier_one()
    {
        var history = Declared();
        var import = history.Begin();

        history.Import(import, Linked("ward", "2025-05-01"));
        history.Import(import, new PartnerAttended(S("ward"), Session(1)));
    }

    [Fact]
    public void Strands_instruments_items_and_answers_are_told_with_the_nearest_too()
    {
        var history = Declared();

        Assert.Contains("Did you mean 'cafe'?", Told(new SessionCancelled(S("caffe"), D("2025-05-10"))), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'cafe'?", Told(new StrandEnded(S("caffe"), D("2025-05-10"))), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'mood'?", Told(Answered() with { Instrument = S("moood") }), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'lonely'?", Told(Answered("lonly")), StringComparison.Ordinal);
        Assert.Contains("Did you mean 'never'?", Told(Answered(answer: "nevr")), StringComparison.Ordinal);

        string Told(InitiativeFact fact) => Record(history, fact).Refusal!.Sentence.En;
    }

    [Fact]
    public void A_term_of_a_dimension_that_does_not_exist_is_refused()
    {
        var refusal = Record(Opened(), Term("gruop", "youth")).Refusal;

        Assert.Equal(("dimension-unknown", "/facts/0/dimension"), (refusal?.Code, refusal?.At));
        Assert.Contains("Did you mean 'group'", refusal!.Sentence.En, StringComparison.Ordinal);
        Assert.All(["answer", "item", "proposed-by", "session-kind"], d => Assert.Null(Record(Opened(), Term(d, "x")).Refusal));
    }

    [Fact]
    public void A_state_stored_by_an_older_version_refuses_nothing_of_the_kind()
    {
        var old = Declared().State! with { Used = null };

        InitiativeFact[] facts = [Term("group", "men"), new ConsultationReceived(D("2025-05-10"), S("phone"), Group: S("yuoth"))];

        Assert.Null(InitiativeDecisions.Decide(old, new RecordFacts(new(Guid.Empty), [.. facts]), DecisionContext.Empty, Start).Refusal);
    }

    internal static ParticipantsCounted Counted(string group) => new(Session(1), S("audience"), S(group), 4);
}
