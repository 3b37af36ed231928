using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>Two books to look at: a year as the collection prints one, and one figure of every status.</summary>
internal static class PageBooks
{
    public static readonly Show Visits = new(Counted.Attendances, new("人", "people"));
    public static readonly Show Times = new(Counted.Sessions, new("回", "sessions"));

    public static readonly OrganisationDescribed Profile = new(
        T("青少年自立援助センター", "Youth Independence Support Centre"), T("特定非営利活動法人", "specified non-profit corporation"), "1977-06",
        T("東京都", "Tokyo"), T("福生市", "Fussa"));

    private static readonly int[] s_cafeYouth = [4, 5, 3, 5, 4, 5, 5];
    private static readonly int[] s_cafeResidents = [12, 13, 11, 14, 12, 13, 13];

    public static PageBook Year()
    {
        var book = Opened(T("公表された数値から再構成した記録です。団体自身の日々の記録ではありません。",
            "Reconstructed from the published figures. These are not the organisation's own daily records."))
            .Given(
                new StrandStarted(S("cafe"), T("ふれあい喫茶はち福", "Hachifuku meeting café"), D("2025-04-01")),
                new StrandStarted(S("garden"), T("花壇整備活動", "Flower-bed work"), D("2025-04-12")),
                new StrandStarted(S("film"), T("映画鑑賞会", "Film showings"), D("2025-10-04")),
                new StrandRescheduled(S("cafe"), T("毎月第2土曜日 13:00〜16:00", "every second Saturday, 13:00–16:00"), D("2025-06-01")),
                new StrandPaused(S("garden"), D("2025-08-01"), D("2025-08-31"), S("heat")),
                new TermDefined(S("cause"), S("heat"), T("猛暑", "extreme heat"), D("2025-04-01")),
                new TermDefined(S("group"), S("youth"), T("若者", "young people"), D("2025-04-01")),
                new TermDefined(S("group"), S("residents"), T("地域住民", "residents"), D("2025-04-01")),
                new TermDefined(S("class"), S("administration"), T("行政", "public administration"), D("2025-04-01")),
                new TermDefined(S("role"), S("venue"), T("会場の提供", "provides the venue"), D("2025-04-01")),
                new TermDefined(S("role"), S("association"), T("自治会員", "member of the residents' association"), D("2025-04-01")),
                new InitiativeRescoped(ScopeAspect.PartnerClass, T("行政・他機関との活動が加わった", "activities with the administration and other bodies joined"),
                    D("2025-09-01"), S("garden")),
                new PartnerLinked(S("city"), T("福生市 環境課", "City of Fussa, environment section"), S("administration"), S("venue"), D("2025-09-01"), S("garden")),
                new MilestoneReached(S("tree"),
                    T("若者と住民が一緒にクリスマスツリーを飾り、看板を作った", "Young people and residents decorated a Christmas tree and made a signboard together"), D("2025-12-13")),
                new TargetSet(S("youth-visits"), Comparison.AtLeast, 30, D("2025-04-01"), Unit: S("people")),
                new TargetSet(S("garden-visits"), Comparison.AtLeast, 50, D("2025-04-01"), Unit: S("people")));
        for (var i = 0; i < 7; i++)
        {
            book.Given(new SessionHeld(Session(i + 1), S("cafe"), D("2025-04-12").PlusMonths(i + (i > 3 ? 1 : 0)), new(13, 0), new(16, 0)),
                Heads(i + 1, "youth", s_cafeYouth[i]), Heads(i + 1, "residents", s_cafeResidents[i]));
        }

        for (var i = 0; i < 14; i++)
        {
            book.Given(new SessionHeld(Session(100 + i), S("garden"), D("2025-04-19").PlusWeeks(i < 7 ? i * 2 : (i * 2) + 8)),
                Heads(100 + i, "youth", i == 5 ? 4 : 3), Heads(100 + i, "residents", i is 2 or 9 ? 7 : 6),
                new PersonAttended(P(1 + (i % 5)), Session(100 + i), null, S("association")));
        }

        var slip = book.Record(Heads(7, "youth", 50, "evening"));
        book.Withdraw(slip);
        var narratives = Narratives();
        return book.Given(narratives).AdoptYear();
    }

    /// <summary>One figure of each status: computed, no data, contested, blocked.</summary>
    public static PageBook Statuses() => Opened()
        .Given(
            new StrandStarted(S("cafe"), T("ふれあい喫茶", "Café"), D("2025-04-01")),
            new TargetSet(S("five"), Comparison.MoreThan, 5, D("2025-04-01"), Unit: S("people")),
            new SessionHeld(Session(1), S("cafe"), D("2025-05-10")), Heads(1, "youth", 4), Heads(1, "youth", 6), Heads(1, "residents", 9))
        .Adopt("computed", T("地域住民", "Residents"), Sum("residents"), Visits, target: "five")
        .Adopt("no-data", T("高齢者", "Old people"), Sum("old"), Visits, target: "five")
        .Adopt("contested", T("若者", "Young people"), Sum("youth"), Visits, target: "five")
        .Adopt("blocked", T("約束の言葉", "A word too many"), Sum("residents"), Visits with { Approximately = new(Approximator.Kyo, 1) }, target: "five")
        .Adopt("missed", T("喫茶の回数", "Café sessions"), new Count(Of("session_held", ("strand", "cafe"))), Times, target: "five", headline: false);

    public static Sum Sum(string group, string? strand = null) => new(
        strand is null
            ? Of("participants_counted", ("scheme", "audience"), ("group", group), ("unit", "people"))
            : Of("participants_counted", ("scheme", "audience"), ("group", group), ("unit", "people"), ("strand", strand)), "count");

    public static ParticipantsCounted Heads(int session, string group, int count, string? part = null) =>
        new(Session(session), S("audience"), S(group), count, Part: part is null ? null : S(part));

    private static PageBook AdoptYear(this PageBook book) => book
        .Adopt("cafe-sessions", T("ふれあい喫茶はち福 開催回数", "Café sessions held"), new Count(Of("session_held", ("strand", "cafe"))), Times)
        .Adopt("cafe-youth", T("ふれあい喫茶はち福 若者", "Café, young people"), Sum("youth", "cafe"), Visits, target: "youth-visits")
        .Adopt("cafe-residents", T("ふれあい喫茶はち福 地域住民", "Café, residents"), Sum("residents", "cafe"), Visits,
            note: T("原文の「延べ」は若者と地域住民の両方にかかると読みました。", "The source's 延べ is read as covering both groups."))
        .Adopt("garden-sessions", T("花壇整備活動 開催回数", "Flower-bed sessions held"), new Count(Of("session_held", ("strand", "garden"))), Times)
        .Adopt("garden-youth", T("花壇整備活動 若者", "Flower bed, young people"), Sum("youth", "garden"), Visits, target: "garden-visits")
        .Adopt("garden-residents", T("花壇整備活動 地域住人", "Flower bed, residents"), Sum("residents", "garden"), Visits)
        .Adopt("association-members", T("自治会の活動参加者", "Association members taking part"),
            new Distinct([Of("person_attended", ("role", "association"))], "person"), new(Counted.People, new("人", "people")))
        .Adopt("cafe-per-session", T("ふれあい喫茶 1回あたりの若者", "Young people per café session"),
            new Ratio(Sum("youth", "cafe"), new Count(Of("session_held", ("strand", "cafe")))), new(Counted.Attendances, new("人/回", "per session"), 1),
            headline: false);

    private static InitiativeFact[] Narratives() =>
    [
        new NarrativeWritten(NarrativeSection.Summary,
            T("生きづらさを抱える若者が店員となる喫茶と花壇づくりを通して、団地の多世代がゆるやかにつながる。",
                "A café and flower beds run by young people in difficulty loosely connect the generations of a housing estate."), D("2026-03-31")),
        new NarrativeWritten(NarrativeSection.History,
            T("団地の空き店舗を借り、若者の就労体験の場として喫茶を始めた。住民から「また来たい」という声が集まり、花壇の手入れへと活動が広がった。",
                "An empty shop on the estate became a café where young people tried out work. Residents asked for more, and the work grew into tending the "
                    + "flower beds."), D("2026-03-31")),
        new NarrativeWritten(NarrativeSection.WhatIsNew,
            T("支援される側と見られがちな若者が、もてなす側に立つ。\n住民に観たい作品を尋ねて上映会を開くなど、住民の声から次の活動を作る。",
                "Young people usually seen as those who are helped become the hosts.\nWhat residents ask for becomes the next activity, such as the film "
                    + "showings."), D("2026-03-31")),
        new NarrativeWritten(NarrativeSection.Results,
            T("若者は「参加してよい」という安心を得て、住民の感謝の言葉が自信につながった。",
                "Young people found that they are allowed to take part, and the residents' thanks gave them confidence."), D("2026-03-31")),
        new NarrativeWritten(NarrativeSection.Outlook,
            T("自治会とともに花壇を増やし、喫茶を月2回に増やすことを目指す。", "Together with the residents' association: more flower beds, and the café twice a month."), D("2026-03-31")),
    ];
}
