using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Import;

/// <summary>The initiative of an import, and who imports in which role.</summary>
internal sealed record ImportInto(Slug Organisation, Slug Initiative, SubjectId By, Role Role)
{
    /// <param name="origin">The row of the file; null for the import as a whole.</param>
    public Actor Sender(Origin? origin = null) => new(By, Role, Provenance.Import, null, origin);
}

/// <summary>The mapping to use, and what to include in the answer.</summary>
/// <param name="Mapping">Null for the mapping saved under <paramref name="MappingKey"/>, else saved for these headers, else proposed.</param>
/// <param name="After">Only rows after this one are in the answer.</param>
/// <param name="Period">The period of the figures; null for the one that <see cref="ShownPeriod"/> chooses.</param>
internal sealed record ImportOptions(
    ImportMapping? Mapping = null, Slug? MappingKey = null, ImportKind? Kind = null, Place? After = null, Period? Period = null);

/// <summary>Imports of spreadsheets and forms, for HTTP and the command line: dry run, commit, progress, completion, abandonment, undoing.</summary>
internal sealed class ImportService(
    IServiceProvider services, PlanBuilder builder, MappingChoice choice, ImportRegister register, ImportRuns runs, DryRunCache announcements)
{
    /// <summary>Finds out what importing the file would do. Null if there is no such initiative.</summary>
    /// <param name="turn">Gives way between rows.</param>
    public Task<DryRun?> DryRunAsync(ImportInto into, ImportFile file, ImportOptions asked, CancellationToken cancellation, Turn? turn = null) =>
        PlanBuilder.UntilItHoldsAsync(() => TryDryRunAsync(into, file, asked, turn, cancellation));

    private async Task<(DryRun? Answer, bool Holds)> TryDryRunAsync(
        ImportInto into, ImportFile file, ImportOptions asked, Turn? turn, CancellationToken cancellation)
    {
        var import = new ImportId(Guid.NewGuid());
        await using var rehearsal = await CommandSimulation.BeginAsync(services, new StreamKey(into.Organisation, into.Initiative), cancellation,
            TrackingMode.Rows);
        if (await builder.GroundAsync(rehearsal.Connection, into.Organisation, into.Initiative, import, cancellation) is not { } ground)
            return (null, true);
        var (mapping, from) = await choice.ForFileAsync(into.Organisation, file.Sheets, ground.Words, ground.Today, asked, cancellation);
        ground = await builder.ForAsync(ground, into.Organisation, mapping, cancellation);
        var plan = PlanBuilder.Plan(ground, file.Sheets, mapping, cancellation);
        await rehearsal.TakeAsync([(ImportCommands.Begin(ground.Ids, import, file, plan.Context), into.Sender())], cancellation);
        var (walk, report) = (new PlanWalk(plan, rehearsal, import, into), new DryRunReport(asked.After));
        await foreach (var row in walk.RowsAsync(cancellation))
        {
            report.Take(row);
            if (turn is not null)
                await turn.GiveWayAsync(cancellation);
        }

        if (!await builder.KeepAsync(ground, cancellation))
            return (null, false);
        announcements.Keep(DryRunKey.Create(into, file, mapping, ground), new(report.Digest, report.Counts, report.ToDo, walk.Refused));
        await rehearsal.TakeAsync([(ImportCommands.Complete(ground.Ids, import), into.Sender())], cancellation);
        return (report.Answer(file, plan, from, ground, rehearsal.Rows, asked.Period, cancellation), true);
    }

    /// <summary>Records what the file states. After an interruption, the same call resumes. Null if there is no such initiative.</summary>
    /// <param name="promised">The result of the dry run, which the commit must reproduce.</param>
    /// <param name="watch">Called at every step. It can end the commit by throwing.</param>
    public Task<ImportProgress?> CommitAsync(
        ImportInto into, ImportId import, ImportFile file, ImportOptions asked, Promised promised, CancellationToken cancellation,
            Action<ImportRunning>? watch = null) =>
        new CommitRun(services, builder, choice, register, runs, announcements, into, import).RunAsync(file, asked, promised, cancellation, watch);

    /// <summary>Null if there is no such import.</summary>
    public async Task<ImportProgress?> ProgressAsync(ImportInto into, ImportId import, CancellationToken cancellation)
    {
        var running = runs.Find(into, import);
        return await register.FindAsync(into.Organisation, into.Initiative, import, cancellation) is { } found
            ? found with { Running = running }
            : running is null ? null : new(import, "open", Running: running);
    }

    /// <summary>Completes an import although some rows were refused. What is recorded takes effect.</summary>
    public Task<ImportProgress?> CompleteAsync(ImportInto into, ImportId import, CancellationToken cancellation) =>
        EndAsync(into, import, "completed", ImportCommands.Complete, cancellation);

    /// <summary>Abandons an import. Nothing of it ever takes effect.</summary>
    public Task<ImportProgress?> AbandonAsync(ImportInto into, ImportId import, ReasonCode reason, CancellationToken cancellation) =>
        EndAsync(into, import, "abandoned", (ids, i) => ImportCommands.Abandon(ids, i, reason), cancellation);

    /// <summary>Takes back all that a completed import did.</summary>
    public Task<ImportProgress?> UndoAsync(ImportInto into, ImportId import, ReasonCode reason, CancellationToken cancellation) =>
        EndAsync(into, import, "undone", (ids, i) => ImportCommands.Undo(ids, i, reason), cancellation);

    private async Task<ImportProgress?> EndAsync(
        ImportInto into, ImportId import, string ended, Func<ImportIds, ImportId, ReceivedCommand> command, CancellationToken cancellation)
    {
        var found = await register.FindAsync(into.Organisation, into.Initiative, import, cancellation);
        if (found is null || found.State == ended)
            return found;
        runs.Stop(into, import);
        var ids = new ImportIds(into.Organisation, into.Initiative, await services.GetRequiredService<Vault>().KeyedAsync(into.Organisation, cancellation));
        var (_, refusal) = await services.GetRequiredService<Recorder>()
            .RecordAsync(into.Organisation, into.Initiative, command(ids, import), into.Sender(), cancellation);
        return refusal is null
            ? await register.FindAsync(into.Organisation, into.Initiative, import, cancellation)
            : throw new ImportRefusedException(ImportRefusals.Refused(refusal));
    }
}

/// <summary>The result of a dry run as the sender repeats it. Null where the sender did not.</summary>
internal sealed record Promised(FileHash? File = null, string? Digest = null);
