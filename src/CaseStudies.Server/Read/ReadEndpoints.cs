using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Read;

/// <summary>All reading endpoints. The same addresses answer with JSON for programs and pages for browsers.</summary>
internal static class ReadEndpoints
{
    public static void MapRead(this IEndpointRouteBuilder routes)
    {
        var organisation = routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Member).WithTags("Read");
        GetOrganisations.Map(routes.MapGroup("").RequireAuthorization(Policies.SignedIn).WithTags("Read"));
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
        GetFeed.Map(organisation);
        GetPrints.Map(organisation);
    }

    /// <summary>Answers with a page for browsers and with JSON for programs.</summary>
    public static IResult Answer<T>(HttpContext context, Func<IPages, IResult> page, Func<T> data) => Negotiation.WantsPage(context.Request)
        ? page(context.RequestServices.GetRequiredService<PagesFor>()(context.Request))
        : Results.Json(data(), DomainJson.Options);
}
