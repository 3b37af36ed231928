using CaseStudies.Domain;
using CaseStudies.Server.Backup;

namespace CaseStudies.Server.Commands;

/// <summary><c>backup FILE</c> and <c>restore FILE</c>. Neither starts a server, so that one that runs is not disturbed.</summary>
internal static class BackupCommand
{
    public static Task<int> BackupAsync(WebApplicationBuilder builder, string path) => GuardedAsync(path, async cancellation =>
    {
        using var target = BackupTarget.Create(path);
        var passphrase = Passphrase.OfThisProcess.ForBackup();
        var bar = ProgressBar.OnStandardError(BackupTexts.Step);
        var taken = await Run.AsideAsync(builder, services =>
            ActivatorUtilities.CreateInstance<BackupTaker>(services).TakeAsync(target.Stream, passphrase, null, bar.Show, cancellation));
        var bytes = target.Complete();
        foreach (var check in taken.Checks)
            Say(Console.Out, BackupTexts.Checked(check));
        Say(Console.Out, BackupTexts.Taken(Path.GetFullPath(path), bytes, taken));
        if (taken.Edited.Length > 0)
            Say(Console.Error, BackupTexts.Edited(taken.Edited));
        Say(Console.Error, BackupTexts.KeepPassphrase);
    });

    public static Task<int> RestoreAsync(WebApplicationBuilder builder, string path, bool acceptDifferences) => GuardedAsync(path, async cancellation =>
    {
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 1024 * 1024 });
        var passphrase = Passphrase.OfThisProcess.ForRestore();
        var bar = ProgressBar.OnStandardError(BackupTexts.Step);
        // The whole file, before a database is even started.
        var verified = BackupVerifier.Verify(file, passphrase, bar.Show, cancellation);
        file.Position = 0;
        var restored = await Run.AsideAsync(builder, services =>
            ActivatorUtilities.CreateInstance<BackupRestorer>(services).RestoreAsync(file, passphrase, verified, acceptDifferences, bar.Show, cancellation));
        foreach (var check in restored.Checks)
            Say(Console.Out, BackupTexts.Checked(check));
        Say(Console.Out, BackupTexts.Restored(verified));
        if (restored.Differing.Length > 0)
            Say(Console.Error, BackupTexts.Accepted(restored.Differing));
        if (restored.Unreadable.Length > 0)
            Say(Console.Error, BackupTexts.UnreadableProfiles(restored.Unreadable));
    });

    private static async Task<int> GuardedAsync(string path, Func<CancellationToken, Task> job)
    {
        using var interrupted = new CancellationTokenSource();
        using var interrupt = On(System.Runtime.InteropServices.PosixSignal.SIGINT);
        using var terminate = On(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        try
        {
            await job(interrupted.Token);
            return 0;
        }
        catch (BackupRefusedException e)
        {
            Say(Console.Error, e.Sentence);
        }
        catch (OperationCanceledException)
        {
            Say(Console.Error, BackupTexts.Interrupted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Say(Console.Error, BackupTexts.Unusable(path, e.Message));
        }
        catch (Npgsql.NpgsqlException e)
        {
            Say(Console.Error, BackupTexts.DatabaseFailed((e as Npgsql.PostgresException)?.SqlState ?? e.Message));
        }

        return 1;

        IDisposable On(System.Runtime.InteropServices.PosixSignal signal) => System.Runtime.InteropServices.PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true; // what is half done is taken back first
            interrupted.Cancel();
        });
    }

    private static void Say(TextWriter output, PublicText text) => output.WriteLine(text.In(TerminalLanguage.Current));
}
