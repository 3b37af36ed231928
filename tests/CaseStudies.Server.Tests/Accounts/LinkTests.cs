using System.Net;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class LinkTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string New = "seven cranes over wet rice";

    [Fact]
    public async Task Whoever_has_the_link_sets_the_password_once_and_all_earlier_sessions_end()
    {
        var before = await server.SignedInAsync("forgetful");
        var link = await server.LinkAsync("forgetful");
        var browser = new Browser();

        Assert.Contains("value=\"forgetful\"", await browser.PageAsync(server.Two, link), StringComparison.Ordinal);
        using (var set = await browser.SubmitAsync(server.Two, link, link, ("password", New)))
            Assert.Equal("/", set.Headers.Location?.OriginalString);

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await before.StatusAsync(server.One, "/organisations"));
        Assert.Equal(HttpStatusCode.NotFound, await new Browser().StatusAsync(server.One, link, "text/html"));
        using (var old = await new Browser().SignInAsync(server.One, "forgetful", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
        using var signedIn = await new Browser().SignInAsync(server.One, "forgetful", New);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
    }

    [Fact]
    public async Task Of_two_who_send_the_same_link_at_once_one_sets_the_password()
    {
        await server.AccountAsync("raced");
        var link = await server.LinkAsync("raced");
        var answers = await Browser.RaceAsync(
            server.One, server.Two, [new(), new(), new(), new()], link, link, i => [("password", $"{New} {i}")]);
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            answers.Select(a => a.StatusCode).Order());
    }

    [Fact]
    public async Task A_password_that_is_tried_first_is_refused_and_the_link_stays()
    {
        await server.AccountAsync("careless");
        var (link, browser) = (await server.LinkAsync("careless"), new Browser());
        foreach (var (password, says) in new[] { ("short", "短すぎます"), ("password1234", "すぐに当てられます"), (new string('あ', 129), "長すぎます") })
        {
            using var refused = await browser.SubmitAsync(server.One, link, link, ("password", password));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(says, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using var set = await browser.SubmitAsync(server.One, link, link, ("password", New));
        Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
    }

    [Fact]
    public async Task A_password_is_the_same_in_full_width()
    {
        await server.AccountAsync("wide");
        var (link, browser) = (await server.LinkAsync("wide"), new Browser());
        using (var set = await browser.SubmitAsync(server.One, link, link, ("password", "heron in ABC valley 7")))
            Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
        using var signedIn = await new Browser().SignInAsync(server.One, "wide", "heron in \uFF21\uFF22\uFF23\u3000valley \uFF17");
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
    }

    [Fact]
    public async Task After_seven_days_or_another_link_it_is_void()
    {
        await server.AccountAsync("late");
        var replaced = await server.LinkAsync("late");
        var link = await server.LinkAsync("late");
        Assert.Equal(HttpStatusCode.NotFound, await new Browser().StatusAsync(server.One, replaced, "text/html"));
        server.Clock.Advance(Duration.FromDays(7) - Duration.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await new Browser().StatusAsync(server.One, link, "text/html"));
        server.Clock.Advance(Duration.FromMinutes(2));
        using var answer = await new Browser().GetAsync(server.One, link + "?lang=en");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("its time is over", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_hash_is_stored()
    {
        await server.AccountAsync("hashed");
        var token = (await server.LinkAsync("hashed")).Split('/')[^1];
        Assert.Equal(43, token.Length);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from accounts.links l where l::text like $1", $"%{token}%"));
        Assert.Matches("^[0-9a-f]{64}$", await server.ScalarAsync<string>(
            "select l.hash from accounts.links l join accounts.users u on u.id = l.account_id where u.user_name = 'hashed'"));
    }
}
