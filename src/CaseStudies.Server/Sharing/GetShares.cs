using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Projections;
using NodaTime;

namespace CaseStudies.Server.Sharing;

/// <summary>The share links of the organisation that were not revoked. Nobody can make out their secrets.</summary>
internal static class GetShares
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/shares", async (HttpContext context, OrganisationReader organisations, IClock clock, string org) =>
        {
            var now = clock.GetCurrentInstant();
            var shares = (await organisations.FindAsync(new(org), context.RequestAborted))?.Shares;
            return Results.Json(shares?.Select(s => new Item(new(Guid.Parse(s.Key)), s.Value.Initiative, s.Value.Indicator, s.Value.From, s.Value.To,
                s.Value.Until, now < s.Value.Until)).ToList() ?? [], DomainJson.Options);
        })
        .WithName("getShares").WithSummary("数値を見せるリンクの一覧 / The links that show a figure").Produces<List<Item>>()
        .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    /// <param name="InForce">Not where its time is over.</param>
    internal sealed record Item(ShareId Share, Slug Initiative, Slug Indicator, LocalDate From, LocalDate To, Instant Until, bool InForce);
}
