using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Commands;

/// <summary>
/// <c>rebuild</c>: holds every initiative's entries, every organisation's profile and the ledger against the events. It writes only if it is told to; then
/// the portfolio, too.
/// </summary>
internal static class RebuildCommand
{
    /// <summary>How long the view may take to be handed to this node: longer than a killed node still counts as present.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    /// <param name="Only">Null: all of them.</param>
    /// <param name="TrustEvents">In this initiative, events count where entries say something else.</param>
    public sealed record Wanted(InitiativeName? Only = null, bool Write = false, bool TrustEvents = false);

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var only = grammar.Initiative();
        only.Arity = ArgumentArity.ZeroOrOne;
        var write = grammar.Flag("--write", "違いを、イベントのとおりに書き直す(矛盾のある取組はそのまま)", "write what follows from the events; not where they are contradicted");
        var trust = grammar.Flag(
            "--trust-events", "その取組では、記録とイベントが違うとき、イベントを正しいとする", "where entries of this initiative say something else than its events, the events count");
        var verb = grammar.Verb(
            "rebuild", "すべての記録と操作の台帳をイベントと照合する", "hold all entries and the command ledger against the events", only, write, trust);
        grammar.Demand(trust, t => t.GetValue(write) && t.GetResult(only) is { Tokens.Count: > 0 }, new(
            "--trust-events には、取組と --write が必要です。", "--trust-events needs an initiative and --write."));
        verb.SetAction((parsed, stop) => host.RunOnceAsync(throwAway: false, (services, stopping) => RunAsync(
            services, terminal, new(parsed.GetValue(only), parsed.GetValue(write), parsed.GetValue(trust)), stopping), stop));
        return verb;
    }

    /// <returns>Whether nothing differs, or everything that differed was written, and every event can be read.</returns>
    public static async Task<bool> RunAsync(IServiceProvider services, Terminal terminal, Wanted wanted, CancellationToken cancellation)
    {
        var rebuild = services.GetRequiredService<Rebuild>();
        var streams = await rebuild.AllStreamsAsync(cancellation);
        if (wanted.Only is { } only)
        {
            streams = streams.FindAll(s => s == (only.Organisation, only.Initiative));
            if (streams.Count == 0)
                return terminal.Fail(CommandTexts.NoInitiative(only));
        }

        var found = await Progress.ShowAsync(terminal, lines: false, progress => AllAsync(rebuild, streams, wanted, progress, cancellation));
        foreach (var initiative in found)
        {
            foreach (var difference in initiative.Differences)
                terminal.Say(RebuildTexts.Line(initiative, difference));
            terminal.Say(RebuildTexts.Initiative(initiative));
        }

        var organisations = wanted.Only is null
            ? await OrganisationsAsync(services.GetRequiredService<OrganisationRebuild>(), terminal, wanted.Write, cancellation)
            : [];
        if (wanted is { Write: true, Only: null })
        {
            var rebuilt = await services.GetRequiredService<PortfolioRebuild>().RunAsync(s_patience, cancellation);
            terminal.Say(rebuilt ? RebuildTexts.PortfolioRebuilt : RebuildTexts.PortfolioLeft);
        }

        terminal.Say(RebuildTexts.Total(found, organisations));
        return found.All(f => f.IsWhole) && organisations.TrueForAll(o => o.IsWhole);
    }

    /// <summary>What is recorded of each organisation as a whole. There is little of it.</summary>
    private static async Task<List<OrganisationFindings>> OrganisationsAsync(
        OrganisationRebuild rebuild, Terminal terminal, bool write, CancellationToken cancellation)
    {
        var all = new List<OrganisationFindings>();
        foreach (var organisation in await rebuild.AllAsync(cancellation))
        {
            var found = write ? await rebuild.WriteAsync(organisation, cancellation) : await rebuild.CompareAsync(organisation, cancellation);
            foreach (var difference in found.Differences)
                terminal.Say(RebuildTexts.Line(found, difference));
            terminal.Say(RebuildTexts.Organisation(found));
            all.Add(found);
        }

        return all;
    }

    private static async Task<InitiativeFindings[]> AllAsync(
        Rebuild rebuild, List<(Slug Organisation, Slug Initiative)> streams, Wanted wanted, Progress progress, CancellationToken cancellation)
    {
        var (found, done, telling) = (new InitiativeFindings[streams.Count], 0, new Lock());
        var options = new ParallelOptions { MaxDegreeOfParallelism = Rebuild.AtATime, CancellationToken = cancellation };
        await Parallel.ForAsync(0, streams.Count, options, async (place, stopping) =>
        {
            var (organisation, initiative) = streams[place];
            found[place] = wanted.Write
                ? await rebuild.WriteAsync(organisation, initiative, wanted.TrustEvents, stopping)
                : await rebuild.CompareAsync(organisation, initiative, stopping);
            lock (telling)
                progress.Report(CommandTexts.Comparing, ++done, streams.Count);
        });
        return found;
    }
}
