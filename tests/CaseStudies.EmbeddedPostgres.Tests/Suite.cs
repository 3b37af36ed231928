using System.Globalization;

[assembly: AssemblyFixture(typeof(CaseStudies.EmbeddedPostgres.Tests.Suite))]

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>
/// What the whole run shares: one downloaded file, one made data directory per source of programs (tests copy it),
/// and the certainty that no server outlives the run.
/// </summary>
public sealed class Suite : IAsyncLifetime
{
    internal const string Embedded = "embedded";
    internal const string Installed = "installed";
    private const string Prefix = "cs-embedded-";

    private readonly Seeds _seeds;
    private int _homes;

    public Suite() => _seeds = new(Root);

    /// <summary>Every source a server test runs on; one that this machine lacks skips its tests with a reason.</summary>
    public static TheoryData<string> Sources => [Embedded, Installed];

    internal string Root { get; } =
        Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    internal async Task<string> TarballAsync()
    {
        var (file, why) = await _seeds.TarballAsync();
        Assert.SkipWhen(file is null, why);
        return file!;
    }

    internal async Task<Seed> SeedAsync(string source)
    {
        var (seed, why) = await _seeds.GetAsync(source);
        Assert.SkipWhen(seed is null, why);
        return seed!;
    }

    /// <summary>A place for a home that does not exist yet.</summary>
    internal TestHome EmptyHome(string name = "home")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the suite kills and inspects processes through procfs");
        return new(Path.Combine(Root, Interlocked.Increment(ref _homes).ToString(CultureInfo.InvariantCulture), name));
    }

    /// <summary>A home with data but no programs: tests of ways to install need not make data each time.</summary>
    internal async Task<TestHome> HomeWithoutProgramsAsync(string source) =>
        (await HomeAsync(source)).With(options => options with { BinDir = null });

    /// <summary>For what does not depend on the server's version: the first source this machine has.</summary>
    internal async Task<TestHome> HomeAsync() =>
        await HomeAsync((await _seeds.GetAsync(Embedded)).Seed is null ? Installed : Embedded);

    /// <summary>A home with a data directory, stopped, and options that name its programs.</summary>
    internal async Task<TestHome> HomeAsync(string source, string name = "home")
    {
        var seed = await SeedAsync(source);
        var home = EmptyHome(name);
        FileModes.CreateDirectory(Path.GetDirectoryName(home.Path)!, FileModes.PublicDirectory);
        await Shell.RunAsync("cp", "-a", seed.Home, home.Path);
        return home.With(options => options with { BinDir = seed.BinDir }, seed.Major);
    }

    public async ValueTask InitializeAsync()
    {
        FileModes.CreateDirectory(Root, FileModes.PublicDirectory);
        await RemoveOfKilledRunsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var left = Servers.Below(Root);
        await Servers.KillAsync(left.Keys);
        Directory.Delete(Root, recursive: true);
        if (left.Count > 0)
            throw new InvalidOperationException($"{left.Count} server processes were left behind; they were killed.");
    }

    private static async Task RemoveOfKilledRunsAsync()
    {
        foreach (var directory in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var name = Path.GetFileName(directory)[Prefix.Length..];
            if (!int.TryParse(name, CultureInfo.InvariantCulture, out _) || Directory.Exists("/proc/" + name))
                continue;
            await Servers.KillAsync(Servers.Below(directory).Keys);
            HomePaths.RemoveUnfinished(directory);
        }
    }
}
