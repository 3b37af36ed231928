using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Overview;

/// <summary>Where a member's day begins: what meets today, what is still to be recorded or decided, and each initiative with its headline figures.</summary>
internal static class TodayEndpoint
{
    public const int PageSize = 20;

    private static readonly ApiParameter s_page = new("page", "ページの番号 / Number of the page, from 1.", ApiParameters.Number);

    public static void Map(IEndpointRouteBuilder pages) => pages
        .MapGet("/today", AnswerAsync).Takes(s_page).Produces(StatusCodes.Status200OK, contentType: "text/html");

    private static async Task<IResult> AnswerAsync(
        HttpContext context, PortfolioReader portfolio, OrganisationReader organisations, InitiativeReader initiatives, HeavyWork heavy, IClock clock,
        string org)
    {
        var items = (await portfolio.InitiativesAsync(new(org), context.RequestAborted)).OrderByDescending(i => i.LastRecordedAt).ToList();
        var pages = Math.Max(1, (items.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(ViewQueryReader.Number(context.Request, "page") ?? 1, 1, pages);
        var (shown, unread) = (new List<InitiativeToday>(), new List<PortfolioItem>());
        foreach (var item in items.Skip((page - 1) * PageSize).Take(PageSize))
        {
            if (item.Blocked is null
                && await initiatives.ReadAsync(new(org), item.Initiative, new(), context.RequestAborted, heavy.For(context, new(org))) is { } view)
                shown.Add(InitiativeToday.FromView(view, clock.GetCurrentInstant()));
            else
                unread.Add(item);
        }

        var details = await organisations.FindAsync(new(org), context.RequestAborted);
        return PageResults.Of<TodayPage>(context.Request, StatusCodes.Status200OK, (nameof(TodayPage.Organisation), new Domain.Slug(org)),
            (nameof(TodayPage.DisplayName), details?.Profile?.Name), (nameof(TodayPage.Items), shown), (nameof(TodayPage.Unread), unread),
            (nameof(TodayPage.Day), Wording.DateFormat.DayOf(clock.GetCurrentInstant())), (nameof(TodayPage.Number), page), (nameof(TodayPage.Pages), pages));
    }
}
