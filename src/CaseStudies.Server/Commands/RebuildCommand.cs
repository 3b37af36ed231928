using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Commands;

/// <summary><c>rebuild</c>: every initiative's entries anew from its events, compared row for row, figures included; then the portfolio.</summary>
internal static class RebuildCommand
{
    /// <summary>How long the view may take to be handed to this node: longer than a killed node still counts as present.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var verb = grammar.Verb("rebuild", "すべての記録をイベントから作り直し、今のものと比べる", "make all entries anew from the events and compare");
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
            : "portfolio: left as it is, because a running server keeps it; to rebuild it too, stop that server and run this again");
        return results.TrueForAll(r => r.Good);
    }

    private static async Task<(string Line, bool Good)> InitiativeAsync(
        IServiceProvider services, Slug organisation, Slug initiative, CancellationToken cancellation)
    {
        var reader = services.GetRequiredService<InitiativeReader>();
        // Both as known at one version: more may be recorded meanwhile, and weeks that still run are counted to the day of asking.
        var frontier = (await reader.ReadEntriesAsync(organisation, initiative, new(), cancellation))?.Book.Frontier;
        var figuresBefore = await FiguresAsync(reader, organisation, initiative, frontier, cancellation);
        var result = await services.GetRequiredService<Rebuild>().InitiativeAsync(organisation, initiative, cancellation);
        var figuresAfter = await FiguresAsync(reader, organisation, initiative, frontier, cancellation);
        var equal = result.Equal && figuresBefore.Text == figuresAfter.Text;
        var line = $"{organisation}/{initiative}: {result.Events} events, {result.Unreadable} unreadable, {figuresAfter.Problems} problems, "
            + $"rows and figures {(equal ? "equal" : "CHANGED")}, checksum {result.After}";
        return (line, equal && figuresAfter.Problems == 0);
    }

    private static async Task<(int Problems, string Text)> FiguresAsync(
        InitiativeReader reader, Slug organisation, Slug initiative, int? frontier, CancellationToken cancellation)
    {
        var view = await reader.ReadAsync(organisation, initiative, new(Version: frontier), cancellation);
        return (view?.Book.Problems.Length ?? 0, System.Text.Json.JsonSerializer.Serialize(view?.Figures, DomainJson.Options));
    }
}
