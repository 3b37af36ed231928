namespace CaseStudies.Sheets;

/// <summary>Keeps what is sent in a temporary file that nobody else sees and that is gone when it is closed, or when the program is killed.</summary>
public static class SpooledFile
{
    /// <param name="stop">Cancelled when nobody wants the content any more. Reading it then ends too, whoever reads.</param>
    /// <exception cref="SheetRefusedException">More was sent than the limit; the rest was not read.</exception>
    public static async Task<Stream> CopyAsync(Stream sent, long limit, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(sent);
        var file = Create();
        try
        {
            var buffer = new byte[64 * 1024];
            for (int got; (got = await sent.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0;)
            {
                if (file.Length + got > limit)
                    throw FileRefusals.TooLarge(limit);
                await file.WriteAsync(buffer.AsMemory(0, got), stop).ConfigureAwait(false);
            }

            return new StoppableStream(file, stop);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>An empty one, for reading and writing.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        // Windows deletes the file with its last handle, also of a killed program. Elsewhere a name that is kept until closing would outlive a kill.
        if (OperatingSystem.IsWindows())
            options.Options |= FileOptions.DeleteOnClose;
        else
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        if (!OperatingSystem.IsWindows())
            File.Delete(file.Name);
        return file;
    }
}
