using CaseStudies.Server.Store;
using Marten;
using Npgsql;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace CaseStudies.Server.Projections;

/// <summary>Makes the asynchronous portfolio anew, by the agent that keeps it: nothing else may write it beside that agent.</summary>
internal sealed class PortfolioRebuild(NpgsqlDataSource source, IDocumentStore store, IEventSubscriptionAgentFamily family, IWolverineRuntime runtime)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <returns>False: another node keeps the view, and only that node can make it anew.</returns>
    public async Task<bool> RunAsync(TimeSpan patience, CancellationToken cancellation)
    {
        await SkipUntypedAsync(cancellation);
        if (await AgentAsync(patience, cancellation) is not { } agent)
            return false;
        await agent.RebuildAsync(cancellation);
        return true;
    }

    /// <summary>
    /// A row written past the program without its .NET type halts the view for every organisation, where a row of an unknown
    /// type is only set aside. Marten leaves out of its views what is marked as skipped; what was recorded stays as it is.
    /// </summary>
    private async Task SkipUntypedAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"select coalesce(array_agg(seq_id), '{{}}') from {MartenTables.Events} where {MartenTables.IsUntyped}");
        if (await command.ExecuteScalarAsync(cancellation) is long[] { Length: > 0 } untyped)
            await store.Storage.Database.MarkEventsAsSkipped(untyped, cancellation);
    }

    /// <summary>Right after a start the agents are still being handed out, and a node that was killed still seems to hold its own.</summary>
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
                return null; // another node keeps it, and lives
            beat = latest;
            await Task.Delay(s_pause, cancellation);
        }

        return null;
    }

    /// <summary>The last sign of life of another node that the agent is assigned to; null where it is assigned to none.</summary>
    private async Task<DateTimeOffset?> KeepersBeatAsync(Uri agent, CancellationToken cancellation)
    {
        var nodes = await runtime.Storage.Nodes.LoadAllNodesAsync(cancellation);
        return nodes.FirstOrDefault(n => n.NodeId != runtime.Options.UniqueNodeId && n.ActiveAgents.Contains(agent))?.LastHealthCheck;
    }
}
