using CaseStudies.Server.Read;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Push;

/// <summary>
/// Looks from time to time whether there is something to push, or a message for it was lost. Every node looks for itself; the settings' version lets
/// one of them send.
/// </summary>
internal sealed class FeedPushSweeper(FeedPushStore store, FeedPusher pusher, FeedReader feed, IConfiguration configuration, ILogger<FeedPushSweeper> log)
    : BackgroundService
{
    public async Task SweepAsync(CancellationToken cancellation)
    {
        foreach (var push in (await store.ActiveAsync(cancellation)).Where(pusher.IsDue))
        {
            try
            {
                if (await feed.PageAsync(push.Organisation, null, FeedCursor.Parse(push.Cursor), 1, cancellation) is not { Items.Count: 0 })
                    await store.SaveAsync(push, cancellation, wakeAfter: TimeSpan.Zero);
            }
            catch (ConcurrencyException)
            {
                // Another node has seen it too.
            }
            catch (Exception e) when (e is Problems.MalformedException or FeedTooWideException)
            {
                // To be paused by whoever would send.
                await pusher.RunAsync(push.Organisation.Value, cancellation);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(configuration.GetValue("Push:SweepSeconds", 5.0)));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TryAsync(CancellationToken cancellation)
    {
        try
        {
            await SweepAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next look may do better; the message may quote data.
            log.LogWarning("Looking for events to push failed: {Exception}", e.GetType().Name);
        }
    }
}
