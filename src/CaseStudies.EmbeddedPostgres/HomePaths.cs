using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Where everything lies below the home. The launching user owns the home itself, so that the account the server
/// runs as can replace none of its entries; that account owns only data, run and log.
/// </summary>
internal sealed class HomePaths
{
    private HomePaths(string home) => Home = home;

    internal string Home { get; }
    internal string Lock => At("launcher.lock");
    internal string Password => At("password");
    internal string Account => At("account");
    internal string Started => At("started");
    internal string Leases => At("leases");

    /// <summary>There while the server is stopped on purpose. A server that is gone without it has failed, whatever it left behind.</summary>
    internal string Stopped => At("stopped");
    internal string Run => At("run");
    internal string LogDirectory => At("log");
    internal string Log => Path.Combine(LogDirectory, "postgres.log");
    internal string Data(int major) => At("data-" + major.ToString(CultureInfo.InvariantCulture));
    internal string Package(PinnedPackage package) => At("pg-" + package.Version);

    /// <summary>The major versions of which this home holds data, newest first.</summary>
    internal IReadOnlyList<int> DataMajors() => !Directory.Exists(Home) ? [] :
    [
        .. Directory.EnumerateDirectories(Home, "data-*")
            .Select(path => int.TryParse(Path.GetFileName(path).AsSpan("data-".Length), NumberStyles.None,
                CultureInfo.InvariantCulture, out var major) ? major : 0)
            .Where(major => major > 0)
            .OrderDescending(),
    ];

    /// <summary>A name nobody uses, beside <paramref name="final"/>; renamed into place when complete.</summary>
    internal static string Unfinished(string final) => $"{final}.{Guid.NewGuid():N}"[..(final.Length + 9)] + ".tmp";

    /// <summary>Best effort: what is still being written to goes at the next start.</summary>
    internal static void RemoveUnfinished(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that was just killed may have written into it meanwhile.
        }
    }

    /// <exception cref="EmbeddedPostgresException">A path that the shell behind <c>pg_ctl</c> would misread.</exception>
    internal static HomePaths For(EmbeddedPostgresOptions options)
    {
        var home = CanonicalPath.Resolve(options.Home ?? DefaultHome());
        return IsSafeForShell(home) ? new(home) : throw new EmbeddedPostgresException(
            Messages.HomeUnusable(home, Messages.ShellCharacters));
    }

    // pg_ctl starts the server through a shell and puts paths between double quotes.
    internal static bool IsSafeForShell(string path) =>
        !path.Any(c => c is '"' or '$' or '`' || char.IsControl(c) || (c == '\\' && !OperatingSystem.IsWindows()));

    internal void Create()
    {
        FileModes.CreateDirectory(Home, FileModes.PublicDirectory);
        FileModes.CreateDirectory(Leases, FileModes.PrivateDirectory);
    }

    private static string DefaultHome() => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? "/var/lib/casestudies/postgres"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify), "casestudies", "postgres");

    private string At(string name) => Path.Combine(Home, name);
}
