using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>Who belongs to the organisation, people and programs, and who is invited. Its owners decide about that on the page, too.</summary>
internal static class MembersEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var organisation = routes.MapGroup("/organisations/{org}").WithTags("Read");
        organisation.MapGet("/members", async (HttpContext context, MemberList list, string org) =>
        {
            if (Negotiation.WantsPage(context.Request))
                return await PageAsync(context, list, new(org));
            var owner = Caller.Of(context).Role == Role.Owner;
            var view = await list.ReadAsync(new(org), owner, context.RequestAborted);
            return Results.Json(view.Members.Select(m => new MemberItem(m.Id, m.Role, owner ? m.Key : null)).ToList(), DomainJson.Options);
        })
        .RequireAuthorization(Policies.Least(Role.Reader)).WithName("getMembers").WithSummary("メンバーと役割の一覧 / The members and their roles")
        .ProducesPageAnd<List<MemberItem>>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        organisation.MapGet("/invitations", async (MemberList list, string org, CancellationToken cancellation) => Results.Json(
            (await list.ReadAsync(new(org), whole: true, cancellation)).Guests.Select(g => new InvitationItem(g.Id, g.Role, g.Until, g.Cause)).ToList(),
            DomainJson.Options))
        .RequireAuthorization(Policies.Least(Role.Owner)).WithName("getInvitations").WithSummary("使われていない招待の一覧 / The invitations that nobody has used")
        .Produces<List<InvitationItem>>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        // The forms of the page. Programs have a route for each.
        organisation.MapPost("/members", PressedAsync).RequireAuthorization(Policies.Least(Role.Owner)).ExcludeFromDescription()
            .Noted(context => context.Request.Form["press"] == MembersPage.MakeKey ? SecurityEvent.KeyMade : SecurityEvent.MembersChanged);
    }

    /// <param name="Key">Of a program, for owners; a person has none.</param>
    internal sealed record MemberItem(MemberId Member, Role Role, ProgramKey? Key = null);

    /// <param name="Until">It may be over.</param>
    internal sealed record InvitationItem(InvitationId Invitation, Role Role, Instant Until, MembershipCause? Cause = null);

    private static async Task<IResult> PressedAsync(HttpContext context, MemberList list, OrganisationRecorder recorder, Mails mails, string org)
    {
        var form = await AccountForms.ReadAsync(context);
        var (organisation, actor, stop) = (new Slug(org), Actor.OverHttp(context), context.RequestAborted);
        var (press, command) = (form["press"].ToString(), new CommandId(AccountForms.Id(form["command"])));
        var cause = form["cause"].ToString() is { Length: > 0 } why ? AccountForms.Word<MembershipCause>(why) : (MembershipCause?)null;
        var mail = form["mail"].ToString().Trim();
        if (press == MembersPage.Invite && mail.Length > 0 && !Mails.IsAddress(mail))
            return await PageAsync(context, list, organisation, MailTexts.NoAddress, status: StatusCodes.Status422UnprocessableEntity);
        // Without the address of whoever is invited: it is kept nowhere, and its hash could be guessed.
        var canonical = AccountForms.Canonical(form, "press", "member", "invitation", "role", "cause", "until");
        var (shown, refusal) = press switch
        {
            MembersPage.Give => (null, await recorder.GiveRoleAsync(organisation, Member(), Role(), cause, command, canonical, actor, stop)),
            MembersPage.Remove => (null, await recorder.RemoveAsync(organisation, Member(), Cause(), command, canonical, actor, stop)),
            MembersPage.Withdraw => (null, await recorder.WithdrawAsync(
                organisation, new(AccountForms.Id(form["invitation"])), Cause(), command, canonical, actor, stop)),
            MembersPage.Invite => await InviteAsync(),
            MembersPage.MakeKey => await MakeKeyAsync(),
            _ => throw AccountForms.Unknown(),
        };
        return refusal is not null ? await PageAsync(context, list, organisation, refusal.Sentence, null, Problem.StatusOf(refusal))
            : shown is not null ? await PageAsync(context, list, organisation, null, shown)
            : new SeeOther(PageLinks.FromRequest(context.Request).Members(organisation));

        MemberId Member() => form["member"].ToString() is var id && MemberId.IsValid(id) ? new(id) : throw AccountForms.Unknown();
        Role Role() => AccountForms.Word<Role>(form["role"].ToString());
        MembershipCause Cause() => cause ?? throw AccountForms.Unknown();

        async Task<(MembersPage.Secret?, Refusal?)> InviteAsync()
        {
            var (secret, id) = LinkSecret.New();
            // Asked for before there is a link: then nothing but the mail itself can fail, and the link is shown.
            var name = (await context.RequestServices.GetRequiredService<OrganisationReader>().FindAsync(organisation, stop))?.Profile?.Name;
            var (made, refused) = await recorder.InviteAsync(organisation, new(id), Role(), cause, command, canonical, actor, stop);
            if (refused is not null)
                return (null, refused);
            if (made is null)
                return (new(press, null), null);
            return mail.Length > 0 && await SentAsync(name ?? new(org, org), secret) ? (new(press, null, SentTo: mail), null)
                : (new(press, LinkSecret.Link(context.Request, LinkSecret.Join, organisation, secret), NotSent: mail.Length > 0), null);
        }

        async Task<bool> SentAsync(PublicText name, string secret) => mails.AreSent && await mails.SendAsync(mail, MailTexts.Invitation(
            name, mails.LinkTo(LinkSecret.PathOf(LinkSecret.Join, organisation, secret))), ReaderLanguage.FromRequest(context.Request)) is null;

        async Task<(MembersPage.Secret?, Refusal?)> MakeKeyAsync()
        {
            var (key, member) = ApiKeys.New(organisation);
            var until = AccountForms.EndOfDay(form["until"]) ?? throw AccountForms.Unknown();
            var (made, refused) = await recorder.MakeKeyAsync(organisation, key, member, Role(), until, command, canonical, actor, stop);
            return refused is not null ? (null, refused) : (new(press, made ? key : null), null);
        }
    }

    private static async Task<IResult> PageAsync(HttpContext context, MemberList list, Slug organisation, PublicText? error = null,
        MembersPage.Secret? shown = null, int status = StatusCodes.Status200OK)
    {
        var (caller, accounts) = (Caller.Of(context), context.RequestServices.GetRequiredService<IAccounts>());
        var view = await list.ReadAsync(organisation, caller.Role == Role.Owner, context.RequestAborted);
        return PageResults.Of<MembersPage>(context.Request, status, (nameof(MembersPage.View), view), (nameof(MembersPage.Me), caller.By),
            (nameof(MembersPage.IsOwner), caller.Role == Role.Owner),
            (nameof(MembersPage.Error), error), (nameof(MembersPage.Shown), shown),
            (nameof(MembersPage.Today), DateFormat.DayOf(context.RequestServices.GetRequiredService<IClock>().GetCurrentInstant())),
            (nameof(MembersPage.MailsAreSent), context.RequestServices.GetRequiredService<Mails>().AreSent),
            (nameof(MembersPage.MayInvite), await accounts.ExistAsync(context.RequestAborted)));
    }
}
