using System.Diagnostics;
using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Installs that were killed halfway, or damaged later.</summary>
[SupportedOSPlatform("linux")]
public sealed class InterruptedInstallTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_killed_while_it_installs_or_makes_the_data_is_done_over()
    {
        var tarball = await suite.TarballAsync();
        await using var home = suite.EmptyHome("事例 kill").With(options => options with { Tarball = tarball });
        foreach (var (step, sign) in new[] { ("progress Installing", "pg-*.tmp"), ("progress Creating", "data-*.tmp") })
        {
            await using var killed = HelperProcess.Start(home.Arguments);
            await killed.WaitForAsync(step);
            await Until.TrueAsync(() => Directory.EnumerateDirectories(home.Path, sign).Any(d => Directory.EnumerateFileSystemEntries(d).Any()));
            await killed.KillAsync();
            Assert.NotEmpty(home.Unfinished);
            Assert.False(Directory.Exists(home.Data));
        }

        await using var server = await home.StartAsync();
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
        Assert.Empty(home.Unfinished);
        Assert.All(Servers.Below(CanonicalPath.Resolve(home.Path)).Values, place => Assert.Equal(home.Data, place));
    }

    [Fact]
    public async Task A_damaged_install_is_done_over()
    {
        var tarball = await suite.TarballAsync();
        await using var home = (await suite.HomeWithoutProgramsAsync(Suite.Embedded)).With(options => options with { Tarball = tarball });
        Directory.CreateDirectory(Path.Combine(home.Path, "pg-" + PinnedPackage.PinnedVersion, "bin"));
        await using var server = await home.StartAsync();
        Assert.Equal("tarball", server.Source);
    }
}
