using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseStudies.Domain;
using JasperFx;
using Marten.Exceptions;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Jobs;

/// <summary>What people do to jobs: ask for them, cancel them, retry them.</summary>
internal sealed class JobQueue(JobStore store, IClock clock)
{
    /// <summary>Unfinished ones of one organisation.</summary>
    private const int MostUnfinished = 50;

    /// <summary>The id of a job that follows from what it is about: asked for twice, it is one.</summary>
    public static Guid IdOf(params string[] about) => new(SHA256.HashData(Encoding.UTF8.GetBytes("job\n" + string.Join('\n', about))).AsSpan(0, 16));

    /// <summary>Asks for a job, or finds the same one. One that failed or was cancelled is begun again, with the file of this request.</summary>
    /// <param name="job">As it would be new.</param>
    /// <exception cref="JobRefusedException">There are too many, or the id is another job's.</exception>
    public async Task<Job> AskAsync(Job job, string? head, Stream? file, CancellationToken cancellation)
    {
        job = job with { WithFile = file is not null };
        if (await store.FindAsync(job.Organisation, job.Id, cancellation) is { } found)
        {
            if (found.State is JobState.Failed or JobState.Cancelled || (found.HasEnded && file is not null))
                return await AgainAsync(found, job, head, file, cancellation);
            return Same(found, job) ? found : throw JobRefusals.OtherJob();
        }

        if ((await store.AllAsync(job.Organisation, cancellation)).Count(j => !j.HasEnded) >= MostUnfinished)
            throw JobRefusals.TooMany(MostUnfinished);
        try
        {
            await store.InsertAsync(job, head, file, cancellation);
            return job;
        }
        catch (Exception e) when (IsThere(e))
        {
            return (await store.FindAsync(job.Organisation, job.Id, cancellation))!;
        }
    }

    public Job New(Guid id, Slug organisation, string kind, SubjectId by) =>
        new() { Id = id, Organisation = organisation, Kind = kind, By = by, AskedAt = clock.GetCurrentInstant() };

    /// <returns>Null: there is no such job.</returns>
    public Task<Job?> CancelAsync(Slug organisation, Guid id, SubjectId by, CancellationToken cancellation) => ChangeAsync(
        organisation, id, job => job.State == JobState.Cancelled || job.CancelledBy is not null ? null
            : job.HasEnded ? throw JobRefusals.Ended() : job with { CancelledBy = by }, cancellation);

    /// <returns>Null: there is no such job.</returns>
    /// <exception cref="JobRefusedException">It has not failed, or is to be asked for with its file.</exception>
    public Task<Job?> RetryAsync(Slug organisation, Guid id, CancellationToken cancellation) => ChangeAsync(
        organisation, id, job => !job.HasEnded ? null
            : job.State != JobState.Failed ? throw JobRefusals.NotFailed()
            : job.WithFile ? throw JobRefusals.InputGone()
            : job with { State = JobState.Waiting, EndedAt = null, Problem = null, Fruitless = 0, Done = 0, Total = null, Phase = null }, cancellation);

    /// <summary>Its runner saves too: a lost race is run again.</summary>
    private async Task<Job?> ChangeAsync(Slug organisation, Guid id, Func<Job, Job?> change, CancellationToken cancellation)
    {
        while (true)
        {
            if (await store.FindAsync(organisation, id, cancellation) is not { } job)
                return null;
            if (change(job) is not { } next)
                return job;
            try
            {
                return await store.SaveAsync(next, cancellation, wake: true);
            }
            catch (ConcurrencyException)
            {
            }
        }
    }

    /// <summary>Somebody else asked for the same at the same time. The rows of its file are inserted first, and so may be the ones that tell.</summary>
    private static bool IsThere(Exception e) => e is DocumentAlreadyExistsException
        || (e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        || (e is MartenCommandException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } });

    private async Task<Job> AgainAsync(Job found, Job job, string? head, Stream? file, CancellationToken cancellation)
    {
        try
        {
            return await store.SaveAsync(job with { Version = found.Version }, cancellation, wake: true, beside: async connection =>
            {
                await JobFiles.DeleteAsync(connection, job.Organisation, job.Id, cancellation);
                if (file is not null)
                    await JobFiles.WriteAsync(connection, job.Organisation, job.Id, JobFileRole.Input, head ?? "{}", file, cancellation);
            });
        }
        catch (ConcurrencyException)
        {
            // Somebody else asked for it at the same time.
            return (await store.FindAsync(job.Organisation, job.Id, cancellation))!;
        }
    }

    private static bool Same(Job found, Job asked) => found.Kind == asked.Kind && found.Initiative == asked.Initiative
        && (found.Input, asked.Input) switch { (null, null) => true, ({ } one, { } other) => JsonElement.DeepEquals(one, other), _ => false };
}
