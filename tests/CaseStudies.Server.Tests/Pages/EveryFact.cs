using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>One fact of every kind, every optional member filled, private ones too.</summary>
internal static class EveryFact
{
    private static readonly Indicator s_indicator = new(T("若者", "Young people"), PageBooks.Sum("youth"), PageBooks.Visits);

    public static IReadOnlyList<InitiativeFact> All { get; } =
    [
        new InitiativeOpened(T("はち福", "Hachifuku"), [T("居場所", "a place")], [T("若者", "youth")], [T("福生市", "Fussa")], D("2025-04-01")),
        new InitiativeRenamed(T("新はち福", "New Hachifuku"), D("2025-05-01")),
        new InitiativeRescoped(ScopeAspect.Audience, T("高齢者も", "old people too"), D("2025-05-01"), S("cafe")),
        new InitiativePaused(D("2025-12-28"), D("2026-01-04"), S("new-year")),
        new InitiativeClosed(D("2026-03-30"), S("funding")),
        new InitiativeReopened(D("2026-03-31")),
        new InitiativeContinued(S("pilot"), T("試行", "Pilot"), D("2025-04-01")),
        new PeriodMarked(PeriodState.Reopened, D("2025-04-01"), D("2026-03-31"), D("2026-04-20"), ReasonCode.LateInformation, Private),
        new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")),
        new StrandEnded(S("cafe"), D("2026-03-31")),
        new StrandRenamed(S("cafe"), T("ふれあい喫茶", "Open café"), D("2025-09-01")),
        new StrandPaused(S("cafe"), D("2025-08-01"), D("2025-08-31"), S("heat")),
        new StrandRescheduled(S("cafe"), T("毎週土曜", "every Saturday"), D("2025-06-01"), 2, CalendarUnit.Month),
        new MonthConfirmedEmpty(S("cafe"), D("2025-08-01")),
        new TermDefined(S("group"), S("youth"), T("若者", "young people"), D("2025-04-01")),
        new SessionHeld(Session(1), S("cafe"), D("2025-05-10"), new(13, 0), new(16, 0), SessionKind.Training, S("hall"), S("intern"), T("夏祭り", "Summer fair")),
        new SessionPlanned(S("cafe"), D("2025-05-10"), new(13, 0), new(16, 0), S("hall"), 20, HeadUnit.Pairs, 0, T("どなたでも", "anybody"), T("電話で", "by phone"),
            T("夏祭り", "Summer fair"), Session(1)),
        new SessionCancelled(S("cafe"), D("2025-05-17"), S("rain")),
        new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4, HeadUnit.Pairs, S("morning"), NamedOverlap.Unknown),
        new PersonAttended(P(1), Session(1), S("youth"), S("host")),
        new QuantityObserved(S("harvest"), Quantity.Parse("1.5"), S("kg"), D("2025-07-01"), S("tomato"), S("scales"), S("cafe")),
        new AttributeRecorded(S("country"), S("nepal"), null, Session(1), S("card"), S("cafe")),
        new ActivityLogged(P(1), S("watering"), D("2025-07-01"), Quantity.Parse("0.5"), S("cafe")),
        new PersonEnrolled(P(1), S("intern"), D("2025-04-01"), LawfulBasis.Consent, true, S("cafe"), Private),
        new RoleTaken(P(1), S("host"), D("2025-06-01"), S("cafe")),
        new RoleEnded(P(1), S("host"), D("2025-11-30")),
        new PeopleMerged(P(1), P(2), D("2025-11-30")),
        new PersonPaused(P(1), D("2025-12-01"), D("2026-01-31"), S("examinations")),
        new PersonLeft(P(1), D("2026-02-01"), S("moved"), S("cafe")),
        new StageReached(P(1), S("selected"), D("2025-04-02")),
        new ConsultationReceived(D("2025-05-02"), S("phone"), S("school"), P(1), S("cafe"), Private, S("youth")),
        new VoiceRecorded(D("2025-05-02"), S("participant"), Private, true, S("cafe"), P(1)),
        new PhotoTaken(D("2025-05-02"), Private, true, S("cafe")),
        new NoteExchanged(S("blue-book"), P(1), D("2025-05-03"), true, S("hall"), S("cafe"), Private),
        new PartnerLinked(S("city"), T("福生市", "Fussa"), S("administration"), S("venue"), D("2025-04-01"), S("cafe")),
        new PartnerAttended(S("city"), Session(1), S("observer")),
        new PartnerContacted(S("bakery"), ContactKind.SupportOffered, D("2025-05-04"), T("パン屋", "Bakery"), S("shop"), S("cafe")),
        new ReferralMade(S("welfare-office"), D("2025-05-05"), P(1), S("city"), S("cafe"), Private),
        new ReferralReceived(S("school"), D("2025-05-06"), P(1), S("city"), S("cafe"), Private),
        new PartnerUnlinked(S("city"), D("2026-03-01")),
        new PartnerContributed(S("city"), S("tents"), D("2025-07-01"), S("cafe")),
        new MilestoneReached(S("card"), T("参加証ができた", "The card came into use"), D("2025-07-01"), S("intern"), S("cafe"), S("paper-card")),
        new OutcomeObserved(S("greetings"), T("あいさつを交わす人", "People who greet each other"), D("2025-07-01"), S("cafe"), Direction.More),
        new NarrativeWritten(NarrativeSection.History, T("経緯の文", "How it came about"), D("2026-03-01"), D("2025-04-01"), D("2026-03-31")),
        new SurveyIntroduced(S("end"), 1, T("終了時アンケート", "Closing survey"), [new(S("mood"), T("気持ち", "Mood"), [new(S("up"), T("前向き", "better"))])],
            D("2026-03-01")),
        new SurveyResponseRecorded(S("end"), 1, S("closing"), D("2026-03-02"), ImmutableSortedDictionary<string, Slug>.Empty.Add("mood", S("up")), P(1),
            S("youth"), Private),
        new SurveyTallied(S("end"), 1, S("closing"), D("2026-03-02"), 9, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty
            .Add("mood", ImmutableSortedDictionary<string, int>.Empty.Add("up", 8)), S("youth"), S("first-pile")),
        new FollowUpRecorded(P(1), S("end"), D("2026-03-03"), S("settled"), Private),
        new IndicatorAdopted(S("youth"), s_indicator, D("2025-04-01")),
        new IndicatorRevised(S("youth"), 2, s_indicator, D("2025-10-01"), T("数え方を改めた", "counted otherwise")),
        new IndicatorRetired(S("youth"), D("2026-03-31")),
        new TargetSet(S("visits"), Comparison.AtLeast, 60, D("2025-04-01"), D("2026-03-31"), S("people")),
        new EntriesToldApart([new(new Guid(1, 0, 0, new byte[8])), new(new Guid(2, 0, 0, new byte[8]))], D("2025-10-20")),
        new EntriesConfirmed(Slip.UnusualCount, [new(new Guid(1, 0, 0, new byte[8]))], D("2025-10-20")),
        new BaselineRecorded(S("last-year"), 20, S("people"), T("前年度報告書", "last year's report"), D("2025-04-01")),
    ];
}
