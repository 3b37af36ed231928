using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wolverine.Runtime;

namespace CaseStudies.Server.Operations;

/// <summary>How many messages wait, and whether any was given up.</summary>
internal sealed class QueueCheck(IWolverineRuntime runtime) : IHealthCheck
{
    public const string Waiting = "waiting";
    public const string DeadLetters = "deadLetters";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var counts = await runtime.Storage.Admin.FetchCountsAsync().WaitAsync(cancellationToken);
        var data = new Dictionary<string, object> { [Waiting] = counts.Incoming + counts.Scheduled + counts.Outgoing, [DeadLetters] = counts.DeadLetter };
        return counts.DeadLetter == 0
            ? HealthCheckResult.Healthy(data: data)
            : new(context.Registration.FailureStatus, "Messages were given up after their last retry.", data: data);
    }
}
