using System.Net;
using System.Text.Json.Nodes;
using Npgsql;

namespace CaseStudies.Server.Tests.Read;

public sealed class FeedTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Fact]
    public async Task An_event_says_who_what_when_and_where_and_never_a_private_text()
    {
        const string Note = "内緒の話";
        var api = await Api.OpenedAsync(server, "feed-form", "one");
        var session = await api.SessionAsync("2025-12-05", 3);
        await api.RecordAsync(
            $$"""{"kind":"person_enrolled","person":"p-0a1b2c3d","role":"participant","on":"2025-12-06","basis":"consent","name":"{{Note}}"}""");
        await api.WithdrawAsync(session);
        var events = await new FeedClient(_http, api.Base + "/feed").RestAsync();

        Assert.Equal(
            ["initiative_opened", "strand_started", "indicator_adopted", "session_held", "participants_counted", "person_enrolled", "entry_withdrawn"],
            events.Select(e => e.Type!["casestudies.".Length..]));
        Assert.Equal(Enumerable.Range(1, 7), events.Select(FeedClient.Version));
        var held = events[3];
        Assert.Equal(api.Base, held.Source!.ToString());
        Assert.Equal(session.ToString(), held.Subject);
        Assert.Equal(session.ToString(), held["command"]);
        Assert.Equal((0, "2025-12-05", "http", "local-user"),
            ((int)held["index"]!, (string)held["occurredon"]!, (string)held["via"]!, (string)held["recordedby"]!));
        Assert.Equal(server.Clock.GetCurrentInstant().ToDateTimeOffset(), held.Time);
        Assert.Equal("cafe", (string?)FeedClient.Body(held)["strand"]);
        Assert.Null(events[4]["occurredon"]); // its session has the day
        Assert.Equal(3, events[4]["kindversion"]);
        Assert.Equal(session.ToString(), events[6].Subject);
        Assert.NotNull(FeedClient.Body(events[5])["name"]!["commitment"]);
        Assert.DoesNotContain(Note, await _http.GetStringAsync(new Uri(api.Base + "/feed", UriKind.Relative), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_where_it_stopped_and_again_from_the_start_gives_the_same()
    {
        var api = await Api.OpenedAsync(server, "feed-pages", "one");
        await api.SessionAsync("2025-12-05", 3);
        var client = new FeedClient(_http, api.Base + "/feed?limit=2");
        var first = await client.RestAsync();
        Assert.Equal(Enumerable.Range(1, 5), first.Select(FeedClient.Version));
        var still = client.Next;
        Assert.Empty(await client.PageAsync());
        Assert.Equal(still, client.Next);

        await api.SessionAsync("2025-12-06", 4);
        Assert.Equal([6, 7], (await client.RestAsync()).Select(FeedClient.Version));
        Assert.Equal(first.Select(e => e.Id), (await new FeedClient(_http, api.Base + "/feed?limit=3").RestAsync()).Take(5).Select(e => e.Id));
    }

    [Fact]
    public async Task An_organisations_feed_holds_all_its_initiatives_its_profile_and_nobody_elses()
    {
        foreach (var (organisation, initiative) in new[] { ("feed-wide", "one"), ("feed-wide", "two"), ("feed-other", "one") })
            await Api.OpenedAsync(server, organisation, initiative);
        using var profile = new StringContent(
            $$$$"""
            {"command":"{{{{Guid.NewGuid()}}}}","profile":{"name":{"ja":"会","en":"Club"},"legalForm":{"ja":"任意団体","en":"Association"},"founded":"2007",
            "prefecture":{"ja":"東京都","en":"Tokyo"},"municipality":{"ja":"福生市","en":"Fussa"}}}
            """,
            System.Text.Encoding.UTF8, "application/json");
        Assert.True((await _http.PutAsync(
            new Uri("/organisations/feed-wide/profile", UriKind.Relative), profile, TestContext.Current.CancellationToken)).IsSuccessStatusCode);

        var events = await new FeedClient(_http, "/organisations/feed-wide/feed?limit=3").RestAsync();
        Assert.Equal(
            ["/organisations/feed-wide/initiatives/one", "/organisations/feed-wide/initiatives/two", "/organisations/feed-wide/profile"],
            events.Select(e => e.Source!.ToString()).Distinct());
        Assert.Equal(7, events.Count);
        Assert.Equal("casestudies.organisation_described", events[^1].Type);
    }

    [Fact]
    public async Task What_a_slower_transaction_writes_under_a_lower_number_comes_later_and_is_not_lost()
    {
        var (slow, fast) = (await Api.OpenedAsync(server, "feed-slow", "slow"), await Api.OpenedAsync(server, "feed-slow", "fast"));
        var client = new FeedClient(_http, "/organisations/feed-slow/feed");
        Assert.Equal(6, (await client.RestAsync()).Count);

        await using var connection = await server.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new Npgsql.NpgsqlCommand(
            """
            with v as (update casestudies.mt_streams set version = version + 1 where tenant_id = 'feed-slow' and id = 'slow' returning version)
            insert into casestudies.mt_events(
                seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived, headers, user_name, causation_id)
            select nextval('casestudies.mt_events_sequence'), gen_random_uuid(), 'slow', v.version, '{"year":1}', 'slow_kind', now(),
                'feed-slow', 'by.hand', false, '{}', 'hand', null from v
            """, connection, transaction))
            Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        await fast.SessionAsync("2025-12-05", 3);
        var meanwhile = await client.RestAsync();
        Assert.Equal([4, 5], meanwhile.Select(FeedClient.Version)); // nobody waits for the slow one
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        var late = Assert.Single(await client.RestAsync());
        Assert.Equal(("casestudies.slow_kind", slow.Base, 4), (late.Type, late.Source!.ToString(), FeedClient.Version(late)));
        Assert.True(await server.ScalarAsync<bool>(
            """
            select (select max(seq_id) from casestudies.mt_events where stream_id = 'slow' and tenant_id = 'feed-slow')
                < (select max(seq_id) from casestudies.mt_events where stream_id = 'fast' and tenant_id = 'feed-slow')
            """));
        Assert.Equal(9, (await new FeedClient(_http, "/organisations/feed-slow/feed").RestAsync()).DistinctBy(e => e.Id).Count());
    }

    [Fact]
    public async Task A_cursor_of_something_else_is_refused_and_never_answered_with_silence()
    {
        var (one, two) = (await Api.OpenedAsync(server, "feed-cursor", "one"), await Api.OpenedAsync(server, "feed-cursor", "two"));
        var client = new FeedClient(_http, one.Base + "/feed");
        await client.RestAsync();
        var cursor = client.Next[(client.Next.IndexOf("after=", StringComparison.Ordinal) + 6)..client.Next.IndexOf('&', StringComparison.Ordinal)];
        foreach (var bad in new[] { two.Base + "/feed?after=" + cursor, one.Base + "/feed?after=x", one.Base + "/feed?after=AQ",
            $"{one.Base}/feed?after={cursor[..^2]}", one.Base + "/feed?after=" + new string('A', 4_000) })
        {
            using var answer = await _http.GetAsync(new Uri(bad, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, bad);
            Assert.Contains("Link", (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["en"]!,
                StringComparison.Ordinal);
        }

        using var twice = await _http.GetAsync(new Uri($"{one.Base}/feed?after={cursor}&after={cursor}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);

        // A store that was restored and went on differently: another event stands at the same place.
        await server.ExecuteAsync(
            "update casestudies.mt_events set id = gen_random_uuid() where tenant_id = 'feed-cursor' and stream_id = 'one' and version = 3");
        Assert.Equal(HttpStatusCode.BadRequest,
            (await _http.GetAsync(new Uri(client.Next, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("limit=0"), InlineData("limit=1001"), InlineData("limit=-1"), InlineData("limit=x"), InlineData("wait=31")]
    public async Task What_is_out_of_range_is_refused(string query)
    {
        var api = await Api.OpenedAsync(server, "feed-" + Guid.NewGuid().ToString("n")[..8], "one");
        Assert.Equal(HttpStatusCode.BadRequest,
            (await _http.GetAsync(new Uri($"{api.Base}/feed?{query}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Who_waits_is_answered_as_soon_as_something_happens()
    {
        var api = await Api.OpenedAsync(server, "feed-wait", "one");
        var client = new FeedClient(_http, api.Base + "/feed");
        await client.RestAsync();
        var waiting = new FeedClient(_http, client.Next + "&wait=30").PageAsync();
        // It is seen to look twice: what it found the first time was not enough.
        await LookedAsync();
        await LookedAsync();
        Assert.False(waiting.IsCompleted);
        await api.SessionAsync("2025-12-05", 3);
        Assert.NotEmpty(await waiting.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    /// <summary>Whoever looks into the feed is held up until it is seen, and then let go.</summary>
    private async Task LookedAsync()
    {
        await using var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("begin; lock table casestudies.mt_streams in access exclusive mode", holder);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        const string Looking =
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%casestudies.mt_streams%'
            """;
        await Until.HoldsAsync(() => server.ScalarAsync<long>(Looking), looking => looking > 0);
    }

    [Fact]
    public async Task An_unknown_initiative_is_not_found_and_an_organisation_without_any_has_an_empty_feed()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(
            new Uri("/organisations/feed-none/initiatives/none/feed", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Empty(await new FeedClient(_http, "/organisations/feed-none/feed").PageAsync());
    }
}
