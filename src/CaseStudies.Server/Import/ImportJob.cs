using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>
/// Commits a large import as a job. Each attempt sends the same command ids, so the ledger records each command once. A later attempt leaves out what is
/// recorded already.
/// </summary>
internal sealed class ImportJob(ImportService imports) : IJobWork
{
    public const string Key = "import";

    public string Kind => Key;

    public PublicText Name => new("表の取り込み", "Import of a spreadsheet");

    /// <summary>The part of the input in the job's document. It contains nothing of the file's content.</summary>
    /// <param name="Role">In which the import was asked for.</param>
    internal sealed record Input(ImportId Import, FileHash File, string? Digest = null, Role Role = Role.Staff);

    /// <summary>The part of the input in the vault, with the file: name and headers may contain names of people.</summary>
    internal sealed record Head(string Name, ImportMapping? Mapping = null, Slug? MappingKey = null, ImportKind? Kind = null);

    public async Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation)
    {
        var input = InputOf(run.Job);
        await using var sent = await run.InputAsync(cancellation) ?? throw JobRefusals.InputGone();
        var head = JsonSerializer.Deserialize<Head>(sent.Head, DomainJson.Options)!;
        try
        {
            using var file = await ImportFile.OpenAsync(sent.Content, head.Name, cancellation);
            var done = await imports.CommitAsync(
                IntoOf(run.Job, run.Job.By, input.Role), input.Import, file, new(head.Mapping, head.MappingKey, head.Kind), new(input.File, input.Digest),
                cancellation, now => Report(run, now));
            return JobResult.Json(done ?? throw NoInitiative());
        }
        catch (ImportRefusedException e)
        {
            throw RefusedBy(e);
        }
        catch (SheetRefusedException e)
        {
            throw new JobRefusedException(e.Code, StatusCodes.Status422UnprocessableEntity, e.Sentence.ToPublicText());
        }
    }

    /// <summary>Cancelling the job abandons the import. Nothing of it takes effect, and another import can begin.</summary>
    public async Task UndoAsync(IJobRun run, SubjectId by, CancellationToken cancellation)
    {
        try
        {
            await imports.AbandonAsync(IntoOf(run.Job, by, Role.Staff), InputOf(run.Job).Import, ReasonCode.EnteredByMistake, cancellation);
        }
        catch (ImportRefusedException e)
        {
            throw RefusedBy(e);
        }
    }

    private static void Report(IJobRun run, ImportRunning now)
    {
        if (now.Phase == "recording")
            run.Report(now.Phase, now.Sent, now.Promised);
        else
            run.Report(now.Phase, now.RowsRead, null);
    }

    private static Input InputOf(Job job) => job.Input!.Value.Deserialize<Input>(DomainJson.Options)!;

    private static ImportInto IntoOf(Job job, SubjectId by, Role role) => new(job.Organisation, job.Initiative!.Value, by, role);

    private static JobRefusedException NoInitiative() => new("not-found", StatusCodes.Status404NotFound, new("この取組はありません。", "There is no such initiative."));

    private static JobRefusedException RefusedBy(ImportRefusedException e) =>
        new(e.Refusal.Code, e.Refusal.Status, e.Refusal.Sentence,
            new Dictionary<string, object?> { ["says"] = e.Refusal.Says, ["mapping"] = e.Refusal.Mapping }.Where(m => m.Value is not null).ToDictionary());
}
