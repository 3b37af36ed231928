using System.CommandLine;
using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server.Access;

namespace CaseStudies.Server.Commands;

/// <summary><c>key</c>: prints the key of this machine's user, for scripts that call the server.</summary>
internal static class KeyCommand
{
    /// <summary>Under which the key is derived from the secret of the private PostgreSQL's folder, which this account alone can read.</summary>
    public const string Purpose = "local user";

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var verb = grammar.Verb(
            "key", "この PC の利用者の鍵を表示する(スクリプトからの呼び出し用)", "print the key of this machine's user, for scripts that call the server");
        verb.SetAction(async (_, _) =>
        {
            var configuration = host.CreateBuilder().Configuration;
            var key = configuration[LocalKey.Setting] is { Length: > 0 } configured ? configured
                : Database.IsNamed(configuration) ? null : await EmbeddedControl.SecretForAsync(Database.Options(configuration), Purpose);
            if (key is null)
                return ExitCode.From(terminal.Fail(CommandTexts.NoLocalKey));
            terminal.Output.WriteLine(key);
            return ExitCode.Done;
        });
        return verb;
    }
}
