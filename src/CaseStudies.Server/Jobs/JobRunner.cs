using System.Text.Json;
using CaseStudies.Domain;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Jobs;

/// <summary>Does what a message asks for, and writes down how it ended. Whatever happens, the job's document says what is to be done next.</summary>
internal sealed class JobRunner(
    JobStore store, JobFiles files, IEnumerable<IJobWork> works, IClock clock, JobOptions options, IHostApplicationLifetime lifetime, ILogger<JobRunner> log)
        : IJobRunner
{
    /// <summary>Tries in a row that achieved nothing.</summary>
    private const int MostFruitless = 10;

    /// <summary>Tries in a row that ended in a fault of ours. One may come of a trouble that is over, such as a connection that had broken unnoticed.</summary>
    private const int MostFaults = 2;

    public async Task RunAsync(string organisation, Guid job, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            if (await JobRun.ClaimAsync(store, files, clock, options, new(organisation), job, stop.Token) is not { } run)
                return;
            await using (run)
                await RunAsync(run, stop.Token);
        }
        catch (ConcurrencyException)
        {
            // Another try has the job: its business from here on.
        }
        catch (Exception e) when (e is not JobInterruptedException)
        {
            Log(e, job, "interrupted");
            throw new JobInterruptedException();
        }
    }

    private async Task RunAsync(JobRun run, CancellationToken stop)
    {
        // A newer program may have asked for it, or only another node can do it: that one's sweeper finds it.
        if (works.FirstOrDefault(w => w.Kind == run.Job.Kind) is not { } work || !await work.CanRunHereAsync(stop))
        {
            await run.ReleaseAsync(CancellationToken.None);
            return;
        }

        try
        {
            if (run.Job.Fruitless > MostFruitless)
                throw JobRefusals.GaveUp(MostFruitless);
            if (run.CancelledBy is null)
            {
                var result = await work.RunAsync(run, run.Stopping);
                await using (result.Content)
                    await run.EndAsync(JobState.Done, result, null, CancellationToken.None);
                return;
            }
        }
        catch (Exception) when (run.IsLost)
        {
            return;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            await run.ReleaseAsync(CancellationToken.None);
            throw new JobInterruptedException();
        }
        catch (OperationCanceledException) when (run.CancelledBy is not null)
        {
        }
        catch (JobRefusedException refused)
        {
            await FailAsync(run, refused);
            return;
        }
        catch (Exception e) when (Interruptions.IsTransient(e))
        {
            Log(e, run.Job.Id, "interrupted");
            await run.ReleaseAsync(CancellationToken.None);
            throw new JobInterruptedException();
        }
        catch (Exception e) when (run.Job.Fruitless < MostFaults)
        {
            Log(e, run.Job.Id, "is tried once more");
            await run.ReleaseAsync(CancellationToken.None, wasFruitless: true);
            throw new JobInterruptedException();
        }
        catch (Exception e)
        {
            Log(e, run.Job.Id, "failed");
            await FailAsync(run, JobRefusals.Internal());
            return;
        }

        try
        {
            await work.UndoAsync(run, run.CancelledBy!.Value, stop);
            await run.EndAsync(JobState.Cancelled, null, null, CancellationToken.None);
        }
        catch (JobRefusedException refused)
        {
            await FailAsync(run, refused);
        }
    }

    private static Task FailAsync(JobRun run, JobRefusedException refused)
    {
        var problem = new Dictionary<string, object?> { ["code"] = refused.Code, ["status"] = refused.Status, ["ja"] = refused.Sentence.Ja,
            ["en"] = refused.Sentence.En };
        foreach (var (name, value) in refused.More)
            problem[name] = value;
        var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(problem, DomainJson.Options));
        return run.EndAsync(JobState.Failed, new("application/json", content), refused.Code, CancellationToken.None);
    }

    /// <summary>The message may quote data; type and place are enough to find it.</summary>
    private void Log(Exception e, Guid job, string what) => log.LogWarning("Job {Job} {What}: {Exception} {Stack}", job, what, e.GetType().Name, e.StackTrace);
}
