using System.Threading.RateLimiting;
using CaseStudies.Domain;
using Microsoft.AspNetCore.RateLimiting;

namespace CaseStudies.Server.Access;

/// <summary>
/// How many requests a second each member (<c>Load:MemberPerSecond</c>) and each organisation (<c>Load:OrganisationPerSecond</c>) may send to this process.
/// After a pause ten times as many may come at once, such as from a phone that was offline. Nobody limits the person at this computer.
/// </summary>
internal static class MemberLimit
{
    private const int Burst = 10;

    /// <summary>Behind authentication, which says who it is, and before authorization, so that somebody who is always refused is limited too.</summary>
    public static void UseMemberLimit(this WebApplication app)
    {
        var most = app.Configuration.GetValue("Load:MemberPerSecond", 50);
        Use(app, PartitionedRateLimiter.Create<HttpContext, SubjectId>(context =>
            RateLimitPartition.GetTokenBucketLimiter(Principal.SubjectOf(context.User), _ => Bucket(most))));
    }

    /// <summary>Behind authorization, so that strangers use nothing up.</summary>
    public static void UseOrganisationLimit(this WebApplication app)
    {
        var most = app.Configuration.GetValue("Load:OrganisationPerSecond", 200);
        Use(app, PartitionedRateLimiter.Create<HttpContext, string>(context => context.GetRouteValue("org") is string organisation
            ? RateLimitPartition.GetTokenBucketLimiter(organisation, _ => Bucket(most)) : RateLimitPartition.GetNoLimiter("")));
    }

    private static void Use(WebApplication app, PartitionedRateLimiter<HttpContext> limiter)
    {
        var options = new RateLimiterOptions
        {
            RejectionStatusCode = StatusCodes.Status429TooManyRequests, OnRejected = PublicLimit.RefuseAsync, GlobalLimiter = limiter,
        };
        // A route for everybody has its own limit, which was looked at before.
        options.AddPolicy(Policies.Public, _ => RateLimitPartition.GetNoLimiter(""));
        app.UseWhen(
            context => context.User.Identity?.IsAuthenticated == true && !Principal.IsLocalUser(context.User), limited => limited.UseRateLimiter(options));
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        ReplenishmentPeriod = TimeSpan.FromSeconds(1), TokensPerPeriod = Math.Max(1, perSecond), TokenLimit = Math.Max(1, perSecond) * Burst, QueueLimit = 0,
    };
}
