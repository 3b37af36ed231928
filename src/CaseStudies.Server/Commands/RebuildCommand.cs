using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Commands;

/// <summary><c>rebuild</c>: every initiative's entries anew from its events, compared row for row, figures included; then the portfolio.</summary>
internal static class RebuildCommand
{
    /// <summary>How long the view may take to be handed to this node: longer than a killed node still counts as present.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var verb = grammar.Verb("rebuild", "すべての記録をイベントから作り直し、今のものと比べる", "rebuild all entries from the events and compare");
        verb.SetAction((_, stop) => host.RunOnceAsync(throwAway: false, (services, stopping) => RunAsync(services, terminal, stopping), stop));
        return verb;
    }

    /// <returns>Whether every rebuilt relation and every figure equalled the live one, and nothing blocks a figure.</returns>
    public static async Task<bool> RunAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellation)
    {
        var rebuild = services.GetRequiredService<Rebuild>();
        var results = await Progress.ShowAsync(terminal, lines: false, async progress =>
        {
            var (streams, done) = (await rebuild.StreamsAsync(cancellation), new List<(string Line, bool Good)>());
            foreach (var (organisation, initiative) in streams)
            {
                done.Add(await InitiativeAsync(services, organisation, initiative, cancellation));
                progress.Report(CommandTexts.Rebuilding, done.Count, streams.Count);
                if (!terminal.DrawsProgress)
                    await terminal.Output.WriteLineAsync(done[^1].Line);
            }

            return done;
        });
        if (terminal.DrawsProgress) // lines would have been drawn over by the bar
            await terminal.Output.WriteLineAsync(string.Join('\n', results.Select(r => r.Line)));
        var portfolio = await services.GetRequiredService<PortfolioRebuild>().RunAsync(s_patience, cancellation);
        await terminal.Output.WriteLineAsync(portfolio
            ? "portfolio: rebuilt"
            : "portfolio: left as it is, because a running server maintains it. To rebuild it too, stop the server and run this again.");
        return results.TrueForAll(r => r.Good);
    }

    private static async Task<(string Line, bool Good)> InitiativeAsync(
        IServiceProvider services, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        var result = await services.GetRequiredService<InitiativeRebuild>().RunAsync(organisation, initiative, cancellation);
        var line = $"{organisation}/{initiative}: {EnglishPlurals.Count(result.Events, "events")}, {result.Unreadable} unreadable, "
            + $"{EnglishPlurals.Count(result.Problems, "problems")}, "
            + $"rows and figures {(result.Equal ? "equal" : "CHANGED")}, checksum {result.Checksum}";
        return (line, result is { Equal: true, Problems: 0 });
    }
}
