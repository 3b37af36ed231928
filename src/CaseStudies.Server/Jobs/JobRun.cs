using System.Text.Json;
using CaseStudies.Domain;
using JasperFx;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Jobs;

/// <summary>
/// One try at a job. It holds the job by a lease that it renews with every save, and every save names the version it stands on: a try that was taken
/// for dead finds at its next save, or at its next word after the lease has run out, that the job is another's, and stops.
/// </summary>
internal sealed class JobRun : IJobRun, IAsyncDisposable
{
    private readonly JobStore _store;
    private readonly JobFiles _files;
    private readonly IClock _clock;
    private readonly JobOptions _options;
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _saving = new(1);
    private readonly Guid _runner;
    private volatile Progress _progress;
    private Task _beating = Task.CompletedTask;
    private Job _job;

    private JobRun(JobStore store, JobFiles files, IClock clock, JobOptions options, Job job, CancellationToken stop)
    {
        (_store, _files, _clock, _options, _job, _runner) = (store, files, clock, options, job, job.Runner!.Value);
        _progress = new(job.Phase, job.Done, job.Total);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    private sealed record Progress(string? Phase, long Done, long? Total);

    public Job Job => _job;

    /// <summary>Another try has the job; nothing more may be saved.</summary>
    public bool IsLost { get; private set; }

    public SubjectId? CancelledBy => _job.CancelledBy;

    /// <summary>The work is to stop: the server shuts down, the job is lost or cancelled.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <returns>Null: there is nothing to do, or somebody is doing it.</returns>
    public static async Task<JobRun?> ClaimAsync(JobStore store, JobFiles files, IClock clock, JobOptions options, Slug organisation, Guid id,
        CancellationToken stop)
    {
        if (await store.FindAsync(organisation, id, stop) is not { HasEnded: false } job || !store.IsFree(job))
            return null;
        var now = clock.GetCurrentInstant();
        try
        {
            job = await store.SaveAsync(job with
            {
                State = JobState.Running, Runner = Guid.NewGuid(), Node = options.Node, BeatAt = now, StartedAt = job.StartedAt ?? now,
                Attempts = job.Attempts + 1, Fruitless = job.Fruitless + 1,
            }, stop);
        }
        catch (ConcurrencyException)
        {
            return null;
        }

        var run = new JobRun(store, files, clock, options, job, stop);
        run._beating = run.BeatAsync();
        return run;
    }

    public void Report(string phase, long done, long? total)
    {
        _progress = new(phase, done, total);
        // A process that was frozen wakes up here, long before its next save.
        if (_job.BeatAt + _options.Lease <= _clock.GetCurrentInstant())
            Lose();
        _stop.Token.ThrowIfCancellationRequested();
    }

    public Task CheckpointAsync(JsonElement checkpoint, CancellationToken cancellation) => SaveAsync(j => j with { Checkpoint = checkpoint }, cancellation);

    public Task<JobFile?> InputAsync(CancellationToken cancellation) => _files.ReadAsync(_job.Organisation, _job.Id, JobFileRole.Input, cancellation);

    /// <param name="problem">Why it failed.</param>
    public async Task EndAsync(JobState state, JobResult? result, string? problem, CancellationToken cancellation)
    {
        await StopBeatingAsync();
        await SaveAsync(
            j => Released(j) with { State = state, EndedAt = _clock.GetCurrentInstant(), Problem = problem, Checkpoint = null },
            cancellation,
            async connection =>
            {
                // What an earlier attempt came to, and the file that came with the job: it may say more than may be kept, however the job ends.
                await JobFiles.DeleteAsync(connection, _job.Organisation, _job.Id, cancellation);
                if (result is null)
                    return;
                result.Content.Position = 0;
                var head = JsonSerializer.Serialize(new JobResultHead(result.MediaType, result.Content.Length, result.Name), DomainJson.Options);
                await JobFiles.WriteAsync(connection, _job.Organisation, _job.Id, JobFileRole.Result, head, result.Content, cancellation);
            });
    }

    /// <summary>Puts the job down where it is; whoever sweeps next finds it.</summary>
    /// <param name="wasFruitless">The try counts among those that achieved nothing. Otherwise it was not the job's fault that it ended.</param>
    public async Task ReleaseAsync(CancellationToken cancellation, bool wasFruitless = false)
    {
        await StopBeatingAsync();
        await SaveAsync(j => Released(j) with
        {
            State = JobState.Waiting, WokenAt = null, Fruitless = wasFruitless ? j.Fruitless : Math.Max(0, j.Fruitless - 1),
        }, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopBeatingAsync();
        _stop.Dispose();
        _saving.Dispose();
    }

    private static Job Released(Job job) => job with { Runner = null, Node = null, BeatAt = null };

    private async Task StopBeatingAsync()
    {
        await _stop.CancelAsync();
        await _beating;
    }

    private async Task BeatAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_options.Beat.ToTimeSpan(), _stop.Token);
                await SaveAsync(j => j, _stop.Token);
                if (CancelledBy is not null)
                    await _stop.CancelAsync();
            }
            catch (OperationCanceledException)
            {
            }
            catch (Exception e) when (Interruptions.IsTransient(e))
            {
                // The database may be back before the lease runs out.
                if (_job.BeatAt + _options.Lease <= _clock.GetCurrentInstant())
                    Lose();
            }
        }
    }

    /// <exception cref="ConcurrencyException">Another try has the job.</exception>
    private async Task SaveAsync(Func<Job, Job> change, CancellationToken cancellation, Func<NpgsqlConnection, Task>? beside = null)
    {
        await _saving.WaitAsync(cancellation);
        try
        {
            for (var tries = 0; ; tries++)
            {
                try
                {
                    _job = await _store.SaveAsync(change(Beaten(_job)), cancellation, beside: beside);
                    return;
                }
                catch (ConcurrencyException)
                {
                    // Somebody asked for its end, which is no reason to lose it; or our own save was committed and we were not told.
                    if (tries == 3 || await _store.FindAsync(_job.Organisation, _job.Id, cancellation) is not { } other || other.Runner != _runner)
                    {
                        Lose();
                        throw;
                    }

                    _job = other;
                }
            }
        }
        finally
        {
            _saving.Release();
        }
    }

    private Job Beaten(Job job)
    {
        var progress = _progress;
        return job with
        {
            BeatAt = _clock.GetCurrentInstant(), Phase = progress.Phase, Done = progress.Done, Total = progress.Total,
            Fruitless = progress.Done > job.Done ? 0 : job.Fruitless,
        };
    }

    private void Lose()
    {
        IsLost = true;
        _stop.Cancel();
    }
}

/// <param name="Name">Null: the result is JSON to be told with the job.</param>
internal sealed record JobResultHead(string MediaType, long Bytes, string? Name = null);
