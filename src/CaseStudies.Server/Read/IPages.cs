using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Read;

/// <summary>The pages that browsers get where programs get JSON. Pages depend on this room, not the other way round.</summary>
internal interface IPages
{
    IResult Home(SubjectId me, IReadOnlyList<OrganisationItem> organisations);

    /// <param name="page">From 1.</param>
    /// <param name="pages">How many there are.</param>
    IResult Granted(IReadOnlyList<(GrantedInitiative Granted, InitiativeView View)> initiatives, int page, int pages);

    IResult Initiatives(Slug organisation, PublicText? name, IReadOnlyList<PortfolioItem> items);

    IResult CaseStudy(InitiativeView view);

    /// <param name="figure">One of the view's figures, or one computed from the same book for the same period.</param>
    IResult Figure(InitiativeView view, Figure figure);

    /// <param name="kind">The kind to show, as asked for; null or unknown: all.</param>
    /// <param name="page">From 1.</param>
    IResult Entries(InitiativeView view, string? kind, int page);

    /// <summary>Entries that contradict each other.</summary>
    IResult Conflicts(InitiativeView view);

    /// <summary>Entries that may record one happening twice.</summary>
    IResult LikelyDuplicates(InitiativeView view);

    /// <summary>Entries that look like a slip.</summary>
    IResult Warnings(InitiativeView view);

    /// <summary>Every closing, and what was changed since.</summary>
    IResult Restatements(InitiativeView view, ImmutableArray<Restatements> closings);

    IResult Guide(GuidePage page);

    /// <param name="document">The API's description.</param>
    IResult Reference(JsonNode document);

    /// <summary>The attendance sheet, to be filled in on paper.</summary>
    IResult AttendanceSheet(Roster roster);

    /// <summary>One card per person.</summary>
    IResult Cards(Roster roster);
}

/// <summary>The pages for one request: in its language, with its links.</summary>
internal delegate IPages PagesFor(HttpRequest request);
