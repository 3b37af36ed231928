namespace CaseStudies.Sheets;

/// <summary>Keeps what is sent in a temporary file that nobody else sees and that disappears when it is closed.</summary>
public static class SpooledFile
{
    /// <exception cref="SheetRefusedException">More was sent than the limit; the rest was not read.</exception>
    public static async Task<Stream> CopyAsync(Stream sent, long limit, CancellationToken stop)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        try
        {
            var buffer = new byte[64 * 1024];
            for (int got; (got = await sent.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                if (file.Length + got > limit)
                    throw FileRefusals.TooLarge(limit);
                await file.WriteAsync(buffer.AsMemory(0, got), stop).ConfigureAwait(false);
            }

            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
