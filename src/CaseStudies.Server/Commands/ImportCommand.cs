using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Import;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Commands;

/// <summary><c>import</c>: dry run and commit of a file, as the endpoints do it. Typed again after a cut it goes on where it stopped.</summary>
internal static class ImportCommand
{
    /// <summary>Who imports on the command line.</summary>
    public static readonly SubjectId By = new("local-user");

    private static readonly JsonSerializerOptions s_indented = new(DomainJson.Options) { WriteIndented = true };
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    public static Command Define(Grammar grammar, Terminal terminal, ICommandHost host)
    {
        var (initiative, lang) = (grammar.Initiative(), grammar.Lang());
        var file = grammar.File("Excel または CSV のファイル(.xlsx、.csv、.tsv)", "a sheet or form export: .xlsx, .csv or .tsv");
        var mapping = grammar.Text("--mapping", "FILE", "列の対応表(JSON)。なければ見出しから提案", "what each column means (JSON); proposed from the headers if not given");
        var dryRun = grammar.Flag("--dry-run", "何が起きるかを表示するだけで、記録しない", "show what would happen and record nothing");
        var partly = grammar.Flag("--partly", "記録できない行があっても、ほかの行を記録する", "record the other rows if some cannot be recorded");
        var id = grammar.Value<Guid?>("--id", "UUID", "同じファイルを、別の取り込みとして記録する", "import the same file once more, separately", TryId, new(" UUID ", "a UUID"));
        var verb = grammar.Verb("import", "ファイルの内容を取り込む", "record what a sheet or form export says", initiative, file, mapping, dryRun, partly, id, lang);
        verb.SetAction((parsed, stop) =>
        {
            var asked = new ImportArguments(
                parsed.GetRequiredValue(initiative), parsed.GetRequiredValue(file), parsed.GetValue(mapping),
                parsed.GetValue(dryRun), parsed.GetValue(partly), parsed.GetValue(id));
            var there = terminal with { Language = parsed.GetValue(lang) };
            if (asked.Files.FirstOrDefault(f => !File.Exists(f)) is { } missing)
                return Task.FromResult(ExitCode.From(there.Fail(CommandTexts.FileMissing(Path.GetFullPath(missing)))));
            return host.RunOnceAsync(throwAway: false, (services, stopping) => RunAsync(services, asked, there, stopping), stop);
        });
        return verb;
    }

    /// <returns>Whether what was asked for is done: announced without a row that cannot be recorded, or recorded and in force.</returns>
    private static async Task<bool> RunAsync(IServiceProvider services, ImportArguments asked, Terminal terminal, CancellationToken stop)
    {
        try
        {
            var how = new ImportOptions(asked.Mapping is { } mapping
                ? ImportRequest.Mapping(JsonBodyReader.Parse(await File.ReadAllBytesAsync(mapping, stop)))
                : null);
            await using var sent = File.OpenRead(asked.File);
            using var file = await ImportFile.OpenAsync(sent, Path.GetFileName(asked.File), stop);
            return await ImportAsync(services.GetRequiredService<ImportService>(), asked, how, file, terminal, stop)
                ?? terminal.Fail(CommandTexts.NoInitiative(asked.Initiative));
        }
        catch (ImportRefusedException e)
        {
            return await RefusedAsync(e.Refusal, terminal);
        }
        catch (Exception e) when (Explain(e) is { } why)
        {
            return terminal.Fail(why);
        }
    }

    /// <returns>Null: there is no such initiative.</returns>
    private static async Task<bool?> ImportAsync(
        ImportService imports, ImportArguments asked, ImportOptions how, ImportFile file, Terminal terminal, CancellationToken stop)
    {
        var into = new ImportInto(asked.Initiative.Organisation, asked.Initiative.Initiative, By, Role.Owner);
        var import = new ImportId(asked.Import ?? IdFromContent(asked, file));
        var lines = new ImportLines(terminal.Output, terminal.Language);
        // An import that was cut off has begun already: it goes on without being announced again.
        if (asked.DryRun || await imports.ProgressAsync(into, import, stop) is null)
        {
            if (await imports.DryRunAsync(into, file, how, stop) is not { } announced)
                return null;
            await lines.AnnouncedAsync(announced);
            if (asked.DryRun)
                return announced.Counts.CannotBe == 0;
            if (announced.Counts.CannotBe > 0 && !asked.Partly)
                return terminal.Fail(CommandTexts.NothingRecorded);
        }

        if (await CommitAsync(imports, into, import, file, how, terminal, stop) is not { } done)
            return null;
        if (done.State == "open" && asked.Partly)
            done = await imports.CompleteAsync(into, import, stop) ?? done;
        await lines.DoneAsync(done);
        return done.State is "completed" or "nothing-to-do";
    }

    private static Task<ImportProgress?> CommitAsync(
        ImportService imports, ImportInto into, ImportId import, ImportFile file, ImportOptions how, Terminal terminal, CancellationToken stop) =>
        Progress.ShowAsync(terminal, lines: false, async progress =>
        {
            var committing = imports.CommitAsync(into, import, file, how, new(file.Hash), stop);
            while (await Task.WhenAny(committing, Task.Delay(s_look, stop)) != committing)
            {
                if ((await imports.ProgressAsync(into, import, stop))?.Running is { Phase: "recording" } running)
                    progress.Report(CommandTexts.Recording, running.Sent, running.Promised);
            }

            return await committing;
        });

    private static async Task<bool> RefusedAsync(ImportRefusal refusal, Terminal terminal)
    {
        var details = (refusal.Says ?? []).Select(s => terminal.Language == Language.Ja ? s.Ja : s.En);
        await terminal.Error.WriteLineAsync(string.Join('\n', details.Prepend(refusal.Sentence.In(terminal.Language)).Distinct()));
        if (refusal.Mapping is not { } unfit)
            return false;
        // Alone on standard output: it can be sent into a file.
        await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(unfit, s_indented));
        return terminal.Fail(CommandTexts.CorrectMapping);
    }

    private static PublicText? Explain(Exception e) => e switch
    {
        SheetRefusedException sheet => sheet.Sentence.ToPublicText(),
        JsonException json => CommandTexts.MappingUnreadable(ErrorMessages.FromException(json)),
        OperationCanceledException => CommandTexts.ImportStopped,
        IOException or UnauthorizedAccessException => CommandTexts.FileUnreadable(e.Message),
        _ => null,
    };

    /// <summary>The same file with the same mapping is the same import.</summary>
    private static Guid IdFromContent(ImportArguments asked, ImportFile file) => new(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"command line\n{asked.Initiative}\n{file.Hash}\n{(asked.Mapping is { } mapping ? File.ReadAllText(mapping) : "")}")).AsSpan(0, 16));

    private static bool TryId(string text, out Guid? value)
    {
        value = Guid.TryParseExact(text, "D", out var guid) ? guid : null;
        return value is not null;
    }
}
