namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// A path with every link in it resolved. The server reports its data directory, and the system a process's working
/// directory, in this form; comparing another spelling would take our own server for a stranger.
/// </summary>
internal static class CanonicalPath
{
    /// <exception cref="IOException">Links that form a circle.</exception>
    internal static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var current = Path.GetPathRoot(full)!;
        foreach (var part in full[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = new DirectoryInfo(Path.Combine(current, part));
            current = next.LinkTarget is null ? next.FullName : Resolve(next.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        }

        return current;
    }

    /// <summary>The same directory, as this system compares names.</summary>
    internal static bool Same(string left, string right) => string.Equals(
        Resolve(left), Resolve(right), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
