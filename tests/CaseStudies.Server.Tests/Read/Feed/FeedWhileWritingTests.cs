using CloudNative.CloudEvents;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Readers who follow the feed while many write: each sees every event once and in order, whatever the sizes of their pages.</summary>
public sealed class FeedWhileWritingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly int s_acts = int.TryParse(Environment.GetEnvironmentVariable("CASESTUDIES_FEED_ACTS"), out var n) ? n : 25;

    /// <summary>Of a page; primes, so that pages end in the middle of commits.</summary>
    private static readonly int[] s_limits = [1, 3, 7, 101, 1000];

    [Fact]
    public async Task Nobody_misses_an_event_and_nobody_gets_one_twice()
    {
        const string Organisation = "feed-writers";
        var initiatives = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Api.OpenedAsync(server, Organisation, $"i{i}")));
        var http = server.Host.Server.CreateClient();
        using var written = new CancellationTokenSource();
        var readers = s_limits.Select(limit => FollowAsync(new(http, $"/organisations/{Organisation}/feed?limit={limit}"), written.Token)).ToList();
        var one = FollowAsync(new(http, initiatives[2].Base + "/feed?limit=5"), written.Token);

        var writers = Enumerable.Range(0, 12).Select(async w =>
        {
            for (var act = 0; act < s_acts; act++)
                await initiatives[(w + act) % initiatives.Length].SessionAsync("2025-12-05", act);
        }).ToList();
        // Streams that begin while others are followed.
        writers.Add(Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
                await Api.OpenedAsync(server, Organisation, $"late{i}");
        }, TestContext.Current.CancellationToken));
        await Task.WhenAll(writers);
        await written.CancelAsync();

        var whole = await new FeedClient(http, $"/organisations/{Organisation}/feed?limit=1000").RestAsync();
        Assert.Equal((12 * s_acts * 2) + (9 * 3), whole.Count);
        foreach (var seen in await Task.WhenAll(readers))
        {
            Assert.Equal(whole.Select(e => e.Id).Order(StringComparer.Ordinal), seen.Select(e => e.Id).Order(StringComparer.Ordinal));
            InOrder(seen);
        }

        InOrder(await one);
        Assert.Equal(whole.Where(e => e.Source!.ToString() == initiatives[2].Base).Select(e => e.Id), (await one).Select(e => e.Id));
    }

    /// <summary>Of each initiative versions 1, 2, 3 …, and nothing else.</summary>
    private static void InOrder(IEnumerable<CloudEvent> events) => Assert.All(
        events.GroupBy(e => e.Source!.ToString()), stream => Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(FeedClient.Version)));

    private static async Task<List<CloudEvent>> FollowAsync(FeedClient client, CancellationToken written)
    {
        var seen = new List<CloudEvent>();
        while (!written.IsCancellationRequested)
        {
            seen.AddRange(await Until.HoldsAsync(client.PageAsync, page => page.Count > 0 || written.IsCancellationRequested));
        }

        seen.AddRange(await client.RestAsync());
        return seen;
    }
}
