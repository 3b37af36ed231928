using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Read;

/// <summary>Who belongs to the organisation, in which role. When that changed, and by whom, is in the feed.</summary>
internal static class GetMembers
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/members", async (HttpContext context, OrganisationReader organisations, string org) =>
        {
            var members = (await organisations.FindAsync(new(org), context.RequestAborted))?.Members;
            return Results.Json(members?.Select(m => new MemberItem(new(m.Key), m.Value)).ToList() ?? [], DomainJson.Options);
        })
        .WithName("getMembers").WithSummary("メンバーと役割の一覧 / The members and their roles").Produces<List<MemberItem>>()
        .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    internal sealed record MemberItem(MemberId Member, Role Role);
}
