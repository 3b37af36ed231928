using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Read;

/// <summary>What a browser is shown where a program gets JSON. Pages are drawn from what is read: they know this room, and it does not know them.</summary>
internal interface IPages
{
    IResult Home(IReadOnlyList<OrganisationItem> organisations);

    IResult Initiatives(Slug organisation, PublicText? name, IReadOnlyList<PortfolioItem> items);

    IResult CaseStudy(InitiativeView view);

    /// <param name="figure">One of the view's figures, or one computed from the same book for the same period.</param>
    IResult Figure(InitiativeView view, Figure figure);

    /// <param name="kind">The kind to show, as asked for; null or unknown: all.</param>
    /// <param name="page">From 1.</param>
    IResult Entries(InitiativeView view, string? kind, int page);

    /// <summary>Entries that contradict each other.</summary>
    IResult Conflicts(InitiativeView view);

    IResult Guide(GuidePage page);

    /// <param name="document">The API's description.</param>
    IResult Reference(JsonNode document);

    /// <summary>To tick and count on paper.</summary>
    IResult AttendanceSheet(Roster roster);

    /// <summary>A card for each person.</summary>
    IResult Cards(Roster roster);
}

/// <summary>The pages for one request: in its language, with its links.</summary>
internal delegate IPages PagesFor(HttpRequest request);
