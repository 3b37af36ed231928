using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Import;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Telling;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Commands;

/// <summary><c>import</c>: dry run and commit of a file, as the endpoints do it. Typed again after a cut it goes on where it stopped.</summary>
internal static class ImportCommand
{
    private static readonly SubjectId s_by = new("local-user");
    private static readonly JsonSerializerOptions s_indented = new(DomainJson.Options) { WriteIndented = true };
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(string[] args)
    {
        ImportAskedLine asked;
        try
        {
            asked = ImportAskedLine.Parse(args, TerminalLanguage.Current);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"{e.Message}\n");
            return Usage.Print();
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = asked.Settings, ContentRootPath = AppContext.BaseDirectory });
        return await Run.OnceAsync(builder, throwAway: false, (services, output, stop) => RunAsync(services, asked, output, Console.Error, !Console.IsErrorRedirected, stop));
    }

    /// <returns>Whether what was asked for is done: announced without a row that cannot be, or recorded and in force.</returns>
    public static async Task<bool> RunAsync(IServiceProvider services, ImportAskedLine asked, TextWriter output, TextWriter error, bool terminal, CancellationToken stop)
    {
        try
        {
            var how = new ImportAsked(asked.Mapping is { } mapping ? ImportRequest.Mapping(JsonBodyReader.Parse(await File.ReadAllBytesAsync(mapping, stop))) : null);
            await using var sent = File.OpenRead(asked.File);
            using var file = await ImportFile.OpenAsync(sent, Path.GetFileName(asked.File), stop);
            return await ImportAsync(services.GetRequiredService<ImportService>(), asked, how, file, new(output, asked.Language), new(error, terminal), stop) switch
            {
                null => await FailAsync(error, CommandTexts.NoInitiative(asked.Organisation, asked.Initiative).In(asked.Language)),
                { } done => done,
            };
        }
        catch (ImportRefusedException e)
        {
            var refusal = e.Refusal;
            await FailAsync(error, string.Join('\n', (refusal.Says ?? []).Select(s => asked.Language == Language.Ja ? s.Ja : s.En).Prepend(refusal.Sentence.In(asked.Language)).Distinct()));
            if (refusal.Mapping is not { } unfit)
                return false;
            // On standard output, alone: it can be sent into a file.
            await output.WriteLineAsync(JsonSerializer.Serialize(unfit, s_indented));
            return await FailAsync(error, CommandTexts.MendMapping.In(asked.Language));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or SheetRefusedException or OperationCanceledException)
        {
            return await FailAsync(error, e switch
            {
                SheetRefusedException sheet => sheet.Sentence.ToPublicText().In(asked.Language),
                JsonException json => CommandTexts.MappingUnreadable(Causes.Of(json)).In(asked.Language),
                OperationCanceledException => CommandTexts.ImportStopped.In(asked.Language),
                _ => CommandTexts.FileUnreadable(e.Message).In(asked.Language),
            });
        }
    }

    private static async Task<bool?> ImportAsync(ImportService imports, ImportAskedLine asked, ImportAsked how, ImportFile file, ImportLines told, Progress progress, CancellationToken stop)
    {
        var (into, import) = (new ImportInto(asked.Organisation, asked.Initiative, s_by), new ImportId(asked.Import ?? IdOf(asked, file)));
        using (progress)
        {
            // An import that was cut off holds the way; its own commit goes on without being announced again.
            if (asked.DryRun || await imports.ProgressAsync(into, import, stop) is null)
            {
                if (await imports.DryRunAsync(into, file, how, stop) is not { } announced)
                    return null;
                await told.AnnouncedAsync(announced);
                if (asked.DryRun || (announced.Counts.CannotBe > 0 && !asked.Partly))
                {
                    if (!asked.DryRun)
                        await told.SayAsync("何も記録していません。直すか、--partly を付けてください。", "Nothing was recorded. Mend these rows, or add --partly.");
                    return announced.Counts.CannotBe == 0;
                }
            }

            var committing = imports.CommitAsync(into, import, file, how, new(file.Hash), stop);
            while (await Task.WhenAny(committing, Task.Delay(s_look, stop)) != committing)
            {
                if ((await imports.ProgressAsync(into, import, stop))?.Running is { Phase: "recording" } running)
                    progress.Report(running.Sent, running.Promised);
            }

            if (await committing is not { } done)
                return null;
            if (done.State == "open" && asked.Partly)
                done = await imports.CompleteAsync(into, import, stop) ?? done;
            await told.DoneAsync(done);
            return done.State is "completed" or "nothing-to-do";
        }
    }

    /// <summary>The same file with the same mapping is the same import.</summary>
    private static Guid IdOf(ImportAskedLine asked, ImportFile file) => new(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"command line\n{asked.Organisation}/{asked.Initiative}\n{file.Hash}\n{(asked.Mapping is { } mapping ? File.ReadAllText(mapping) : "")}")).AsSpan(0, 16));

    private static async Task<bool> FailAsync(TextWriter error, string why)
    {
        await error.WriteLineAsync(why);
        return false;
    }
}
