using System.Text;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>The private directory of the server's Unix socket, which no other local user can reach or imitate.</summary>
internal static class SocketDirectory
{
    // sun_path: 108 bytes on Linux, 104 on macOS, with the closing zero.
    private static readonly int s_longest = OperatingSystem.IsLinux() ? 107 : 103;

    /// <summary>
    /// Null: TCP only. Windows; a path too long for a socket (the server would exit); or one with a character that
    /// is a separator in the server's setting or in a connection string.
    /// </summary>
    internal static string? For(HomePaths home) =>
        !OperatingSystem.IsWindows()
        && Encoding.UTF8.GetByteCount(Path.Combine(home.Run, ".s.PGSQL.65535")) <= s_longest
        && home.Run.AsSpan().IndexOfAny(',', ':', ';') < 0 && !home.Run.Contains('\'', StringComparison.Ordinal)
            ? home.Run : null;

    /// <summary>Sockets and their lock files that a killed server left; the server would take the lock file's pid for alive.</summary>
    internal static void RemoveLeftovers(HomePaths home)
    {
        if (!Directory.Exists(home.Run))
            return;
        foreach (var file in Directory.EnumerateFiles(home.Run, ".s.PGSQL.*"))
            File.Delete(file);
    }
}
