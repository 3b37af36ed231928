using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>The goals for time to the first query, measured alone on the machine.</summary>
[SupportedOSPlatform("linux"), Collection(nameof(TimingTests))]
[CollectionDefinition(nameof(TimingTests), DisableParallelization = true)]
public sealed class TimingTests(Suite suite, ITestOutputHelper output)
{
    [Fact]
    public async Task Cold_with_a_download_within_ten_seconds()
    {
        await suite.TarballAsync(); // skips where nothing can be downloaded
        await using var home = suite.EmptyHome().With(options => options with { LookForNpm = true });
        await MeasureAsync(home, "cold, npm pack", TimeSpan.FromSeconds(10), "npm pack");
    }

    [Fact]
    public async Task Cold_from_a_tarball_within_ten_seconds()
    {
        var tarball = await suite.TarballAsync();
        await using var home = suite.EmptyHome().With(options => options with { Tarball = tarball });
        await MeasureAsync(home, "cold, tarball", TimeSpan.FromSeconds(10), "tarball");
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Warm_and_attached_within_a_second(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await MeasureAsync(home, "warm, " + source, TimeSpan.FromSeconds(1), "BinDir", async () =>
            await MeasureAsync(home, "attach, " + source, TimeSpan.FromSeconds(1), "BinDir"));
    }

    private async Task MeasureAsync(TestHome home, string what, TimeSpan goal, string source, Func<Task>? meanwhile = null)
    {
        var watch = Stopwatch.StartNew();
        var server = await home.StartAsync();
        await TestHome.AskAsync<int>(server.ConnectionString, "select 1");
        var taken = watch.Elapsed;
        if (meanwhile is not null)
            await meanwhile();
        watch.Restart();
        await server.DisposeAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {taken.TotalMilliseconds:0} ms to the first query, dispose {watch.Elapsed.TotalMilliseconds:0} ms"));
        Assert.Equal(source, server.Source);
        // A goal says nothing about a machine on which many others want the processors.
        var load = double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.SkipWhen(taken >= goal && load > 2 * Environment.ProcessorCount, $"{what} took {taken} at a load of {load}");
        Assert.True(taken < goal, $"{what} took {taken}");
    }
}
