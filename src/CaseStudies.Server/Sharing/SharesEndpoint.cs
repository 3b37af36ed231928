using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Sharing;

/// <summary>The page on which managers make links to a figure, and take them back. Programs have a route for each.</summary>
internal static class SharesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/organisations/{org}/initiatives/{id}/figures/{indicator}/shares")
            .RequireAuthorization(Policies.Least(Role.Manager)).ExcludeFromDescription();
        page.MapGet("", async (HttpContext context, SharesView shares, string org, string id, string indicator) =>
                await shares.ReadAsync(context, new(org), new(id), new(indicator)) is { } shown ? Page(context, shown) : Problem.NotFound(context))
            .Takes(ApiParameters.Period).Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapPost("", PressedAsync).Takes(ApiParameters.Period).Noted(SecurityEvent.GrantsChanged);
    }

    private static async Task<IResult> PressedAsync(
        HttpContext context, SharesView shares, Sharer sharer, OrganisationRecorder recorder, string org, string id, string indicator)
    {
        var form = await AccountForms.ReadAsync(context);
        var (organisation, command) = (new Slug(org), new CommandId(AccountForms.Id(form["command"])));
        if (await shares.ReadAsync(context, organisation, new(id), new(indicator)) is not { } shown)
            return Problem.NotFound(context);
        var canonical = AccountForms.Canonical(form, "press", "share", "cause", "until");
        var (link, refusal) = form["press"].ToString() switch
        {
            SharesPage.Make => await MakeAsync(),
            SharesPage.Revoke => (null, await recorder.RevokeShareAsync(organisation, new(AccountForms.Id(form["share"])),
                AccountForms.Word<GrantCause>(form["cause"].ToString()), command, canonical, Actor.OverHttp(context), context.RequestAborted)),
            _ => throw AccountForms.Unknown(),
        };
        if (refusal is null && link is null)
            return new SeeOther(PageLinks.FromRequest(context.Request).Shares(organisation, new(id), new(indicator)));
        return Page(context, (await shares.ReadAsync(context, organisation, new(id), new(indicator)))!, refusal?.Sentence, link,
            refusal is null ? StatusCodes.Status200OK : Problem.StatusOf(refusal));

        async Task<(string? Link, Refusal? Refusal)> MakeAsync()
        {
            var (period, until) = (shown.Figure.View.Period, AccountForms.EndOfDay(form["until"]) ?? throw AccountForms.Unknown());
            var share = new SharedFigure(new(id), new(indicator), period.From, period.To, until);
            var (made, refused) = await sharer.ShareAsync(context, organisation, share, command, canonical);
            return (made?.Link, refused);
        }
    }

    private static IResult Page(
        HttpContext context, SharesView.Part shown, PublicText? error = null, string? link = null, int status = StatusCodes.Status200OK) =>
        PageResults.Of<SharesPage>(context.Request, status, (nameof(SharesPage.Model), FigureModel.FromFigure(shown.Figure.View, shown.Figure.Figure)),
            (nameof(SharesPage.Lines), shown.Lines), (nameof(SharesPage.Today), shown.Today), (nameof(SharesPage.Error), error),
            (nameof(SharesPage.Link), link));
}

/// <summary>Reads what the page shows.</summary>
internal sealed class SharesView(InitiativeReader reader, OrganisationReader organisations, HeavyWork heavy, IClock clock)
{
    /// <returns>Null: there is no such figure.</returns>
    public async Task<Part?> ReadAsync(HttpContext context, Slug organisation, Slug initiative, Slug indicator)
    {
        var view = await reader.ReadAsync(organisation, initiative, new(AddressPeriod.Read(context.Request), Indicator: indicator), context.RequestAborted,
            heavy.For(context, organisation));
        if (view?.Figures.FirstOrDefault() is not { } figure)
            return null;
        var now = clock.GetCurrentInstant();
        var lines = (await organisations.FindAsync(organisation, context.RequestAborted))?.Shares?
            .Where(s => s.Value.Initiative == initiative && s.Value.Indicator == indicator).OrderByDescending(s => s.Value.Until)
            .Select(s => new SharesPage.Line(new(Guid.Parse(s.Key)), s.Value, now < s.Value.Until));
        return new((view, figure), lines?.ToList() ?? [], now.InZone(DateFormat.Japan).Date);
    }

    public sealed record Part((InitiativeView View, Figure Figure) Figure, IReadOnlyList<SharesPage.Line> Lines, LocalDate Today);
}
