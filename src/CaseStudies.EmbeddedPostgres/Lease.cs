using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Says that one application uses the server: a file it keeps locked while it does. The lock, not the file, is the
/// sign of life, so an application that was killed holds no lease. Taken and counted under the launcher's lock.
/// </summary>
internal sealed class Lease : IDisposable
{
    private readonly FileStream _file;

    private Lease(FileStream file) => _file = file;

    internal static Lease Take(HomePaths home)
    {
        var name = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..8];
        return new(LauncherLock.TryOpen(Path.Combine(home.Leases, name), FileOptions.DeleteOnClose)!);
    }

    /// <summary>How many applications hold one; files of dead ones are removed on the way.</summary>
    internal static int Count(HomePaths home)
    {
        var alive = 0;
        foreach (var path in Directory.EnumerateFiles(home.Leases))
        {
            using var abandoned = LauncherLock.TryOpen(path, FileOptions.DeleteOnClose);
            if (abandoned is null)
                alive++;
        }

        return alive;
    }

    public void Dispose() => _file.Dispose();
}
