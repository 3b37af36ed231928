using System.Security.Claims;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// What somebody sees of the own account: the browsers that are signed in, each of which can be ended, and the password. Who signs in at the identity provider
/// has a password there, and sees the browsers.
/// </summary>
internal static class AccountEndpoint
{
    private const string Path = "/account";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup(Path).RequireAuthorization(Policies.SignedIn).ExcludeFromDescription();
        own.MapGet("", (HttpContext context, AccountsDb database) => PageAsync(context, database, null))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        // Both forms of the page, so that a refusal has the page's own address.
        own.MapPost("", async (HttpContext context, AccountsDb database, UserManager<Account> users, Tries tries, PasswordCheck check) =>
        {
            var form = await AccountForms.ReadAsync(context);
            return Mine(context, database) is not { } mine ? NoAccount(context)
                : !form.ContainsKey(AccountPage.Password) ? await EndAsync(context, form, mine)
                : IdOf(context) is { } account ? await ChangeAsync(context, form, account, database, users, tries, check)
                : NoAccount(context);
        });
    }

    private static async Task<IResult> EndAsync(HttpContext context, IFormCollection form, IQueryable<Session> mine)
    {
        var present = await PresentAsync(context);
        if (form["press"].ToString() == AccountPage.Others)
        {
            await mine.Where(s => s.Id != present).ExecuteDeleteAsync(context.RequestAborted);
            // And the tokens of programs that the person let in at the provider.
            await context.RequestServices.GetRequiredService<Identities>().SignOutAsync(
                new(Principal.SubjectOf(context.User).Value), context.RequestAborted);
        }
        else if (Guid.TryParseExact(form["press"].ToString(), "D", out var session))
            await mine.Where(s => s.Id == session).ExecuteDeleteAsync(context.RequestAborted);
        else
            throw new MalformedException(new("終えるサインインを選んでください。ページのボタンを使ってください。", "Choose the session to end. Use the buttons of the page."));
        await NoteAsync(context, SecurityEvent.SessionsEnded);
        return new SeeOther(context.Request.PathBase.ToUriComponent() + Path);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, IFormCollection form, string account, AccountsDb database,
        UserManager<Account> users, Tries tries, PasswordCheck check)
    {
        var login = context.User.FindFirstValue(Principal.Login)!;
        var (present, wanted) = (PasswordRules.Typed(form["present"].ToString()), PasswordRules.Typed(form[AccountPage.Password].ToString()));
        if (!tries.Begin(context, login))
            return await PageAsync(context, database, AccountPage.TooMany, StatusCodes.Status429TooManyRequests);
        if (await check.CheckAsync(context, login, present) is not { } owner || owner.Id != account)
            return await PageAsync(context, database, AccountPage.Wrong, StatusCodes.Status422UnprocessableEntity);
        if (await users.ChangePasswordAsync(owner, present, wanted) is { Succeeded: false } refused)
            return await PageAsync(context, database, refused.Errors.First().Code, StatusCodes.Status422UnprocessableEntity);
        await EndOthersAsync(context, account, database, SecurityEvent.PasswordChanged);
        return new SeeOther(context.Request.PathBase.ToUriComponent() + Path);
    }

    /// <param name="why">What was changed of the account, which ends what other browsers began before.</param>
    public static async Task EndOthersAsync(HttpContext context, string account, AccountsDb database, SecurityEvent why)
    {
        await NoteAsync(context, why);
        var here = await PresentAsync(context);
        await database.Sessions.Where(s => s.AccountId == account && s.Id != here).ExecuteDeleteAsync(context.RequestAborted);
    }

    public static Task NoteAsync(HttpContext context, SecurityEvent what) =>
        context.RequestServices.GetRequiredService<AccountNotes>().NoteAsync(context, what);

    /// <summary>Whose account it is that is signed in; null for whoever has none.</summary>
    public static async Task<Account?> AccountAsync(HttpContext context, UserManager<Account> users) =>
        IdOf(context) is { } id ? await users.FindByIdAsync(id) : null;

    public static async Task<IResult> PageAsync(HttpContext context, AccountsDb database, string? error, int status = StatusCodes.Status200OK)
    {
        if (Mine(context, database) is not { } mine)
            return NoAccount(context);
        var account = IdOf(context);
        var sessions = await mine.AsNoTracking().OrderByDescending(s => s.UsedAt)
            .Select(s => new AccountPage.Line(s.Id, s.Agent, s.BeganAt, s.UsedAt)).ToListAsync(context.RequestAborted);
        var passkeys = await database.UserPasskeys.AsNoTracking().Where(p => p.UserId == account).ToListAsync(context.RequestAborted);
        if (status == StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = "60";
        ScriptPolicy.Allow(context);
        return PageResults.Of<AccountPage>(context.Request, status, (nameof(AccountPage.Login), context.User.FindFirstValue(Principal.Login)),
            (nameof(AccountPage.Member), Principal.SubjectOf(context.User).Value), (nameof(AccountPage.Sessions), sessions),
            (nameof(AccountPage.Passkeys), passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new AccountPage.Passkey(
                Convert.ToBase64String(p.CredentialId), p.Data.Name ?? "", Instant.FromDateTimeOffset(p.Data.CreatedAt))).ToList()),
            (nameof(AccountPage.Present), await PresentAsync(context)), (nameof(AccountPage.Error), error));
    }

    /// <summary>Null for whoever is signed in without an account.</summary>
    public static string? IdOf(HttpContext context) => IsBySession(context) ? context.User.FindFirstValue(ClaimTypes.NameIdentifier) : null;

    private static bool IsBySession(HttpContext context) => context.User.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;

    /// <summary>Null for whoever came without one.</summary>
    private static IQueryable<Session>? Mine(HttpContext context, AccountsDb database)
    {
        if (IdOf(context) is { } account)
            return database.Sessions.Where(s => s.AccountId == account);
        var member = Principal.SubjectOf(context.User).Value;
        return IsBySession(context) ? database.Sessions.Where(s => s.Member == member) : null;
    }

    public static async Task<Guid?> PresentAsync(HttpContext context) =>
        (await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Properties?.Items.TryGetValue(Sessions.IdProperty, out var id) == true
            && Guid.TryParse(id, out var session) ? session : null;

    public static IResult NoAccount(HttpContext context) => Problem.Create("no-account", StatusCodes.Status404NotFound, new(
        "このサーバーのアカウントでサインインしていないため、ここには何もありません。",
        "There is nothing here, because you are not signed in with an account of this server."), context);
}
