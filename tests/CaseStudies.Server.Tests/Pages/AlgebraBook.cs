using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Server.Tests.Pages.PageBook;
using static CaseStudies.Server.Tests.Pages.PageBooks;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>Two years of two strands, and a figure of every operation: derivations with every part that there is.</summary>
internal static class AlgebraBook
{
    private static readonly Show s_people = new(Counted.People, T("人", "people"));
    private static readonly Show s_share = new(Counted.Share, T("%", "%"), Percent: true);
    private static readonly Selection s_attended = Of("person_attended");
    private static readonly Selection s_cafe = Of("session_held", ("strand", "cafe"));
    private static readonly Selection s_responses = Of("survey_response_recorded", ("instrument", "end"));

    private static readonly int[] s_farmMonths = [0, 1, 2, 4, 5, 6];

    private static readonly ImmutableSortedDictionary<string, (Formula Formula, Show Show)> s_figures = new Dictionary<string, (Formula, Show)>
    {
        ["count"] = (new Count(s_cafe), Times),
        ["sum"] = (Sum("youth", "cafe"), Visits),
        ["distinct"] = (new Distinct([s_attended with { Who = new(s_attended, MembershipDays.Ever, 2) }], "person"), s_people),
        ["in-force"] = (new Distinct([Of("role_taken") with { InForce = InForce.AtEnd }], "person"), s_people),
        ["heads"] = (new Distinct([s_attended], "person", Of("participants_counted", ("scheme", "audience"), ("unit", "people"))), s_people),
        ["list"] = (new Listed([Of("partner_linked")], "partner"), new(Counted.Organisations, T("団体", "organisations"))),
        ["hours"] = (new Hours(s_cafe), new(Counted.Hours, T("時間", "hours"))),
        ["latest"] = (new Latest(Of("quantity_observed", ("quantity", "harvest"), ("unit", "kg"))), new(Counted.Things, T("kg", "kg"))),
        ["running"] = (new Running(S("farm"), CalendarUnit.Month), new(Counted.Length, T("か月", "months"))),
        ["interval"] = (new Interval(s_cafe, CalendarUnit.Week, Take.Range), new(Counted.Length, T("週", "weeks"))),
        ["share"] = (new Share(s_responses with { Where = s_responses.Where!.Add("wave", ["after"]) }, "mood", [S("up")]), s_share),
        ["ratio"] = (new Ratio(Sum("youth", "cafe"), new Count(s_cafe)), new(Counted.Rate, T("人/回", "per session"), 1)),
        ["achievement"] = (new Achievement(Sum("youth", "cafe"), S("visits")), s_share with { Counts = Counted.Achievement }),
        ["cohort"] = (new Cohort(Of("person_enrolled"), s_attended, 1, 90, D("2026-03-31"), CohortResult.Share, true,
            Of("stage_reached", ("stage", "completed"))), s_share),
        ["paired-change"] = (new PairedChange(s_responses, [S("mood")], S("before"), S("after"), ChangeResult.Risen), s_people),
        ["score"] = (new Score(s_responses with { Where = s_responses.Where!.Add("wave", ["after"]) }, [S("mood")], ScoreResult.Mean),
            new(Counted.Score, T("点", "points"), 1)),
        ["per-month"] = (new PerMonth(Sum("youth", "cafe"), S("cafe"), Take.Range), Visits),
        ["per-month-of-ratios"] = (new PerMonth(new Ratio(Sum("youth", "farm"), Sum("residents", "farm")), S("farm"), Take.Range),
            s_share with { Counts = Counted.Ratio }),
        ["per-week"] = (new PerWeek(Sum("youth", "farm"), S("farm"), Take.Maximum), Visits),
        ["per-session"] = (new PerSession(new Distinct([s_attended], "person"), s_cafe, Take.Range), s_people),
        ["per-key"] = (new PerKey(new Count(Of("note_exchanged")), "thread", Take.Range), new(Counted.Entries, T("件", "notes"))),
    }.ToImmutableSortedDictionary();

    public static IEnumerable<string> Keys => [.. s_figures.Keys, "window", "compared"];

    public static PageBook Book()
    {
        var book = Given();
        foreach (var (key, (formula, show)) in s_figures)
            book.Adopt(key, T(key + "の数", key), formula, show, headline: false);
        return book
            .Adopt("window", T("節目から30日", "thirty days"), new Count(s_cafe), Times, new(Since: Of("milestone_reached"), ForDays: 30), headline: false)
            .Adopt("compared", T("比べた数", "compared"), Sum("youth", "cafe"), Visits,
                against: [new(AgainstWhat.Baseline, S("before")), new(AgainstWhat.YearBefore), new(AgainstWhat.Strand, S("farm"))]);
    }

    private static PageBook Given()
    {
        var book = Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2024-04-01")), new StrandStarted(S("farm"), T("畑", "Farm"), D("2025-05-01")),
            new StrandPaused(S("farm"), D("2025-08-01"), D("2025-08-31")), new MilestoneReached(S("card"), T("参加証", "card"), D("2025-09-01")),
            new TermDefined(S("thread"), S("blue"), T("青いノート", "the blue book"), D("2025-04-01")),
            new TermDefined(S("thread"), S("red"), T("赤いノート", "the red book"), D("2025-04-01")),
            new TermDefined(S("baseline"), S("before"), T("前年の報告", "last year's report"), D("2025-04-01")),
            new BaselineRecorded(S("before"), 3, S("people"), T("前年の報告書", "the report of the year before"), D("2025-04-01")),
            new TargetSet(S("visits"), Comparison.AtLeast, 60, D("2025-04-01"), Unit: S("people")),
            new PartnerLinked(S("city"), T("福生市", "Fussa"), S("administration"), S("venue"), D("2025-04-01")),
            new QuantityObserved(S("harvest"), 3, S("kg"), D("2025-07-01")), new QuantityObserved(S("harvest"), 4, S("kg"), D("2025-08-01")),
            new SurveyIntroduced(S("end"), 1, T("調査", "Survey"),
                [new(S("mood"), T("気持ち", "Mood"), [new(S("down"), T("沈む", "worse"), 0), new(S("up"), T("前向き", "better"), 1)])], D("2025-04-01")),
            new RoleTaken(P(1), S("host"), D("2025-05-01")), new RoleTaken(P(2), S("host"), D("2025-05-01")), new RoleEnded(P(2), S("host"), D("2025-09-30")),
            new PersonPaused(P(1), D("2026-01-01"), D("2026-01-31"), S("rest")), new PersonLeft(P(3), D("2025-10-01")),
            new PeopleMerged(P(1), P(9), D("2025-10-01")), new StageReached(P(3), S("completed"), D("2025-09-30")),
            new SurveyTallied(S("end"), 1, S("after"), D("2026-03-10"), 2, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>.Empty
                .Add("mood", ImmutableSortedDictionary<string, int>.Empty.Add("up", 2))),
            new NoteExchanged(S("blue"), P(1), D("2025-05-01")), new NoteExchanged(S("blue"), P(2), D("2025-05-02")),
            new NoteExchanged(S("red"), P(2), D("2025-05-03")));
        for (var person = 1; person <= 3; person++)
        {
            book.Given(new PersonEnrolled(P(person), S("participant"), D("2025-04-01"), LawfulBasis.Consent), Response(person, "before", "down"),
                Response(person, "after", person == 1 ? "down" : "up"));
        }

        for (var i = 0; i < 12; i++)
        {
            var (strand, on) = i % 2 == 0
                ? ("cafe", D(i < 4 ? "2024-05-10" : "2025-05-10").PlusMonths(i))
                : ("farm", D("2025-05-20").PlusMonths(s_farmMonths[i / 2]));
            book.Given(new SessionHeld(Session(i + 1), S(strand), on, new(13, 0), new(15, 0)), Heads(i + 1, "youth", 2 + (i % 3)), Heads(i + 1, "residents", 4),
                new PersonAttended(P(1 + (i % 4)), Session(i + 1)));
        }

        var slip = book.Record(Heads(5, "youth", 40, "evening"));
        return book.Withdraw(slip);
    }

    private static SurveyResponseRecorded Response(int person, string wave, string answer) => new(
        S("end"), 1, S(wave), wave == "before" ? D("2025-04-10") : D("2026-03-10"), ImmutableSortedDictionary<string, Slug>.Empty.Add("mood", S(answer)),
        P(person));
}
