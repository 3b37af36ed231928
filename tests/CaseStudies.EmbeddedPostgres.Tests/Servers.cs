using System.Globalization;
using System.Runtime.Versioning;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Server processes as the system sees them; only ones whose working directory is below a test's own.</summary>
internal static class Servers
{
    /// <summary>Number and working directory.</summary>
    internal static IReadOnlyDictionary<int, string> Below(string directory)
    {
        var found = new Dictionary<int, string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
        {
            try
            {
                if (new FileInfo(Path.Combine(process, "cwd")).LinkTarget is { } place && place.StartsWith(directory + "/", StringComparison.Ordinal))
                    found.Add(int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), place);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone, or another user's.
            }
        }

        return found;
    }

    internal static async Task KillAsync(IEnumerable<int> pids)
    {
        var killed = pids.ToList();
        killed.ForEach(pid => Native.Signal(pid, Native.SigKill));
        if (killed.Count > 0)
            await Task.Delay(50);
    }

    internal static int UserOf(int pid) => int.Parse(
        File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status")
            .Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);

    [SupportedOSPlatform("linux")]
    internal static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);
}
