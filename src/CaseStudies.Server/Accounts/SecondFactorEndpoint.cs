using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>Switches the second factor of the own account on and off. Whatever changes it asks for the password again, and ends all other sessions.</summary>
internal static class SecondFactorEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/account/second-factor").RequireAuthorization(Policies.SignedIn)
            .WithMetadata(new SeveralFactors.WithOne()).ExcludeFromDescription();
        own.MapGet("", async (HttpContext context, UserManager<Account> users, SecondFactor second) =>
                await AccountEndpoint.AccountAsync(context, users) is { } account ? await PageAsync(context, account, second)
                    : AccountEndpoint.NoAccount(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        own.MapPost("", async Task<IResult> (
            HttpContext context, UserManager<Account> users, SecondFactor second, AccountsDb database, Tries tries, PasswordCheck check) =>
        {
            var form = await AccountForms.ReadAsync(context);
            if (await AccountEndpoint.AccountAsync(context, users) is not { } account)
                return AccountEndpoint.NoAccount(context);
            // Who knows the password alone sets up none beside one that is there.
            if (await IsLockedAsync(context, account, second))
                return await PageAsync(context, account, second, status: StatusCodes.Status403Forbidden);
            if (!tries.Begin(context, account.UserName!))
            {
                context.Response.Headers.RetryAfter = "60";
                return await PageAsync(context, account, second, AccountPage.TooMany, status: StatusCodes.Status429TooManyRequests);
            }

            return form["press"].ToString() == SecondFactorPage.Confirm && !account.TwoFactorEnabled
                ? await ConfirmAsync(context, account, second, database, form["code"].ToString())
                : await ChangeAsync(context, account, second, database, check, form);
        });
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, Account account, SecondFactor second, AccountsDb database, PasswordCheck check, IFormCollection form)
    {
        if (await check.CheckAsync(context, account.UserName!, PasswordRules.Typed(form["present"].ToString())) is null)
            return await PageAsync(context, account, second, AccountPage.Wrong, status: StatusCodes.Status422UnprocessableEntity);
        switch (form["press"].ToString(), account.TwoFactorEnabled)
        {
            case (SecondFactorPage.Begin, false):
                return await PageAsync(context, account, second, secret: await second.BeginAsync(account));
            case (SecondFactorPage.Renew, true):
                await AccountEndpoint.NoteAsync(context, SecurityEvent.FactorsChanged);
                return await PageAsync(context, account, second, codes: await second.NewRecoveryCodesAsync(account));
            case (SecondFactorPage.Off, true) when await IsLastAsync(context, account, second):
                return await PageAsync(context, account, second, AccountPage.LastFactor, status: StatusCodes.Status409Conflict);
            case (SecondFactorPage.Off, true):
                await second.SwitchOffAsync(account);
                await AccountEndpoint.EndOthersAsync(context, account.Id, database, SecurityEvent.FactorsChanged);
                return new SeeOther(PageLinks.FromRequest(context.Request).SecondFactor);
            default:
                throw new MalformedException(new("ページのボタンを使ってください。", "Use the buttons of the page."));
        }
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, Account account, SecondFactor second, AccountsDb database, string code)
    {
        if (code.Length > 100 || await second.SwitchOnAsync(account, code) is not { } codes)
            return await PageAsync(context, account, second, SecondFactorPage.WrongCode, status: StatusCodes.Status422UnprocessableEntity);
        await AccountEndpoint.EndOthersAsync(context, account.Id, database, SecurityEvent.FactorsChanged);
        // This one has shown several factors now.
        var present = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await context.RequestServices.GetRequiredService<SignInManager<Account>>()
            .SignInWithClaimsAsync(account, present.Properties, [SeveralFactors.Shown]);
        return await PageAsync(context, account, second, codes: codes);
    }

    /// <summary>The server asks for several factors, the account has them, and this session did not show them.</summary>
    private static async Task<bool> IsLockedAsync(HttpContext context, Account account, SecondFactor second) =>
        context.RequestServices.GetRequiredService<SeveralFactors>().AreMissing(context.User) && await second.IsThereAsync(account);

    private static async Task<bool> IsLastAsync(HttpContext context, Account account, SecondFactor second) =>
        context.RequestServices.GetRequiredService<SeveralFactors>().AreRequired && !await second.HasPasskeyAsync(account);

    private static async Task<IResult> PageAsync(HttpContext context, Account account, SecondFactor second, string? error = null, string? secret = null,
        IReadOnlyList<string>? codes = null, int status = StatusCodes.Status200OK) => PageResults.Of<SecondFactorPage>(context.Request, status,
        (nameof(SecondFactorPage.Login), account.UserName), (nameof(SecondFactorPage.IsOn), account.TwoFactorEnabled),
        (nameof(SecondFactorPage.Left), account.TwoFactorEnabled ? await second.RecoveryCodesLeftAsync(account) : 0), (nameof(SecondFactorPage.Error), error),
        (nameof(SecondFactorPage.Secret), secret), (nameof(SecondFactorPage.Codes), codes),
        (nameof(SecondFactorPage.IsDemanded), context.RequestServices.GetRequiredService<SeveralFactors>().AreMissing(context.User)),
        (nameof(SecondFactorPage.IsLocked), await IsLockedAsync(context, account, second)));
}
