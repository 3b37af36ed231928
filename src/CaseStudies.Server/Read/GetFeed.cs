using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Read;

/// <summary>The feed for other programs: CloudEvents in batches, from the start or from a cursor.</summary>
internal static class GetFeed
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1_000;
    private const int MaximumWait = 30;

    private static readonly ApiParameter[] s_parameters =
    [
        new("after", "続きの位置(応答の Link のとおり)。省けば最初から / Where to continue, as given in the Link header of the answer. If omitted: from the start."),
        new("limit", "一度に読む数、1〜1000。省けば 100 / Maximum number of events, 1 to 1000. If omitted: 100.", ApiParameters.Number),
        new("wait", "まだ何もないとき、待つ秒数(30 まで) / Seconds to wait for events if there are none yet, at most 30.", ApiParameters.Number),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/feed", (HttpContext context, FeedWatch feed, string org) => AnswerAsync(context, feed, new(org), null)))
            .WithName("getOrganisationFeed").WithSummary("すべての取組で起きたこと(CloudEvents) / What happened in all initiatives, as CloudEvents");
        Describe(routes.MapGet("/initiatives/{id}/feed",
            (HttpContext context, FeedWatch feed, string org, string id) => AnswerAsync(context, feed, new(org), new(id))))
            .WithName("getInitiativeFeed").WithSummary("一つの取組で起きたこと(CloudEvents) / What happened in an initiative, as CloudEvents").ProducesProblem(404);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route.Takes(s_parameters).Noted(SecurityEvent.FeedRead)
        .WithDescription(
            "取組ごとに起きた順で、1ページずつ。続きはヘッダー Link(rel=\"next\")のアドレスで読む。最後まで読んだあとも同じ。抜けも重複もない / "
            + "In order within each initiative, one page at a time. The Link header (rel=\"next\") gives the address of the next page, "
            + "also after the last event. No event is skipped or repeated.")
        .Produces<List<object>>(200, FeedEvents.MediaType).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403);

    private static async Task<IResult> AnswerAsync(HttpContext context, FeedWatch feed, Slug organisation, Slug? initiative)
    {
        var after = FeedCursor.Parse(context.Request.Query["after"] switch { [] => "", [var one] => one ?? "", _ => throw FeedCursor.Foreign() });
        var (limit, wait) = (Within(context, "limit", DefaultLimit, 1, MaximumLimit), Within(context, "wait", 0, 0, MaximumWait));
        FeedPage? page;
        try
        {
            page = await feed.PageAsync(organisation, initiative, after, limit, TimeSpan.FromSeconds(wait), context.RequestAborted);
        }
        catch (FeedTooWideException)
        {
            return Problem.Create("feed-too-wide", StatusCodes.Status422UnprocessableEntity, new(
                $"取組が {FeedCursor.MaximumStreams} を超える団体のフィードは、取組ごとに読んでください(/initiatives/…/feed)。",
                $"An organisation with more than {FeedCursor.MaximumStreams} initiatives has no common feed. "
                + "Read the feed of each initiative (/initiatives/…/feed)."), context);
        }

        if (page is null)
            return Problem.NotFound(context);
        var cursor = page.Next.IsStart ? "" : $"after={page.Next}&";
        context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}?{cursor}limit={limit}>; rel=\"next\"";
        return Results.Bytes(FeedEvents.Batch(organisation, page.Items).ToArray(), $"{FeedEvents.MediaType}; charset=utf-8");
    }

    private static int Within(HttpContext context, string name, int without, int least, int most) => ViewQueryReader.Number(context.Request, name) switch
    {
        null => without,
        { } number when number >= least && number <= most => number,
        _ => throw new MalformedException(new($"{name} は {least} から {most} までの整数です。", $"'{name}' must be a whole number from {least} to {most}.")),
    };
}
