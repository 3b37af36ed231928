using CaseStudies.Server.Store;
using Marten;
using Npgsql;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace CaseStudies.Server.Projections;

/// <summary>Rebuilds the asynchronous portfolio through the agent that updates it; nothing else may write it.</summary>
internal sealed class PortfolioRebuild(BackgroundConnections background, IDocumentStore store, IEventSubscriptionAgentFamily family, IWolverineRuntime runtime)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <returns>False if another node runs the agent; only that node can rebuild the view.</returns>
    public async Task<bool> RunAsync(TimeSpan patience, CancellationToken cancellation)
    {
        await SkipUntypedAsync(cancellation);
        if (await AgentAsync(patience, cancellation) is not { } agent)
            return false;
        await agent.RebuildAsync(cancellation);
        return true;
    }

    /// <summary>Whether this node keeps the view.</summary>
    public async Task<bool> IsKeptHereAsync(CancellationToken cancellation) =>
        await family.FindAgentUriAsync(PortfolioProjection.Shard, null, cancellation) is { } uri
            && runtime.Agents.TryFindActiveAgent<IEventSubscriptionAgent>(uri, out _);

    /// <summary>
    /// A row inserted by hand without its .NET type halts the view of every organisation; a row of an unknown type would only be
    /// skipped. Marking it as skipped makes Marten's views leave it out, and changes nothing that was recorded.
    /// </summary>
    private async Task SkipUntypedAsync(CancellationToken cancellation)
    {
        await using var command = background.Command($"select coalesce(array_agg(seq_id), '{{}}') from {MartenTables.Events} where {MartenTables.IsUntyped}");
        if (await command.ExecuteScalarAsync(cancellation) is long[] { Length: > 0 } untyped)
            await store.Storage.Database.MarkEventsAsSkipped(untyped, cancellation);
    }

    /// <summary>Waits for the agent: after a start, agents are still being assigned, and a killed node still seems to hold its own.</summary>
    private async Task<IEventSubscriptionAgent?> AgentAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var uri = await family.FindAgentUriAsync(PortfolioProjection.Shard, null, cancellation);
        if (uri is null)
            return null;
        DateTimeOffset? beat = null;
        for (var left = patience; left >= TimeSpan.Zero; left -= s_pause)
        {
            if (runtime.Agents.TryFindActiveAgent<IEventSubscriptionAgent>(uri, out var agent))
                return agent;
            var latest = await KeepersBeatAsync(uri, cancellation);
            if (latest > beat)
                return null; // another node runs it and is alive
            beat = latest;
            await Task.Delay(s_pause, cancellation);
        }

        return null;
    }

    /// <summary>The last heartbeat of the other node that runs the agent; null if none does.</summary>
    private async Task<DateTimeOffset?> KeepersBeatAsync(Uri agent, CancellationToken cancellation)
    {
        var nodes = await runtime.Storage.Nodes.LoadAllNodesAsync(cancellation);
        return nodes.FirstOrDefault(n => n.NodeId != runtime.Options.UniqueNodeId && n.ActiveAgents.Contains(agent))?.LastHealthCheck;
    }
}
