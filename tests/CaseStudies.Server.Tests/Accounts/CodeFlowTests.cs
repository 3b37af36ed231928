using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Server.Capture;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>Browsers sign in at a real provider (OpenIddict).</summary>
public sealed partial class CodeFlowTests(ProviderNodes server, PostgresFixture postgres) : IClassFixture<ProviderNodes>
{
    [Fact]
    public async Task Whoever_signs_in_at_the_provider_has_a_session_here_on_every_node_and_is_the_member_of_their_tokens()
    {
        await server.OwnAsync("flow", "hana");
        var browser = new Browser();
        using (var led = await browser.GetAsync(server.One, "/organisations/flow"))
            Assert.Equal("/sign-in?return=%2Forganisations%2Fflow", led.Headers.Location?.OriginalString);
        Assert.Contains("href=\"/sign-in/provider?return=%2Forganisations%2Fflow\"",
            await browser.PageAsync(server.One, "/sign-in?return=%2Forganisations%2Fflow"), StringComparison.Ordinal);

        using var answer = await server.SignInAsync(browser, "hana", "/organisations/flow");
        Assert.Equal((HttpStatusCode.SeeOther, "/organisations/flow"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("session", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.StartsWith("__host-casestudies-session=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.Equal(["__Host-casestudies-session"], browser.Cookies.Keys.Where(k => !k.Contains("form", StringComparison.Ordinal)));
        foreach (var node in new[] { server.One, server.Two })
            Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(node, "/organisations/flow/invitations"));

        // The same person by a token: the same member, who is an owner.
        var token = await server.Provider.AccessTokenAsync("hana");
        var program = await new Browser().SendAsync(server.Two, new(HttpMethod.Get, "/organisations/flow/members") { Headers =
        {
            { "Authorization", "Bearer " + token }, { "Accept", "application/json" },
        } });
        Assert.Equal(HttpStatusCode.OK, program.StatusCode);
        var me = Member().Match(await browser.PageAsync(server.One, "/account")).Value;
        Assert.Equal((await server.MemberAsync("hana")).Value, me);
        Assert.Contains(me, await Forms.TextAsync(program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_browser_is_led_with_a_challenge_a_state_and_a_nonce_and_asked_for_nothing_else()
    {
        var (browser, first) = (new Browser(), new Browser());
        var (one, two) = (Query(await ProviderNodes.BeginAsync(browser, server.One)), Query(await ProviderNodes.BeginAsync(first, server.One)));

        Assert.Equal(("code", "openid", "S256", Provider.Client, "https://localhost/sign-in/provider/answer"),
            (one["response_type"], one["scope"], one["code_challenge_method"], one["client_id"], one["redirect_uri"]));
        Assert.Equal(
            ["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state"], one.Keys.Order());
        foreach (var secret in new[] { "code_challenge", "state", "nonce" })
            Assert.True(one[secret].Length >= 43 && one[secret] != two[secret], secret);
        var cookie = Assert.Single(browser.Cookies.Keys);
        Assert.StartsWith("__Host-casestudies-provider-", cookie, StringComparison.Ordinal);
        using var begun = await browser.GetAsync(server.One, "/sign-in/provider");
        var set = begun.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", set, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_signed_in_by_a_link_of_another_site()
    {
        foreach (var (site, leads) in new[] { ("cross-site", false), ("same-site", false), ("same-origin", true), ("none", true) })
        {
            using var answer = await new Browser().SendAsync(server.One, new(HttpMethod.Get, "/sign-in/provider?return=%2Fguide") { Headers =
            {
                { "Sec-Fetch-Site", site }, { "Accept", "text/html" },
            } });
            Assert.Equal(leads ? server.Provider.Address + "/authorize" : "/sign-in", answer.Headers.Location?.OriginalString.Split('?')[0]);
            if (!leads)
                Assert.Equal("/sign-in?return=%2Fguide", answer.Headers.Location?.OriginalString);
        }
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("javascript:x")]
    public async Task Nobody_is_led_from_here_to_another_site(string back)
    {
        using var answer = await server.SignInAsync(new(), "led", back);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Whose_answer_it_is_not_gets_no_session()
    {
        var (mine, other) = (new Browser(), new Browser());
        var answer = await server.Provider.AnswerAsync(await ProviderNodes.BeginAsync(mine, server.One), "mei");
        await ProviderNodes.BeginAsync(other, server.One);
        var (code, state) = (Query(answer)["code"], Query(answer)["state"]);
        const string Path = "/sign-in/provider/answer?";
        foreach (var wrong in new[]
        {
            "", $"code={code}", $"state={state}", $"code={code}&state=", $"code={code}&state=x", $"code={code}&state={state[..^2]}AA",
            $"code=x&state={state}", $"error=access_denied&state={state}", $"error=server_error&error_description=%3Cscript%3E&state={state}",
            $"id_token=x&state={state}",
        })
            await NoneAsync(await new Browser().GetAsync(server.One, Path + wrong));
        // Somebody else's browser, which has begun as well, must not be made this person's.
        await NoneAsync(await other.GetAsync(server.One, Path + $"code={code}&state={state}"));

        var cookies = new Dictionary<string, string>(mine.Cookies);
        using (var signedIn = await mine.GetAsync(server.Two, answer.PathAndQuery))
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        // A code opens once, here and at the provider, though somebody kept the cookies.
        await NoneAsync(await mine.GetAsync(server.One, answer.PathAndQuery));
        var thief = new Browser();
        foreach (var (name, value) in cookies)
            thief.Cookies[name] = value;
        await NoneAsync(await thief.GetAsync(server.One, answer.PathAndQuery));
        Assert.Equal(1, await server.SessionsAsync("mei"));

        static async Task NoneAsync(HttpResponseMessage answer)
        {
            var text = await Forms.TextAsync(answer);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("組織のアカウントでサインインできませんでした", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
            Assert.DoesNotContain("code=", text, StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [],
                c => c.Contains("session", StringComparison.Ordinal) && !c.Contains("session=;", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_belongs_to_nothing_is_told_their_id_and_what_to_do()
    {
        var browser = await server.SignedInAsync("nobody-yet");
        var page = await browser.PageAsync(server.One, "/?lang=en");
        Assert.Contains("You do not belong to any organisation yet", page, StringComparison.Ordinal);
        Assert.Contains((await server.MemberAsync("nobody-yet")).Value, page, StringComparison.Ordinal);
        await server.OwnAsync("closed", "somebody");
        Assert.Equal(HttpStatusCode.NotFound, await browser.StatusAsync(server.One, "/organisations/closed"));
    }

    [Fact]
    public async Task An_invitation_is_for_people_of_the_provider_too()
    {
        await server.OwnAsync("inviting", "owner");
        var (secret, invitation) = CaseStudies.Server.Access.LinkSecret.New();
        var recorder = server.Host.Services.GetRequiredService<OrganisationRecorder>();
        Assert.NotNull((await recorder.InviteAsync(new("inviting"), new(invitation), CaseStudies.Domain.Organisations.Role.Staff, null, new(Guid.NewGuid()), [],
            Actor.Operator, TestContext.Current.CancellationToken)).Made);
        var (link, browser) = ($"/join/inviting/{secret}", new Browser());
        var page = await browser.PageAsync(server.One, link);
        Assert.Contains($"href=\"/sign-in/provider?return={Uri.EscapeDataString(link)}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);

        using (var back = await server.SignInAsync(browser, "guest", link))
            Assert.Equal(link, back.Headers.Location?.OriginalString);
        using (var joined = await browser.SubmitAsync(server.Two, link, link))
            Assert.Equal("/organisations/inviting/today", joined.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations/inviting/members"));
    }

    [Fact]
    public async Task The_sessions_of_a_person_are_listed_and_ended_by_them()
    {
        var (here, there, other) = (await server.SignedInAsync("ending"), await server.SignedInAsync("ending"), await server.SignedInAsync("another"));
        var page = await here.PageAsync(server.One, "/account?lang=en");
        Assert.Equal(2, Regex.Count(page, "Browser of a test"));
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await here.StatusAsync(server.One, "/account/second-factor", "text/html"));

        using (var ended = await here.SubmitAsync(server.One, "/account", "/account", ("press", "others")))
            Assert.Equal("/account", ended.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await there.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(server.Two, "/organisations"));
    }

    [Fact]
    public async Task Who_signs_out_is_out_here_at_once_and_is_led_to_sign_out_at_the_provider()
    {
        var browser = await server.SignedInAsync("leaving");
        var cookies = new Dictionary<string, string>(browser.Cookies);
        using var answer = await browser.SubmitAsync(server.One, "/", "/sign-out");
        var onwards = answer.Headers.GetValues("Refresh").Single();
        Assert.Equal($"1;url={server.Provider.Address}/logout?client_id={Provider.Client}&post_logout_redirect_uri=https%3A%2F%2Flocalhost%2Fsign-in", onwards);
        Assert.Contains($"href=\"{onwards["1;url=".Length..].Replace("&", "&amp;", StringComparison.Ordinal)}\"", await Forms.TextAsync(answer),
            StringComparison.Ordinal);
        Assert.Equal(0, await server.SessionsAsync("leaving"));
        var thief = new Browser();
        foreach (var (name, value) in cookies)
            thief.Cookies[name] = value;
        Assert.Equal(HttpStatusCode.Unauthorized, await thief.StatusAsync(server.Two, "/organisations"));

        var (signedOut, client) = (server.Provider.SignedOut, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }));
        using var there = await client.GetAsync(new Uri(onwards["1;url=".Length..]), TestContext.Current.CancellationToken);
        Assert.Equal((signedOut + 1, "https://localhost/sign-in"), (server.Provider.SignedOut, there.Headers.Location?.OriginalString));
        client.Dispose();
    }

    [Fact]
    public async Task No_token_and_no_name_is_kept()
    {
        await server.SignedInAsync("taro.yamada");
        var ticket = TicketSerializer.Default.Deserialize(await server.ScalarAsync<byte[]>(
            "select ticket from accounts.sessions where member = $1", (await server.MemberAsync("taro.yamada")).Value))!;
        Assert.Equal(["sub"], ticket.Principal.Claims.Select(c => c.Type));
        Assert.Empty(ticket.Properties.GetTokens());
        var kept = System.Text.Encoding.UTF8.GetString(TicketSerializer.Default.Serialize(ticket));
        Assert.DoesNotContain("eyJ", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("taro", kept, StringComparison.Ordinal);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from accounts.sessions s where s::text like '%taro%'"));
    }

    [Fact]
    public async Task Below_a_path_the_way_back_is_the_one_that_people_see()
    {
        await using var mounted = new ProviderNodes.Node(postgres, server, "/mounted");
        await mounted.InitializeAsync();
        var browser = new Browser();
        Assert.Contains("href=\"/mounted/sign-in/provider?return=%2F\"", await browser.PageAsync(mounted.Host, "/mounted/sign-in"), StringComparison.Ordinal);
        using var begun = await browser.GetAsync(mounted.Host, "/mounted/sign-in/provider?return=%2Fguide");
        Assert.Equal("https://localhost/mounted/sign-in/provider/answer", Query(begun.Headers.Location!)["redirect_uri"]);
        var answer = await server.Provider.AnswerAsync(begun.Headers.Location!, "behind");
        using var signedIn = await browser.GetAsync(mounted.Host, answer.PathAndQuery);
        Assert.Equal("/mounted/guide", signedIn.Headers.Location?.OriginalString);
        using var left = await browser.SubmitAsync(mounted.Host, "/mounted/", "/mounted/sign-out");
        Assert.Contains("post_logout_redirect_uri=https%3A%2F%2Flocalhost%2Fmounted%2Fsign-in", left.Headers.GetValues("Refresh").Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_of_a_provider_that_the_operator_took_away_is_over()
    {
        var browser = await server.SignedInAsync("moving");
        var member = (await server.MemberAsync("moving")).Value;
        await server.ExecuteAsync("update accounts.sessions set issuer = 'https://earlier.example/' where member = $1", member);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.One, "/organisations"));
    }

    private static Dictionary<string, string> Query(Uri address) => QueryHelpers.ParseQuery(address.Query).ToDictionary(q => q.Key, q => q.Value.ToString());

    [GeneratedRegex("m-[0-9a-f]{32}")]
    private static partial Regex Member();
}
