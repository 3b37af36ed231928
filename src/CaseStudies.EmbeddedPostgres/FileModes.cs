namespace CaseStudies.EmbeddedPostgres;

/// <summary>Unix permissions of what we create, whatever the caller's umask; nothing to do on Windows.</summary>
internal static class FileModes
{
    internal const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    internal const UnixFileMode PrivateDirectory = PrivateFile | UnixFileMode.UserExecute;
    internal const UnixFileMode PublicFile = PrivateFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    internal const UnixFileMode PublicDirectory =
        PublicFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Leaves an existing directory, and its permissions, alone.</summary>
    internal static void CreateDirectory(string path, UnixFileMode mode)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { } parent && !Directory.Exists(parent))
            CreateDirectory(parent, PublicDirectory);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, mode);
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>
    /// A new file that has these permissions before it has content. Never follows a link somebody may have left.
    /// </summary>
    internal static FileStream CreateFile(string path, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(stream.SafeFileHandle, mode);
        return stream;
    }

    /// <summary>Writes beside, flushes to disk, renames: a reader sees the old text or the new one.</summary>
    internal static void Replace(string path, string text, UnixFileMode mode)
    {
        var unfinished = HomePaths.Unfinished(path);
        try
        {
            using (var stream = CreateFile(unfinished, mode))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished); // on a full disk it is tried again and again
            throw;
        }
    }
}
