using CaseStudies.Domain;
using Spectre.Console;

namespace CaseStudies.Server.Commands;

/// <summary>Where a command speaks: its answer on standard output, everything else on standard error.</summary>
/// <param name="DrawsTables">A person reads standard output: tables have a frame. Otherwise they are plain lines.</param>
/// <param name="DrawsProgress">A person reads standard error: progress is a bar. Otherwise it is plain lines.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Language Language, bool DrawsTables = false, bool DrawsProgress = false)
{
    public static Terminal OfThisProcess { get; } =
        new(Console.Out, Console.Error, TerminalLanguage.Current, DrawsTables: !Console.IsOutputRedirected, DrawsProgress: !Console.IsErrorRedirected);

    /// <summary>The answer.</summary>
    public void Say(PublicText text) => Output.WriteLine(text.In(Language));

    /// <summary>What is not part of the answer: what goes on, and what went wrong.</summary>
    public void Note(PublicText text) => Error.WriteLine(text.In(Language));

    /// <returns>False: what was asked for is not done.</returns>
    public bool Fail(PublicText why)
    {
        Note(why);
        return false;
    }

    /// <summary>The console library over one of the two writers.</summary>
    public static IAnsiConsole Draw(TextWriter on) => AnsiConsole.Create(new()
    {
        Out = new AnsiConsoleOutput(on),
        // A writer that is not the process's own belongs to a test: what it captures does not depend on the machine.
        Ansi = on == Console.Out || on == Console.Error ? AnsiSupport.Detect : AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
    });
}
