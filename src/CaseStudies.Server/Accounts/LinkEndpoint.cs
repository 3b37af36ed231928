using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Accounts;

/// <summary>The page behind a one-time link: somebody sets the password of an account and is signed in. Looking at it uses nothing up.</summary>
internal static class LinkEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var link = routes.MapGroup($"{OneTimeLinks.Path}/{{token}}").RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public)
            .ExcludeFromDescription();
        link.MapGet("", async (HttpContext context, OneTimeLinks links, string token) =>
                await links.FindAsync(token, context.RequestAborted) is { } account ? Page(context, token, account, null) : Unknown(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        link.MapPost("", SetAsync);
    }

    private static async Task<IResult> SetAsync(HttpContext context, OneTimeLinks links, string token)
    {
        var form = await AccountForms.ReadAsync(context);
        if (!AccountForms.IsSafe(context.Request))
            return await links.FindAsync(token, context.RequestAborted) is { } seen ? Page(context, token, seen, null) : Unknown(context);
        var (account, refused) = await links.SetPasswordAsync(token, PasswordRules.Typed(form["password"].ToString()), context.RequestAborted);
        if (account is null)
            return Unknown(context);
        if (refused is not null)
            return Page(context, token, account, refused, StatusCodes.Status422UnprocessableEntity);
        await context.RequestServices.GetRequiredService<AccountNotes>().NoteAsync(context, account, SecurityEvent.PasswordChanged);
        await SignInEndpoint.BeginSessionAsync(context, account);
        return new SeeOther(context.Request.PathBase.ToUriComponent() + "/");
    }

    private static IResult Page(HttpContext context, string token, Account account, string? error, int status = StatusCodes.Status200OK)
    {
        var safe = AccountForms.IsSafe(context.Request);
        return PageResults.Of<LinkPage>(context.Request, safe ? status : StatusCodes.Status403Forbidden, (nameof(LinkPage.Safe), safe),
            (nameof(LinkPage.Token), token), (nameof(LinkPage.Login), account.UserName), (nameof(LinkPage.Error), error));
    }

    private static IResult Unknown(HttpContext context) => Problem.Create("link-unknown", StatusCodes.Status404NotFound, new(
        "このリンクは使えません。すでに使われたか、期限が切れています。新しいリンクを依頼してください。",
        "This link cannot be used: it was used already, or its time is over. Ask for a new one."), context);
}
