using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>Signing in with login name and password, to which an account can add a code, and signing out.</summary>
internal static class SignInEndpoint
{
    public const string Return = "return";

    /// <summary>In the address after signing out: the page then removes our copies from the device.</summary>
    public const string SignedOut = "signed-out";

    public static StyleFile Leaving { get; } = new("signed-out.js", "text/javascript");

    private static readonly ApiParameter s_signedOut = new(SignedOut, "サインアウトの直後 / Right after signing out.");

    public static ApiParameter ReturnParameter { get; } = new(Return, "サインインのあとに開くページ / The page to open once signed in.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var open = routes.MapGroup(AnyWayHandler.SignInPath).RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public)
            .ExcludeFromDescription();
        open.MapGet("", (Delegate)((HttpContext context) => PageAsync(context, context.Request.Query[Return], null)))
            .Takes(ReturnParameter, s_signedOut).Produces(StatusCodes.Status200OK, contentType: "text/html");
        open.MapPost("", SignInAsync);
        routes.MapPost("/sign-out", SignOutAsync).RequireAuthorization(Policies.SignedIn).WithMetadata(new SeveralFactors.WithOne()).ExcludeFromDescription();
    }

    /// <summary>The session begins with a key of its own, also where the browser has one already: that one may be known to somebody else.</summary>
    /// <param name="several">Whether more than a password was shown.</param>
    public static async Task BeginSessionAsync(HttpContext context, Account account, bool several = false)
    {
        context.Request.Headers.Remove("Cookie");
        await context.RequestServices.GetRequiredService<AccountNotes>().NoteAsync(context, account, SecurityEvent.SignedIn);
        await context.RequestServices.GetRequiredService<SignInManager<Account>>().SignInWithClaimsAsync(
            account, isPersistent: false, several ? [SeveralFactors.Shown] : []);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, Tries tries, PasswordCheck check)
    {
        var form = await AccountForms.ReadAsync(context);
        var (login, password, back) = (form["login"].ToString().Trim(), PasswordRules.Typed(form["password"].ToString()), form[Return].ToString());
        if (!AccountForms.IsSafe(context.Request))
            return await PageAsync(context, back, null);
        if (!tries.Begin(context, login))
        {
            context.Response.Headers.RetryAfter = "60";
            return await PageAsync(context, back, SignInPage.TooMany, login, StatusCodes.Status429TooManyRequests);
        }

        if (await check.CheckAsync(context, login, password) is not { } account)
            return await PageAsync(context, back, SignInPage.Wrong, login, StatusCodes.Status422UnprocessableEntity);
        if (account.TwoFactorEnabled)
            return await CodeEndpoint.BeginAsync(context, account, AccountForms.IsLocal(back) ? back : "/");
        await BeginSessionAsync(context, account);
        return new SeeOther(context.Request.PathBase.ToUriComponent() + (AccountForms.IsLocal(back) ? back : "/"));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, ProviderSignIn provider, AccountNotes notes)
    {
        await AccountForms.ReadAsync(context);
        await notes.NoteAsync(context, SecurityEvent.SignedOut);
        var onwards = await provider.EndAsync(context);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        // Not the cookies: they would go for every program on this host and those above it. Not what is stored: a record that was made without a network
        // and is not sent yet would be lost. The page that follows removes our copies of pages.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        if (onwards is null)
            return new SeeOther($"{context.Request.PathBase.ToUriComponent()}{AnyWayHandler.SignInPath}?{SignedOut}=yes");
        // By a page, because our policy lets no form lead to another host, and a redirect would count as part of it.
        context.Response.Headers["Refresh"] = $"1;url={onwards}";
        ScriptPolicy.Allow(context);
        return PageResults.Of<SignedOutPage>(context.Request, StatusCodes.Status200OK, (nameof(SignedOutPage.Onwards), onwards));
    }

    public static async Task<IResult> PageAsync(
        HttpContext context, string? back, string? error, string login = "", int status = StatusCodes.Status200OK)
    {
        var (safe, services) = (AccountForms.IsSafe(context.Request), context.RequestServices);
        var client = services.GetRequiredService<SignInWays>().Client;
        // Where people sign in at their provider alone, nobody is asked for a password.
        var passwords = client is null || await services.GetRequiredService<IAccounts>().ExistAsync(context.RequestAborted);
        ScriptPolicy.Allow(context);
        return PageResults.Of<SignInPage>(context.Request, safe ? status : StatusCodes.Status403Forbidden, (nameof(SignInPage.Safe), safe),
            (nameof(SignInPage.Back), AccountForms.IsLocal(back) ? back : "/"), (nameof(SignInPage.Error), error), (nameof(SignInPage.Login), login),
            (nameof(SignInPage.SignedOut), context.Request.Query.ContainsKey(SignedOut)),
            (nameof(SignInPage.Provider), client?.Host), (nameof(SignInPage.Passwords), passwords),
            (nameof(SignInPage.Forgotten), services.GetRequiredService<Mails>().AreSent));
    }
}
