using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Server.Persons;

namespace CaseStudies.Server.Commands;

/// <summary><c>erasures FILE</c>: writes the list of erasures that is kept beside the backups, or does them again in a restored store.</summary>
internal static class ErasuresCommand
{
    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var file = grammar.File("消去の一覧のファイル", "the list of erasures");
        var repeat = grammar.Flag("--repeat", "一覧にある消去を、ここでもう一度行う(復元のあとに)", "do the erasures of the list again here, after a restore");
        var verb = grammar.Verb(
            "erasures", "人の消去の一覧を書き出す(バックアップと一緒に保管する)", "write the list of erased persons, to be kept beside the backups", file, repeat);
        verb.SetAction((parsed, stop) => parsed.GetValue(repeat)
            ? RepeatAsync(parsed.GetRequiredValue(file), terminal, host, stop)
            : WriteAsync(parsed.GetRequiredValue(file), terminal, host, stop));
        return verb;
    }

    /// <summary>The list, before anything is changed; null with a message if it cannot be used.</summary>
    public static async Task<IReadOnlyList<ListedErasure>?> ReadAsync(string path, Terminal terminal, CancellationToken stop)
    {
        try
        {
            return ErasureList.Read(await File.ReadAllLinesAsync(path, stop));
        }
        catch (FormatException e)
        {
            terminal.Note(CommandTexts.NoErasures(path, e.Message));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Note(CommandTexts.FileUnreadable(e.Message));
        }

        return null;
    }

    public static async Task RepeatAsync(IServiceProvider services, IReadOnlyList<ListedErasure> list, Terminal terminal, CancellationToken stop) =>
        terminal.Say(CommandTexts.ErasuresRepeated(await services.GetRequiredService<ErasureList>().RepeatAsync(list, stop)));

    private static async Task<int> RepeatAsync(string path, Terminal terminal, ICommandHost host, CancellationToken stop)
    {
        if (await ReadAsync(path, terminal, stop) is not { } list)
            return ExitCode.NotDone;
        return await host.RunOnceAsync(throwAway: false, async (services, stopping) =>
        {
            await RepeatAsync(services, list, terminal, stopping);
            return true;
        }, stop);
    }

    private static async Task<int> WriteAsync(string path, Terminal terminal, ICommandHost host, CancellationToken stop)
    {
        try
        {
            var all = await host.RunWithoutHostAsync(services => services.GetRequiredService<ErasureList>().AllAsync(stop), asOwner: false, stop);
            await WholeFile.WriteAsync(path, replace: true, async to =>
            {
                await using var lines = new StreamWriter(to, leaveOpen: true);
                foreach (var erasure in all)
                    await lines.WriteLineAsync(ErasureList.Write(erasure));
            });
            terminal.Say(CommandTexts.ErasuresWritten(Path.GetFullPath(path), all.Count));
            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Note(CommandTexts.FileUnwritable(e.Message));
            return ExitCode.NotDone;
        }
    }
}
