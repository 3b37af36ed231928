using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Sharing;

/// <summary>Makes a link that shows one figure to whoever has it, until a moment. The link is shown once.</summary>
internal static class ShareFigure
{
    public static PublicText ShownOnce { get; } = new(
        "この操作のリンクはすでに作られました。リンクが示されるのは一度だけです。受け取れなかったときは、そのリンクを取り消して、もう一度作ってください。",
        "This command has made its link already, and a link is shown only once. If you did not get it, revoke that link and make another.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/shares", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, Sharer sharer, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Sent>(context.Request);
            var share = new SharedFigure(sent.Initiative, sent.Indicator, sent.From, sent.To, sent.Until);
            var view = sent.From > sent.To ? null : await reader.ReadAsync(
                new(org), sent.Initiative, new(new Period(sent.From, sent.To), Indicator: sent.Indicator), context.RequestAborted,
                heavy.For(context, new(org)));
            var (made, refusal) = await sharer.ShareAsync(context, new(org), share, view is { Figures.IsEmpty: false }, sent.Command, canonical);
            return refusal is not null ? Problem.FromRefusal(refusal, context)
                : made is null ? Problem.Create("link-shown-once", StatusCodes.Status409Conflict, ShownOnce, context)
                : Results.Json(new Made(made.Value.Id, made.Value.Link), DomainJson.Options, statusCode: StatusCodes.Status201Created);
        })
        .WithName("shareFigure").Noted(SecurityEvent.GrantsChanged)
        .WithSummary("数値を見せるリンクを作る(表示は一度だけ) / Make a link that shows a figure; it is shown once")
        .TakesJson<Sent>(RequestExamples.ShareFigure).Produces<Made>(StatusCodes.Status201Created).MayBeRefused();

    /// <param name="From">With <paramref name="To"/>, both included: the period of the figure.</param>
    /// <param name="Until">From this moment on the link shows nothing any more.</param>
    internal sealed record Sent(CommandId Command, Slug Initiative, Slug Indicator, LocalDate From, LocalDate To, Instant Until);

    /// <param name="Link">Whoever has it may read the figure.</param>
    internal sealed record Made(ShareId Share, string Link);
}
