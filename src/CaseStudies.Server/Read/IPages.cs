using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Read;

/// <summary>What a browser is shown where a program gets JSON. The pages are drawn from what is read, so they know us and not we them.</summary>
internal interface IPages
{
    IResult Home(HttpContext context, IReadOnlyList<OrganisationItem> organisations);

    IResult Initiatives(HttpContext context, Slug organisation, PublicText? name, IReadOnlyList<PortfolioItem> items);

    IResult CaseStudy(HttpContext context, InitiativeView view);

    IResult Figure(HttpContext context, InitiativeView view, Figure figure);

    IResult Guide(HttpContext context, GuidePage page);

    /// <param name="document">The API's description.</param>
    IResult Reference(HttpContext context, JsonNode document);

    /// <param name="page">From 1.</param>
    IResult Entries(HttpContext context, InitiativeView view, string? kind, int page);

    /// <summary>To tick and count on paper.</summary>
    IResult AttendanceSheet(HttpContext context, Roster roster);

    /// <summary>A card for each person.</summary>
    IResult Cards(HttpContext context, Roster roster);
}
