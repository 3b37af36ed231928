using System.CommandLine;
using CaseStudies.EmbeddedPostgres;

namespace CaseStudies.Server.Commands;

/// <summary><c>embedded status</c> and <c>embedded stop</c>.</summary>
internal static class EmbeddedCommand
{
    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var status = grammar.Verb("status", "動いているか(動いていなければ終了コード 1)", "whether it is running; exit code 1 if not");
        status.SetAction((_, stop) => StatusAsync(Options(), terminal, stop));
        var end = grammar.Verb("stop", "止める", "stop it");
        end.SetAction((_, stop) => StopAsync(Options(), terminal, stop));
        return grammar.Verb("embedded", "この PC 専用の PostgreSQL", "the private PostgreSQL of this machine", status, end);

        EmbeddedPostgresOptions Options() => Database.Options(host.CreateBuilder().Configuration);
    }

    private static async Task<int> StatusAsync(EmbeddedPostgresOptions options, Terminal terminal, CancellationToken stop)
    {
        var status = await EmbeddedControl.StatusAsync(options, stop);
        terminal.Say(!status.Running ? CommandTexts.EmbeddedNotRunning(status.Home)
            : status.Version is { } version ? CommandTexts.EmbeddedRunning(version, status) : CommandTexts.EmbeddedSilent(status));
        return ExitCode.From(status.Running);
    }

    private static async Task<int> StopAsync(EmbeddedPostgresOptions options, Terminal terminal, CancellationToken stop)
    {
        terminal.Say(await EmbeddedControl.StopAsync(options, stop) ? CommandTexts.EmbeddedStopped : CommandTexts.EmbeddedWasNotRunning);
        return ExitCode.Done;
    }
}
