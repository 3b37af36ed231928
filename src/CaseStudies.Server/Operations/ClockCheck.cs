using CaseStudies.Server.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Operations;

/// <summary>Whether this machine's clock agrees with the database's. While it does not, nothing is recorded here.</summary>
internal sealed class ClockCheck(BackgroundConnections background, IClock clock, ClockSkew skew) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = await background.OpenAsync(cancellationToken);
        return await skew.NowAsync(connection, clock, cancellationToken) is null
            ? HealthCheckResult.Unhealthy(
                $"The clocks of this machine and of the database differ by more than {skew.Limit.TotalSeconds:0.#} seconds. Set them right.")
            : HealthCheckResult.Healthy();
    }
}
