using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Identity;

namespace CaseStudies.Server.Accounts;

/// <summary>Passkeys (WebAuthn): made and removed in the own account with the password, and used to sign in without it.</summary>
internal static class PasskeyEndpoint
{
    /// <summary>On one account.</summary>
    private const int Most = 20;

    public const int LongestName = 100;

    private const string Json = "application/json; charset=utf-8";

    public static StyleFile Script { get; } = new("passkeys.js", "text/javascript");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/account/passkeys").RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
        own.MapPost("/options", OptionsAsync);
        own.MapPost("", MakeAsync);
        own.MapPost("/removal", RemoveAsync);
        var open = routes.MapGroup($"{AnyWayHandler.SignInPath}/passkey").RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public)
            .ExcludeFromDescription();
        open.MapPost("/options", async (HttpContext context, SignInManager<Account> signIn) =>
        {
            await AccountForms.ReadAsync(context);
            return Results.Text(await signIn.MakePasskeyRequestOptionsAsync(null), Json);
        });
        open.MapPost("", SignInAsync);
    }

    /// <summary>The challenge for a new passkey, for whoever shows the password. It is kept in a cookie for some minutes.</summary>
    private static async Task<IResult> OptionsAsync(
        HttpContext context, UserManager<Account> users, SignInManager<Account> signIn, Tries tries, PasswordCheck check)
    {
        var form = await AccountForms.ReadAsync(context);
        if (await AccountEndpoint.AccountAsync(context, users) is not { } account)
            return AccountEndpoint.NoAccount(context);
        if (await RefusalAsync(context, account, form, tries, check) is var (error, status))
            return Problem.Create($"passkey-{error}", status, AccountPage.Told(error), context);
        if ((await users.GetPasskeysAsync(account)).Count >= Most)
            return Problem.Create("passkeys-too-many", StatusCodes.Status409Conflict, new(
                $"パスキーは {Most} 個までです。使わないものを削除してください。", $"An account has at most {Most} passkeys. Remove those that are not used."), context);
        return Results.Text(
            await signIn.MakePasskeyCreationOptionsAsync(new() { Id = account.Id, Name = account.UserName!, DisplayName = account.UserName! }), Json);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, UserManager<Account> users, SignInManager<Account> signIn, AccountsDb database)
    {
        var form = await AccountForms.ReadAsync(context);
        if (await AccountEndpoint.AccountAsync(context, users) is not { } account)
            return AccountEndpoint.NoAccount(context);
        if (await TriedAsync(() => signIn.PerformPasskeyAttestationAsync(form["credential"].ToString())) is not { Succeeded: true } made
            || made.UserEntity.Id != account.Id)
            return await AccountEndpoint.PageAsync(context, database, AccountPage.NoPasskey, StatusCodes.Status422UnprocessableEntity);
        var name = form["name"].ToString().Replace("\0", "", StringComparison.Ordinal).Trim();
        made.Passkey.Name = name[..Math.Min(name.Length, LongestName)];
        await users.AddOrUpdatePasskeyAsync(account, made.Passkey);
        await AccountEndpoint.EndOthersAsync(context, account.Id, database, SecurityEvent.FactorsChanged);
        return new SeeOther(PageLinks.FromRequest(context.Request).Account);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, UserManager<Account> users, AccountsDb database, Tries tries, PasswordCheck check)
    {
        var form = await AccountForms.ReadAsync(context);
        if (await AccountEndpoint.AccountAsync(context, users) is not { } account)
            return AccountEndpoint.NoAccount(context);
        if (await RefusalAsync(context, account, form, tries, check) is var (error, status))
            return await AccountEndpoint.PageAsync(context, database, error, status);
        var id = new byte[1024];
        if (!Convert.TryFromBase64String(form["passkey"].ToString(), id, out var length))
            throw new MalformedException(new("削除するパスキーを選んでください。ページのボタンを使ってください。", "Choose the passkey to remove. Use the buttons of the page."));
        if (!account.TwoFactorEnabled && context.RequestServices.GetRequiredService<SeveralFactors>().AreRequired
            && (await users.GetPasskeysAsync(account)).All(p => p.CredentialId.AsSpan().SequenceEqual(id.AsSpan(0, length))))
            return await AccountEndpoint.PageAsync(context, database, AccountPage.LastFactor, StatusCodes.Status409Conflict);
        await users.RemovePasskeyAsync(account, id[..length]);
        await AccountEndpoint.EndOthersAsync(context, account.Id, database, SecurityEvent.FactorsChanged);
        return new SeeOther(PageLinks.FromRequest(context.Request).Account);
    }

    /// <summary>A passkey shows that somebody has the device and can unlock it, so that no code is asked for besides.</summary>
    private static async Task<IResult> SignInAsync(HttpContext context, UserManager<Account> users, SignInManager<Account> signIn)
    {
        var form = await AccountForms.ReadAsync(context);
        var back = form[SignInEndpoint.Return].ToString();
        if (!AccountForms.IsSafe(context.Request) || await TriedAsync(() => signIn.PerformPasskeyAssertionAsync(form["credential"].ToString()))
            is not { Succeeded: true, User.IsDisabled: false } shown)
        {
            context.RequestServices.GetRequiredService<AccountNotes>().NoteStranger(context);
            return await SignInEndpoint.PageAsync(context, back, SignInPage.NoPasskey, status: StatusCodes.Status422UnprocessableEntity);
        }

        // Its counter, by which a copy would be noticed.
        await users.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey);
        await SignInEndpoint.BeginSessionAsync(context, shown.User, several: true);
        return new SeeOther(context.Request.PathBase.ToUriComponent() + (AccountForms.IsLocal(back) ? back : "/"));
    }

    /// <summary>Null for whoever shows the password of the account.</summary>
    private static async Task<(string Error, int Status)?> RefusalAsync(
        HttpContext context, Account account, IFormCollection form, Tries tries, PasswordCheck check) =>
        !tries.Begin(context, account.UserName!) ? (AccountPage.TooMany, StatusCodes.Status429TooManyRequests)
        : await check.CheckAsync(context, account.UserName!, PasswordRules.Typed(form["present"].ToString())) is null
            ? (AccountPage.Wrong, StatusCodes.Status422UnprocessableEntity) : null;

    /// <returns>Null: no challenge was asked for, or it is too old, or what was sent is no answer to any.</returns>
    private static async Task<T?> TriedAsync<T>(Func<Task<T>> perform) where T : class
    {
        try
        {
            return await perform();
        }
        catch (Exception e) when (e is InvalidOperationException or PasskeyException or ArgumentException)
        {
            return null;
        }
    }
}
