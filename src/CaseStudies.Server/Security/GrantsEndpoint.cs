using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Security;

/// <summary>The page on which managers grant funders to read, and take it back. Programs have a route for each.</summary>
internal static class GrantsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/organisations/{org}/funders").RequireAuthorization(Policies.Least(Role.Manager)).ExcludeFromDescription();
        page.MapGet("", (HttpContext context, GrantsView view, string org) => PageAsync(context, view, new(org)))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapPost("", PressedAsync).Noted(SecurityEvent.GrantsChanged);
    }

    private static async Task<IResult> PressedAsync(HttpContext context, GrantsView view, OrganisationRecorder recorder, IClock clock, string org)
    {
        var form = await AccountForms.ReadAsync(context);
        var (organisation, actor, stop) = (new Slug(org), Actor.OverHttp(context), context.RequestAborted);
        var command = new CommandId(AccountForms.Id(form["command"]));
        var canonical = AccountForms.Canonical(form, "press", "grant", "funder", "level", "all", "initiative", "auditor", "until", "cause");
        var refusal = form["press"].ToString() switch
        {
            GrantsPage.Make => await MakeAsync(),
            GrantsPage.Narrow => await recorder.NarrowGrantAsync(organisation, Grant(), null, Level(), Until(), Cause(), command, canonical, actor, stop),
            GrantsPage.Revoke => await recorder.RevokeGrantAsync(organisation, Grant(), Cause(), command, canonical, actor, stop),
            _ => throw AccountForms.Unknown(),
        };
        return refusal is null ? new SeeOther(PageLinks.FromRequest(context.Request).Grants(organisation))
            : await PageAsync(context, view, organisation, refusal.Sentence, Problem.StatusOf(refusal));

        GrantId Grant() => new(AccountForms.Id(form["grant"]));
        GrantLevel Level() => AccountForms.Word<GrantLevel>(form["level"].ToString());
        GrantCause Cause() => AccountForms.Word<GrantCause>(form["cause"].ToString());
        Instant? Until() => AccountForms.EndOfDay(form["until"]);

        async Task<Refusal?> MakeAsync()
        {
            var (funder, auditor) = (form["funder"].ToString().Trim(), form["auditor"].ToString().Trim());
            if (!Slug.IsValid(funder))
                return Refusals.FunderUnknown(funder);
            if (auditor.Length > 0 && !MemberId.IsValid(auditor))
                return Refusals.AuditorMissing();
            // Nobody means "all" by choosing none.
            ImmutableArray<Slug>? some = form["all"] == "on" ? null
                : [.. form["initiative"].Where(i => Slug.IsValid(i ?? "")).Select(i => new Slug(i!))];
            var grant = new Grant(new(funder), Level(), clock.GetCurrentInstant(), some, auditor.Length > 0 ? new(auditor) : null, Until());
            return await recorder.MakeGrantAsync(
                organisation, new(command.Value), grant, await view.IsFunderAsync(new(funder), stop), command, canonical, actor, stop);
        }
    }

    private static async Task<IResult> PageAsync(
        HttpContext context, GrantsView view, Slug organisation, PublicText? error = null, int status = StatusCodes.Status200OK) =>
        PageResults.Of<GrantsPage>(context.Request, status, (nameof(GrantsPage.Shown), await view.ReadAsync(organisation, context.RequestAborted)),
            (nameof(GrantsPage.Error), error));
}

/// <summary>Reads what the page shows.</summary>
internal sealed class GrantsView(OrganisationReader organisations, PortfolioReader portfolio, IClock clock)
{
    public async Task<bool> IsFunderAsync(Slug funder, CancellationToken cancellation) =>
        (await organisations.FindAsync(funder, cancellation))?.Members is { Count: > 0 };

    public async Task<GrantsPage.Part> ReadAsync(Slug organisation, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var grants = (await organisations.FindAsync(organisation, cancellation))?.Grants?.OrderByDescending(g => g.Value.IsInForce(now))
            .ThenBy(g => g.Value.Funder.Value, StringComparer.Ordinal)
            .Select(g => new GrantsPage.Line(new(Guid.Parse(g.Key)), g.Value, g.Value.IsInForce(now)));
        return new(organisation, grants?.ToList() ?? [], await portfolio.InitiativesAsync(organisation, cancellation), DateFormat.DayOf(now));
    }
}
