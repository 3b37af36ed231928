using System.CommandLine;
using System.Runtime.InteropServices;
using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>The command line: one grammar for all verbs. Each verb is defined in the file of what it does.</summary>
internal static class CommandLine
{
    public const string ProgramName = "casestudies";

    // No "@file", which would read a file name such as "@5月.xlsx" as something else, and no "-abc" for "-a -b -c".
    private static readonly ParserConfiguration s_parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        var (settings, words) = HostSettings.Split(arguments);
        return RunAsync(words, terminal, new CommandHost(settings, terminal));
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] words, Terminal terminal, ICommandHost host)
    {
        var root = Root(terminal, host);
        var parsed = root.Parse(words is ["help", .. var about] ? [.. about, "--help"] : words, s_parsing);
        if (ParseErrors.Messages(parsed, terminal.Language) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
                await terminal.Error.WriteLineAsync(message);
            await terminal.Error.WriteLineAsync();
            new Help(terminal.Error, terminal.Language).WriteUsage(parsed.CommandResult.Command);
            return ExitCode.NotUnderstood;
        }

        using var stopping = new CancellationTokenSource();
        using var interrupt = StopOn(PosixSignal.SIGINT, stopping);
        using var terminate = StopOn(PosixSignal.SIGTERM, stopping);
        try
        {
            // Exceptions and signals are ours: see below, and `StopOn`.
            var invocation = new InvocationConfiguration
            {
                Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            terminal.Note(CommandTexts.Stopped);
            return ExitCode.NotDone;
        }
        catch (Exception e) when (StartFailures.Explain(e, terminal.Language) is { } why)
        {
            await terminal.Error.WriteLineAsync(why);
            return ExitCode.NotDone;
        }
    }

    private static RootCommand Root(Terminal terminal, ICommandHost host)
    {
        var grammar = new Grammar(terminal.Language);
        var root = new RootCommand(grammar.Language == Language.Ja ? "コマンドなしで実行すると、サーバーを起動します。" : "Without a command, the server starts.")
        {
            DemoCommand.Define(grammar, terminal, host), RebuildCommand.Define(grammar, terminal, host),
            ImportCommand.Define(grammar, terminal, host), UndoImportCommand.Define(grammar, terminal, host),
            InitiativeCommand.DefineFigures(grammar, terminal, host), InitiativeCommand.DefineExport(grammar, terminal, host),
            BackupCommand.DefineBackup(grammar, terminal, host), BackupCommand.DefineRestore(grammar, terminal, host),
            ErasuresCommand.Define(grammar, terminal, host), AccountsCommand.Define(grammar, terminal, host),
            MemberCommand.Define(grammar, terminal, host), KeyCommand.Define(grammar, terminal, host),
            EmbeddedCommand.Define(grammar, terminal, host), HealthCommand.Define(grammar, terminal), StackCommand.Define(grammar, host),
        };
        root.Directives.Clear();
        root.SetAction((_, stop) => host.ServeAsync(before: null, stop));
        foreach (var option in root.Options)
            option.Description = Described(option, grammar.Language);
        root.Options.OfType<System.CommandLine.Help.HelpOption>().Single().Action = new Help(terminal.Output, terminal.Language);
        return root;
    }

    private static string Described(Option option, Language language) => option is VersionOption
        ? (language == Language.Ja ? "プログラムの版" : "the program's version")
        : language == Language.Ja ? "この説明(各コマンドの後にも付けられます)" : "this text; also after a command";

    /// <summary>The first signal asks the command to end in good order; a second one ends the process.</summary>
    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stopping) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = !stopping.IsCancellationRequested;
        stopping.Cancel();
    });
}
