using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Read;

/// <summary>The initiatives of an organisation.</summary>
internal static class GetInitiatives
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/initiatives", AnswerAsync)
            .WithName("getInitiatives").WithSummary("団体の取組の一覧 / The organisation's initiatives").ProducesPageAnd<List<PortfolioItem>>()
            .ProducesProblem(401).ProducesProblem(403);
        routes.MapGet("", AnswerAsync).ExcludeFromDescription().ProducesPageAnd<List<PortfolioItem>>();
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, PortfolioReader portfolio, OrganisationReader organisations, string org)
    {
        var items = await portfolio.InitiativesAsync(new(org), context.RequestAborted);
        var profile = (await organisations.FindAsync(new(org), context.RequestAborted))?.Profile;
        return ReadEndpoints.Answer(context, pages => pages.Initiatives(new(org), profile?.Name, items), () => items);
    }
}
