using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Telling;

namespace CaseStudies.Server.Pages;

/// <summary>Answers with pages, in the language and with the links of the request.</summary>
internal sealed class PageAnswers : IPages
{
    public IResult Home(HttpContext context, IReadOnlyList<OrganisationItem> organisations) =>
        PageResults.Home(organisations, Language(context), Links(context));

    public IResult Initiatives(HttpContext context, Slug organisation, PublicText? name, IReadOnlyList<PortfolioItem> items) =>
        PageResults.Initiatives(organisation, name, items, Language(context), Links(context));

    public IResult CaseStudy(HttpContext context, InitiativeView view) => PageResults.CaseStudy(view, Language(context), Links(context));

    public IResult Figure(HttpContext context, InitiativeView view, Figure figure) => PageResults.Figure(view, figure, Language(context), Links(context));

    public IResult Entries(HttpContext context, InitiativeView view, string? kind, int page) =>
        PageResults.Entries(view, kind, page, Language(context), Links(context));

    public IResult Guide(HttpContext context, GuidePage page) => PageResults.Guide(page, Language(context), Links(context));

    public IResult AttendanceSheet(HttpContext context, Roster roster) => PageResults.AttendanceSheet(roster, Language(context), Links(context));

    public IResult Cards(HttpContext context, Roster roster) => PageResults.Cards(roster, Language(context), Links(context));

    public IResult Reference(HttpContext context, JsonNode document) => PageResults.Reference(ReferenceModel.Of(document), Language(context), Links(context));

    private static Language Language(HttpContext context) => ReaderLanguage.Of(context.Request);

    private static PageLinks Links(HttpContext context) => PageLinks.Of(context.Request);
}
