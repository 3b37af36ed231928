using CaseStudies.Domain;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Read;

/// <summary>The month in which the organisation's fiscal year begins.</summary>
internal static class GetFiscalYear
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/fiscal-year", async (HttpContext context, OrganisationReader organisations, string org) =>
            Results.Json(new Answer((await organisations.CalendarAsync(new(org), context.RequestAborted)).FirstMonth), DomainJson.Options))
        .WithName("getFiscalYear").WithSummary("年度の始まる月 / The month in which the fiscal year begins").Produces<Answer>().ProducesProblem(401)
        .ProducesProblem(403);

    /// <param name="FirstMonth">From 1 to 12; 4 where nothing was declared.</param>
    internal sealed record Answer(int FirstMonth);
}
