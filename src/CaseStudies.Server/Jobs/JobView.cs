using System.Text.Json;
using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Jobs;

/// <summary>A job as it is told.</summary>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>failed</c>, <c>cancelled</c>.</param>
/// <param name="Phase">What it is doing, or was last.</param>
/// <param name="Total">Null: not known yet.</param>
/// <param name="CancelRequested">It ends as soon as its runner sees this.</param>
/// <param name="Attempts">How often it was begun: more than once after a crash or a restart.</param>
/// <param name="Result">What it came to, where that is no file.</param>
/// <param name="File">Where its file is to be fetched.</param>
/// <param name="Problem">Why it failed.</param>
/// <param name="WithFile">It came with a file, which is gone with its end. If it failed, it is sent again with the file, not retried.</param>
public sealed record JobView(
    Guid Job, Slug Organisation, string Kind, PublicText Name, JobState State, string? Phase, long Done, long? Total, Slug? Initiative, SubjectId By,
        Instant AskedAt, Instant? StartedAt, Instant? EndedAt,
    bool CancelRequested, int Attempts, JsonElement? Result = null, string? File = null, JsonElement? Problem = null, bool WithFile = false);

/// <summary>Tells jobs, with what they came to.</summary>
internal sealed class JobTeller(JobFiles files, IEnumerable<IJobWork> works)
{
    public JobView Line(Job job) => new(
        job.Id, job.Organisation, job.Kind, works.FirstOrDefault(w => w.Kind == job.Kind)?.Name ?? new(job.Kind, job.Kind), job.State, job.Phase, job.Done,
            job.Total, job.Initiative,
        job.By, job.AskedAt, job.StartedAt, job.EndedAt, job.CancelledBy is not null, job.Attempts, WithFile: job.WithFile);

    public async Task<JobView> WholeAsync(Job job, CancellationToken cancellation)
    {
        var view = Line(job);
        if (job.State is not (JobState.Done or JobState.Failed)
            || await files.ReadAsync(job.Organisation, job.Id, JobFileRole.Result, cancellation) is not { } result)
            return view;
        await using (result)
        {
            if (JsonSerializer.Deserialize<JobResultHead>(result.Head, DomainJson.Options)!.Name is not null)
                return view with { File = $"{JobEndpoints.Address(job)}/file" };
            var told = (await JsonDocument.ParseAsync(result.Content, default, cancellation)).RootElement;
            return job.State == JobState.Done ? view with { Result = told } : view with { Problem = told };
        }
    }
}
