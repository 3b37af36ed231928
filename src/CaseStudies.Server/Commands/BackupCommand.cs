using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Server.Backup;
using CaseStudies.Server.Persons;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary><c>backup FILE</c> and <c>restore FILE</c>. Neither starts a server, so that one that runs is not disturbed.</summary>
internal static class BackupCommand
{
    public static Command DefineBackup(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var file = grammar.File("作るファイル", "the file to make");
        var verb = grammar.Verb(
            "backup", "すべての記録を、合言葉で暗号化した一つのファイルにする(記録中でも可)",
            "back up everything that was recorded, encrypted with a passphrase; recording can go on", file);
        verb.SetAction((parsed, stop) => GuardedAsync(parsed.GetRequiredValue(file), terminal, path => BackupAsync(path, terminal, host, stop)));
        return verb;
    }

    public static Command DefineRestore(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var file = grammar.File("バックアップのファイル", "the backup");
        var accept = grammar.Flag("--accept-differences", "記録や数値がバックアップの時と違っていても復元する", "restore even if entries or figures differ from the backup");
        var erasures = grammar.Text("--erasures", "LIST", "バックアップの後に行われた消去の一覧。復元してから、同じ消去を行う",
            "the list of erasures since the backup; they are done again after the restore");
        var verb = grammar.Verb(
            "restore", "バックアップを空のデータベースに戻し、元と比べる", "restore a backup into an empty database and compare", file, accept, erasures);
        verb.SetAction(async (parsed, stop) =>
        {
            IReadOnlyList<ListedErasure>? list = null;
            if (parsed.GetValue(erasures) is { } listed && (list = await ErasuresCommand.ReadAsync(listed, terminal, stop)) is null)
                return ExitCode.NotDone;
            return await GuardedAsync(
                parsed.GetRequiredValue(file), terminal, path => RestoreAsync(path, parsed.GetValue(accept), list, terminal, host, stop));
        });
        return verb;
    }

    private static async Task BackupAsync(string path, Terminal terminal, ICommandHost host, CancellationToken stop)
    {
        using var target = BackupTarget.Create(path);
        var passphrase = Passphrase.OfThisProcess.ForBackup();
        var taken = await host.RunWithoutHostAsync(services => Progress.ShowAsync(terminal, lines: true, progress =>
            ActivatorUtilities.CreateInstance<BackupTaker>(services).TakeAsync(target.Stream, passphrase, null, Report(progress), stop)), asOwner: false, stop);
        var bytes = target.Complete();
        foreach (var check in taken.Checks)
            terminal.Say(BackupTexts.Checked(check));
        terminal.Say(BackupTexts.Taken(Path.GetFullPath(path), bytes, taken));
        if (taken.Edited.Length > 0)
            terminal.Note(BackupTexts.Edited(taken.Edited));
        terminal.Note(BackupTexts.KeepPassphrase);
    }

    private static async Task RestoreAsync(
        string path, bool acceptDifferences, IReadOnlyList<ListedErasure>? erasures, Terminal terminal, ICommandHost host, CancellationToken stop)
    {
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 1024 * 1024 });
        var passphrase = Passphrase.OfThisProcess.ForRestore();
        // The whole file is read before a database is even started.
        var verified = await Progress.ShowAsync(terminal, lines: true, progress =>
            Task.Run(() => BackupVerifier.Verify(file, passphrase, Report(progress), stop), stop));
        file.Position = 0;
        var restored = await host.RunWithoutHostAsync(services => Progress.ShowAsync(terminal, lines: true, progress =>
            ActivatorUtilities.CreateInstance<BackupRestorer>(services)
                .RestoreAsync(file, passphrase, verified, acceptDifferences, Report(progress), stop)), asOwner: true, stop);
        foreach (var check in restored.Checks)
            terminal.Say(BackupTexts.Checked(check));
        terminal.Say(BackupTexts.Restored(verified));
        if (restored.Differing.Length > 0)
            terminal.Note(BackupTexts.Accepted(restored.Differing));
        if (restored.Unreadable.Length > 0)
            terminal.Note(BackupTexts.UnreadableProfiles(restored.Unreadable));
        if (erasures is null)
            terminal.Note(BackupTexts.ErasuresSince(verified));
        else
            await host.RunWithoutHostAsync(async services =>
            {
                await ErasuresCommand.RepeatAsync(services, erasures, terminal, stop);
                return true;
            }, asOwner: true, stop);
    }

    private static Progressing Report(Progress progress) => (step, done, total) => progress.Report(BackupTexts.Step(step), done, total);

    private static async Task<int> GuardedAsync(string path, Terminal terminal, Func<string, Task> work)
    {
        try
        {
            await work(path);
            return ExitCode.Done;
        }
        catch (Exception e) when (Explain(e, path) is { } why)
        {
            terminal.Note(why);
            return ExitCode.NotDone;
        }
    }

    private static PublicText? Explain(Exception e, string path) => e switch
    {
        BackupRefusedException refused => refused.Sentence,
        OperationCanceledException => BackupTexts.Interrupted,
        IOException or UnauthorizedAccessException => BackupTexts.Unusable(path, e.Message),
        NpgsqlException => BackupTexts.DatabaseFailed((e as PostgresException)?.SqlState ?? e.Message),
        _ => null,
    };
}
