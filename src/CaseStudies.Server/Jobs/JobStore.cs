using CaseStudies.Domain;
using CaseStudies.Server.Store;
using JasperFx;
using Marten;
using NodaTime;
using Npgsql;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace CaseStudies.Server.Jobs;

/// <summary>Reads and saves jobs. Every save after the first names the version it stands on.</summary>
/// <param name="store">For those of all organisations, which a sweep looks for.</param>
internal sealed class JobStore(IDocumentStore store, TenantSessions sessions, IWolverineRuntime runtime, IClock clock, JobOptions options)
{
    public async Task<Job?> FindAsync(Slug organisation, Guid id, CancellationToken cancellation)
    {
        await using var session = await sessions.QueryAsync(organisation, cancellation);
        return await session.LoadAsync<Job>(id, cancellation);
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Job>> AllAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var session = await sessions.QueryAsync(organisation, cancellation);
        return [.. (await session.Query<Job>().ToListAsync(cancellation)).OrderByDescending(j => j.AskedAt)];
    }

    /// <summary>The job, its file and its message come to be together, or not at all.</summary>
    public async Task InsertAsync(Job job, string? head, Stream? file, CancellationToken cancellation)
    {
        await using var session = await sessions.WriteAsync(job.Organisation, cancellation);
        await session.BeginTransactionAsync(cancellation);
        if (file is not null)
            await JobFiles.WriteAsync(session.Connection!, job.Organisation, job.Id, JobFileRole.Input, head ?? "{}", file, cancellation);
        session.Insert(job with { WokenAt = clock.GetCurrentInstant() });
        await WakeAsync(session, job);
        await session.SaveChangesAsync(cancellation);
    }

    /// <param name="wake">A message goes out with it.</param>
    /// <param name="beside">What is saved in the same transaction.</param>
    /// <returns>As it is saved, at its new version.</returns>
    /// <exception cref="ConcurrencyException">Somebody else saved it since it was read.</exception>
    public async Task<Job> SaveAsync(Job job, CancellationToken cancellation, bool wake = false, Func<NpgsqlConnection, Task>? beside = null)
    {
        await using var session = await sessions.WriteAsync(job.Organisation, cancellation);
        await session.BeginTransactionAsync(cancellation);
        await using (var limits = new NpgsqlCommand(Limits, session.Connection!))
            await limits.ExecuteNonQueryAsync(cancellation);
        if (beside is not null)
            await beside(session.Connection!);
        var next = wake ? job with { WokenAt = clock.GetCurrentInstant() } : job with { };
        session.UpdateRevision(next, job.Version + 1);
        if (wake)
            await WakeAsync(session, next);
        await session.SaveChangesAsync(cancellation);
        next.Version = job.Version + 1;
        return next;
    }

    /// <summary>Of every organisation, those that nobody works on although somebody should.</summary>
    public async Task<IReadOnlyList<Job>> ForgottenAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession(AnyOrganisation);
        var unfinished = await session.Query<Job>().Where(j => j.AnyTenant() && !j.HasEnded).ToListAsync(cancellation);
        var now = clock.GetCurrentInstant();
        return [.. unfinished.Where(j => j.State == JobState.Running
            ? IsFree(j) && (j.WokenAt ?? Instant.MinValue) + options.Lease <= now
            : j.WokenAt is not { } woken || woken + options.Forgotten <= now)];
    }

    /// <summary>Forgets the jobs that ended long ago.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await using var session = store.QuerySession(AnyOrganisation);
        var ended = await session.Query<Job>().Where(j => j.AnyTenant() && j.HasEnded).ToListAsync(cancellation);
        foreach (var job in ended.Where(j => j.EndedAt + options.Kept <= clock.GetCurrentInstant()))
        {
            await using var forget = await sessions.WriteAsync(job.Organisation, cancellation);
            await forget.BeginTransactionAsync(cancellation);
            await JobFiles.DeleteAsync(forget.Connection!, job.Organisation, job.Id, cancellation);
            forget.Delete<Job>(job.Id);
            await forget.SaveChangesAsync(cancellation);
        }
    }

    /// <summary>Nobody works on it, as far as one can tell.</summary>
    public bool IsFree(Job job) =>
        job.Runner is null || (options.Alone && job.Node != options.Node) || (job.BeatAt ?? Instant.MinValue) + options.Lease <= clock.GetCurrentInstant();

    /// <summary>A runner that freezes in the middle of a save must not hold the job for long, nor keep a sweep waiting.</summary>
    private const string Limits = "set local lock_timeout = '5s'; set local idle_in_transaction_session_timeout = '10s'";

    /// <summary>Sessions have an organisation; queries over all do not look at it.</summary>
    private const string AnyOrganisation = "any";

    private async Task WakeAsync(IDocumentSession session, Job job) =>
        await new MartenOutbox(runtime, session) { TenantId = job.Organisation.Value }.PublishAsync(new RunJob(job.Id));
}
