namespace CaseStudies.EmbeddedPostgres;

/// <summary>Finds programs and packages that already are on this machine.</summary>
internal static class ProgramSearch
{
    /// <summary>The full path of a program on the search path. Relative entries are passed over: they depend on where we stand.</summary>
    internal static string? OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// The package in a <c>node_modules</c> of the application's directory or one above it. A directory that anybody
    /// may write to (a temporary one) ends the search: programs from there are not to be run.
    /// </summary>
    internal static string? NodeModule(PinnedPackage package, string from)
    {
        for (var directory = new DirectoryInfo(from); directory is { Exists: true }; directory = directory.Parent)
        {
            if (!OperatingSystem.IsWindows() && directory.UnixFileMode.HasFlag(UnixFileMode.OtherWrite))
                return null;
            var module = Path.Combine(directory.FullName, "node_modules", PinnedPackage.Scope, package.Platform);
            if (File.Exists(Path.Combine(module, "package.json")) && Directory.Exists(Path.Combine(module, "native")))
                return module;
        }

        return null;
    }

    /// <summary>Directories with programs of an installed PostgreSQL, in no order.</summary>
    internal static async Task<IReadOnlyCollection<string>> InstalledAsync(CancellationToken ct)
    {
        var found = new List<string>();
        if (OnPath(OperatingSystem.IsWindows() ? "pg_config.exe" : "pg_config") is { } config)
        {
            var answer = await Tool.RunServerProgramAsync(config, ["--bindir"], null, TimeSpan.FromSeconds(10), ct).ConfigureAwait(false);
            if (answer.ExitCode == 0)
                found.Add(answer.Output.Trim());
        }

        if (OperatingSystem.IsWindows())
            found.AddRange(Below(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*"));
        else
            found.AddRange(
            [
                .. Below("/usr/lib/postgresql", "*"), .. Below("/usr", "pgsql-*"),
                .. Below("/opt/homebrew/opt", "postgresql*"), .. Below("/usr/local/opt", "postgresql*"),
            ]);
        return [.. found.Where(Binaries.AreIn).Select(CanonicalPath.Resolve).Distinct()];
    }

    private static IEnumerable<string> Below(string directory, string pattern) => !Directory.Exists(directory) ? []
        : Directory.EnumerateDirectories(directory, pattern).Select(version => Path.Combine(version, "bin"));
}
