using System.Threading.RateLimiting;
using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>
/// How many requests a second each member (<c>Load:MemberPerSecond</c>) and each organisation (<c>Load:OrganisationPerSecond</c>) may send to this process.
/// After a pause ten times as many may come at once, such as from a phone that was offline. Nobody limits the person at this computer.
/// </summary>
internal static class MemberLimit
{
    private const int Burst = 10;

    public static PartitionedRateLimiter<HttpContext> Create(IConfiguration configuration)
    {
        var (member, organisation) = (configuration.GetValue("Load:MemberPerSecond", 50), configuration.GetValue("Load:OrganisationPerSecond", 200));
        return PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, SubjectId>(context => MemberOf(context) is { } who
                ? RateLimitPartition.GetTokenBucketLimiter(who, _ => Bucket(member)) : RateLimitPartition.GetNoLimiter(default(SubjectId))),
            PartitionedRateLimiter.Create<HttpContext, string>(context => MemberOf(context) is not null && context.GetRouteValue("org") is string named
                ? RateLimitPartition.GetTokenBucketLimiter(named, _ => Bucket(organisation)) : RateLimitPartition.GetNoLimiter("")));
    }

    /// <summary>Null for everybody whom the policy of the route has not let in, and for the person at this computer.</summary>
    private static SubjectId? MemberOf(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true && !Principal.IsLocalUser(context.User) ? Principal.SubjectOf(context.User) : null;

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        ReplenishmentPeriod = TimeSpan.FromSeconds(1), TokensPerPeriod = Math.Max(1, perSecond), TokenLimit = Math.Max(1, perSecond) * Burst, QueueLimit = 0,
    };
}
