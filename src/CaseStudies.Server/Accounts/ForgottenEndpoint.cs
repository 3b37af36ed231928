using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// Somebody has forgotten the password and asks for a link by mail. The answer is one and the same whatever is typed, and comes before anything is looked up
/// (<see cref="ForgottenWork"/>). Where no mail server is configured, there is nothing here.
/// </summary>
internal static class ForgottenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forgotten = routes.MapGroup(AnyWayHandler.SignInPath + "/forgotten").RequireAuthorization(Policies.Public)
            .RequireRateLimiting(Policies.Public).ExcludeFromDescription();
        forgotten.MapGet("", (HttpContext context, Mails mails) => mails.AreSent ? Page(context) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        forgotten.MapPost("", AskAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext context, Mails mails, Tries tries, ForgottenWork work, SecurityLog log)
    {
        if (!mails.AreSent)
            return Problem.NotFound(context);
        var login = (await AccountForms.ReadAsync(context))["login"].ToString().Trim();
        if (!AccountForms.IsSafe(context.Request))
            return Page(context);
        if (!tries.BeginForgotten(context, login))
        {
            context.Response.Headers.RetryAfter = "3600";
            return Page(context, ForgottenPage.TooMany, StatusCodes.Status429TooManyRequests);
        }

        work.Ask(new(login, ReaderLanguage.FromRequest(context.Request), log.Of(context, SecurityEvent.LinkAsked)));
        return Page(context, ForgottenPage.Asked);
    }

    private static IResult Page(HttpContext context, string? told = null, int status = StatusCodes.Status200OK)
    {
        var safe = AccountForms.IsSafe(context.Request);
        return PageResults.Of<ForgottenPage>(context.Request, safe ? status : StatusCodes.Status403Forbidden, (nameof(ForgottenPage.Safe), safe),
            (nameof(ForgottenPage.Told), told));
    }
}
