using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Push;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Push;

/// <summary>The pushed feed against a receiver that takes it, refuses it, or lies where nothing may be sent.</summary>
public sealed class FeedPushTests(PushServer server) : IClassFixture<PushServer>, IAsyncLifetime
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();
    private Receiver _receiver = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Setting => $"/organisations/{_organisation}/feed/push";

    private string Address => $"https://receiver.test:{_receiver.Port}/feed";

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async ValueTask DisposeAsync()
    {
        (server.OnlyPublic, server.TrustsNobody) = (false, false);
        await SendAsync(HttpMethod.Post, Setting + "/removal", $$"""{"address":"{{Address}}"}""");
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Everything_that_the_feed_has_arrives_signed_once_and_in_its_order()
    {
        var api = await Api.OpenedAsync(server, _organisation, "one");
        var (_, set) = await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{Address}}"}""");
        var secret = (string)set["secret"]!;
        await ReceivedAsync(3);
        await api.SessionAsync("2025-12-05", 3);
        await Api.OpenedAsync(server, _organisation, "two");
        await ReceivedAsync(8);

        Assert.All(_receiver.Requests, r => Assert.True(r.IsSignedWith(secret)));
        Assert.All(_receiver.Requests, r => Assert.Equal(("/feed", "application/cloudevents-batch+json; charset=utf-8"), (r.Path, r.ContentType)));
        Assert.Equal(_receiver.Requests.Count, _receiver.Requests.Select(r => r.Id).Distinct().Count());
        var feed = JsonNode.Parse(await _http.GetStringAsync(new Uri($"/organisations/{_organisation}/feed", UriKind.Relative), Cancellation))!.AsArray();
        Assert.Equal(feed.Select(e => (string)e!["id"]!), Events().Select(e => (string)e["id"]!));
        var told = await UntilAsync(p => (long)p["delivered"]! == 8);
        Assert.Equal(("active", 0), ((string)told["state"]!, (int)told["failures"]!));
        Assert.Null(told["secret"]);
        Assert.DoesNotContain(secret, told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_is_sent_again_as_it_was_and_the_cursor_waits()
    {
        _receiver.Status = 503;
        var secret = "whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("a secret of one's own, 32 bytes!"));
        await Api.OpenedAsync(server, _organisation, "one");
        await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{Address}}","secret":"{{secret}}"}""");
        var failed = await UntilAsync(p => (int)p["failures"]! == 1);
        Assert.Equal(("status-503", 0L), ((string)failed["failure"]!, (long)failed["delivered"]!));
        // The next try lies in the database.
        Assert.True(await server.ScalarAsync<bool>(
            """
            select exists (select 1 from casestudies.wolverine_incoming_envelopes
                where status = 'Scheduled' and message_type like '%PushFeed%' and execution_time > now())
            """));

        await DueAsync();
        await UntilAsync(p => (int)p["failures"]! == 2);
        _receiver.Status = 204;
        await DueAsync();
        await UntilAsync(p => (long)p["delivered"]! == 3);

        var tries = _receiver.Requests.ToList();
        Assert.Equal(3, tries.Count);
        Assert.Single(tries.Select(t => t.Id).Distinct());
        Assert.All(tries, t => Assert.True(t.IsSignedWith(secret) && t.Body.SequenceEqual(tries[0].Body)));
    }

    [Fact]
    public async Task After_repeated_failure_it_is_paused_until_somebody_resumes_it()
    {
        _receiver.Status = 500;
        await Api.OpenedAsync(server, _organisation, "one");
        await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{Address}}"}""");
        var seen = await UntilAsync(p => (int)p["failures"]! == 1);
        while ((string)seen["state"]! == "active")
        {
            var failures = (int)seen["failures"]!;
            await DueAsync();
            seen = await UntilAsync(p => (int)p["failures"]! > failures);
        }

        Assert.Equal((8, "status-500", 8), ((int)seen["failures"]!, (string)seen["failure"]!, _receiver.Requests.Count));
        _receiver.Status = 200;
        server.Clock.AdvanceDays(2);
        await server.Host.Services.GetRequiredService<FeedPushSweeper>().SweepAsync(Cancellation);
        await server.Host.Services.GetRequiredService<FeedPusher>().RunAsync(_organisation, Cancellation);
        Assert.Equal(8, _receiver.Requests.Count);

        var (unconfirmed, _) = await SendAsync(HttpMethod.Post, Setting + "/resume", """{"address":"https://other.test/"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unconfirmed);
        await SendAsync(HttpMethod.Post, Setting + "/resume", $$"""{"address":"{{Address}}"}""");
        Assert.Equal("active", (string)(await UntilAsync(p => (long)p["delivered"]! == 3))["state"]!);
    }

    [Theory]
    [InlineData(410, "status-410", "paused"), InlineData(302, "status-302", "active"), InlineData(307, "status-307", "active")]
    public async Task An_answer_that_is_no_yes_is_a_failure_and_no_redirect_is_followed(int status, string failure, string state)
    {
        _receiver.Status = status;
        await Api.OpenedAsync(server, _organisation, "one");
        await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{Address}}"}""");
        var seen = await UntilAsync(p => (int)p["failures"]! == 1);
        Assert.Equal((failure, state), ((string)seen["failure"]!, (string)seen["state"]!));
        Assert.Equal(["/feed"], _receiver.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_receiver_without_a_certificate_that_is_trusted_gets_nothing_and_the_log_says_so()
    {
        server.TrustsNobody = true;
        await Api.OpenedAsync(server, _organisation, "one");
        await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{Address}}"}""");
        var seen = await UntilAsync(p => (int)p["failures"]! == 1);
        Assert.Equal("certificate", (string)seen["failure"]!);
        Assert.Empty(_receiver.Requests);
        Assert.Contains("A feed could not be pushed: certificate", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("receiver.test", server.Log.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("receiver.test"), InlineData("mixed.test")]
    public async Task A_name_that_leads_into_a_private_network_is_not_called(string host)
    {
        server.OnlyPublic = true;
        await Api.OpenedAsync(server, _organisation, "one");
        var address = $"https://{host}:{_receiver.Port}/feed";
        await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{address}}"}""");
        var seen = await UntilAsync(p => (int)p["failures"]! == 1);
        Assert.Equal("address-private", (string)seen["failure"]!);
        Assert.Empty(_receiver.Requests);
        await SendAsync(HttpMethod.Post, Setting + "/removal", $$"""{"address":"{{address}}"}""");
    }

    [Theory]
    [InlineData("http://receiver.test/"), InlineData("https://user@receiver.test/"), InlineData("https://receiver.test/#part"),
        InlineData("https://127.0.0.1/"), InlineData("https://[::1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data"), InlineData("https://10.1.2.3:8443/"), InlineData("ftp://receiver.test/"),
        InlineData("receiver.test"), InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/"), InlineData("https://[::ffff:10.0.0.1]/")]
    public async Task An_address_that_can_be_seen_to_be_wrong_is_refused_at_once(string address)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{address}}"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, Setting, null)).Status);
    }

    [Theory]
    [InlineData("0.0.0.0"), InlineData("10.255.0.1"), InlineData("100.64.0.1"), InlineData("127.1.2.3"), InlineData("169.254.169.254"),
        InlineData("172.31.255.255"), InlineData("192.168.1.1"), InlineData("198.19.0.1")]
    [InlineData("224.0.0.1"), InlineData("255.255.255.255"), InlineData("::"), InlineData("::1"), InlineData("fe80::1"), InlineData("fc00::1"),
        InlineData("ff02::1"), InlineData("::ffff:192.168.0.1")]
    [InlineData("64:ff9b::a00:1"), InlineData("2002:a00:1::"), InlineData("2001::1"), InlineData("2001:db8::1")]
    public void No_address_within_is_public(string address) => Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory, InlineData("93.184.215.14"), InlineData("172.32.0.1"), InlineData("100.128.0.1"), InlineData("2606:4700:4700::1111"),
        InlineData("::ffff:93.184.215.14")]
    public void An_address_outside_is_public(string address) => Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task What_is_removed_is_forgotten_with_its_secret()
    {
        await SendAsync(HttpMethod.Put, Setting, $$"""{"address":"{{Address}}"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Post, Setting + "/removal", $$"""{"address":"{{Address}}"}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, Setting, null)).Status);
        Assert.Equal(0L, await server.ScalarAsync<long>("select count(*) from vault.push_secrets where tenant_id = $1", _organisation));
    }

    /// <summary>The time of the next try has come.</summary>
    private async Task DueAsync()
    {
        server.Clock.AdvanceDays(1);
        await server.Host.Services.GetRequiredService<FeedPusher>().RunAsync(_organisation, Cancellation);
    }

    private IEnumerable<JsonNode> Events() => _receiver.Requests.SelectMany(r => JsonNode.Parse(r.Body)!.AsArray()).Select(e => e!);

    private Task ReceivedAsync(int events) =>
        Until.TrueAsync(() => Events().Count() >= events, seen: () => $"{Events().Count()} of {events} events arrived");

    private Task<JsonNode> UntilAsync(Func<JsonNode, bool> holds) =>
        Until.HoldsAsync(async () => (await SendAsync(HttpMethod.Get, Setting, null)).Body, holds, seen: setting => setting.ToJsonString());

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await _http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text)! : new JsonObject());
    }
}
