using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Alba;
using CaseStudies.Server.Tests.Access;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class BackChannelLogoutTests(ProviderNodes server) : IClassFixture<ProviderNodes>
{
    private const string Path = "/sign-in/provider/logout", Happened = "http://schemas.openid.net/event/backchannel-logout";

    [Fact]
    public async Task What_ends_at_the_provider_ends_here_with_the_next_request_on_every_node()
    {
        var (one, two, other) = (await server.SignedInAsync("kept"), await server.SignedInAsync("kept"), await server.SignedInAsync("other"));
        foreach (var browser in new[] { one, two, other })
            Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations"));

        // Of one session of the provider.
        using (var heard = await SendAsync(server.Provider.LogoutToken(await SessionOf("kept"))))
            Assert.Equal((HttpStatusCode.OK, "no-store"), (heard.StatusCode, heard.Headers.CacheControl?.ToString()));
        var left = new[] { await one.StatusAsync(server.Two, "/organisations"), await two.StatusAsync(server.Two, "/organisations") };
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], left.Order());
        Assert.Equal(1, await server.SessionsAsync("kept"));

        // Of a person: all of theirs, and nobody else's.
        await server.SignedInAsync("kept");
        using (var heard = await SendAsync(server.Provider.LogoutToken(c => c["sub"] = "kept"), server.Two))
            Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
        foreach (var browser in new[] { one, two })
            Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.One, "/organisations"));
        Assert.Equal((0, 1), (await server.SessionsAsync("kept"), await server.SessionsAsync("other")));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task Somebody_who_has_no_session_here_is_no_mistake_and_gets_no_id()
    {
        foreach (var change in new Action<JsonObject>[]
        {
            c => c["sub"] = "never-here", c => c["sid"] = "no-such", c => (c["sub"], c["sid"]) = ("never-here", "x"),
        })
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(server.Provider.LogoutToken(change))).StatusCode);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from vault.identities where subject = 'never-here'"));
    }

    [Fact]
    public async Task A_name_of_a_session_ends_nobody_elses()
    {
        await server.SignedInAsync("victim");
        var session = await SessionOf("victim");
        await server.SignedInAsync("attacker");
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(server.Provider.LogoutToken(c =>
        {
            session(c);
            c["sub"] = "attacker";
        }))).StatusCode);
        Assert.Equal((1, 1), (await server.SessionsAsync("victim"), await server.SessionsAsync("attacker")));
    }

    [Theory]
    [InlineData("logout+jwt"), InlineData("application/logout+jwt"), InlineData("JWT"), InlineData(null)]
    public async Task Types_that_the_specification_allows(string? type)
    {
        using var heard = await SendAsync(server.Provider.LogoutToken(c => c["sub"] = "anybody", h => h["typ"] = type));
        Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
    }

    [Fact]
    public async Task Nothing_else_ends_a_session()
    {
        await server.SignedInAsync("staying");
        using var other = RSA.Create(2048);
        var tokens = new Dictionary<string, string>
        {
            ["nobody"] = server.Provider.LogoutToken(), ["another key"] = Token(key: other), ["none"] = Token(head: h => h["alg"] = "none"),
            ["a shared secret"] = Token(head: h => h["alg"] = "HS256"), ["an access token's type"] = Token(head: h => h["typ"] = "at+jwt"),
            ["an extension"] = Token(head: h => h["crit"] = new JsonArray("exp")), ["no token"] = "x",
            ["no signature"] = Token()[..(Token().LastIndexOf('.') + 1)],
            ["an access token"] = await server.Provider.AccessTokenAsync("staying"),
        };
        foreach (var (what, change) in new Dictionary<string, Action<JsonObject>>
        {
            ["a nonce"] = c => c["nonce"] = "x", ["a nonce that is null"] = c => c["nonce"] = null, ["another audience"] = c => c["aud"] = "another",
            ["the API"] = c => c["aud"] = Issuer.Audience, ["no audience"] = c => c.Remove("aud"), ["another issuer"] = c => c["iss"] = "http://127.0.0.1:2/",
            ["no issuer"] = c => c.Remove("iss"), ["over"] = c => c["exp"] = Issuer.Seconds(Duration.FromSeconds(-40)), ["no end"] = c => c.Remove("exp"),
            ["good for days"] = c => c["exp"] = Issuer.Seconds(Duration.FromHours(25)), ["no beginning"] = c => c.Remove("iat"),
            ["of the future"] = c => c["iat"] = Issuer.Seconds(Duration.FromMinutes(2)), ["no id"] = c => c.Remove("jti"),
            ["an empty id"] = c => c["jti"] = "",
            ["a long id"] = c => c["jti"] = new string('x', 256), ["no events"] = c => c.Remove("events"),
            ["other events"] = c => c["events"] = new JsonObject(),
            ["a list of events"] = c => c["events"] = new JsonArray(Happened), ["a name of an event"] = c => c["events"] = Happened,
            ["an event without content"] = c => c["events"] = new JsonObject { [Happened] = null },
            // As an ID token has it.
            ["an ID token"] = c => (c["nonce"], c["auth_time"], _) = ("x", 1, c.Remove("events")),
        })
            tokens[what] = Token(change);
        foreach (var (what, token) in tokens)
            await RefusedAsync(what, await SendAsync(token));
        foreach (var (what, content) in new Dictionary<string, HttpContent>
        {
            ["no form"] = new StringContent(Token()), ["nothing"] = new FormUrlEncodedContent([]), ["an empty one"] = Form(""),
            ["a long one"] = Form(new string('x', 70_000)),
            ["two"] = new FormUrlEncodedContent([new("logout_token", Token()), new("logout_token", Token())]),
            ["a file"] = new MultipartFormDataContent { { new StringContent(Token()), "logout_token", "token" } },
        })
            await RefusedAsync(what, await SendAsync(content, server.One));
        Assert.Equal(1, await server.SessionsAsync("staying"));

        // And this is what all of these were made from.
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Token())).StatusCode);
        Assert.Equal(0, await server.SessionsAsync("staying"));

        string Token(Action<JsonObject>? change = null, Action<JsonObject>? head = null, RSA? key = null) => server.Provider.LogoutToken(c =>
        {
            c["sub"] = "staying";
            change?.Invoke(c);
        }, head, key);

        static async Task RefusedAsync(string what, HttpResponseMessage answer)
        {
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{what}: {answer.StatusCode}");
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            var said = JsonNode.Parse(await Forms.TextAsync(answer))!;
            Assert.Equal(("invalid_request", "logout-token-refused"), ((string)said["error"]!, (string)said["code"]!));
        }
    }

    [Fact]
    public async Task A_token_is_followed_once_on_whichever_node_and_by_one_of_several()
    {
        var token = server.Provider.LogoutToken(c => c["sub"] = "again");
        await server.SignedInAsync("again");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => SendAsync(token, i % 2 == 0 ? server.One : server.Two)));
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.BadRequest));
        Assert.Equal(0, await server.SessionsAsync("again"));
        // Who has signed in since stays.
        var browser = await server.SignedInAsync("again");
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(token, server.Two)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations"));
    }

    [Fact]
    public async Task A_browser_of_another_site_is_not_heard()
    {
        using var answer = await SendAsync(Form(server.Provider.LogoutToken(c => c["sub"] = "x")), server.One, ("Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    /// <summary>The newest session of somebody, as the provider names it.</summary>
    private async Task<Action<JsonObject>> SessionOf(string who)
    {
        var session = await server.ScalarAsync<string>(
            "select provider_session from accounts.sessions where member = $1 order by began_at desc limit 1", (await server.MemberAsync(who)).Value);
        return c => c["sid"] = session;
    }

    private Task<HttpResponseMessage> SendAsync(string token, IAlbaHost? node = null) => SendAsync(Form(token), node ?? server.One);

    private static FormUrlEncodedContent Form(string token) => new([new("logout_token", token)]);

    private static async Task<HttpResponseMessage> SendAsync(HttpContent content, IAlbaHost node, params (string Name, string Value)[] headers)
    {
        using var client = node.Server.CreateClient();
        client.BaseAddress = new("https://localhost");
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
