using CaseStudies.Server.Jobs;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Commands;

/// <summary><c>rebuild</c>: every initiative's entries anew from its events, compared row for row, figures included; then the portfolio.</summary>
internal static class RebuildCommand
{
    /// <summary>For the view's agent to be handed to this node: longer than a node that was killed still counts as there.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    /// <returns>Whether every rebuilt relation and every figure equalled the live one, and nothing blocks a figure.</returns>
    public static async Task<bool> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        var (rebuild, checkedRebuild) = (services.GetRequiredService<Rebuild>(), services.GetRequiredService<InitiativeRebuild>());
        var same = true;
        using (var progress = new Progress(Console.Error, !Console.IsErrorRedirected))
        {
            var streams = await rebuild.StreamsAsync(cancellation);
            foreach (var (done, (organisation, initiative)) in streams.Index())
            {
                progress.Report(done, streams.Count);
                var result = await checkedRebuild.RunAsync(organisation, initiative, cancellation);
                same &= result is { Equal: true, Problems: 0 };
                await output.WriteLineAsync(
                    $"{organisation}/{initiative}: {result.Events} events, {result.Unreadable} unreadable, {result.Problems} problems, "
                    + $"rows and figures {(result.Equal ? "equal" : "CHANGED")}, checksum {result.Checksum}");
            }
        }

        var portfolio = await services.GetRequiredService<PortfolioRebuild>().RunAsync(s_patience, cancellation);
        await output.WriteLineAsync(portfolio
            ? "portfolio: rebuilt"
            : "portfolio: left as it is, because a running server keeps it; to rebuild it too, stop that server and run this again");
        return same;
    }
}
