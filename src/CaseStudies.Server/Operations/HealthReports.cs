using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseStudies.Server.Operations;

/// <summary>Runs the checks for all who ask within the same second: anybody may ask, and must not be able to wear the database out.</summary>
internal sealed class HealthReports(HealthCheckService checks)
{
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private Task<HealthReport>? _latest;
    private long _begun;

    public Task<HealthReport> LatestAsync()
    {
        lock (_lock)
        {
            if (_latest is null || (_latest.IsCompleted && Stopwatch.GetElapsedTime(_begun) > s_keep))
                (_latest, _begun) = (RunAsync(), Stopwatch.GetTimestamp());
            return _latest;
        }
    }

    /// <summary>The database first: while it is away the others would only wait for it, on connections that the requests need when it is back.</summary>
    private async Task<HealthReport> RunAsync()
    {
        var database = await checks.CheckHealthAsync(c => c.Name == DatabaseCheck.Name);
        if (database.Status == HealthStatus.Unhealthy)
            return database;
        var others = await checks.CheckHealthAsync(c => c.Name != DatabaseCheck.Name);
        return new(new Dictionary<string, HealthReportEntry>(database.Entries.Concat(others.Entries)), database.TotalDuration + others.TotalDuration);
    }
}
