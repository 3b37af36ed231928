using System.Runtime.InteropServices;

namespace CaseStudies.Server.Backup;

/// <summary>Makes a new file name survive a power cut. On systems without such a call (Windows), flushing the file must do.</summary>
internal static partial class FolderSync
{
    public static void Flush(string folder)
    {
        const int readOnly = 0;
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, readOnly);
        if (descriptor < 0)
            throw new IOException($"{folder} cannot be flushed to the disk (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Sync(descriptor) != 0)
                throw new IOException($"{folder} cannot be flushed to the disk (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
