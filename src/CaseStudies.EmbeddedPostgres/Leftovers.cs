using System.Diagnostics;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Clears what a killed server or launcher left behind and PostgreSQL rightly refuses to judge for itself. Touches
/// only what is provably ours; on systems without procfs nothing is proven. Callers hold the launcher's lock.
/// </summary>
internal static class Leftovers
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>True: our postmaster is alive (starting, stopping or hung), so nothing was touched.</summary>
    internal static async Task<bool> ClearServerAsync(HomePaths home, string data, Action<string> say, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        var claim = PostmasterPid.Read(data);
        var serving = LinuxProcesses.ServingFrom(data);
        if (claim is not null && serving.Contains(claim.Pid))
            return true;

        // Backends without a postmaster hold the shared memory, and a busy one never notices that it is alone.
        if (serving.Count > 0)
        {
            say($"Ending {serving.Count} processes of a PostgreSQL that was killed");
            await EndAsync(() => LinuxProcesses.ServingFrom(data), Native.SigQuit, ct).ConfigureAwait(false);
            await EndAsync(() => LinuxProcesses.ServingFrom(data), Native.SigKill, ct).ConfigureAwait(false);
        }

        // Also an empty one, of a server killed before it wrote its number: PostgreSQL would refuse to start beside it for ever.
        if (Directory.Exists(data))
            File.Delete(PostmasterPid.PathIn(data));
        SocketDirectory.RemoveLeftovers(home);
        return false;
    }

    /// <summary>Removes unfinished installs and data directories of starts that were killed.</summary>
    internal static async Task ClearUnfinishedAsync(HomePaths home, CancellationToken ct)
    {
        string[] ours = ["pg-*.tmp", "data-*.tmp", "download.*.tmp", "password.*.tmp", "account.*.tmp", "started.*.tmp"];
        foreach (var path in ours.SelectMany(pattern => Directory.EnumerateFileSystemEntries(home.Home, pattern)).ToList())
        {
            if (!Directory.Exists(path))
            {
                File.Delete(path);
                continue;
            }

            await RemoveFilledAsync(path, ct).ConfigureAwait(false);
        }
    }

    // A server that initdb began just before it was killed enters the directory only after a moment. Until then nothing shows
    // that it belongs there, and what it writes keeps the directory from going. So: end and remove, until it is gone.
    private static async Task RemoveFilledAsync(string unfinished, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (Directory.Exists(unfinished) && watch.Elapsed < s_patience)
        {
            await EndAsync(() => LinuxProcesses.Filling(unfinished), Native.SigKill, ct).ConfigureAwait(false);
            HomePaths.RemoveUnfinished(unfinished);
            await Task.Delay(20, ct).ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(Func<IReadOnlyList<int>> find, int signal, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var signalled = new HashSet<int>();
        while (find() is { Count: > 0 } alive && watch.Elapsed < s_patience)
        {
            foreach (var pid in alive.Where(signalled.Add))
                Native.Signal(pid, signal);
            await Task.Delay(20, ct).ConfigureAwait(false);
        }
    }
}
