using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;
using Wolverine.Runtime;
using Wolverine.Runtime.Agents;

namespace CaseStudies.Server.Projections;

/// <summary>Makes the asynchronous portfolio anew, by the agent that keeps it: nothing else may write it beside that agent.</summary>
internal sealed class PortfolioRebuild(NpgsqlDataSource source, IEventSubscriptionAgentFamily family, IWolverineRuntime runtime)
{
    /// <summary>What an event gets that says of no .NET type; see <see cref="HealAsync"/>.</summary>
    private const string NoType = "unknown";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <returns>False: another node keeps the view, and only that node can make it anew.</returns>
    public async Task<bool> RunAsync(TimeSpan patience, CancellationToken cancellation)
    {
        await HealAsync(cancellation);
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
    /// A row written past the program without its .NET type halts the view for every organisation, where a row of an unknown
    /// type is only set aside. The column belongs to the store, not to the fact: filling it changes nothing that was recorded.
    /// </summary>
    private async Task HealAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"update {StoreSetup.Schema}.mt_events set mt_dotnet_type = $1 where mt_dotnet_type is null");
        command.Parameters.Add(new() { Value = NoType });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Right after a start the agents are still being handed out, and a node that was killed still seems to hold its own.</summary>
    private async Task<IEventSubscriptionAgent?> AgentAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var uri = await family.FindAgentUriAsync(PortfolioProjection.Shard, null, cancellation);
        if (uri is null)
            return null;
        Instant? beat = null;
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
    private async Task<Instant?> KeepersBeatAsync(Uri agent, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
            select n.health_check from {StoreSetup.Schema}.wolverine_node_assignments a join {StoreSetup.Schema}.wolverine_nodes n on n.id = a.node_id
            where a.id = $1 and n.id <> $2
            """);
        command.Parameters.Add(new() { Value = agent.ToString() });
        command.Parameters.Add(new() { Value = runtime.Options.UniqueNodeId });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && !reader.IsDBNull(0) ? reader.GetFieldValue<Instant>(0) : null;
    }
}
