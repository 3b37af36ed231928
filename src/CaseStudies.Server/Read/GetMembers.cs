using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Projections;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Who belongs to the organisation, people and programs, in which role. When that changed, and by whom, is in the feed.</summary>
internal static class GetMembers
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/members", async (HttpContext context, OrganisationReader organisations, ApiKeys keys, string org) =>
        {
            var organisation = await organisations.FindAsync(new(org), context.RequestAborted);
            var programs = Caller.Of(context).Role == Role.Owner && organisation?.Programs is { Count: > 0 } all ? all : null;
            var known = programs is null ? null : await keys.AllAsync(new(org), context.RequestAborted);
            return Results.Json(organisation?.Members?.Select(m => new MemberItem(new(m.Key), m.Value, Key(m.Key))).ToList() ?? [], DomainJson.Options);

            KeyItem? Key(string member) => programs?.TryGetValue(member, out var until) != true ? null
                : known!.TryGetValue(member, out var key) ? new(key.Prefix, until, key.LastUsed) : new(null, until, null);
        })
        .WithName("getMembers").WithSummary("メンバーと役割の一覧 / The members and their roles").Produces<List<MemberItem>>()
        .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    /// <param name="Key">Of a program, for owners; a person has none.</param>
    internal sealed record MemberItem(MemberId Member, Role Role, KeyItem? Key = null);

    /// <param name="Beginning">By which people recognise it.</param>
    /// <param name="LastUsed">To the minute; null if it was not used yet.</param>
    internal sealed record KeyItem(string? Beginning, Instant Until, Instant? LastUsed);
}
