using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>The two system calls .NET has no name for. Unix only.</summary>
internal static partial class Native
{
    internal const int SigQuit = 3;
    internal const int SigKill = 9;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    internal static void Signal(int pid, int signal)
    {
        const int noSuchProcess = 3;
        if (Kill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not noSuchProcess)
            throw new Win32Exception(error);
    }

    /// <summary>Gives an entry to another account; a link itself, never what it points to.</summary>
    internal static void ChangeOwner(string path, uint uid, uint gid)
    {
        if (ChangeLinkOwner(path, uid, gid) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeLinkOwner(string path, uint uid, uint gid);
}
