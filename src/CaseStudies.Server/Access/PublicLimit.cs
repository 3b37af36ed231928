using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace CaseStudies.Server.Access;

/// <summary>
/// How many answers a second go to those who need no sign-in (<c>Load:PublicPerSecond</c>), all together. Who asks for more waits a little, so that
/// people who are signed in keep the processor. Probes are not counted.
/// </summary>
internal static class PublicLimit
{
    private const int PeriodsPerSecond = 10;

    public static IServiceCollection AddPublicLimit(this IServiceCollection services, IConfiguration configuration)
    {
        var most = configuration.GetValue("Load:PublicPerSecond", 50);
        return services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.OnRejected = RefuseAsync;
            o.AddTokenBucketLimiter(Policies.Public, l =>
            {
                l.ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / PeriodsPerSecond);
                l.TokensPerPeriod = l.TokenLimit = Math.Max(1, most / PeriodsPerSecond);
                l.QueueLimit = most; // who waits, waits for a second at most
            });
        });
    }

    public static ValueTask RefuseAsync(OnRejectedContext refused, CancellationToken cancellation)
    {
        refused.HttpContext.Response.Headers.RetryAfter = "1";
        return ValueTask.CompletedTask;
    }
}
