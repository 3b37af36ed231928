using CaseStudies.Domain;
using CaseStudies.Server.Access;

namespace CaseStudies.Server.Read;

/// <summary>The organisations to which the signed-in person belongs.</summary>
internal static class GetOrganisations
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations", async (HttpContext context, PortfolioReader reader) =>
            {
                var mine = (await reader.OrganisationsAsync(context.RequestAborted)).Where(o => Principal.IsMember(context.User, o.Organisation));
                return Results.Json(mine, DomainJson.Options);
            })
            .WithName("getOrganisations").WithSummary("My organisations").Produces<List<OrganisationItem>>().ProducesProblem(401);
    }
}
