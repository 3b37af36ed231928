using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>What funders may read of the organisation. Who granted it, and what was revoked, is in the feed.</summary>
internal static class GetGrants
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/grants", async (HttpContext context, OrganisationReader organisations, IClock clock, string org) =>
        {
            var now = clock.GetCurrentInstant();
            var organisation = await organisations.FindAsync(new(org), context.RequestAborted);
            return Results.Json(organisation?.Grants?.Select(g => Item.FromGrant(new(Guid.Parse(g.Key)), g.Value, now)).ToList() ?? [], DomainJson.Options);
        })
        .WithName("getGrants").WithSummary("助成元の団体への閲覧の許可 / What funders may read").Produces<List<Item>>()
        .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    /// <param name="InForce">Not where it has not begun, or is over.</param>
    internal sealed record Item(
        GrantId Grant, Slug Funder, ImmutableArray<Slug>? Initiatives, GrantLevel Level, MemberId? Auditor, Instant From, Instant? Until, bool InForce)
    {
        public static Item FromGrant(GrantId id, Grant g, Instant now) =>
            new(id, g.Funder, g.Initiatives, g.Level, g.Auditor, g.From, g.Until, g.IsInForce(now));
    }
}
