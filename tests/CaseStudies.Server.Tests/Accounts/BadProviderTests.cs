using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>What a provider, or whoever plays one, may send, and nobody is signed in by it.</summary>
public sealed class BadProviderTests(BadProviderTests.Server server, PostgresFixture postgres) : IClassFixture<BadProviderTests.Server>
{
    [Fact]
    public async Task An_ID_token_opens_if_it_is_signed_for_us_for_this_sign_in_and_now()
    {
        using var other = RSA.Create(2048);
        foreach (var (what, change) in new Dictionary<string, Action<JsonObject>>
        {
            ["as it is"] = _ => { },
            ["several audiences, but made for us"] = c => (c["aud"], c["azp"]) = (new JsonArray(Provider.Client, "x"), Provider.Client),
            ["over, within the skew"] = c => c["exp"] = Issuer.Seconds(Duration.FromSeconds(-20)), ["no name of a session"] = c => c.Remove("sid"),
        })
            Assert.True(await OpensAsync((i, n) => Token(i, n, change)), what);
        Assert.True(await OpensAsync((i, n) => Token(i, n, head: h => h.Remove("typ"))), "no type");

        foreach (var (what, change) in new Dictionary<string, Action<JsonObject>>
        {
            ["another nonce"] = c => c["nonce"] = $"{Guid.NewGuid():n}.x", ["no nonce"] = c => c.Remove("nonce"),
            ["an empty nonce"] = c => c["nonce"] = "",
            ["another client"] = c => c["aud"] = "another", ["the API"] = c => c["aud"] = Issuer.Audience, ["no audience"] = c => c.Remove("aud"),
            ["several audiences"] = c => c["aud"] = new JsonArray(Provider.Client, "x"), ["made for another"] = c => c["azp"] = "x",
            ["several audiences, made for another"] = c => (c["aud"], c["azp"]) = (new JsonArray(Provider.Client, "x"), "x"),
            ["over"] = c => c["exp"] = Issuer.Seconds(Duration.FromSeconds(-40)), ["no end"] = c => c.Remove("exp"), ["no beginning"] = c => c.Remove("iat"),
            ["not yet"] = c => c["nbf"] = Issuer.Seconds(Duration.FromMinutes(5)), ["another issuer"] = c => c["iss"] = "http://127.0.0.1:2",
            ["no issuer"] = c => c.Remove("iss"), ["nobody"] = c => c.Remove("sub"), ["an empty name"] = c => c["sub"] = "",
            ["a long name"] = c => c["sub"] = new string('x', 256), ["a long session"] = c => c["sid"] = new string('x', 256),
            ["another access token"] = c => c["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA",
        })
            Assert.False(await OpensAsync((i, n) => Token(i, n, change)), what);

        foreach (var (what, head) in new Dictionary<string, Action<JsonObject>>
        {
            ["none"] = h => h["alg"] = "none", ["a shared secret"] = h => h["alg"] = "HS256", ["an access token"] = h => h["typ"] = "at+jwt",
            ["a logout token"] = h => h["typ"] = "logout+jwt", ["an extension"] = h => h["crit"] = new JsonArray("exp"),
        })
            Assert.False(await OpensAsync((i, n) => Token(i, n, head: head)), what);
        Assert.False(await OpensAsync((i, n) => Token(i, n, key: other)), "another key");
        Assert.False(await OpensAsync((i, n) => Token(i, n)[..(Token(i, n).LastIndexOf('.') + 1)]), "no signature, and a head that names one");
        foreach (var nothing in new[] { null, "", "x", "a.b.c" })
            Assert.False(await OpensAsync((_, _) => nothing), nothing);
    }

    [Fact]
    public async Task Where_the_operator_asks_for_a_strength_the_sign_in_must_have_had_it()
    {
        await using var demanding = new At(postgres, server.Issuer.Address) { Acr = "phr phrh" };
        await demanding.InitializeAsync();
        var begun = await ProviderNodes.BeginAsync(new(), demanding.Host);
        Assert.Equal("phr phrh", QueryHelpers.ParseQuery(begun.Query)["acr_values"]);
        foreach (var (acr, opens) in new[] { ("phrh", true), ("1", false), ("", false), (null, false) })
            Assert.Equal(opens, await OpensAsync((i, n) => Token(i, n, c => c["acr"] = acr), demanding));
    }

    [Fact]
    public async Task Who_has_an_account_here_and_who_has_one_there_find_their_way_in_on_one_page()
    {
        await using var both = new At(postgres, server.Issuer.Address);
        await both.InitializeAsync();
        await using (var scope = both.Host.Services.CreateAsyncScope())
            Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(new() { UserName = "both" }, AccountNodes.Password))
                .Succeeded);
        var browser = new Browser();
        Assert.Contains("href=\"/sign-in/provider?return=%2F\"", await browser.PageAsync(both.Host, "/sign-in"), StringComparison.Ordinal);
        using (var signedIn = await browser.SignInAsync(both.Host, "both", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        // Their session is none of the provider's.
        using var left = await browser.SubmitAsync(both.Host, "/", "/sign-out");
        Assert.Equal("/sign-in?signed-out=yes", left.Headers.Location?.OriginalString);
        Assert.DoesNotContain("type=\"password\"", await browser.PageAsync(server.Host, "/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_calls_itself_otherwise_is_not_believed()
    {
        await using var other = new At(postgres, server.Issuer.Address + "/other");
        await other.InitializeAsync();
        using var answer = await new Browser().GetAsync(other.Host, "/sign-in/provider?lang=en");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Authentication__Authority must be", await Forms.TextAsync(answer), StringComparison.Ordinal);
        using var program = await new Browser().SendAsync(other.Host, new(HttpMethod.Get, "/organisations") { Headers =
        {
            { "Authorization", "Bearer " + server.Issuer.Token("somebody") }, { "Accept", "application/json" },
        } });
        Assert.Equal("sign-in-misconfigured", (string)JsonNode.Parse(await Forms.TextAsync(program))!["code"]!);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_told_as_such()
    {
        await using var half = new At(postgres, server.Issuer.Address + "/half");
        await half.InitializeAsync();
        var browser = new Browser();
        var begun = await ProviderNodes.BeginAsync(browser, half.Host);
        using var answer = await browser.GetAsync(half.Host, $"/sign-in/provider/answer?code=x&state={QueryHelpers.ParseQuery(begun.Query)["state"]}");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("認証サービスに接続できない", await Forms.TextAsync(answer), StringComparison.Ordinal);
    }

    /// <summary>A whole sign-in, at whose end the provider gives this token.</summary>
    private async Task<bool> OpensAsync(Func<Issuer, string, string?> token, ServerFixture? at = null)
    {
        var (node, browser) = ((at ?? server).Host, new Browser());
        var query = QueryHelpers.ParseQuery((await ProviderNodes.BeginAsync(browser, node)).Query);
        server.Issuer.IdToken = token(server.Issuer, query["nonce"].ToString());
        using var answer = await browser.GetAsync(node, $"/sign-in/provider/answer?code=x&state={query["state"]}");
        var isIn = browser.Cookies.Keys.Any(c => c.Contains("session", StringComparison.Ordinal));
        Assert.Equal(isIn ? HttpStatusCode.SeeOther : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(isIn ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await browser.StatusAsync(node, "/organisations"));
        return isIn;
    }

    private static string Token(Issuer issuer, string nonce, Action<JsonObject>? change = null, Action<JsonObject>? head = null, RSA? key = null) =>
        issuer.Token("somebody", c =>
        {
            (c["aud"], c["nonce"], c["sid"]) = (Provider.Client, nonce, "s1");
            change?.Invoke(c);
        }, key, head: h =>
        {
            h["typ"] = "JWT";
            head?.Invoke(h);
        });

    /// <summary>A server that takes the small issuer for its provider.</summary>
    public sealed class Server(PostgresFixture postgres) : BrowserServer(postgres), IAsyncLifetime
    {
        public Issuer Issuer { get; } = new();

        protected override string Authority => Issuer.Address;

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await Issuer.StartAsync();
            await InitializeAsync();
        }

        async ValueTask IAsyncDisposable.DisposeAsync()
        {
            await DisposeAsync();
            await Issuer.DisposeAsync();
        }
    }

    private sealed class At(PostgresFixture postgres, string authority) : BrowserServer(postgres)
    {
        public string? Acr { get; init; }

        protected override string Authority => authority;

        protected override void Configure(WebApplicationBuilder builder)
        {
            base.Configure(builder);
            builder.Configuration["Authentication:Acr"] = Acr;
        }
    }
}
