using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Commands;

public sealed partial class ProgressTests
{
    [Fact]
    public async Task A_terminal_sees_one_bar_for_each_step()
    {
        var drawn = await ShownAsync(terminal: true, lines: true, progress =>
        {
            progress.Report(new("出来事", "events"), 50, 200);
            progress.Report(new("出来事", "events"), 200, 200);
            progress.Report(new("照合", "checks [x]"), 1, 4);
            progress.Report(new("空", "nothing"), 0, 0);
        });

        var last = Escapes().Replace(drawn, "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim('\r', ' ')).ToList();
        Assert.Contains(last, l => l.EndsWith("100% events", StringComparison.Ordinal));
        Assert.Contains(last, l => l.EndsWith("25% checks [x]", StringComparison.Ordinal));
        Assert.Contains(last, l => l.EndsWith("100% nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Elsewhere_each_step_is_one_line_once_it_is_done() =>
        Assert.Equal("events\nchecks\n", await ShownAsync(terminal: false, lines: true, Steps));

    [Fact]
    public async Task Elsewhere_nothing_is_said_where_nobody_wants_lines() => Assert.Equal("", await ShownAsync(terminal: false, lines: false, Steps));

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task The_work_s_answer_and_its_failure_pass_through(bool terminal)
    {
        using var error = new StringWriter();
        Assert.Equal(7, await Progress.ShowAsync(new(TextWriter.Null, error, Language.En, DrawsProgress: terminal), lines: true, _ => Task.FromResult(7)));
        await Assert.ThrowsAsync<TimeoutException>(() =>
            Progress.ShowAsync<int>(new(TextWriter.Null, error, Language.En, DrawsProgress: terminal), lines: true, _ => throw new TimeoutException()));
    }

    private static void Steps(Progress progress)
    {
        progress.Report(new("出来事", "events"), 1, 2);
        progress.Report(new("出来事", "events"), 2, 2);
        progress.Report(new("出来事", "events"), 2, 2);
        progress.Report(new("照合", "checks"), 1, 1);
    }

    private static async Task<string> ShownAsync(bool terminal, bool lines, Action<Progress> report)
    {
        using var error = new StringWriter { NewLine = "\n" };
        await Progress.ShowAsync(new(TextWriter.Null, error, Language.En, DrawsProgress: terminal), lines, progress =>
        {
            report(progress);
            return Task.FromResult(true);
        });
        return error.ToString();
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escapes();
}
