using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>
/// A funder's portfolio: the initiatives that other organisations granted to read, each with its headline figures. Nothing is added up over initiatives, since
/// their figures do not count the same things.
/// </summary>
internal static class GetGranted
{
    public const int PageSize = 20;

    private static readonly ApiParameter s_page = new("page", "ページの番号 / Number of the page, from 1.", ApiParameters.Number);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/granted", async (
            HttpContext context, GrantedReader granted, InitiativeReader initiatives, HeavyWork heavy, SecurityLog log, IClock clock) =>
        {
            var page = Math.Max(1, ViewQueryReader.Number(context.Request, "page") ?? 1);
            var all = await granted.ListAsync(Principal.SubjectOf(context.User), clock.GetCurrentInstant(), context.RequestAborted);
            var shown = new List<(GrantedInitiative Granted, InitiativeView View)>();
            foreach (var one in all.Skip((page - 1) * PageSize).Take(PageSize))
            {
                if (await initiatives.ReadWithStandingAsync(
                    one.Organisation, one.Initiative, new(), context.RequestAborted, heavy.For(context, one.Organisation)) is not { } view)
                    continue;
                await log.NoteHourlyAsync(
                    one.Organisation, log.Of(context, SecurityEvent.GrantUsed, about: one.Initiative.Value), context.RequestAborted);
                shown.Add((one, view));
            }

            var pages = (all.Count + PageSize - 1) / PageSize;
            return ReadEndpoints.Answer(
                context, p => p.Granted(shown, page, pages), () => new Answer(page, pages, [.. shown.Select(s => Item.Of(s.Granted, s.View))]));
        })
        .WithName("getGranted").Takes(s_page).WithSummary("閲覧を許可された取組 / Initiatives that were granted to read").ProducesPageAnd<Answer>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(503);

    /// <param name="Pages">How many there are.</param>
    internal sealed record Answer(int Page, int Pages, ImmutableArray<Item> Initiatives);

    /// <param name="Level">How much is shown.</param>
    /// <param name="Until">When the grant ends; null: until it is revoked.</param>
    /// <param name="LatestEntry">When something was recorded last.</param>
    /// <param name="Restatements">The number of changes since the period was closed.</param>
    /// <param name="Figures">The headline figures.</param>
    internal sealed record Item(
        Slug Organisation, PublicText? OrganisationName, Slug Initiative, PublicText Title, GrantLevel Level, Instant? Until, Instant? LatestEntry,
        int Restatements, ImmutableArray<GetFigures.Line> Figures)
    {
        public static Item Of(GrantedInitiative granted, InitiativeView view)
        {
            var header = InitiativeHeader.FromView(view);
            return new(granted.Organisation, granted.OrganisationName, granted.Initiative, new(header.Title.Ja, header.Title.En), granted.Level, granted.Until,
                header.LastRecordedAt, view.Restated, [.. view.Figures.Where(f => f.Definition.Headline).Select(GetFigures.Line.FromFigure)]);
        }
    }
}
