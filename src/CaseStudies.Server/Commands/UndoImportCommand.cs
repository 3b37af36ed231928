using System.CommandLine;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Import;

namespace CaseStudies.Server.Commands;

/// <summary><c>undo-import</c>: takes a completed import back as a whole, as the endpoint does it.</summary>
internal static class UndoImportCommand
{
    private static readonly Dictionary<string, ReasonCode> s_reasons = Enum.GetValues<ReasonCode>().ToDictionary(r => Kebab.FromEnum(r));

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var (initiative, import, lang) = (grammar.Initiative(), grammar.Import(), grammar.Lang());
        var reason = grammar.Value<ReasonCode?>("--reason", "CODE", "理由(初期値は entered-by-mistake)", "why; entered-by-mistake unless given", TryReason,
            new($"次のどれか:{string.Join("、", s_reasons.Keys)}", $"one of {string.Join(", ", s_reasons.Keys)}"));
        var verb = grammar.Verb("undo-import", "完了した取り込み全体を元に戻す", "undo a completed import as a whole", initiative, import, reason, lang);
        verb.SetAction((parsed, stop) =>
        {
            var (name, id) = (parsed.GetRequiredValue(initiative), parsed.GetRequiredValue(import));
            var (why, there) = (parsed.GetValue(reason) ?? ReasonCode.EnteredByMistake, terminal with { Language = parsed.GetValue(lang) });
            return host.RunOnceAsync(throwAway: false, (services, stopping) => RunAsync(services, name, id, why, there, stopping), stop);
        });
        return verb;
    }

    private static async Task<bool> RunAsync(
        IServiceProvider services, InitiativeName name, Guid import, ReasonCode reason, Terminal terminal, CancellationToken stop)
    {
        try
        {
            var into = new ImportInto(name.Organisation, name.Initiative, ImportCommand.By, Role.Owner);
            if (await services.GetRequiredService<ImportService>().UndoAsync(into, new(import), reason, stop) is not { } done)
                return terminal.Fail(CommandTexts.NoImport(name, import));
            await new ImportLines(terminal.Output, terminal.Language).DoneAsync(done);
            return true;
        }
        catch (ImportRefusedException e)
        {
            return terminal.Fail(e.Refusal.Sentence);
        }
    }

    private static bool TryReason(string text, out ReasonCode? value)
    {
        value = s_reasons.TryGetValue(text, out var reason) ? reason : null;
        return value is not null;
    }
}
