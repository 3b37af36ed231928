using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Sharing;

/// <summary>What a share link shows, to whoever has it: the figure as known now, without any entry. A link of no use answers as one that never was.</summary>
internal static class GetShared
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet($"{LinkSecret.Shared}/{{organisation}}/{{secret}}", async (
            HttpContext context, OrganisationReader organisations, InitiativeReader reader, HeavyWork heavy, SecurityLog log, IClock clock,
            string organisation, string secret) =>
        {
            context.Response.Headers["X-Robots-Tag"] = "noindex";
            var (id, stop) = (new ShareId(LinkSecret.IdOf(secret)), context.RequestAborted);
            if (!Slug.IsValid(organisation) || (await organisations.FindAsync(new(organisation), stop))?.Find(id) is not { } share
                || share.Until <= clock.GetCurrentInstant())
                return Problem.NotFound(context);
            var owner = new Slug(organisation);
            var view = await reader.ReadAsync(
                owner, share.Initiative, new(new Period(share.From, share.To), Indicator: share.Indicator), stop, heavy.For(context, owner));
            if (view?.Figures.FirstOrDefault() is not { } figure)
                return Problem.NotFound(context);
            await log.NoteHourlyAsync(owner, log.Of(context, SecurityEvent.ShareUsed, about: id.ToString()), stop);
            var shown = ShownFigure.FromFigure(view, figure);
            if (Negotiation.WantsPage(context.Request))
                return PageResults.Of<SharedFigurePage>(context.Request, StatusCodes.Status200OK,
                    (nameof(SharedFigurePage.Shown), shown), (nameof(SharedFigurePage.Until), share.Until));
            // The arithmetic of some figures has a line for each person.
            return Results.Json(new Answer(
                new(shown.Face.Organisation.Ja, shown.Face.Organisation.En), new(shown.Face.Title.Ja, shown.Face.Title.En), share.Until,
                shown.Face.Reconstruction, GetFigures.Line.FromFigure(figure) with { Arithmetic = null }), DomainJson.Options);
        })
        .RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public).WithTags("Read").WithName("getShared")
        .WithSummary("共有リンクの数値 / The figure of a share link").ProducesPageAnd<Answer>().ProducesProblem(404).ProducesProblem(503);

    /// <param name="Until">From this moment on the link shows nothing any more.</param>
    /// <param name="Reconstruction">That the log was put together afterwards, and how; null for the organisation's own.</param>
    internal sealed record Answer(PublicText Organisation, PublicText Initiative, Instant Until, PublicText? Reconstruction, GetFigures.Line Figure);
}
