using System.Globalization;

namespace CaseStudies.Server.Commands;

/// <summary>A bar in the last line of a terminal; nothing where nobody watches.</summary>
internal sealed class Progress(TextWriter to, bool terminal) : IDisposable
{
    private const int Length = 30;
    private int _shown = -1;

    public void Report(long done, long of)
    {
        var percent = of == 0 ? 100 : (int)Math.Min(100, done * 100 / of);
        if (!terminal || percent == _shown)
            return;
        _shown = percent;
        var full = percent * Length / 100;
        to.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string(' ', Length - full)}] {percent,3} %  {done:N0}"));
    }

    public void Dispose()
    {
        if (_shown >= 0)
            to.WriteLine();
    }
}
