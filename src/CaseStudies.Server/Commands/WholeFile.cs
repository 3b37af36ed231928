namespace CaseStudies.Server.Commands;

/// <summary>A file that is there whole, or not at all: half of one would be taken for the whole.</summary>
internal static class WholeFile
{
    /// <exception cref="IOException">It exists, or cannot be written.</exception>
    public static async Task WriteAsync(string file, bool replace, Func<Stream, Task> write)
    {
        var half = $"{file}.{Environment.ProcessId}.part";
        try
        {
            await using (var to = new FileStream(half, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                await write(to);
            File.Move(half, file, replace);
        }
        finally
        {
            File.Delete(half);
        }
    }
}
