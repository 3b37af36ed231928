using System.Security.Claims;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>The page behind an invitation's link: whoever has it joins, signed in already or with a new account. Looking at it uses nothing up.</summary>
internal static class JoinEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var join = routes.MapGroup($"{LinkSecret.Join}/{{organisation}}/{{secret}}").RequireAuthorization(Policies.Public)
            .RequireRateLimiting(Policies.Public).ExcludeFromDescription();
        join.MapGet("", async (HttpContext context, Inviting inviting, SeveralFactors factors, string organisation, string secret) =>
                await factors.LeadAsync(context) is { } led ? led
                : await inviting.FindAsync(context, organisation, secret) is { } door
                    ? door.Mine is null ? await PageAsync(context, door, null) : Told(context, Refusals.MemberAlready())
                    : Told(context, Refusals.InvitationUnknown()))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        join.MapPost("", JoinAsync);
    }

    private static async Task<IResult> JoinAsync(
        HttpContext context, Inviting inviting, SeveralFactors factors, Tries tries, string organisation, string secret)
    {
        var form = await AccountForms.ReadAsync(context);
        if (await factors.LeadAsync(context) is { } led)
            return led;
        if (await inviting.FindAsync(context, organisation, secret) is not { } door)
            return await inviting.IsMemberAsync(context, organisation) ? new SeeOther(PageLinks.FromRequest(context.Request).Today(new(organisation)))
                : Told(context, Refusals.InvitationUnknown());
        if (!AccountForms.IsSafe(context.Request))
            return await PageAsync(context, door, null);
        if (door.Me is not null && form.ContainsKey("login"))
            return await PageAsync(context, door, null); // a form from before the sign-in; a second session would take the first one's key
        if (door.Me is { } me)
            return await inviting.JoinAsync(door, me.Member, context.RequestAborted) is { } refused ? Told(context, refused) : In(context, door);
        var (login, password) = (form["login"].ToString().Trim(), PasswordRules.Typed(form["password"].ToString()));
        if (!tries.Begin(context, login))
        {
            context.Response.Headers.RetryAfter = "60";
            return await PageAsync(context, door, JoinPage.TooMany, login, StatusCodes.Status429TooManyRequests);
        }

        var (account, error, refusal) = await inviting.JoinAnewAsync(door, login, password, context.RequestAborted);
        if (error is not null)
            return await PageAsync(context, door, error, login, StatusCodes.Status422UnprocessableEntity);
        if (refusal is not null)
            return Told(context, refusal);
        await SignInEndpoint.BeginSessionAsync(context, account!);
        return In(context, door);
    }

    private static SeeOther In(HttpContext context, Door door) => new(PageLinks.FromRequest(context.Request).Today(door.Organisation));

    private static async Task<IResult> PageAsync(HttpContext context, Door door, string? error, string login = "", int status = StatusCodes.Status200OK)
    {
        var safe = AccountForms.IsSafe(context.Request);
        var accounts = await context.RequestServices.GetRequiredService<IAccounts>().ExistAsync(context.RequestAborted);
        return PageResults.Of<JoinPage>(context.Request, safe ? status : StatusCodes.Status403Forbidden, (nameof(JoinPage.Safe), safe),
            (nameof(JoinPage.Door), door), (nameof(JoinPage.MayMake), accounts), (nameof(JoinPage.Error), error), (nameof(JoinPage.Login), login),
            (nameof(JoinPage.Provider), context.RequestServices.GetRequiredService<SignInWays>().Client is not null),
            (nameof(JoinPage.MailsAreSent), context.RequestServices.GetRequiredService<Mails>().AreSent));
    }

    /// <summary>A page for whoever sent a form, too.</summary>
    private static IResult Told(HttpContext context, Refusal refusal) => HttpMethods.IsPost(context.Request.Method)
        ? context.RequestServices.GetRequiredService<IProblemPage>().Render(Problem.StatusOf(refusal), refusal.Sentence, context.Request)
        : Problem.FromRefusal(refusal, context);
}

/// <summary>What stands behind a link that is good.</summary>
/// <param name="Me">Who is signed in in this browser, with the login name of an account, or at the identity provider.</param>
/// <param name="Mine">The role that they have already.</param>
public sealed record Door(
    Slug Organisation, PublicText? Name, string Secret, InvitationId Invitation, Role Role, Instant Until, (MemberId Member, string? Login)? Me, Role? Mine);

/// <summary>Opens it, and joins.</summary>
internal sealed class Inviting(OrganisationReader organisations, OrganisationRecorder recorder, Identities identities, UserManager<Account> users,
    IAccounts accounts, IClock clock)
{
    /// <returns>Null: the link is of no use.</returns>
    public async Task<Door?> FindAsync(HttpContext context, string organisation, string secret)
    {
        var invitation = new InvitationId(LinkSecret.IdOf(secret));
        if (!Slug.IsValid(organisation) || await organisations.FindAsync(new(organisation), context.RequestAborted) is not { } state
            || state.Find(invitation) is not { } open || open.Until <= clock.GetCurrentInstant())
            return null;
        var me = await MeAsync(context);
        return new(new(organisation), state.Profile?.Name, secret, invitation, open.Role, open.Until, me, me is { } m ? state.RoleOf(m.Member) : null);
    }

    /// <summary>Who pressed twice is in already.</summary>
    public async Task<bool> IsMemberAsync(HttpContext context, string organisation) =>
        Slug.IsValid(organisation) && await MeAsync(context) is { } me
        && (await organisations.FindAsync(new(organisation), context.RequestAborted))?.RoleOf(me.Member) is not null;

    public Task<Refusal?> JoinAsync(Door door, MemberId member, CancellationToken cancellation) =>
        recorder.JoinAsync(door.Organisation, member, door.Invitation, cancellation);

    /// <summary>Makes an account and joins with it. If somebody else was faster with the link, there is no account either.</summary>
    /// <returns>The account, or what is wrong with login or password, or why nobody can join.</returns>
    public async Task<(Account? Account, string? Error, Refusal? Refusal)> JoinAnewAsync(
        Door door, string login, string password, CancellationToken cancellation)
    {
        // The first account turns the local user off, so that only the operator makes it.
        if (!await accounts.ExistAsync(cancellation))
            return (null, JoinPage.NoAccounts, null);
        var account = new Account { UserName = login };
        if (login.Length > Account.MaximumLogin)
            return (null, nameof(IdentityErrorDescriber.InvalidUserName), null);
        var made = await users.CreateAsync(account, password);
        if (!made.Succeeded)
            return (null, made.Errors.First().Code, null);
        var member = await identities.IdOfAsync(Account.Issuer, account.Id, cancellation);
        if (await JoinAsync(door, member, cancellation) is not { } refusal)
            return (account, null, null);
        await users.DeleteAsync(account);
        return (null, null, refusal);
    }

    /// <summary>A route for everybody asks nobody who they are; this one wants to know, if there is a session.</summary>
    private static async Task<(MemberId Member, string? Login)?> MeAsync(HttpContext context) =>
        await context.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true, Principal: { } user }
            ? (new(Principal.SubjectOf(user).Value), user.FindFirstValue(Principal.Login)) : null;
}
