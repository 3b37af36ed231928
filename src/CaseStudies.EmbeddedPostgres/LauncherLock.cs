using System.Diagnostics;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// One launcher at a time per home. Held for install, initdb, start and stop, not for the server's life. The system
/// releases it when its holder dies, and the server does not inherit it.
/// </summary>
internal static class LauncherLock
{
    /// <exception cref="EmbeddedPostgresException">Somebody held it for longer than <paramref name="patience"/>.</exception>
    internal static async Task<IDisposable> TakeAsync(HomePaths home, TimeSpan patience, Action<string> say, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var told = false;
        while (true)
        {
            if (TryOpen(home.Lock, FileOptions.None) is { } held)
                return held;
            if (watch.Elapsed > patience)
                throw new EmbeddedPostgresException(Messages.LockTimeout(home.Lock));
            if (!told && watch.ElapsedMilliseconds > 200)
            {
                say("Waiting for another application that is starting the embedded server");
                told = true;
            }

            await Task.Delay(50, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The file, opened by us alone; null if somebody else has it open.</summary>
    /// <exception cref="IOException">It cannot be opened for another reason.</exception>
    internal static FileStream? TryOpen(string path, FileOptions options)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, options);
        }
        catch (IOException e) when (IsHeld(e.HResult))
        {
            return null;
        }
    }

    // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION.
    private static bool IsHeld(int error) => error is 11 or 35 or unchecked((int)0x80070020);
}
