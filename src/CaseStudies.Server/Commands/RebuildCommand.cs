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
        verb.SetAction((_, stop) => host.RunOnceAsync(throwAway: false, (services, stopping) => RunAsync(services, terminal.Output, stopping), stop));
        return verb;
    }

    /// <returns>Whether every rebuilt relation and every figure equalled the live one, and nothing blocks a figure.</returns>
    public static async Task<bool> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        var (rebuild, reader) = (services.GetRequiredService<Rebuild>(), services.GetRequiredService<InitiativeReader>());
        var same = true;
        foreach (var (organisation, initiative) in await rebuild.StreamsAsync(cancellation))
        {
            // Both as known at one version: more may be recorded meanwhile, and weeks that still run are counted to the day of asking.
            var frontier = (await reader.ReadEntriesAsync(organisation, initiative, new(), cancellation))?.Book.Frontier;
            var figuresBefore = await FiguresAsync(reader, organisation, initiative, frontier, cancellation);
            var result = await rebuild.InitiativeAsync(organisation, initiative, cancellation);
            var figuresAfter = await FiguresAsync(reader, organisation, initiative, frontier, cancellation);
            var equal = result.Equal && figuresBefore.Text == figuresAfter.Text;
            same &= equal && figuresAfter.Problems == 0;
            await output.WriteLineAsync(
                $"{organisation}/{initiative}: {result.Events} events, {result.Unreadable} unreadable, {figuresAfter.Problems} problems, "
                + $"rows and figures {(equal ? "equal" : "CHANGED")}, checksum {result.After}");
        }

        var portfolio = await services.GetRequiredService<PortfolioRebuild>().RunAsync(s_patience, cancellation);
        await output.WriteLineAsync(portfolio
            ? "portfolio: rebuilt"
            : "portfolio: left as it is, because a running server keeps it; to rebuild it too, stop that server and run this again");
        return same;
    }

    private static async Task<(int Problems, string Text)> FiguresAsync(
        InitiativeReader reader, Slug organisation, Slug initiative, int? frontier, CancellationToken cancellation)
    {
        var view = await reader.ReadAsync(organisation, initiative, new(Version: frontier), cancellation);
        return (view?.Book.Problems.Length ?? 0, System.Text.Json.JsonSerializer.Serialize(view?.Figures, DomainJson.Options));
    }
}
