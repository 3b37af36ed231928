using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Read;

/// <summary>The organisations to which the signed-in person belongs.</summary>
internal static class GetOrganisations
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/organisations", AnswerAsync)
            .WithName("getOrganisations").WithSummary("自分の団体 / My organisations").ProducesPageAnd<List<OrganisationItem>>()
            .ProducesProblem(401);
        routes.MapGet("/", AnswerAsync).ExcludeFromDescription().ProducesPageAnd<List<OrganisationItem>>();
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, PortfolioReader reader)
    {
        var me = Principal.SubjectOf(context.User);
        var mine = await reader.OrganisationsAsync(Principal.IsLocalUser(context.User) ? null : me, context.RequestAborted);
        return ReadEndpoints.Answer(context, pages => pages.Home(me, mine), () => mine);
    }
}
