using System.Collections.Immutable;
using System.Reflection;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using NodaTime;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Initiatives;

/// <summary>Each refusal, provoked through the decision. The table names the code; the completeness test keeps it whole.</summary>
public sealed class RefusalTests
{
    private static readonly ImmutableArray<(string Code, Func<Decision> Provoke)> s_cases =
    [
        ("initiative-unknown", () => Facts(new History(), new StrandStarted(S("cafe"), T("喫茶"), D("2025-04-01")))),
        ("initiative-unknown", () => new History().Decide(new WithdrawEntry(Command(9), new(Guid.Empty), new(ReasonCode.Other)))),
        ("initiative-exists", () => Facts(Opened(), Opening("2025-04-01"))),
        ("occurred-in-future", () => Facts(Opened(), Held(1, "2026-04-02"))),
        ("occurred-in-future", () => Facts(new History(), Opening("2026-04-02"))),
        ("date-implausible", () => Facts(Opened(), new SessionPlanned(S("cafe"), D("2031-04-02")))),
        ("date-implausible", () => Facts(Opened(), new InitiativePaused(D("2026-04-02"), D("2031-04-02")))),
        ("date-implausible", () => Facts(Opened(), new PersonPaused(P(1), D("2026-04-02"), D("2031-04-02"), S("ill")))),
        ("date-implausible", () => Facts(Opened(), new StrandPaused(S("cafe"), D("2031-04-02"), D("2031-04-03")))),
        ("date-implausible", () => Facts(Opened(), new TargetSet(S("visits"), Comparison.AtLeast, 5, D("2025-04-01"), D("2225-04-01"), S("people")))),
        ("date-implausible", () => Facts(Opened(), new BaselineRecorded(S("visits"), 5, S("people"), T("年報"), D("1025-04-01")))),
        ("date-implausible", () => Facts(new History(), Opening("1025-04-01"))),
        ("ends-before-it-begins", () => Facts(Opened(), new TargetSet(S("visits"), Comparison.AtLeast, 5, D("2025-04-01"), D("2025-03-31"), S("people")))),
        ("narrative-without-period", () => Facts(Opened(), new NarrativeWritten(NarrativeSection.Summary, T("概要"), D("2025-05-01")))),
        ("target-without-unit", () => Facts(Opened(), new TargetSet(S("visits"), Comparison.AtLeast, 5, D("2025-04-01")))),
        ("target-below-one-percent",
            () => Facts(Opened(), new TargetSet(S("visits"), Comparison.AtLeast, Quantity.Parse("0.8"), D("2025-04-01"), Unit: S("percent")))),
        ("occurred-before-opening", () => Facts(Opened(), new SessionCancelled(S("cafe"), D("2025-03-31")))),
        ("ends-before-it-begins", () => Facts(Opened(), new StrandPaused(S("cafe"), D("2025-08-02"), D("2025-08-01")))),
        ("ends-before-it-begins", () => Facts(Opened(), new PersonPaused(P(1), D("2025-08-02"), D("2025-08-01"), S("ill")))),
        ("night-too-long", () => Facts(Opened(), Held(1, "2025-05-10") with { Start = new(13, 0), End = new(12, 59) })),
        ("ends-before-it-begins",
            () => Facts(Opened().Given(new StrandStarted(S("hall"), T("広場"), D("2025-05-02"))), new StrandEnded(S("hall"), D("2025-05-01")))),
        ("time-zone-unknown", () => Facts(new History(), Opening("2025-04-01") with { TimeZone = "Asia/Fussa" })),
        ("count-out-of-range", () => Facts(WithSession(), Counted(-1))),
        ("count-out-of-range", () => Facts(WithSession(), Counted(ParticipantsCounted.MaximumCount + 1))),
        ("strand-unknown", () => Facts(Opened(), new SessionCancelled(S("hall"), D("2025-05-10")))),
        ("strand-unknown", () => Facts(Opened(), new StrandEnded(S("hall"), D("2025-05-10")))),
        ("strand-exists", () => Facts(Opened(), new StrandStarted(S("cafe"), T("別の喫茶"), D("2025-05-01")))),
        ("strand-not-running", () => Facts(Ended("2025-09-30"), Held(1, "2025-10-01"))),
        ("strand-not-running", () => Facts(Ended("2025-09-30"), new StrandEnded(S("cafe"), D("2025-08-31")))),
        ("session-unknown", () => Facts(Opened(), Counted(3))),
        ("session-exists", () => Facts(WithSession(), Held(1, "2025-05-11"))),
        ("session-exists", () => Facts(Opened(), Held(1, "2025-05-10"), Held(1, "2025-05-10"))),
        ("instrument-unknown", () => Facts(Opened(), Response("never"))),
        ("instrument-exists", () => Facts(WithSurvey(), Survey("lonely"))),
        ("instrument-altered", () => Facts(Opened(), Instruments.All[0].Introduced(D("2025-05-01")) with { Title = T("別の題") })),
        ("item-repeated", () => Facts(Opened(), Survey("lonely", "lonely"))),
        ("answer-unknown", () => Facts(WithSurvey(), Response("sometimes"))),
        ("item-unknown", () => Facts(WithSurvey(), Response("never") with { Answers = Answer("sad", "never") })),
        ("key-unknown", () => Facts(Opened(), new PartnerUnlinked(S("shakyo"), D("2025-05-10")))),
        ("dimension-unknown", () => Facts(Opened(), new TermDefined(S("kind-of"), S("youth"), T("若者"), D("2025-05-10")))),
        ("definition-names-unknown", () => Facts(Opened(), Adopted() with
            { Definition = Sessions with { Formula = new Count(Indicators.Lab.Of("session_held", ("strand", "hall"))) } })),
        ("indicator-unknown", () => Facts(Opened(), new IndicatorRetired(S("visits"), D("2025-05-01")))),
        ("indicator-unknown", () => Facts(Opened(), Revised(2))),
        ("definition-is-revised", () => Redefine(WithIndicator(), Adopted() with { Definition = Sessions with { Headline = true } })),
        ("nothing-confirmed", () => Facts(Opened(), new EntriesConfirmed(Slip.SecondSession, [], D("2025-04-01")))),
        ("told-apart-alone", () => Facts(Opened(), new EntriesToldApart([new(new Guid(1, 0, 0, new byte[8]))], D("2025-04-01")))),
        ("indicator-exists", () => Facts(WithIndicator(), Adopted())),
        ("indicator-invalid", () => Facts(Opened(), Adopted() with { Definition = Sessions with { When = new() } })),
        ("indicator-invalid", () => Facts(WithIndicator(), Revised(2) with { Definition = Sessions with { When = new() } })),
        ("indicator-version-out-of-order", () => Facts(WithIndicator(), Revised(3))),
        ("indicator-version-out-of-order", () => Facts(WithIndicator(), Revised(1))),
        ("indicator-version-out-of-order", () => Facts(WithIndicator().Given(Revised(2)), Revised(2))),
        ("ends-before-it-begins", () => Facts(Opened(), new InitiativePaused(D("2025-08-02"), D("2025-08-01")))),
        ("night-too-long", () => Facts(Opened(), new SessionPlanned(S("cafe"), D("2026-05-10"), new(13, 0), new(12, 0)))),
        ("night-too-long", () => Facts(Opened(), new ActivityLogged(P(1), S("visit"), D("2025-05-10"), Start: new(13, 0), End: new(12, 59)))),
        ("times-or-hours", () => Facts(Opened(), new ActivityLogged(P(1), S("visit"), D("2025-05-10")))),
        ("times-or-hours", () => Facts(Opened(), new ActivityLogged(P(1), S("visit"), D("2025-05-10"), 2, Start: new(13, 0), End: new(15, 0)))),
        ("times-or-hours", () => Facts(Opened(), new ActivityLogged(P(1), S("visit"), D("2025-05-10"), 2, Start: new(13, 0)))),
        ("amount-out-of-range", () => Facts(Opened(), new ActivityLogged(P(1), S("visit"), D("2025-05-10"), -1))),
        ("amount-out-of-range", () => Facts(Opened(), new SessionPlanned(S("cafe"), D("2026-05-10"), Price: -1))),
        ("amount-out-of-range", () => Facts(Opened(), new StrandRescheduled(S("cafe"), T("隔月"), D("2025-05-10"), 0, CalendarUnit.Month))),
        ("interval-incomplete", () => Facts(Opened(), new StrandRescheduled(S("cafe"), T("隔月"), D("2025-05-10"), 2))),
        ("interval-incomplete", () => Facts(Opened(), new StrandRescheduled(S("cafe"), T("隔月"), D("2025-05-10"), Unit: CalendarUnit.Month))),
        ("day-or-session", () => Facts(WithSession(), new AttributeRecorded(S("roots"), S("nepal")))),
        ("day-or-session", () => Facts(WithSession(), new AttributeRecorded(S("roots"), S("nepal"), D("2025-05-10"), Session(1)))),
        ("session-unknown", () => Facts(WithSession(), new PartnerAttended(S("shakyo"), Session(2)))),
        ("initiative-not-open", () => Facts(Opened().Given(new InitiativeClosed(D("2025-09-30"))), new InitiativeClosed(D("2025-10-30")))),
        ("initiative-not-closed", () => Facts(Opened(), new InitiativeReopened(D("2025-10-30")))),
        ("initiative-not-closed", () => Facts(Opened().Given(new InitiativeClosed(D("2025-09-30"))), new InitiativeReopened(D("2025-09-30")))),
        ("initiative-not-closed",
            () => Facts(Opened().Given(new InitiativeClosed(D("2025-09-30"))).Given(new InitiativeReopened(D("2025-10-01"))),
                new InitiativeReopened(D("2025-10-02")))),
        ("person-merged-already", () => Facts(Opened().Given(Merged(1, 2)), Merged(3, 2))),
        ("merged-in-circle", () => Facts(Opened(), Merged(1, 1))),
        ("merged-in-circle", () => Facts(Opened().Given(Merged(1, 2)).Given(Merged(3, 1)), Merged(2, 3))),
        ("count-out-of-range", () => Facts(WithSurvey(), Tally(-1, 0))),
        ("count-out-of-range", () => Facts(WithSurvey(), Tally(1, -1))),
        ("tally-exceeds-respondents", () => Facts(WithSurvey(), Tally(3, 4))),
        ("answer-exceeds-respondents", () => Facts(Opened().Given(Several(Survey("lonely"))), Tally(3, 4))),
        ("answer-of-several", () => Facts(Opened().Given(Several(Survey("lonely"))), Response("never"))),
        ("overlap-of-other-unit", () => Facts(WithSession(), Counted(3) with { Unit = HeadUnit.Pairs, Overlap = NamedOverlap.Unknown })),
        ("answer-unknown", () => Facts(WithSurvey(), Tally(3, 3, "sometimes"))),
        ("instrument-unknown", () => Facts(Opened(), Tally(3, 3))),
        ("entry-unknown", () => Opened().Decide(new WithdrawEntry(Command(99), new(Guid.Empty), new(ReasonCode.Other)))),
        ("entry-not-in-force", () => Change(h => h.Withdraw(Last(h)), e => new WithdrawEntry(Command(99), e, new(ReasonCode.Other)))),
        ("entry-changed-meanwhile",
            () => Change(h => h.Correct(Last(h), Counted(5)), e => new CorrectEntry(Command(99), e, Counted(6), new(ReasonCode.Miscounted), 4))),
        ("entry-changed-meanwhile", () => Change(h => h.Correct(Last(h), Counted(5)), e => new WithdrawEntry(Command(99), e, new(ReasonCode.Duplicate), 4))),
        ("entry-pending", () => Importing((h, import) => { h.ImportCorrection(import, EntryId.ForCommand(Command(3), 0),
            Held(1, "2025-05-11")); return h.Decide(new WithdrawEntry(Command(99), EntryId.ForCommand(Command(3), 0), new(ReasonCode.Other))); })),
        ("entry-named-twice", () =>
            WithSession()
                .Decide(new ChangeEntries(Command(99), [new(EntryId.ForCommand(Command(3), 0)), new(EntryId.ForCommand(Command(3), 0))],
                    new(ReasonCode.Other)))),
        ("act-unknown", () => Opened().Decide(new UndoAct(Command(99), Command(98), new(ReasonCode.Other)))),
        ("import-exists", () => Importing((h, import) => h.Decide(new BeginImport(Command(99), import, new(new string('a', 64)))))),
        ("import-not-open", () => Opened().Decide(new CompleteImport(Command(99), new(Guid.Empty)))),
        ("import-unknown", () => Opened().Decide(Undoing(new(Guid.Empty)))),
        ("import-not-completed", () => Importing((h, import) => h.Decide(Undoing(import)))),
        ("import-not-completed", () => Importing((h, import) => { h.Abandon(import); return h.Decide(Undoing(import)); })),
        ("import-undone", () => Importing((h, import) => { h.Complete(import); h.UndoImport(import); return h.Decide(Undoing(import)); })),
        ("import-built-on", () => Importing((h, import) => { h.Import(import, Counted(4)); h.Complete(import); h.Correct(Last(h), Counted(5));
            return h.Decide(Undoing(import)); })),
        ("import-cannot-hold", () =>
            Importing((h, import) => h.Decide(new RecordFacts(Command(99), [new StrandStarted(S("hall"), T("広場"), D("2025-05-01"))]), import))),
        ("ends-before-it-begins", () => Facts(Opened(), Marked(PeriodState.InReview) with { To = D("2025-03-31") })),
        ("period-not-open", () => Facts(Opened().Given(Marked(PeriodState.InReview)), Marked(PeriodState.InReview))),
        ("period-not-open", () => Facts(Opened().Given(Marked(PeriodState.InReview)).Given(Marked(PeriodState.Closed)), Marked(PeriodState.InReview))),
        ("period-not-in-review", () => Facts(Opened(), Marked(PeriodState.Closed))),
        ("period-not-in-review", () => Facts(Opened().Given(Marked(PeriodState.InReview)), Marked(PeriodState.Closed) with { To = D("2026-03-30") })),
        ("period-not-in-review", () => Facts(Opened().Given(Marked(PeriodState.InReview)).Given(Marked(PeriodState.Closed)), Marked(PeriodState.Closed))),
        ("period-not-closed", () => Facts(Opened(), Marked(PeriodState.Reopened))),
        ("period-not-closed", () => Facts(Opened().Given(Marked(PeriodState.InReview)).Given(Marked(PeriodState.Reopened)), Marked(PeriodState.Reopened))),
        ("period-not-over", () => Facts(Opened().Given(Marked(PeriodState.InReview)), Marked(PeriodState.Closed) with { On = D("2026-03-30") })),
        ("period-reopened-without-cause", () => Facts(Opened().Given(Marked(PeriodState.InReview)), Marked(PeriodState.Reopened) with { Cause = null })),
        ("period-mark-stays", () =>
            Opened().Given(Marked(PeriodState.InReview)).Decide(new WithdrawEntry(Command(99), EntryId.ForCommand(Command(3), 0), new(ReasonCode.Other)))),
        ("period-mark-stays", () => Opened().Given(Marked(PeriodState.InReview)).Decide(new UndoAct(Command(99), Command(3), new(ReasonCode.Other)))),
        ("correction-changes-identity",
            () => Opened().Given(Marked(PeriodState.InReview))
                .Decide(new CorrectEntry(Command(99), EntryId.ForCommand(Command(3), 0), Marked(PeriodState.Closed), new(ReasonCode.Other)))),
        ("import-cannot-hold", () => Importing((h, import) => h.Decide(new RecordFacts(Command(99), [Marked(PeriodState.InReview)]), import))),
        ("entry-is-foundation", () => Opened().Decide(new WithdrawEntry(Command(99), EntryId.ForCommand(Command(1), 0), new(ReasonCode.Other)))),
        ("entry-is-foundation", () => Ended("2025-09-30").Decide(new WithdrawEntry(Command(99), EntryId.ForCommand(Command(2), 0), new(ReasonCode.Other)))),
        ("entry-is-foundation", () =>
            WithIndicator().Given(Revised(2)).Decide(new WithdrawEntry(Command(99), EntryId.ForCommand(Command(3), 0), new(ReasonCode.Other)))),
        ("correction-changes-kind", () => Change(_ => { }, e => new CorrectEntry(Command(99), e, Held(1, "2025-05-10"), new(ReasonCode.Other)))),
        ("correction-changes-identity",
            () => WithSession().Decide(new CorrectEntry(Command(99), EntryId.ForCommand(Command(3), 0), Held(2, "2025-05-10"), new(ReasonCode.Other)))),
        ("correction-changes-nothing", () => Change(_ => { }, e => new CorrectEntry(Command(99), e, Counted(4), new(ReasonCode.Other)))),
    ];

    public static TheoryData<string, int> Cases => [.. s_cases.Select((c, i) => new TheoryDataRow<string, int>(c.Code, i))];

    [Theory, MemberData(nameof(Cases))]
    public void Says_no_with_its_own_code_and_stores_nothing(string code, int index)
    {
        var decision = s_cases[index].Provoke();

        Assert.Equal((code, 0), (decision.Refusal?.Code, decision.Events.Length));
    }

    [Fact]
    public void Every_refusal_but_those_raised_elsewhere_is_provoked() => Assert.Equal(
        // The ledger of commands is the server's; an organisation decides about its founding, its members, grants, share links and erasures, and roles come
        // before a decision.
        ["audit-duration", "auditor-missing", "basis-missing", "cause-missing", "command-reused", "erasure-waits-for-import", "first-member-is-no-owner",
            "founded-is-no-date", "funder-unknown", "grant-ends-before", "grant-unknown", "grant-would-widen", "granted-initiatives", "grants-too-many",
            "invitation-unknown", "invitations-too-many", "key-duration", "keys-too-many", "last-owner", "member-already", "member-unknown",
            "month-out-of-range", "not-own-of-today", "person-unknown", "program-is-no-owner", "retention-out-of-range", "role-insufficient",
            "share-duration", "share-unknown", "shared-figure-unknown", "shares-too-many"],
        EachRefusal.Told().Select(r => r.Code).Except(s_cases.Select(c => c.Code)).Order(StringComparer.Ordinal));

    [Fact]
    public void Codes_are_unique() => Assert.Equal(EachRefusal.Told().Count(), EachRefusal.Told().Select(r => r.Code).Distinct().Count());

    [Fact]
    public void Codes_are_kebab_case() => Assert.All(EachRefusal.Told(), r => Assert.Matches("^[a-z]+(-[a-z]+)*$", r.Code));

    [Fact]
    public void The_Japanese_sentence_is_Japanese() => Assert.All(EachRefusal.Told(), r => Assert.Matches(@"[\p{IsHiragana}]", r.Sentence.Ja));

    [Fact]
    public void The_English_sentence_is_English() => Assert.All(EachRefusal.Told(), r => Assert.Matches(@"^[ -~]+\.$|cannot be computed", r.Sentence.En));

    private static UndoImport Undoing(ImportId import) => new(Command(99), import, new(ReasonCode.Other));

    private static Decision Facts(History history, params InitiativeFact[] facts) => history.Decide(new RecordFacts(Command(99), [.. facts]));

    /// <summary>A count of four at a session, then a change, then another act on the same entry.</summary>
    private static Decision Change(Action<History> first, Func<EntryId, InitiativeCommand> then)
    {
        var history = WithSession().Given(Counted(4));
        var entry = Last(history);
        first(history);
        return history.Decide(then(entry));
    }

    private static Decision Redefine(History history, InitiativeFact definition) =>
        history.Decide(new CorrectEntry(Command(99), Last(history), definition, new(ReasonCode.Other)));

    private static EntryId Last(History history) => history.Book().Entries.Last().Id;
    private static CommandId Command(int number) => new(new Guid(number, 1, 0, new byte[8]));
    private static InitiativeOpened Opening(string on) => new(T("はち福"), [], [], [], D(on));
    private static SessionHeld Held(int session, string on) => new(Session(session), S("cafe"), D(on));
    private static ParticipantsCounted Counted(int count) => new(Session(1), S("audience"), S("youth"), count);
    private static Decision Importing(Func<History, ImportId, Decision> provoke)
    {
        var history = WithSession();
        return provoke(history, history.Begin());
    }

    private static History WithSession() => Opened().Given(Held(1, "2025-05-10"));
    private static History Ended(string on) => Opened().Given(new StrandEnded(S("cafe"), D(on)));
    private static History WithSurvey() => Opened().Given(Survey("lonely"));
    private static History WithIndicator() => Opened().Given(Adopted());
    private static Indicator Sessions => new(T("開催回数"), new Count(new("session_held")), new(Domain.Indicators.Counted.Sessions, new("回", "sessions")));
    private static IndicatorAdopted Adopted() => new(S("visits"), Sessions, D("2025-04-01"));
    private static IndicatorRevised Revised(int version) => new(S("visits"), version, Sessions, D("2025-06-01"), T("数え方の変更"));

    private static SurveyIntroduced Survey(params string[] items) => new(S("mood"), 1, T("調査"),
        [.. items.Select(i => new SurveyItem(S(i), T(i), [new(S("never"), T("ない"))]))], D("2025-04-10"));

    private static SurveyIntroduced Several(SurveyIntroduced survey) => survey with { Items = [.. survey.Items.Select(i => i with { Multiple = true })] };

    private static PeriodMarked Marked(PeriodState state) => new(state, D("2025-04-01"), D("2026-03-31"), D("2026-04-01"), ReasonCode.LateInformation);

    private static PeopleMerged Merged(int kept, int merged) => new(P(kept), P(merged), D("2025-06-01"));

    private static SurveyTallied Tally(int respondents, int count, string answer = "never") => new(S("mood"), 1, S("after"), D("2026-02-01"), respondents,
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty.Add("lonely",
            ImmutableSortedDictionary<string, int>.Empty.Add(answer, count)));

    private static SurveyResponseRecorded Response(string answer) => new(S("mood"), 1, S("after"), D("2026-02-01"), Answer("lonely", answer));

    private static ImmutableSortedDictionary<string, Slug> Answer(string item, string answer) =>
        ImmutableSortedDictionary<string, Slug>.Empty.Add(item, S(answer));
}
