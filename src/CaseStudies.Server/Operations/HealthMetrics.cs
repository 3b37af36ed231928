using System.Diagnostics.Metrics;
using CaseStudies.Server.Observability;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseStudies.Server.Operations;

/// <summary>What the health checks read, as gauges. The framework runs them every few seconds while telemetry is sent.</summary>
internal sealed class HealthMetrics : IHealthCheckPublisher
{
    private volatile HealthReport? _report;

    public HealthMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Telemetry.MeterName, ProductVersion.Number);
        meter.CreateObservableGauge(
            "casestudies.views.lag", () => Read("views", ViewsCheck.EventsBehind), "{event}", "Events that the slowest view has not seen yet.");
        meter.CreateObservableGauge(
            "casestudies.jobs.waiting", () => Read("queue", QueueCheck.Waiting), "{message}", "Messages that wait in the durable queue.");
        meter.CreateObservableGauge(
            "casestudies.jobs.dead_letters", () => Read("queue", QueueCheck.DeadLetters), "{message}", "Messages that were given up.");
        meter.CreateObservableGauge("casestudies.health", Statuses, "{status}", "Each health check: 2 healthy, 1 degraded, 0 unhealthy.");
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _report = report;
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<long>> Read(string check, string name) =>
        _report?.Entries.GetValueOrDefault(check).Data?.GetValueOrDefault(name) is { } value ? [new(Convert.ToInt64(value, null))] : [];

    private IEnumerable<Measurement<int>> Statuses() =>
        _report?.Entries.Select(e => new Measurement<int>((int)e.Value.Status, new KeyValuePair<string, object?>("check", e.Key))) ?? [];
}
