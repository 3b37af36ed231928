using System.CommandLine;
using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary><c>demo</c>: the case studies, loaded and compared with what was published.</summary>
internal static class DemoCommand
{
    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var check = grammar.Flag("--check", "使い捨てのデータベースで比べ、サーバーは起動しない", "compare in a throw-away database, then exit");
        var sensitivity = grammar.Flag("--sensitivity", "使い捨てのデータベースで、記録を一つ取り下げて変化を見る", "withdraw one counted entry of each figure in a throw-away database");
        grammar.Demand(check, result => result.GetResult(sensitivity)?.Implicit ?? true, new(
            "--check と --sensitivity は、どちらか一方だけを指定してください。", "--check and --sensitivity exclude each other."));
        var verb = grammar.Verb(
            "demo", "事例を読み込み、公表値と並べて表示し、サーバーを起動する", "load the case studies, print published against derived, then serve", check, sensitivity);
        verb.SetAction((parsed, stop) =>
        {
            terminal.Note(parsed.GetValue(sensitivity) ? DemoTexts.BeginsSensitivity : DemoTexts.Begins);
            return parsed.GetValue(check) ? host.RunOnceAsync(throwAway: true, (services, stopping) => LoadAsync(services, terminal, stopping), stop)
                : parsed.GetValue(sensitivity) ? host.RunOnceAsync(throwAway: true, (services, stopping) => ProbeAsync(services, terminal, stopping), stop)
                : host.ServeAsync((services, stopping) => LoadAsync(services, terminal, stopping), stop);
        });
        return verb;
    }

    /// <summary>Loads and compares in the running application's store.</summary>
    /// <returns>Whether every figure came out as published.</returns>
    public static async Task<bool> LoadAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellation)
    {
        var lines = new DemoLines(terminal);
        if (!terminal.DrawsProgress)
            terminal.Say(DemoTexts.Loading);
        var samples = await LoadSamplesAsync(services, terminal, lines, cancellation);
        var figures = new List<ComparedFigure>();
        await foreach (var compared in ActivatorUtilities.CreateInstance<DemoReport>(services).CompareAsync(samples, cancellation))
        {
            lines.Compared(compared);
            figures.AddRange(compared.Figures);
        }

        lines.Totals(figures);
        return figures.Any(f => f.Headline) && figures.All(f => f.Headline ? f.Agrees : !f.Disagrees);
    }

    /// <summary>Loads, and withdraws one entry of each figure: only in a throw-away store.</summary>
    /// <returns>Whether every figure changed.</returns>
    public static async Task<bool> ProbeAsync(IServiceProvider services, Terminal terminal, CancellationToken cancellation)
    {
        var lines = new DemoLines(terminal);
        var samples = await LoadSamplesAsync(services, terminal, lines, cancellation);
        var (sensitive, all) = await ActivatorUtilities.CreateInstance<SensitivityProbe>(services).RunAsync(samples, lines, cancellation);
        lines.Sensitive(sensitive, all);
        return sensitive == all && all > 0;
    }

    private static Task<List<Sample>> LoadSamplesAsync(IServiceProvider services, Terminal terminal, DemoLines lines, CancellationToken cancellation) =>
        Progress.ShowAsync(terminal, lines: false, progress => ActivatorUtilities.CreateInstance<SampleLoader>(services).LoadAsync((loaded, done, all) =>
        {
            if (terminal.DrawsProgress)
                progress.Report(DemoTexts.Loading, done, all);
            else
                lines.Loaded(loaded);
        }, cancellation));
}
