using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Looks at procfs. A killed process stays a zombie until its parent takes note (seconds, where the init is slow) and
/// answers signal 0 as if alive; it has neither executable nor working directory any more, so it is not seen here.
/// </summary>
internal static class LinuxProcesses
{
    /// <summary>
    /// The server processes whose working directory is this data directory: postmaster, backends, workers. Nobody
    /// else qualifies, so these may be signalled. Empty on other systems: there we cannot know.
    /// </summary>
    internal static IReadOnlyList<int> ServingFrom(string data) => Where(
        process => Link(process, "cwd") == data && IsProgram(process, "postgres"));

    /// <summary>An initdb that still fills this directory, and the server it runs for that.</summary>
    internal static IReadOnlyList<int> Filling(string unfinished) => Where(
        process => (Link(process, "cwd") == unfinished && IsProgram(process, "postgres"))
            || (IsProgram(process, "initdb") && Arguments(process).Contains(unfinished)));

    /// <summary>The directory of the program that runs under this number, or null.</summary>
    internal static string? ProgramDirectory(int pid) =>
        Link("/proc/" + pid.ToString(CultureInfo.InvariantCulture), "exe") is { } program ? Path.GetDirectoryName(program) : null;

    private static IReadOnlyList<int> Where(Func<string, bool> matches) => !OperatingSystem.IsLinux() ? [] :
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0]) && matches(process))
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)),
    ];

    // After an upgrade the running file's name ends with " (deleted)".
    private static bool IsProgram(string process, string name) =>
        Link(process, "exe") is { } path && Path.GetFileName(path).Split(' ')[0] == name;

    private static string? Link(string process, string name)
    {
        try
        {
            return new FileInfo(Path.Combine(process, name)).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Arguments(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
