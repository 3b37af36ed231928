using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Import;

/// <summary>
/// One request that imports a file, in three steps. The whole file is read and decided on a snapshot, so that a refused file leaves nothing behind;
/// this step is skipped if a dry run has just done the same. Then the import is begun, and the commands that no earlier request recorded are recorded.
/// If none fails, the import is completed.
/// </summary>
internal sealed class CommitRun(
    IServiceProvider services, PlanBuilder builder, MappingChoice choice, ImportRegister register, ImportRuns runs, DryRunCache announcements, ImportInto into,
    ImportId import)
{
    private readonly Recorder _recorder = services.GetRequiredService<Recorder>();

    public async Task<ImportProgress?> RunAsync(
        ImportFile file, ImportOptions asked, Promised promised, CancellationToken cancellation, Action<ImportRunning>? watch = null)
    {
        if (promised.File is { } hash && hash != file.Hash)
            throw new ImportRefusedException(ImportRefusals.HashDiffers());
        var begun = await register.FindAsync(into.Organisation, into.Initiative, import, cancellation);
        if (begun?.File is { } other && other != file.Hash)
            throw new ImportRefusedException(ImportRefusals.OtherFile());
        if (begun is { State: "completed" })
            return begun;
        if (begun is { State: "abandoned" })
            throw new ImportRefusedException(ImportRefusals.Over());
        if (begun is { State: "undone" })
            throw new ImportRefusedException(ImportRefusals.Refused(Refusals.ImportIsUndone()));
        var run = runs.Begin(into, import, watch);
        try
        {
            return await RunAsync(file, asked, promised, run, cancellation);
        }
        finally
        {
            runs.End(into, import, run);
        }
    }

    private async Task<ImportProgress?> RunAsync(ImportFile file, ImportOptions asked, Promised promised, ImportRun run, CancellationToken cancellation)
    {
        if (await CheckAsync(file, asked, run, cancellation) is not var (plan, found))
            return null;
        var isNew = plan.Context.Basis.Own == ImportState.None;
        if (isNew && promised.Digest is { } told && told != found.Digest)
            throw new ImportRefusedException(ImportRefusals.PlanDiffers());
        if (isNew && found.ToDo == 0)
            return new(import, "nothing-to-do", file.Hash, Counts: found.Counts);
        await BeginAsync(plan.Context, file, cancellation);
        var (failed, failedRows) = await RecordAsync(plan, found.Refused, run, cancellation);
        // Somebody may have recorded in between, so that an announced row is refused now. The import then stays open: no row may be missing unnoticed.
        if (failedRows == 0 && (isNew || found.Counts.CannotBe == 0))
            await SendAsync(ImportCommands.Complete(plan.Context.Ids, import), cancellation);
        return (await register.FindAsync(into.Organisation, into.Initiative, import, cancellation))!
            with { Counts = found.Counts, Failed = failed, FailedRows = failedRows };
    }

    /// <summary>Reads the file without recording anything.</summary>
    private Task<(ImportPlan Plan, Announced Found)?> CheckAsync(ImportFile file, ImportOptions asked, ImportRun run, CancellationToken cancellation) =>
        PlanBuilder.UntilItHoldsAsync(() => TryCheckAsync(file, asked, run, cancellation));

    private async Task<((ImportPlan Plan, Announced Found)? Found, bool Holds)> TryCheckAsync(
        ImportFile file, ImportOptions asked, ImportRun run, CancellationToken cancellation)
    {
        await using var rehearsal = await CommandSimulation.BeginAsync(services, new StreamKey(into.Organisation, into.Initiative), cancellation,
            TrackingMode.Decisions);
        if (await builder.GroundAsync(rehearsal.Connection, into.Organisation, into.Initiative, import, cancellation) is not { } ground)
            return (null, true);
        if (ground.Basis.Open.FirstOrDefault() is { } other)
            throw new ImportRefusedException(ImportRefusals.UnderWay(other));
        var (mapping, _) = await choice.ForFileAsync(into.Organisation, file.Sheets, ground.Words, ground.Today, asked, cancellation);
        var plan = PlanBuilder.Plan(await builder.ForAsync(ground, into.Organisation, mapping, cancellation), file.Sheets, mapping, cancellation);
        if (ground.Basis.Own == ImportState.None)
        {
            if (announcements.Find(DryRunKey.Create(into, file, mapping, ground)) is { } announced)
            {
                run.Now = run.Now with { RowsRead = announced.Counts.Rows, Promised = announced.ToDo };
                return ((plan, announced), true);
            }

            await rehearsal.TakeAsync([(ImportCommands.Begin(ground.Ids, import, file, plan.Context), into.Sender())], cancellation);
        }

        var (walk, counts, digest, toDo) = (new PlanWalk(plan, rehearsal, import, into), new VerdictCounts(), new VerdictDigest(), 0);
        await foreach (var row in walk.RowsAsync(cancellation))
        {
            (counts, toDo) = (counts.With(row), toDo + row.Facts.Count(f => f.Planned is not null));
            digest.Take(row);
            run.Now = run.Now with { RowsRead = counts.Rows, Promised = toDo };
        }

        return ((plan, new(digest.Text, counts, toDo, walk.Refused)), await builder.KeepAsync(ground, cancellation));
    }

    /// <summary>Begins the import; for a resumed one this changes nothing. If several begin at once, the first goes on and the others are abandoned.</summary>
    private async Task BeginAsync(ReadingContext reading, ImportFile file, CancellationToken cancellation)
    {
        await SendAsync(ImportCommands.Begin(reading.Ids, import, file, reading), cancellation);
        if (await register.OpenBeforeAsync(into.Organisation, into.Initiative, import, cancellation) is not { } first)
            return;
        await SendAsync(ImportCommands.Abandon(reading.Ids, import, ReasonCode.Duplicate), cancellation);
        throw new ImportRefusedException(ImportRefusals.UnderWay(new(first, 0, default, default)));
    }

    private async Task SendAsync(ReceivedCommand sent, CancellationToken cancellation)
    {
        var (_, refusal) = await _recorder.RecordAsync(into.Organisation, into.Initiative, sent, into.Sender(), cancellation);
        if (refusal is not null)
            throw new ImportRefusedException(refusal.Code == "command-reused" ? ImportRefusals.OtherReading() : ImportRefusals.Refused(refusal));
    }

    /// <summary>Reads the file a second time and records. The commands are those of the first reading, because both compare with the same entries.</summary>
    private async Task<(List<RowLine> Failed, int Rows)> RecordAsync(
        ImportPlan plan, IReadOnlySet<CommandId> refused, ImportRun run, CancellationToken cancellation)
    {
        var sending = new RowSending(_recorder, into, import);
        run.Now = run.Now with { Phase = "recording", RowsRead = 0 };
        foreach (var row in plan.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            if (run.Stopped)
                throw new ImportRefusedException(ImportRefusals.Refused(Refusals.ImportNotOpen()));
            var unrecorded = row.Facts.Where(f =>
                f.Planned is { } planned && !refused.Contains(planned.Id) && !plan.Context.Basis.Has(planned.Id)).ToList();
            if (unrecorded.Count > 0)
                await sending.AddAsync(row, unrecorded, cancellation);
            Telemetry.ImportRowSent();
            run.Now = run.Now with { RowsRead = run.Now.RowsRead + 1, Sent = sending.Sent, Refused = sending.FailedRows };
        }

        await sending.FlushAsync(cancellation);
        run.Now = run.Now with { Sent = sending.Sent, Refused = sending.FailedRows };
        return (sending.Failed, sending.FailedRows);
    }
}
