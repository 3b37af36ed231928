using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Read;

/// <summary>All reading endpoints. The same addresses answer with JSON for programs and pages for browsers.</summary>
internal static class ReadEndpoints
{
    public static void MapRead(this IEndpointRouteBuilder routes)
    {
        var organisation = routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Least(Role.Reader)).WithTags("Read");
        GetOrganisations.Map(routes.MapGroup("").RequireAuthorization(Policies.SignedIn).WithTags("Read"));
        GetGranted.Map(routes.MapGroup("").RequireAuthorization(Policies.SignedIn).WithTags("Read"));
        GetInstruments.Map(routes.MapGroup("").RequireAuthorization(Policies.SignedIn).WithTags("Read"));
        GetReference.Map(routes);
        GetGuide.Map(routes.MapGroup("").RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public));
        GetInitiatives.Map(organisation);
        GetFiscalYear.Map(organisation);
        GetInitiative.Map(organisation);
        GetEntries.Map(organisation);
        GetFigures.Map(organisation);
        GetRestatements.Map(organisation);
        GetConflicts.Map(organisation);
        GetLikelyDuplicates.Map(organisation);
        GetWarnings.Map(organisation);
        GetFeed.Map(organisation);
        GetPrints.Map(organisation);
        GetGrants.Map(routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Least(Role.Manager)).WithTags("Read"));
    }

    /// <summary>Maps an address that makes something of an initiative's view: a page for browsers and data for programs.</summary>
    public static RouteHandlerBuilder MapView<T>(
        this IEndpointRouteBuilder routes, string path, Func<IPages, InitiativeView, IResult> page, Func<InitiativeView, T> data) => routes
        .MapGet(path, async (HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id) =>
        {
            var view = await reader.ReadAsync(new(org), new(id), ViewQueryReader.Read(context.Request), context.RequestAborted,
                heavy.For(context, new(org)));
            return view is null ? Problem.NotFound(context) : Answer(context, pages => page(pages, view), () => data(view));
        })
        .ShownByGrant(GrantLevel.Entries).Takes(ApiParameters.View).ProducesPageAnd<T>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    /// <summary>Answers with a page for browsers and with JSON for programs.</summary>
    public static IResult Answer<T>(HttpContext context, Func<IPages, IResult> page, Func<T> data) => Negotiation.WantsPage(context.Request)
        ? page(context.RequestServices.GetRequiredService<PagesFor>()(context.Request))
        : Results.Json(data(), DomainJson.Options);
}
