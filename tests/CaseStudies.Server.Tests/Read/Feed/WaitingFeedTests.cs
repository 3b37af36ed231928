using System.Net;
using Alba;
using CaseStudies.Server.Read;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Many who wait for events cost the database no more than one who waits.</summary>
public sealed class WaitingFeedTests(WaitingFeedTests.Small server) : IClassFixture<WaitingFeedTests.Small>
{
    private const int Readers = 400;

    private const string Looking =
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%casestudies.mt_streams%'
        """;

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    /// <summary>Has far fewer connections than readers who wait.</summary>
    public sealed class Small(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override string ConnectionOptions => ";Maximum Pool Size=12;Timeout=30";
    }

    [Fact]
    public async Task Four_hundred_who_wait_leave_the_connections_to_others_and_all_wake_up_on_one_event()
    {
        const string Organisation = "many-wait";
        var (one, two) = (await Api.OpenedAsync(server, Organisation, "one"), await Api.OpenedAsync(server, Organisation, "two"));
        var watch = server.Host.Services.GetRequiredService<FeedWatch>();
        var coming = watch.Readings;
        var waiting = await WaitAsync($"/organisations/{Organisation}/feed", Readers - 1);
        // Whoever came while the page was being read was given that reading.
        Assert.InRange(watch.Readings - coming, 1, Readers / 2);
        var elsewhere = await WaitAsync(two.Base + "/feed", 1);

        // Whoever looks into the streams is held up, so that all who look are seen.
        await using (var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("begin; lock table casestudies.mt_streams in access exclusive mode", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await Until.HoldsAsync(() => server.ScalarAsync<long>(Looking), looking => looking > 0);
            for (var other = 0; other < 20; other++)
            {
                using var answer = await _http.GetAsync(
                    new Uri($"/organisations/{Organisation}/fiscal-year", UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                // The look for all of them, and at most four who were woken before.
                Assert.InRange(await server.ScalarAsync<long>(Looking), 1, 5);
            }
        }

        var before = watch.Readings;
        await one.SessionAsync("2025-12-05", 3);
        var woken = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.All(woken, page => Assert.Equal([4, 5], page.Select(FeedClient.Version)));
        // All waited for the same page: it was read once.
        Assert.Equal(before + 1, watch.Readings);
        Assert.False(elsewhere[0].IsCompleted);
        await two.SessionAsync("2025-12-06", 4);
        Assert.Equal(2, (await elsewhere[0].WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Who_was_woken_and_asks_for_what_follows_waits_without_another_reading_and_misses_nothing()
    {
        const string Organisation = "asks-again";
        var (one, two) = (await Api.OpenedAsync(server, Organisation, "one"), await Api.OpenedAsync(server, Organisation, "two"));
        var watch = server.Host.Services.GetRequiredService<FeedWatch>();
        var elsewhere = await WaitAsync(two.Base + "/feed", 1); // somebody always waits, so the looks go on
        var client = new FeedClient(_http, one.Base + "/feed");
        await client.RestAsync();
        var first = AskAsync();
        await WaitingAsync(server.Host, 2);
        await one.SessionAsync("2025-12-05", 3);
        Assert.Equal([4, 5], await first);

        var before = watch.Readings;
        var second = AskAsync();
        await WaitingAsync(server.Host, 2);
        Assert.Equal(before, watch.Readings);
        await one.SessionAsync("2025-12-06", 4);
        Assert.Equal([6, 7], await second);

        await one.SessionAsync("2025-12-07", 5); // between the answer and the next question
        Assert.Equal([8, 9], await AskAsync());
        Assert.Equal(before + 2, watch.Readings);
        await two.SessionAsync("2025-12-06", 4);
        await elsewhere[0];

        async Task<IEnumerable<int>> AskAsync()
        {
            var asking = new FeedClient(_http, client.Next + "&wait=30");
            var page = await asking.PageAsync().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            client = new(_http, asking.Next);
            return page.Select(FeedClient.Version);
        }
    }

    [Fact]
    public async Task Behind_a_full_page_there_may_be_more_so_it_is_read_on()
    {
        var api = await Api.OpenedAsync(server, "full-page", "one");
        var client = new FeedClient(_http, api.Base + "/feed?limit=1");
        await client.RestAsync();
        var waiting = new FeedClient(_http, client.Next + "&wait=30");
        var woken = waiting.PageAsync();
        await WaitingAsync(server.Host, 1);

        await api.SessionAsync("2025-12-05", 3);
        Assert.Equal([4], (await woken.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Select(FeedClient.Version));
        var rest = new FeedClient(_http, waiting.Next + "&wait=30").PageAsync();
        Assert.Equal([5], (await rest.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Select(FeedClient.Version));
    }

    [Fact]
    public async Task What_another_node_records_wakes_them_too()
    {
        const string Organisation = "other-node";
        var api = await Api.OpenedAsync(server, Organisation, "one");
        await using var other = await server.AnotherNodeAsync();
        var client = new FeedClient(other.Server.CreateClient(), api.Base + "/feed");
        await client.RestAsync();
        var waiting = new FeedClient(other.Server.CreateClient(), client.Next + "&wait=30").PageAsync();
        await WaitingAsync(other, 1);

        await api.SessionAsync("2025-12-05", 3);
        Assert.Equal([4, 5], (await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).Select(FeedClient.Version));
    }

    [Fact]
    public async Task Who_leaves_is_waited_for_no_longer_and_whose_time_is_up_gets_an_empty_page()
    {
        var api = await Api.OpenedAsync(server, "who-leaves", "one");
        var client = new FeedClient(_http, api.Base + "/feed");
        await client.RestAsync();
        using var leaves = new CancellationTokenSource();
        var left = _http.GetAsync(new Uri(client.Next + "&wait=30", UriKind.Relative), leaves.Token);
        await WaitingAsync(server.Host, 1);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await WaitingAsync(server.Host, 0);

        Assert.Empty(await new FeedClient(_http, client.Next + "&wait=1").PageAsync());
    }

    /// <summary>Reads the feed to its end, and lets so many readers wait there.</summary>
    private async Task<List<Task<IReadOnlyList<CloudNative.CloudEvents.CloudEvent>>>> WaitAsync(string feed, int readers)
    {
        var (client, before) = (new FeedClient(_http, feed), server.Host.Services.GetRequiredService<FeedWatch>().Count);
        await client.RestAsync();
        var waiting = Enumerable.Range(0, readers).Select(_ => new FeedClient(_http, client.Next + "&wait=30").PageAsync()).ToList();
        await WaitingAsync(server.Host, before + readers);
        return waiting;
    }

    private static Task<int> WaitingAsync(IAlbaHost host, int readers) =>
        Until.HoldsAsync(() => Task.FromResult(host.Services.GetRequiredService<FeedWatch>().Count), count => count == readers);
}
