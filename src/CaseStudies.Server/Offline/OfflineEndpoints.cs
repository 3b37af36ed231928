using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Offline;

/// <summary>
/// The page that opens without a network. A browser keeps it with its style and scripts, and what is recorded on it in a queue of its own, which
/// goes to the batch endpoint. It holds names of strands and groups, nothing about people.
/// </summary>
internal static class OfflineEndpoints
{
    /// <summary>A page with more would be too large for a phone; those recorded last come first.</summary>
    private const int MostInitiatives = 20;

    private static readonly StyleFile s_icon = new("icon.svg", "image/svg+xml"), s_worker = new("worker.js", "text/javascript");

    public static StyleFile Queue { get; } = new("queue.js", "text/javascript");

    public static StyleFile Script { get; } = new("offline.js", "text/javascript");

    public static IEnumerable<StyleFile> Files => [s_icon, s_worker, Queue, Script];

    public static void MapOffline(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/organisations/{org}/offline").RequireAuthorization(Policies.Least(Role.Recorder)).ExcludeFromDescription();
        page.MapGet("", AnswerAsync).Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapGet("/reader", (HttpContext context) => Results.Json(new OfflineReader(Actor(context)), DomainJson.Options));
        page.MapGet("/manifest", (HttpContext context, string org) =>
        {
            var links = PageLinks.FromRequest(context.Request);
            return Results.Json(OfflineManifest.For(links.Offline(new(org)), links.PathBase + s_icon.Address), contentType: "application/manifest+json");
        });
    }

    /// <summary>Where a browser finds the script that keeps the page. It has no digest: the browser compares its text.</summary>
    public static string Worker(PageLinks links) => links.PathBase + s_worker.Path;

    private static async Task<IResult> AnswerAsync(
        HttpContext context, PortfolioReader portfolio, OrganisationReader organisations, InitiativeReader initiatives, HeavyWork heavy, IClock clock,
        string org)
    {
        var shown = new List<OfflineInitiative>();
        foreach (var item in (await portfolio.InitiativesAsync(new(org), context.RequestAborted)).Where(i => i.Blocked is null)
            .OrderByDescending(i => i.LastRecordedAt).Take(MostInitiatives))
        {
            if (await initiatives.ReadEntriesAsync(new(org), item.Initiative, new(), context.RequestAborted, heavy.For(context, new(org))) is { } view)
                shown.Add(OfflineInitiative.FromView(view, clock.GetCurrentInstant()));
        }

        var details = await organisations.FindAsync(new(org), context.RequestAborted);
        ScriptPolicy.Allow(context, "manifest-src");
        return PageResults.Of<OfflinePage>(context.Request, StatusCodes.Status200OK, (nameof(OfflinePage.Organisation), new Slug(org)),
            (nameof(OfflinePage.DisplayName), details?.Profile?.Name), (nameof(OfflinePage.By), Actor(context)),
            (nameof(OfflinePage.Day), DateFormat.DayOf(clock.GetCurrentInstant())), (nameof(OfflinePage.Items), shown.Where(i => !i.Strands.IsEmpty).ToList()));
    }

    private static SubjectId Actor(HttpContext context) => Caller.Find(context)!.By;

    /// <summary>Who is signed in, so that nothing is recorded in the name of somebody else who uses the device.</summary>
    private sealed record OfflineReader(SubjectId By);
}
