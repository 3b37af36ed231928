using CaseStudies.Server.Store;
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

    /// <summary>Right after a start the agents are still being handed out.</summary>
    private async Task<IEventSubscriptionAgent?> AgentAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var uri = await family.FindAgentUriAsync(PortfolioProjection.Shard, null, cancellation);
        for (var left = patience; left >= TimeSpan.Zero; left -= s_pause)
        {
            if (uri is not null && runtime.Agents.TryFindActiveAgent<IEventSubscriptionAgent>(uri, out var agent))
                return agent;
            await Task.Delay(s_pause, cancellation);
        }

        return null;
    }
}
