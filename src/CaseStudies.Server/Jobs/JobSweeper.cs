using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Jobs;

/// <summary>
/// Finds jobs that nobody works on although somebody should, because their message was lost or their node died, and sends a new message. Every node
/// does this for itself: a leader that is frozen is not replaced for a minute and more. Of several nodes that find the same job, one saves it. Every ten
/// minutes it also forgets what is kept for some days only.
/// </summary>
internal sealed class JobSweeper(
    JobStore store, IEnumerable<IJobWork> works, VaultUpgrade upgrade, VaultPersons persons, JobOptions options, IClock clock, ILogger<JobSweeper> log)
    : BackgroundService
{
    private static readonly Duration s_tidying = Duration.FromMinutes(10);
    private Instant _tidied = Instant.MinValue;

    public async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var job in await store.ForgottenAsync(cancellation))
        {
            if (works.FirstOrDefault(w => w.Kind == job.Kind) is not { } work || !await work.CanRunHereAsync(cancellation))
                continue;
            try
            {
                await store.SaveAsync(job, cancellation, wake: true);
            }
            catch (ConcurrencyException)
            {
                // Another node has found it, or it goes on.
            }
        }

        if (_tidied + s_tidying > clock.GetCurrentInstant())
            return;
        await store.ForgetAsync(cancellation);
        await upgrade.RunAsync(cancellation);
        await persons.SweepAsync(cancellation);
        _tidied = clock.GetCurrentInstant();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Sweep.ToTimeSpan());
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next sweep may do better; the message may quote data.
                log.LogWarning("Looking for forgotten jobs failed: {Exception}", e.GetType().Name);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
