using CaseStudies.Server.Operations;
using Microsoft.Extensions.Logging;

namespace CaseStudies.Server.Tests.Operations;

public sealed class DiskWatchTests
{
    [Fact]
    public void A_disk_that_fills_up_is_told_once_for_each_step_and_so_is_its_relief()
    {
        using var log = new CapturedLog();
        using var factory = LoggerFactory.Create(b => b.AddProvider(log));
        using var watch = new DiskWatch(new(null!), factory.CreateLogger<DiskWatch>());

        foreach (var free in new[] { 5_000, 900, 800, 100, 50, 5_000, 6_000 })
            watch.Tell(DiskCheck.Judge(free));

        var lines = log.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Warning", "Error", "Information"], lines.Select(l => l.Split(' ')[0]));
        Assert.Contains("1024 MiB", lines[0], StringComparison.Ordinal);
        Assert.Contains("128 MiB", lines[1], StringComparison.Ordinal);
        Assert.All(lines[..2], l => Assert.Contains("make room", l, StringComparison.Ordinal));
    }
}
