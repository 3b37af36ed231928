using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Several real processes, and an ordinary user.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProcessTests(Suite suite)
{
    [Fact]
    public async Task Of_two_cold_starts_at_once_one_installs_and_the_other_attaches()
    {
        var tarball = await suite.TarballAsync();
        await using var home = suite.EmptyHome().With(options => options with { Tarball = tarball });
        await OneStarts(home);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Of_two_warm_starts_at_once_one_starts_and_the_other_attaches(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await OneStarts(home);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task Tasks_of_one_process_share_one_server(string source)
    {
        await using var home = await suite.HomeAsync(source);
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => home.StartAsync()));
        Assert.Single(servers, server => server.StartedHere);
        Assert.Single(servers.Select(server => server.Port).Distinct());
        foreach (var server in servers)
            await server.DisposeAsync();
        await EmbeddedControl.StopAsync(home.Options, TestContext.Current.CancellationToken);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task An_ordinary_user_runs_it_as_himself(string source)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "not root: every other test already runs as an ordinary user");
        var seed = await suite.SeedAsync(source);
        await using var home = suite.EmptyHome("一般 user").With(options => options with { BinDir = seed.BinDir }, seed.Major);
        var (account, uid) = ("nobody", 65534u);
        Assert.SkipUnless(File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{account}:x:{uid}:", StringComparison.Ordinal)),
            "there is no account to run as");
        FileModes.CreateDirectory(home.Path, FileModes.PrivateDirectory);
        Native.ChangeOwner(home.Path, uid, uid);
        // The build's directory may be closed to others.
        var program = Path.Combine(Path.GetDirectoryName(home.Path)!, "program");
        await Shell.RunAsync("cp", "-r", AppContext.BaseDirectory, program);
        await Shell.RunAsync("chmod", "-R", "a+rX", program);

        await using (var first = HelperProcess.Start(home.Arguments, account, program))
        {
            await first.WaitForAsync("ready ");
            Assert.True(first.StartedHere);
            Assert.Equal((int)uid, Servers.UserOf(home.Postmaster));
            Assert.False(File.Exists(Path.Combine(home.Path, "account")));
            await first.KillAsync();
        }

        await Servers.KillAsync(home.Processes);
        await using var second = HelperProcess.Start(home.Arguments, account, program);
        await second.WaitForAsync("ready ");
        Assert.True(second.StartedHere);
        Assert.Equal(0, await second.EndAsync());
        await home.NoProcessesAsync();
    }

    private static async Task OneStarts(TestHome home)
    {
        await using var one = HelperProcess.Start(home.Arguments);
        await using var two = HelperProcess.Start(home.Arguments);
        await Task.WhenAll(one.WaitForAsync("ready "), two.WaitForAsync("ready "));
        Assert.NotEqual(one.StartedHere, two.StartedHere);
        Assert.Equal(one.Port, two.Port);
        var (starter, other) = one.StartedHere ? (one, two) : (two, one);
        Assert.Equal(0, await other.EndAsync());
        Assert.Equal(0, await starter.EndAsync());
        await home.NoProcessesAsync();
        Assert.Empty(home.Unfinished);
    }
}
