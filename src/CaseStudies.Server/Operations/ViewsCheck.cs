using System.Diagnostics;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseStudies.Server.Operations;

/// <summary>How far the asynchronous views are behind the events. One that is behind and does not move has stopped.</summary>
internal sealed class ViewsCheck(IDocumentStore store) : IHealthCheck
{
    public const string EventsBehind = "eventsBehind";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Dictionary<string, (long Sequence, long Since)> _seen = [];

    private IEnumerable<string> Shards =>
        store.Options.Events.Projections().Where(p => p.Lifecycle == ProjectionLifecycle.Async).SelectMany(p => p.ShardNames()).Select(n => n.Identity);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Statistics count all events; the last number suffices, and costs nothing.
        var last = await store.Storage.Database.FetchHighestEventSequenceNumber(cancellationToken).WaitAsync(cancellationToken);
        var progress = (await store.Advanced.AllProjectionProgress(token: cancellationToken).WaitAsync(cancellationToken)).ToDictionary(s => s.ShardName);
        var (behind, stopped) = (0L, new List<string>());
        foreach (var shard in Shards)
        {
            var state = progress.GetValueOrDefault(shard);
            var lag = Math.Max(0, last - (state?.Sequence ?? 0));
            behind = Math.Max(behind, lag);
            if (lag > 0 && (state?.PauseReason is not null || StandsStill(shard, state?.Sequence ?? 0)))
                stopped.Add(shard);
        }

        var data = new Dictionary<string, object> { [EventsBehind] = behind };
        return stopped.Count == 0
            ? HealthCheckResult.Healthy(data: data)
            : new(context.Registration.FailureStatus, $"Views stand still: {string.Join(", ", stopped)}. 'rebuild' sets them going again.", data: data);
    }

    private bool StandsStill(string shard, long sequence)
    {
        if (_seen.TryGetValue(shard, out var seen) && seen.Sequence == sequence)
            return Stopwatch.GetElapsedTime(seen.Since) > s_patience;
        _seen[shard] = (sequence, Stopwatch.GetTimestamp());
        return false;
    }
}
