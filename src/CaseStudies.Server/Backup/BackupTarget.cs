namespace CaseStudies.Server.Backup;

/// <summary>The backup file: written under another name until it is complete and on disk, and readable by its owner only.</summary>
internal sealed class BackupTarget : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private bool _complete;

    private BackupTarget(string path, string partial, FileStream stream) => (_path, _partial, Stream) = (path, partial, stream);

    public FileStream Stream { get; }

    /// <exception cref="BackupRefusedException">The file exists or cannot be created.</exception>
    public static BackupTarget Create(string path)
    {
        path = Path.GetFullPath(path);
        var partial = path + ".partial";
        if (Path.Exists(path))
            throw new BackupRefusedException(BackupTexts.Exists(path));
        if (Path.Exists(partial))
            throw new BackupRefusedException(BackupTexts.Unfinished(partial));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1024 * 1024 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new(path, partial, new(partial, options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupRefusedException(BackupTexts.Unusable(path, e.Message));
        }
    }

    /// <summary>Renames the file, unless the name has been taken meanwhile.</summary>
    /// <returns>Its length.</returns>
    public long Complete()
    {
        Stream.Flush(flushToDisk: true);
        var length = Stream.Length;
        Stream.Dispose();
        File.Move(_partial, _path, overwrite: false);
        _complete = true;
        FolderSync.Flush(Path.GetDirectoryName(_path)!);
        return length;
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_complete)
            File.Delete(_partial);
    }
}
