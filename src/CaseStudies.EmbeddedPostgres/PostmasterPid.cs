using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// What <c>postmaster.pid</c> claims. Only a claim: the file outlives its server, and the number in it may by now
/// belong to a stranger.
/// </summary>
/// <param name="IsStarting">It lives, but takes no connections yet.</param>
internal sealed record PostmasterPid(int Pid, int? Port, string? SocketDirectory, bool IsStarting)
{
    internal static string PathIn(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>Null: no file, or one that is still being written.</summary>
    internal static PostmasterPid? Read(string data)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(data));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // A server in single-user mode writes its number negated.
        if (Number(lines, 0) is not { } pid || pid == int.MinValue)
            return null;
        return new(Math.Abs(pid), Number(lines, 3), lines.Length > 4 && lines[4].StartsWith('/') ? lines[4] : null,
            lines.Length > 7 && lines[7].Trim() == "starting");
    }

    private static int? Number(string[] lines, int index) =>
        index < lines.Length && int.TryParse(lines[index].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? n : null;
}
