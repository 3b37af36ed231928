using System.CommandLine;
using System.CommandLine.Invocation;
using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>
/// <c>--help</c> in the reader's language. The library's own help is written in the process's culture, and its Japanese is not complete.
/// </summary>
internal sealed class Help(TextWriter output, Language language) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command);
        return ExitCode.Done;
    }

    public void Write(Command command)
    {
        output.WriteLine(command.Description);
        output.WriteLine();
        WriteSynopsis(command);
        Section("オプション", "Options", command.Options.Select(o => (o.HelpName is { } value ? $"{o.Name} {value}" : o.Name, o.Description)));
        if (command is not RootCommand)
            return;
        Section("設定(--名前 値 の形で後ろに、または環境変数 名前__部分 で)", "Settings, after the command as --Name value or in the environment as Name__Part",
        [
            ("--urls http://localhost:5081", In("待ち受けるアドレス(初期値は http://localhost:5080)", "where to listen; http://localhost:5080 unless set")),
            ("ConnectionStrings__CaseStudies", In(
                "使う PostgreSQL(15 以上)。指定しなければ、この PC 専用のものを起動", "the PostgreSQL to use, 15 or newer; unless set, a private one is started")),
            ("EmbeddedPostgres__Home", In("専用の PostgreSQL のフォルダー", "the folder of the private PostgreSQL")),
            ("LocalUser__Enabled", In("この PC の利用者をサインインなしで認めるか", "whether this machine's user needs no sign-in")),
            ("Authentication__Authority", In("サインインに使う ID プロバイダー", "the identity provider for signing in")),
        ]);
        Section("終了コード", "Exit codes",
        [
            ("0", In("できた", "done")),
            ("1", In("できなかった、または結果に問題がある(理由は標準エラー出力)", "not done, or not as it should be; the reason is on standard error")),
            ("2", In("コマンドの書き方が正しくない(何も実行していない)", "the command line was not understood; nothing was tried")),
        ]);
    }

    /// <summary>In short, below an error: the error must not scroll away.</summary>
    public void WriteUsage(Command command)
    {
        WriteSynopsis(command);
        output.WriteLine();
        output.WriteLine(In($"詳しくは {FullName(command)} --help", $"'{FullName(command)} --help' says more."));
    }

    private void WriteSynopsis(Command command)
    {
        output.WriteLine(In("使い方:", "Usage:"));
        output.WriteLine($"  {Usage(command)}");
        Section("引数", "Arguments", command.Arguments.Select(a => (a.Name, a.Description)));
        Section("コマンド", "Commands", command.Subcommands.Select(c => (FullName(c), c.Description)));
    }

    private void Section(string ja, string en, IEnumerable<(string Name, string? Text)> rows)
    {
        var lines = rows.ToList();
        if (lines.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(In(ja, en) + In(":", ":"));
        var width = lines.Max(l => l.Name.Length);
        foreach (var (name, text) in lines)
            output.WriteLine($"  {name.PadRight(width)}  {text}".TrimEnd());
    }

    private static string Usage(Command command) => string.Join(' ',
    [
        FullName(command),
        .. command.Subcommands.Count == 0 ? Array.Empty<string>() : command is RootCommand ? ["[COMMAND]"] : ["COMMAND"],
        .. command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name),
        .. command.Options.Count == 0 ? Array.Empty<string>() : ["[OPTIONS]"],
    ]);

    private static string FullName(Command command) => command is RootCommand ? CommandLine.ProgramName
        : $"{FullName(command.Parents.OfType<Command>().Single())} {command.Name}";

    private string In(string ja, string en) => language == Language.Ja ? ja : en;
}
