using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Exports;

/// <summary>Writes a large export as a job: the same file as the address gives at once, of the version at which it was asked for.</summary>
internal sealed class ExportJob(InitiativeReader reader) : IJobWork
{
    public const string Key = "export";

    public string Kind => Key;

    public PublicText Name => new("ファイルの作成", "Export to a file");

    /// <param name="Of"><c>entries</c> or <c>figures</c>.</param>
    /// <param name="Workbook">Else a CSV.</param>
    public sealed record Input(string Of, bool Workbook, CsvEncoding Encoding, int Version, Language Language, NodaTime.LocalDate? From = null,
        NodaTime.LocalDate? To = null, string? Only = null);

    public async Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation)
    {
        var input = run.Job.Input!.Value.Deserialize<Input>(DomainJson.Options)!;
        var export = await ReadAsync(run.Job.Organisation, run.Job.Initiative!.Value, input, cancellation)
            ?? throw new JobRefusedException("not-found", StatusCodes.Status404NotFound, new("この取組はありません。", "There is no such initiative."));
        if (!input.Workbook && input.Encoding == CsvEncoding.Cp932 && await export.LackingAsync(cancellation) is { Total: > 0 } lacking)
            throw new JobRefusedException(SheetCodes.Cp932Lacks, StatusCodes.Status422UnprocessableEntity,
                SheetRefusals.Cp932Lacks(lacking).Sentence.ToPublicText());
        export = export.Watched((done, total) => run.Report("writing", done, total), input.Workbook);
        var file = SpooledFile.Create();
        try
        {
            if (input.Workbook)
                await export.WriteXlsxAsync(file, cancellation);
            else
                await export.WriteCsvAsync(file, input.Encoding, cancellation);
            return input.Workbook ? new(XlsxWriter.ContentType, file, export.Name + ".xlsx")
                : new(CsvWriter.ContentType(input.Encoding), file, export.Name + ".csv");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<Export?> ReadAsync(Slug organisation, Slug initiative, Input input, CancellationToken cancellation)
    {
        var days = input is { From: { } from, To: { } to } ? new Period(from, to) : null;
        var asked = new ViewQuery(days, Version: input.Version);
        if (input.Of == "entries")
            return await reader.ReadEntriesAsync(organisation, initiative, asked, cancellation) is { } entries
                ? Export.Entries(entries, days, input.Only, input.Language) : null;
        return await reader.ReadAsync(organisation, initiative, asked, cancellation) is { } figures ? Export.Figures(figures, input.Language) : null;
    }
}
