using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>One bar a step, drawn over itself on a terminal; elsewhere a line when a step is done.</summary>
/// <param name="name">What a step is called.</param>
internal sealed class ProgressBar(TextWriter output, bool terminal, Func<string, PublicText> name, TimeProvider time)
{
    private const int Width = 30;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private string? _finished;
    private long _drawn;

    public static ProgressBar OnStandardError(Func<string, PublicText> name) => new(Console.Error, !Console.IsErrorRedirected, name, TimeProvider.System);

    public void Show(string step, long done, long total)
    {
        var label = name(step).In(TerminalLanguage.Current);
        if (done >= total)
        {
            if (_finished == step)
                return;
            _finished = step;
            output.WriteLine(terminal ? $"\r{Bar(Width)} 100 %  {label}" : label);
        }
        else if (terminal && (_drawn == 0 || time.GetElapsedTime(_drawn) >= s_pause))
        {
            _drawn = time.GetTimestamp();
            output.Write($"\r{Bar((int)(Width * done / total))} {100 * done / total,3} %  {label}");
        }
    }

    private static string Bar(int full) => $"[{new string('#', full)}{new string('.', Width - full)}]";
}
