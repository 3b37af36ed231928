using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Accounts;

/// <summary>Signing in at the organisation's identity provider: the way there, and the way back. Where none is configured, there is nothing here.</summary>
internal static class ProviderEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var provider = routes.MapGroup(CodeFlow.Path).RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public).ExcludeFromDescription();
        provider.MapGet("", BeginAsync).Takes(SignInEndpoint.ReturnParameter).Produces(StatusCodes.Status200OK, contentType: "text/html");
        // The framework answers it before the endpoint is reached; the route is for limits and log.
        routes.MapGet(CodeFlow.AnswerPath, Problem.NotFound).RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public)
            .ExcludeFromDescription();
        provider.MapPost("/logout", (HttpContext context, BackChannelLogout logout) => logout.HearAsync(context));
    }

    private static async Task<IResult> BeginAsync(HttpContext context, SignInWays ways)
    {
        if (ways.Client is null)
            return Problem.NotFound(context);
        var back = context.Request.Query[SignInEndpoint.Return].ToString();
        if (!AccountForms.IsSafe(context.Request))
            return await SignInEndpoint.PageAsync(context, back, null);
        // Nobody is signed in without wanting it: from another site a link leads no further than to the button.
        if (!SameOriginMiddleware.MayChange(context))
            return new SeeOther(PageLinks.FromRequest(context.Request).SignInFor(AccountForms.IsLocal(back) ? back : "/"));
        await ProviderSignIn.BeginAsync(context, AccountForms.IsLocal(back) ? back : "/");
        return Results.Empty;
    }
}
