using CaseStudies.Domain;

namespace CaseStudies.Server.Read;

/// <summary>An organisation's portfolio.</summary>
internal static class GetInitiatives
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives", async (HttpContext context, PortfolioReader reader, string org) =>
            Results.Json(await reader.InitiativesAsync(new(org), context.RequestAborted), DomainJson.Options))
        .WithName("getInitiatives").WithSummary("The organisation's initiatives").Produces<List<PortfolioItem>>().ProducesProblem(401).ProducesProblem(403);
}
