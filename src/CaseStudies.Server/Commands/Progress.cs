using System.Diagnostics;
using CaseStudies.Domain;
using Spectre.Console;

namespace CaseStudies.Server.Commands;

/// <summary>How far work has come: one bar for each step on a terminal, elsewhere a line for each step that is done.</summary>
internal sealed class Progress
{
    private static readonly TimeSpan s_rate = TimeSpan.FromMilliseconds(100);

    private readonly Terminal _terminal;
    private readonly ProgressContext? _bars;
    private readonly bool _lines;
    private readonly Dictionary<string, ProgressTask> _steps = [];
    private readonly HashSet<string> _done = [];
    private long _drawn;

    private Progress(Terminal terminal, ProgressContext? bars, bool lines) => (_terminal, _bars, _lines) = (terminal, bars, lines);

    /// <param name="lines">Whether steps are told where no bar can be drawn.</param>
    public static Task<T> ShowAsync<T>(Terminal terminal, bool lines, Func<Progress, Task<T>> work) => terminal.DrawsProgress
        // Drawn by reports alone: the thread that would draw in between goes on for ever if the work ends before it has begun (Spectre.Console 0.55).
        ? Terminal.Draw(terminal.Error).Progress().AutoRefresh(false)
            .Columns(new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async bars =>
            {
                var answer = await work(new(terminal, bars, lines));
                bars.Refresh();
                return answer;
            })
        : work(new(terminal, null, lines));

    public void Report(PublicText step, long done, long total)
    {
        var name = step.In(_terminal.Language);
        if (_bars is null)
        {
            if (_lines && done >= total && _done.Add(name))
                _terminal.Error.WriteLine(name);
            return;
        }

        if (!_steps.TryGetValue(name, out var bar))
            _steps[name] = bar = _bars.AddTask(Markup.Escape(name));
        bar.MaxValue = Math.Max(1, total);
        bar.Value = total == 0 ? 1 : done; // a step over nothing is done
        if (Stopwatch.GetElapsedTime(_drawn) < s_rate)
            return;
        _bars.Refresh();
        _drawn = Stopwatch.GetTimestamp();
    }
}
