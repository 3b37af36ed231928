using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Store;
using Marten;

namespace CaseStudies.Server.Import;

/// <summary>Decides which imports become jobs, and queues them.</summary>
internal sealed class ImportJobs(JobQueue queue, JobStore jobs, JobOptions options, ImportRegister register, TenantSessions sessions)
{
    /// <summary>Whether the file has too many rows to let the sender wait.</summary>
    public bool IsLarge(ImportFile file) => Exceeds(file, options.ImportRows);

    public static bool Exceeds(ImportFile file, int rows) => file.Sheets.Sheets.SelectMany(s => s.Rows()).Take(rows + 1).Count() > rows;

    /// <returns>Null if there is no such initiative, or if the import has ended and can be answered at once.</returns>
    public async Task<Job?> AskAsync(ImportInto into, ImportId import, ImportFile file, ImportOptions asked, Promised promised, CancellationToken cancellation)
    {
        if (promised.File != file.Hash)
            throw new ImportRefusedException(ImportRefusals.HashDiffers());
        if (await register.FindAsync(into.Organisation, into.Initiative, import, cancellation) is { } begun
            && (begun.State != "open" || begun.File != file.Hash))
            return null;
        await using (var session = await sessions.QueryAsync(into.Organisation, cancellation))
        {
            if (await session.Events.FetchStreamStateAsync(into.Initiative.Value, cancellation) is null)
                return null;
        }

        var job = queue.New(IdOf(into, import), into.Organisation, ImportJob.Key, into.By) with
        {
            Initiative = into.Initiative,
            Input = JsonSerializer.SerializeToElement(new ImportJob.Input(import, file.Hash, promised.Digest, into.Role), DomainJson.Options),
        };
        var head = JsonSerializer.Serialize(new ImportJob.Head(file.Name, asked.Mapping, asked.MappingKey, asked.Kind), DomainJson.Options);
        return await queue.AskAsync(job, head, file.Bytes(), cancellation);
    }

    /// <summary>The job that still imports it; null where none does.</summary>
    public async Task<Job?> RunningAsync(ImportInto into, ImportId import, CancellationToken cancellation) =>
        await jobs.FindAsync(into.Organisation, IdOf(into, import), cancellation) is { EndedAt: null } job ? job : null;

    private static Guid IdOf(ImportInto into, ImportId import) =>
        JobQueue.IdOf(ImportJob.Key, into.Organisation.Value, into.Initiative.Value, import.ToString());
}
