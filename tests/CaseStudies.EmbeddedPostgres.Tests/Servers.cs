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
        await Until.TrueAsync(() => !killed.Exists(Runs));
    }

    /// <summary>Whether such a program runs with these arguments among its own.</summary>
    internal static bool Run(string program, params string[] arguments) => Directory.EnumerateDirectories("/proc").Any(process =>
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            return Path.GetFileName(line[0]) == program && Array.TrueForAll(arguments, line.Contains);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // no process, or gone
        }
    });

    /// <summary>A killed process stays in the list, without a working directory, until its parent takes note.</summary>
    private static bool Runs(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cwd").LinkTarget is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal static int UserOf(int pid) => int.Parse(
        File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status")
            .Single(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);

    [SupportedOSPlatform("linux")]
    internal static UnixFileMode Mode(string path) => File.GetUnixFileMode(path);
}
