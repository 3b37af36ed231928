using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Read;

/// <summary>The API description: for programs at /openapi.json, for people at /reference.</summary>
internal static class GetReference
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/openapi.json", async (HttpContext context, ApiDocument description) => (await description.AnswerAsync()).To(context))
            .RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public).ExcludeFromDescription().Produces<object>();
        routes.MapGet("/reference", async (HttpContext context, ApiDocument description, ReferencePages pages) =>
                Negotiation.WantsPage(context.Request) ? await pages.AnswerAsync(context)
                    : (await description.AnswerAsync()).To(context, HeaderNames.Accept))
            .RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public).ExcludeFromDescription().ProducesPageAnd<object>();
    }
}
