using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Read;

/// <summary>The pages that browsers get where programs get JSON. Pages depend on this room, not the other way round.</summary>
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

    /// <summary>The attendance sheet, to be filled in on paper.</summary>
    IResult AttendanceSheet(HttpContext context, Roster roster);

    /// <summary>One card per person.</summary>
    IResult Cards(HttpContext context, Roster roster);
}
