using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Read;
using CaseStudies.Server.Telling;
using CaseStudies.Sheets;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary><c>figures</c> and <c>export</c>: what the endpoints of the same names answer, on a terminal and in files.</summary>
internal static class InitiativeCommand
{
    private static readonly JsonSerializerOptions s_json = new(DomainJson.Options) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        InitiativeAsked asked;
        try
        {
            asked = InitiativeAsked.Parse(args, TerminalLanguage.Current);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine($"{e.Message}\n");
            return Usage.Print();
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = asked.Settings, ContentRootPath = AppContext.BaseDirectory });
        using var stopping = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stopping.CancelAsync());
        return await Run.AsideAsync(builder, services => RunAsync(services, asked, Console.Out, Console.Error, !Console.IsErrorRedirected, stopping.Token));
    }

    /// <returns>The exit code: 0 done, 1 not.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, InitiativeAsked asked, TextWriter output, TextWriter error, bool terminal, CancellationToken stop)
    {
        try
        {
            return await ReadAsync(services, asked, stop) is not { } view
                ? await FailAsync(error, CommandTexts.NoInitiative(asked.Organisation, asked.Initiative), asked.Language)
                : asked.File is { } file ? await FileAsync(view, asked, file, error, terminal, stop)
                : await PrintAsync(view, asked, output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SheetRefusedException or OperationCanceledException)
        {
            return await FailAsync(error, e switch
            {
                SheetRefusedException refused => refused.Sentence.ToPublicText(),
                OperationCanceledException => CommandTexts.FileStopped,
                _ => CommandTexts.FileUnwritable(e.Message),
            }, asked.Language);
        }
    }

    private static async Task<InitiativeView?> ReadAsync(IServiceProvider services, InitiativeAsked asked, CancellationToken stop)
    {
        var reader = services.GetRequiredService<InitiativeReader>();
        try
        {
            return asked.Verb == "figures"
                ? await reader.ReadAsync(asked.Organisation, asked.Initiative, asked.Asked, stop)
                : await reader.ReadEntriesAsync(asked.Organisation, asked.Initiative, asked.Asked, stop);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null; // a database in which nothing was ever recorded
        }
    }

    private static async Task<int> PrintAsync(InitiativeView view, InitiativeAsked asked, TextWriter output)
    {
        if (asked.Json)
            await output.WriteLineAsync(JsonSerializer.Serialize(view.Figures.Select(GetFigures.Line.Of), s_json));
        else
            await FigureLines.WriteAsync(view, asked.Language, output);
        return 0;
    }

    private static async Task<int> FileAsync(InitiativeView view, InitiativeAsked asked, string file, TextWriter error, bool terminal, CancellationToken stop)
    {
        var ending = Path.GetExtension(file);
        var workbook = ending.Equals(".xlsx", StringComparison.OrdinalIgnoreCase);
        if (!workbook && !ending.Equals(".csv", StringComparison.OrdinalIgnoreCase))
            return await FailAsync(error, CommandTexts.OtherEnding(file), asked.Language);
        if (File.Exists(file) && !asked.Force)
            return await FailAsync(error, CommandTexts.Exists(file), asked.Language);
        using var progress = new Progress(error, terminal);
        var export = (asked.Verb == "figures" ? Export.Figures(view, asked.Language) : Export.Entries(view, asked.Asked.Period, asked.Kind, asked.Language)).Watched(progress.Report, workbook);
        if (!workbook && asked.Encoding == CsvEncoding.Cp932 && await export.LackingAsync(stop) is { Total: > 0 } report)
        {
            foreach (var lack in report.Lacks.Take(20))
                await error.WriteLineAsync(CommandTexts.Lacking(lack).In(asked.Language));
            throw SheetRefusals.Cp932Lacks(report);
        }

        await WholeFile.WriteAsync(file, asked.Force, to => workbook ? export.WriteXlsxAsync(to, stop) : export.WriteCsvAsync(to, asked.Encoding, stop));
        return 0;
    }

    private static async Task<int> FailAsync(TextWriter error, PublicText why, Language language)
    {
        await error.WriteLineAsync(why.In(language));
        return 1;
    }
}
