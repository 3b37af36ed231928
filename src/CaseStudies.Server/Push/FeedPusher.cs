using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Push;

/// <summary>
/// Sends what the feed has to the organisation's address, batch by batch, and moves the cursor after each batch that the receiver took. What fails is
/// tried again later and later, and paused in the end. A receiver may get an event twice, never none; its id tells.
/// </summary>
internal sealed class FeedPusher(FeedPushStore store, FeedReader feed, PushNetwork network, IClock clock, IHostApplicationLifetime lifetime,
    ILogger<FeedPusher> log) : IFeedPusher
{
    private const int BatchEvents = 100;

    /// <summary>Longer than one batch can take.</summary>
    private static readonly Duration s_claim = Duration.FromSeconds(60);

    /// <summary>Between tries; after the last one the push is paused, about a day after it began to fail.</summary>
    private static readonly Duration[] s_backOff =
    [
        Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(6),
            Duration.FromHours(15),
    ];

    public async Task RunAsync(string organisation, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        try
        {
            if (await store.FindAsync(new(organisation), stop.Token) is { State: FeedPushState.Active } push && IsDue(push))
                await PushAsync(push, stop.Token);
        }
        catch (Exception e) when (e is ConcurrencyException || stop.IsCancellationRequested)
        {
            // Somebody else sends, the settings were changed, or the server shuts down: the next look goes on from the cursor.
        }
        catch (Exception e)
        {
            // A fault on our side, such as a database that is away: the next look may do better. The message may quote data, and a queue would keep it.
            log.LogWarning("Pushing a feed failed: {Exception} {Stack}", e.GetType().Name, e.StackTrace);
        }
    }

    public bool IsDue(FeedPush push) => !(clock.GetCurrentInstant() is var now && (push.NextAt > now || push.ClaimedUntil > now));

    private async Task PushAsync(FeedPush push, CancellationToken cancellation)
    {
        if (await store.SecretAsync(push.Organisation, cancellation) is not { } secret || WebhookSignature.KeyOf(secret) is not { } key)
            return;
        while (true)
        {
            string? failure;
            FeedPage page;
            try
            {
                page = (await feed.PageAsync(push.Organisation, null, FeedCursor.Parse(push.Cursor), BatchEvents, cancellation))!;
                if (page.Items.Count == 0)
                {
                    if (push.ClaimedUntil is not null)
                        await store.SaveAsync(push with { ClaimedUntil = null }, cancellation);
                    return;
                }

                push = await store.SaveAsync(push with { ClaimedUntil = clock.GetCurrentInstant() + s_claim }, cancellation);
                failure = await SendAsync(push, page, key, cancellation);
            }
            catch (Exception e) when (e is MalformedException or FeedTooWideException)
            {
                // The store was restored, or has grown out of what a cursor can hold. Trying again would not help.
                await PauseAsync(push, e is FeedTooWideException ? "feed-too-wide" : "cursor-foreign", cancellation);
                return;
            }

            var now = clock.GetCurrentInstant();
            if (failure is not null)
            {
                log.LogWarning("A feed could not be pushed: {Failure}", failure);
                await FailAsync(push, failure, cancellation);
                return;
            }

            push = await store.SaveAsync(
                push with { Cursor = page.Next.ToString()!, Delivered = push.Delivered + page.Items.Count, DeliveredAt = now, Failures = 0, Failure = null,
                    FailedAt = null, NextAt = null }, cancellation);
        }
    }

    /// <returns>Why it failed; null: the receiver took the batch.</returns>
    private async Task<string?> SendAsync(FeedPush push, FeedPage page, byte[] key, CancellationToken cancellation)
    {
        var body = FeedEvents.Batch(push.Organisation, page.Items);
        using var request = new HttpRequestMessage(HttpMethod.Post, push.Address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse($"{FeedEvents.MediaType}; charset=utf-8");
        request.Headers.UserAgent.Add(new("CaseStudies", "1"));
        // The same batch has the same id in every try; a batch that has grown meanwhile is another one.
        var id = "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{push.Organisation}\n{push.Cursor}\n{page.Next}")).AsSpan(0, 16));
        WebhookSignature.Sign(request, id, clock.GetCurrentInstant(), body, key);
        try
        {
            var status = await network.SendAsync(request, cancellation);
            return (int)status is >= 200 and < 300 ? null : string.Create(CultureInfo.InvariantCulture, $"status-{(int)status}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return e is HttpRequestException { InnerException: AddressPrivateException } or AddressPrivateException ? "address-private"
                : e is OperationCanceledException ? "timed-out"
                : e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? "certificate"
                : "unreachable";
        }
    }

    private async Task FailAsync(FeedPush push, string failure, CancellationToken cancellation)
    {
        // Gone says: never again.
        if (push.Failures >= s_backOff.Length || failure == $"status-{(int)HttpStatusCode.Gone}")
        {
            await PauseAsync(push, failure, cancellation);
            return;
        }

        var (now, wait) = (clock.GetCurrentInstant(), s_backOff[push.Failures]);
        await store.SaveAsync(Failed(push, failure, now) with { NextAt = now + wait }, cancellation, wakeAfter: wait.ToTimeSpan());
    }

    private Task<FeedPush> PauseAsync(FeedPush push, string failure, CancellationToken cancellation) =>
        store.SaveAsync(Failed(push, failure, clock.GetCurrentInstant()) with { State = FeedPushState.Paused, NextAt = null }, cancellation);

    private static FeedPush Failed(FeedPush push, string failure, Instant now) =>
        push with { Failures = push.Failures + 1, Failure = failure, FailedAt = now, ClaimedUntil = null };
}
