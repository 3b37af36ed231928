using System.Security.Claims;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>The second step of signing in: the code, where the account asks for one. Who has shown the password is in a cookie for five minutes.</summary>
internal static class CodeEndpoint
{
    private const string Path = $"{AnyWayHandler.SignInPath}/code", Stamp = "stamp";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var code = routes.MapGroup(Path).RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public).ExcludeFromDescription();
        code.MapGet("", async (HttpContext context, UserManager<Account> users) =>
                await PendingAsync(context, users) is null ? Again(context, context.Request.Query[SignInEndpoint.Return])
                    : Page(context, context.Request.Query[SignInEndpoint.Return], null))
            .Takes(SignInEndpoint.ReturnParameter).Produces(StatusCodes.Status200OK, contentType: "text/html");
        code.MapPost("", CheckAsync);
    }

    /// <summary>Leads whoever has shown the password of an account to its second step.</summary>
    /// <param name="back">A path of this server.</param>
    public static async Task<IResult> BeginAsync(HttpContext context, Account account, string back)
    {
        // A password that is changed meanwhile opens nothing any more.
        await context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new(new ClaimsIdentity(
            [new(ClaimTypes.Name, account.Id), new(Stamp, account.SecurityStamp!)], IdentityConstants.TwoFactorUserIdScheme)));
        return new SeeOther(context.Request.PathBase.ToUriComponent() + Path + QueryString.Create(SignInEndpoint.Return, back));
    }

    private static async Task<IResult> CheckAsync(HttpContext context, UserManager<Account> users, SecondFactor second, Tries tries)
    {
        var form = await AccountForms.ReadAsync(context);
        var back = form[SignInEndpoint.Return].ToString();
        if (await PendingAsync(context, users) is not { } account)
            return Again(context, back);
        if (!tries.Begin(context, account.UserName!))
        {
            context.Response.Headers.RetryAfter = "60";
            return Page(context, back, SignInPage.TooMany, StatusCodes.Status429TooManyRequests);
        }

        if (form["code"].ToString() is not { Length: <= 100 } typed || !await second.CheckAsync(account, typed))
        {
            await context.RequestServices.GetRequiredService<AccountNotes>().NoteAsync(context, account, SecurityEvent.SignInFailed);
            return Page(context, back, SignInPage.Wrong, StatusCodes.Status422UnprocessableEntity);
        }

        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await SignInEndpoint.BeginSessionAsync(context, account, several: true);
        return new SeeOther(context.Request.PathBase.ToUriComponent() + (AccountForms.IsLocal(back) ? back : "/"));
    }

    /// <returns>Null: nobody has shown a password within the last minutes.</returns>
    private static async Task<Account?> PendingAsync(HttpContext context, UserManager<Account> users) =>
        (await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal is { } who && who.FindFirstValue(ClaimTypes.Name) is { } id
            && await users.FindByIdAsync(id) is { } account && account.SecurityStamp == who.FindFirstValue(Stamp) ? account : null;

    private static SeeOther Again(HttpContext context, string? back) =>
        new(PageLinks.FromRequest(context.Request).SignInFor(AccountForms.IsLocal(back) ? back! : "/"));

    private static IResult Page(HttpContext context, string? back, string? error, int status = StatusCodes.Status200OK) => PageResults.Of<CodePage>(
        context.Request, status, (nameof(CodePage.Back), AccountForms.IsLocal(back) ? back : "/"), (nameof(CodePage.Error), error));
}
