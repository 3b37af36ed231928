using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Which server belongs to which home.</summary>
[SupportedOSPlatform("linux")]
public sealed class HomeTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_starter_does_not_stop_a_server_that_somebody_else_started_later()
    {
        await using var home = await suite.HomeAsync();
        var first = await home.StartAsync();
        Assert.True(await EmbeddedControl.StopAsync(home.Options, Ct));
        var second = await EmbeddedServer.StartAsync(home.Options with { KeepRunning = true }, Ct);
        await second.DisposeAsync();

        await first.DisposeAsync();
        Assert.Equal(1, await TestHome.AskAsync<int>(second.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_copied_home_gets_a_server_of_its_own()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        await using var copy = suite.EmptyHome();
        copy.With(_ => home.Options with { Home = copy.Path, Progress = null }, home.Major);
        FileModes.CreateDirectory(Path.GetDirectoryName(copy.Path)!, FileModes.PublicDirectory);
        await TestHome.AskAsync<object>(server.ConnectionString, "checkpoint; select 1");
        await Shell.RunAsync("cp", "-a", home.Path, copy.Path);

        await using var other = await copy.StartAsync();
        Assert.True(other.StartedHere);
        Assert.NotEqual(server.Port, other.Port);
        Assert.Equal(copy.Data, await TestHome.AskAsync<string>(other.ConnectionString, "select current_setting('data_directory')"));
    }

    [Fact]
    public async Task A_home_reached_through_a_link_is_the_same_home()
    {
        await using var home = await suite.HomeAsync();
        await using var server = await home.StartAsync();
        var link = Path.Combine(Path.GetDirectoryName(home.Path)!, "link");
        Directory.CreateSymbolicLink(link, home.Path);

        await using var attached = await EmbeddedServer.StartAsync(home.Options with { Home = link + "/" }, Ct);
        Assert.False(attached.StartedHere);
    }
}
