using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Backup;

public sealed class ProgressBarTests
{
    [Fact]
    public void A_terminal_sees_one_bar_a_step_drawn_over_itself_and_not_too_often()
    {
        var clock = new Ticking();
        var drawn = Drawn(terminal: true, clock, bar =>
        {
            bar.Show("events", 0, 200);
            bar.Show("events", 50, 200); // too soon
            clock.Now += TimeSpan.FromSeconds(1);
            bar.Show("events", 100, 200);
            bar.Show("events", 200, 200);
            bar.Show("events", 200, 200);
            bar.Show("checks", 0, 0);
        });

        Assert.Equal(["", "[..............................]   0 %  events", "[###############...............]  50 %  events", "[##############################] 100 %  events\n", "[##############################] 100 %  checks\n"], drawn.Split('\r'));
    }

    [Fact]
    public void Elsewhere_each_step_is_one_line_once_it_is_done() => Assert.Equal("events\nchecks\n", Drawn(terminal: false, new Ticking(), bar =>
    {
        bar.Show("events", 1, 2);
        bar.Show("events", 2, 2);
        bar.Show("checks", 1, 1);
    }));

    private static string Drawn(bool terminal, TimeProvider time, Action<ProgressBar> show)
    {
        using var output = new StringWriter { NewLine = "\n" };
        show(new(output, terminal, step => new(step, step), time));
        return output.ToString();
    }

    private sealed class Ticking : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
