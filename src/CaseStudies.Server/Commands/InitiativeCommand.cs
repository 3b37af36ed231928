using System.CommandLine;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary><c>figures</c> and <c>export</c>: what the endpoints of the same names answer, on a terminal and in files.</summary>
internal static class InitiativeCommand
{
    private const int LacksShown = 20;
    private static readonly JsonSerializerOptions s_json = new(DomainJson.Options) { WriteIndented = true };

    public static Command DefineFigures(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var (initiative, options) = (grammar.Initiative(), new InitiativeOptions(grammar));
        var json = grammar.Flag("--json", "JSON で表示する", "print JSON");
        var csv = grammar.Text("--csv", "FILE", "ファイルに書く(.csv または .xlsx)", "write a file instead: .csv or .xlsx");
        var verb = grammar.Verb("figures", "取組の数値を表にする", "an initiative's figures as a table", [initiative, json, csv, .. options.All]);
        verb.SetAction((parsed, stop) =>
        {
            var asked = new InitiativeArguments(
                parsed.GetRequiredValue(initiative), Figures: true, options.Asked(parsed), parsed.GetValue(csv), parsed.GetValue(json),
                options.Force(parsed), Kind: null, options.Encoding(parsed));
            return RunAsync(asked, terminal with { Language = options.Language(parsed) }, host, stop);
        });
        return verb;
    }

    public static Command DefineExport(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var (initiative, options) = (grammar.Initiative(), new InitiativeOptions(grammar));
        var file = grammar.File("作るファイル(.csv または .xlsx)", "the file to make: .csv or .xlsx");
        var kind = grammar.Value<string?>(
            "--kind", "KIND", "この種類の記録だけ(例: session_held)", "entries of this kind only, such as session_held",
            InitiativeOptions.TryKind, new("記録の種類(例: session_held)", "a kind of fact, such as session_held"));
        var verb = grammar.Verb("export", "取組の記録をファイルに書く", "an initiative's entries as a file", [initiative, file, kind, .. options.All]);
        verb.SetAction((parsed, stop) =>
        {
            var asked = new InitiativeArguments(
                parsed.GetRequiredValue(initiative), Figures: false, options.Asked(parsed), parsed.GetRequiredValue(file), Json: false,
                options.Force(parsed), parsed.GetValue(kind), options.Encoding(parsed));
            return RunAsync(asked, terminal with { Language = options.Language(parsed) }, host, stop);
        });
        return verb;
    }

    private static async Task<int> RunAsync(InitiativeArguments asked, Terminal terminal, ICommandHost host, CancellationToken stop)
    {
        // Before a database is started.
        if (asked.File is { } file && Unusable(file, asked.Force) is { } why)
            return ExitCode.From(terminal.Fail(why));
        return ExitCode.From(await host.RunWithoutHostAsync(
            services => AnswerAsync(services.GetRequiredService<InitiativeReader>(), asked, terminal, stop), asOwner: false, stop));
    }

    private static PublicText? Unusable(string file, bool force) => IsWorkbook(file) || HasEnding(file, ".csv")
        ? File.Exists(file) && !force ? CommandTexts.Exists(file) : null
        : CommandTexts.OtherEnding(file);

    private static async Task<bool> AnswerAsync(InitiativeReader reader, InitiativeArguments asked, Terminal terminal, CancellationToken stop)
    {
        try
        {
            return await ReadAsync(reader, asked, stop) is not { } view ? terminal.Fail(CommandTexts.NoInitiative(asked.Initiative))
                : asked.File is { } file ? await WriteAsync(view, asked, file, terminal, stop)
                : await PrintAsync(view, asked, terminal);
        }
        catch (Exception e) when (Explain(e) is { } why)
        {
            return terminal.Fail(why);
        }
    }

    private static PublicText? Explain(Exception e) => e switch
    {
        SheetRefusedException refused => refused.Sentence.ToPublicText(),
        MalformedException future => future.Sentence,
        OperationCanceledException => CommandTexts.FileStopped,
        IOException or UnauthorizedAccessException => CommandTexts.FileUnwritable(e.Message),
        _ => null,
    };

    private static async Task<InitiativeView?> ReadAsync(InitiativeReader reader, InitiativeArguments asked, CancellationToken stop)
    {
        var (organisation, initiative) = (asked.Initiative.Organisation, asked.Initiative.Initiative);
        try
        {
            return asked.Figures
                ? await reader.ReadAsync(organisation, initiative, asked.Asked, stop)
                : await reader.ReadEntriesAsync(organisation, initiative, asked.Asked, stop);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null; // a database in which nothing was ever recorded
        }
    }

    private static async Task<bool> PrintAsync(InitiativeView view, InitiativeArguments asked, Terminal terminal)
    {
        if (asked.Json)
            await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(view.Figures.Select(GetFigures.Line.FromFigure), s_json));
        else
            await FigureLines.WriteAsync(view, terminal);
        return true;
    }

    private static Task<bool> WriteAsync(InitiativeView view, InitiativeArguments asked, string file, Terminal terminal, CancellationToken stop) =>
        Progress.ShowAsync(terminal, lines: false, async progress =>
        {
            var workbook = IsWorkbook(file);
            var export = (asked.Figures ? Export.Figures(view, terminal.Language) : Export.Entries(view, asked.Asked.Period, asked.Kind, terminal.Language))
                .Watched((done, all) => progress.Report(CommandTexts.Writing, done, all), workbook);
            if (!workbook && asked.Encoding == CsvEncoding.Cp932 && await export.LackingAsync(stop) is { Total: > 0 } report)
            {
                foreach (var lack in report.Lacks.Take(LacksShown))
                    terminal.Note(CommandTexts.Lacking(lack));
                throw SheetRefusals.Cp932Lacks(report);
            }

            await WholeFile.WriteAsync(file, asked.Force, to => workbook ? export.WriteXlsxAsync(to, stop) : export.WriteCsvAsync(to, asked.Encoding, stop));
            return true;
        });

    private static bool IsWorkbook(string file) => HasEnding(file, ".xlsx");

    private static bool HasEnding(string file, string ending) => Path.GetExtension(file).Equals(ending, StringComparison.OrdinalIgnoreCase);
}
