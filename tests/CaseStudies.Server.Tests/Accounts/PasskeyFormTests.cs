using System.Net;
using CaseStudies.Server.Accounts;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>What needs no real browser.</summary>
public sealed class PasskeyFormTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    [Fact]
    public async Task An_answer_to_no_challenge_or_of_no_passkey_signs_nobody_in_and_makes_none()
    {
        var stranger = new Browser();
        foreach (var credential in new[] { "", "{}", "[]", "null", "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}" })
        {
            using (var refused = await stranger.SubmitAsync(server.One, "/sign-in", "/sign-in/passkey", ("credential", credential), ("return", "/")))
                Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            using (var options = await stranger.SubmitAsync(server.One, "/sign-in", "/sign-in/passkey/options"))
                Assert.Equal("application/json", options.Content.Headers.ContentType?.MediaType);
            using var answered = await stranger.SubmitAsync(server.One, "/sign-in", "/sign-in/passkey", ("credential", credential), ("return", "/"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answered.StatusCode);
        }

        var browser = await server.SignedInAsync("no-device");
        using (var closed = await browser.SubmitAsync(server.One, "/account", "/account/passkeys/options", ("present", "not the password")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, closed.StatusCode);
        using (var options = await browser.SubmitAsync(server.One, "/account", "/account/passkeys/options", ("present", AccountNodes.Password)))
            Assert.Equal(HttpStatusCode.OK, options.StatusCode);
        using var made = await browser.SubmitAsync(server.One, "/account", "/account/passkeys", ("credential", "{}"), ("name", "x"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, made.StatusCode);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from accounts.passkeys"));
    }

    [Fact]
    public async Task Only_the_two_pages_with_the_script_may_load_one_and_only_from_here()
    {
        var browser = await server.SignedInAsync("scripted");
        foreach (var (page, scripted) in new[] { ("/sign-in", true), ("/account", true), ("/account/second-factor", false), ("/", false) })
        {
            using var answer = await browser.GetAsync(server.One, page);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Equal(scripted, policy.EndsWith("; script-src 'self'; connect-src 'self'", StringComparison.Ordinal));
            Assert.Equal(scripted, !policy.EndsWith("frame-ancestors 'none'", StringComparison.Ordinal));
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(scripted ? 1 : 0, html.Split("<script").Length - 1);
            Assert.Equal(scripted, html.Contains($"<script type=\"module\" src=\"{PasskeyEndpoint.Script.Address}\">", StringComparison.Ordinal));
        }
    }
}
