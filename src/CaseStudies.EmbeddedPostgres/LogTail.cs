namespace CaseStudies.EmbeddedPostgres;

/// <summary>The last lines of the server's log, for a message.</summary>
internal static class LogTail
{
    private const int Lines = 12;
    private const int Bytes = 8 << 10;

    /// <summary>Empty if there is no log that we can read.</summary>
    internal static string Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(Math.Max(0, file.Length - Bytes), SeekOrigin.Begin);
            using var reader = new StreamReader(file);
            return string.Join(Environment.NewLine, reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .TakeLast(Lines).Select(line => "  " + line.TrimEnd()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
