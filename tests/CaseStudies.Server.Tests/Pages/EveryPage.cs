using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Read;
using Microsoft.AspNetCore.Http;
using NodaTime;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>Every page of one book, for what must hold of all of them.</summary>
internal static class EveryPage
{
    public static readonly string[] OfInitiative = ["case-study", "figure", "entries", "conflicts", "likely-duplicates", "warnings", "restatements"];
    public static readonly string[] Prints = ["sheet", "cards"];
    public static readonly string[] OfOrganisation = [.. OfInitiative, .. Prints, "initiatives", "home", "problem"];
    public static readonly string[] All = [.. OfOrganisation, "guide", "guide-page"];

    public static Task<string> Html(string page, PageBook book, Language language, PageLinks? links = null) =>
        Rendered.Html(page == "restatements"
            ? new PageResults(language, links ?? Rendered.Links()).Restatements(book.View(PageBooks.Profile), book.ClosedHalfway())
            : Result(page, book.View(PageBooks.Profile), language, links ?? Rendered.Links()));

    public static IResult Result(string page, InitiativeView view, Language language, PageLinks links)
    {
        var title = InitiativeHeader.FromView(view).Opened?.Title ?? T("?", "?");
        return page switch
        {
            "case-study" => new PageResults(language, links).CaseStudy(view),
            "figure" => new PageResults(language, links).Figure(view, view.Figures[0]),
            "entries" => new PageResults(language, links).Entries(view, null, 1),
            "conflicts" => new PageResults(language, links).Conflicts(view),
            "likely-duplicates" => new PageResults(language, links).LikelyDuplicates(view),
            "warnings" => new PageResults(language, links).Warnings(view),
            "sheet" => new PageResults(language, links).AttendanceSheet(RosterOf(view)),
            "cards" => new PageResults(language, links).Cards(RosterOf(view)),
            "initiatives" => new PageResults(language, links).Initiatives(Organisation, title,
                [new(PageBook.Key, title, D("2025-04-01"), 3, Instant.FromUtc(2026, 4, 1, 0, 0), true, view.Book.Problems.FirstOrDefault())]),
            "home" => new PageResults(language, links).Home(new("m-1"), [new(Organisation, title, 1), new(S("nameless"), null, 0)]),
            "problem" => new PageResults(language, links).Problem(ProblemText.ForStatus(404) with { WhatToDo = title }),
            "guide" => new PageResults(language, links).Guide(GuidePages.All[0]),
            "guide-page" => new PageResults(language, links).Guide(GuidePages.All[1]),
            _ => throw new ArgumentOutOfRangeException(nameof(page)),
        };
    }

    private static Roster RosterOf(InitiativeView view) =>
        new(view, null, D("2025-12-05"), [.. Enrolled.On(view.Book, null, D("2025-12-05")).Select(e => new RosterLine(e, Evil))]);

    /// <summary>A book in which every text that a person can write is hostile.</summary>
    public static PageBook Hostile()
    {
        var evil = T(Evil, Evil);
        return new PageBook().Given(
                new InitiativeOpened(evil, [evil], [evil], [evil], D("2025-04-01"), Reconstruction: evil),
                new StrandStarted(S("cafe"), evil, D("2025-04-01")),
                new TermDefined(S("group"), S("youth"), evil, D("2025-04-01")),
                new StrandRescheduled(S("cafe"), evil, D("2025-06-01")),
                new MilestoneReached(S("m"), evil, D("2025-06-01")),
                new PartnerLinked(S("p"), evil, S("class"), S("role"), D("2025-06-01")),
                new NarrativeWritten(NarrativeSection.History, evil, D("2025-06-01")),
                new SessionHeld(Session(1), S("cafe"), D("2025-05-10"), Title: evil), PageBooks.Heads(1, "youth", 4))
            .Adopt("evil", evil, PageBooks.Sum("youth"), PageBooks.Visits with { Unit = evil }, note: evil);
    }

    public const string Evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;";
}
