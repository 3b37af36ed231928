using CaseStudies.Domain;
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
        var (organisation, command, stop) = (new Slug(org), new CommandId(AccountForms.Id(form["command"])), context.RequestAborted);
        var canonical = AccountForms.Canonical(form, "press", "share", "cause", "until");
        switch (form["press"].ToString())
        {
            case SharesPage.Revoke:
                var refused = await recorder.RevokeShareAsync(organisation, new(AccountForms.Id(form["share"])),
                    AccountForms.Word<GrantCause>(form["cause"].ToString()), command, canonical, Actor.OverHttp(context), stop);
                return refused is null ? Back()
                    : await shares.ReadAsync(context, organisation, new(id), new(indicator)) is { } still ? Page(context, still, refused)
                    : Problem.NotFound(context);
            case SharesPage.Make:
                if (await shares.ReadAsync(context, organisation, new(id), new(indicator)) is not { } shown)
                    return Problem.NotFound(context);
                var (period, until) = (shown.Figure.Face.View.Period, AccountForms.EndOfDay(form["until"]) ?? throw AccountForms.Unknown());
                var (made, refusal) = await sharer.ShareAsync(context, organisation,
                    new(new(id), new(indicator), period.From, period.To, until), figureExists: true, command, canonical);
                return refusal is not null ? Page(context, shown, refusal)
                    : made is null ? Back()
                    : Page(context, shown with { Lines = await shares.LinesAsync(organisation, new(id), new(indicator), stop) }, link: made.Value.Link);
            default:
                throw AccountForms.Unknown();
        }

        SeeOther Back() => new(PageLinks.FromRequest(context.Request).Shares(organisation, new(id), new(indicator)));
    }

    private static IResult Page(HttpContext context, SharesView.Part shown, Refusal? refusal = null, string? link = null) => PageResults.Of<SharesPage>(
        context.Request, refusal is null ? StatusCodes.Status200OK : Problem.StatusOf(refusal), (nameof(SharesPage.Figure), shown.Figure),
        (nameof(SharesPage.Lines), shown.Lines), (nameof(SharesPage.Today), shown.Today), (nameof(SharesPage.Error), refusal?.Sentence),
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
        return new(ShownFigure.FromFigure(view, figure), await LinesAsync(organisation, initiative, indicator, context.RequestAborted),
            DateFormat.DayOf(clock.GetCurrentInstant()));
    }

    /// <summary>The links to a figure, for whichever period.</summary>
    public async Task<IReadOnlyList<SharesPage.Line>> LinesAsync(Slug organisation, Slug initiative, Slug indicator, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        return (await organisations.FindAsync(organisation, cancellation))?.Shares?
            .Where(s => s.Value.Initiative == initiative && s.Value.Indicator == indicator).OrderByDescending(s => s.Value.Until)
            .Select(s => new SharesPage.Line(new(Guid.Parse(s.Key)), s.Value, now < s.Value.Until)).ToList() ?? [];
    }

    public sealed record Part(ShownFigure Figure, IReadOnlyList<SharesPage.Line> Lines, LocalDate Today);
}
