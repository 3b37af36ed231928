using System.Diagnostics;
using System.Net;
using CaseStudies.Server.Accounts;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class SignInTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    [Fact]
    public async Task A_wrong_password_and_a_name_that_nobody_has_are_answered_alike_and_not_at_once()
    {
        await server.AccountAsync("known@example.org");
        var answers = new List<string>();
        foreach (var login in new[] { "known@example.org", "nobody@example.org" })
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await new Browser().SignInAsync(server.One, login, "not the password of anybody");
            Assert.True(Stopwatch.GetElapsedTime(begun) >= TimeSpan.FromMilliseconds(500));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.Contains("session", StringComparison.Ordinal)));
            answers.Add(Page(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), login));
        }

        Assert.Contains("サインインできませんでした", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);

        static string Page(string html, string login) => Pages.Rendered.Text(html.Replace(login, "LOGIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_over_https_and_for_no_script()
    {
        await server.AccountAsync("cookie");
        var browser = new Browser();
        using var answer = await browser.SignInAsync(server.One, "cookie", AccountNodes.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("session", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.StartsWith("__host-casestudies-session=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        var page = await browser.PageAsync(server.One, "/");
        Assert.Contains("cookie", Pages.Rendered.Text(page), StringComparison.Ordinal);
        Assert.Contains("action=\"/sign-out\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_plain_http_a_session_is_for_this_machine_only()
    {
        await server.AccountAsync("plain");
        var here = new Browser("http://localhost");
        using (var answer = await here.SignInAsync(server.One, "plain", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("casestudies-session", here.Cookies.Keys);
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync(server.One, "/organisations"));

        var elsewhere = new Browser("http://casestudies.example");
        using var page = await elsewhere.GetAsync(server.One, "/sign-in?lang=en");
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("unencrypted connection", text, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_out_is_out_on_every_node_with_the_next_request()
    {
        var browser = await server.SignedInAsync("leaving");
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations"));
        var cookies = new Dictionary<string, string>(browser.Cookies);

        using (var answer = await browser.SubmitAsync(server.One, "/", "/sign-out"))
            Assert.Equal(("/sign-in?signed-out=yes", "\"cache\""),
                (answer.Headers.Location?.OriginalString, answer.Headers.GetValues("Clear-Site-Data").Single()));
        Assert.DoesNotContain(browser.Cookies.Keys, c => c.Contains("session", StringComparison.Ordinal));

        var thief = new Browser();
        foreach (var (name, value) in cookies)
            thief.Cookies[name] = value;
        Assert.Equal(HttpStatusCode.Unauthorized, await thief.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await thief.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task A_session_that_nobody_uses_for_twelve_hours_ends()
    {
        var browser = await server.SignedInAsync("idle");
        server.Clock.Advance(Duration.FromHours(11));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations"));
        server.Clock.Advance(Duration.FromHours(11));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations"));
        server.Clock.Advance(Duration.FromHours(12));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task A_browser_is_led_to_the_sign_in_and_back_and_a_program_is_told()
    {
        await server.AccountAsync("led");
        var browser = new Browser();
        using (var answer = await browser.GetAsync(server.One, "/organisations/ysc?lang=en"))
        {
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal("/sign-in?return=%2Forganisations%2Fysc%3Flang%3Den", answer.Headers.Location?.OriginalString);
        }

        Assert.Contains("name=\"return\" value=\"/organisations/ysc?lang=en\"",
            await browser.PageAsync(server.One, "/sign-in?return=%2Forganisations%2Fysc%3Flang%3Den"), StringComparison.Ordinal);
        using (var program = await browser.GetAsync(server.One, "/organisations", "application/json"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
            Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);
        }

        using var signedIn = await browser.SignInAsync(server.One, "led", AccountNodes.Password, "/organisations/ysc?lang=en");
        Assert.Equal("/organisations/ysc?lang=en", signedIn.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example"), InlineData("\\\\evil.example")]
    [InlineData("javascript:x")]
    [InlineData("/\t/evil.example"), InlineData("/\r\nSet-Cookie: a=b"), InlineData("~/x"), InlineData("evil.example"), InlineData(""), InlineData("/サイト")]
    public async Task Nobody_is_led_to_another_site(string back)
    {
        Assert.False(AccountForms.IsLocal(back));
        Assert.Contains("name=\"return\" value=\"/\"",
            await new Browser().PageAsync(server.One, "/sign-in?return=" + Uri.EscapeDataString(back)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_return_address_of_another_site_in_the_form_is_left_out()
    {
        await server.AccountAsync("returned");
        using var answer = await new Browser().SignInAsync(server.One, "returned", AccountNodes.Password, "//evil.example");
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Ten_wrong_passwords_lock_the_account_on_every_node_with_the_words_of_a_wrong_password()
    {
        await server.AccountAsync("locked");
        for (var i = 0; i < 10; i++)
        {
            using var wrong = await new Browser().SignInAsync(server.One, "locked", $"wrong password number {i}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        using (var tooMany = await new Browser().SignInAsync(server.One, "locked", AccountNodes.Password))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
            Assert.Equal("60", tooMany.Headers.GetValues("Retry-After").Single());
        }

        using (var locked = await new Browser().SignInAsync(server.Two, "locked", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
        await server.ExecuteAsync("update accounts.users set lockout_end = now() - interval '1 second' where user_name = 'locked'");
        using var open = await new Browser().SignInAsync(server.Two, "locked", AccountNodes.Password);
        Assert.Equal(HttpStatusCode.SeeOther, open.StatusCode);
    }

    [Fact]
    public async Task Signing_in_begins_a_session_with_a_key_of_its_own()
    {
        var browser = await server.SignedInAsync("before");
        var earlier = new Dictionary<string, string>(browser.Cookies);
        await server.AccountAsync("after");
        using (var answer = await browser.SignInAsync(server.One, "after", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);

        Assert.Contains("after", Pages.Rendered.Text(await browser.PageAsync(server.One, "/")), StringComparison.Ordinal);
        var other = new Browser();
        foreach (var (name, value) in earlier)
            other.Cookies[name] = value;
        Assert.DoesNotContain("after", Pages.Rendered.Text(await other.PageAsync(server.One, "/")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example"), InlineData("Origin", "null"), InlineData("Origin", "http://localhost"), InlineData("Origin", null)]
    [InlineData("Sec-Fetch-Site", "cross-site"), InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_another_site_makes_a_browser_send_is_refused(string header, string? value)
    {
        var browser = await server.SignedInAsync($"csrf-{Guid.NewGuid():n}");
        foreach (var request in new[]
        {
            browser.Form("/sign-out"), browser.Form("/organisations/ysc/jobs/00000000-0000-0000-0000-000000000000", ("press", "cancel")),
            new HttpRequestMessage(HttpMethod.Put, "/organisations/ysc/fiscal-year") { Content = new StringContent("{}") },
        })
        {
            request.Headers.Remove("Origin");
            if (value is not null)
                request.Headers.Add(header, value);
            using var answer = await browser.SendAsync(server.One, request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("foreign-origin", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task A_form_that_is_not_ours_is_refused()
    {
        var browser = await server.SignedInAsync("forms");
        foreach (var to in new[] { "/sign-out", "/sign-in", await server.LinkAsync("forms") })
        {
            using var without = await browser.SendAsync(server.One, browser.Form(to, ("login", "forms"), ("password", AccountNodes.Password)));
            Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
            using var json = await browser.SendAsync(server.One, new(HttpMethod.Post, to)
            {
                Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Headers = { { "Origin", "https://localhost" } },
            });
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task What_stands_in_the_database_opens_no_session()
    {
        var browser = await server.SignedInAsync("stored");
        var rows = await server.ScalarAsync<string[]>("select array_agg(key_hash) from accounts.sessions");
        Assert.All(rows, r => Assert.Matches("^[0-9a-f]{64}$", r));
        Assert.DoesNotContain(browser.Cookies.Values, v => rows.Any(r => v.Contains(r, StringComparison.Ordinal)));
        Assert.Equal("Browser of a test", await server.ScalarAsync<string>(
            "select s.agent from accounts.sessions s join accounts.users u on u.id = s.account_id where u.user_name = 'stored'"));
    }

    [Fact]
    public async Task The_pages_are_closed_to_scripts_and_kept_by_nobody()
    {
        foreach (var path in new[] { "/sign-in", await LinkAsync() })
        {
            using var answer = await new Browser().GetAsync(server.One, path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("default-src 'none'; ", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        }

        async Task<string> LinkAsync()
        {
            await server.AccountAsync("headers");
            return await server.LinkAsync("headers");
        }
    }
}
