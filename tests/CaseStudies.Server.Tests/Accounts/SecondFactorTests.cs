using System.Net;
using System.Text.RegularExpressions;

namespace CaseStudies.Server.Tests.Accounts;

public sealed partial class SecondFactorTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string Settings = "/account/second-factor";

    [Fact]
    public async Task Once_confirmed_signing_in_asks_for_a_code_and_takes_each_once_on_every_node()
    {
        var (app, _, here) = await SwitchedOnAsync("second");
        var browser = new Browser();
        using (var first = await browser.SignInAsync(server.One, "second", AccountNodes.Password, "/organisations"))
            Assert.Equal("/sign-in/code?return=%2Forganisations", first.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.One, "/organisations"));

        // The code with which it was switched on is used up as well.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(browser, app.Code(0)));
        Assert.Equal(HttpStatusCode.SeeOther, await CodeAsync(browser, app.Code(-1)));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations"));
        Assert.DoesNotContain(browser.Cookies.Keys, c => c.Contains("second", StringComparison.Ordinal));

        var thief = new Browser();
        using (var first = await thief.SignInAsync(server.Two, "second", AccountNodes.Password))
            Assert.StartsWith("/sign-in/code", first.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(thief, app.Code(-1), server.Two));
        Assert.Equal(HttpStatusCode.Unauthorized, await thief.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task Of_several_who_send_one_code_at_once_one_is_signed_in()
    {
        var (app, _, _) = await SwitchedOnAsync("raced-code");
        var browsers = new List<Browser>();
        for (var i = 0; i < 4; i++)
        {
            browsers.Add(new());
            using var first = await browsers[i].SignInAsync(i % 2 == 0 ? server.One : server.Two, "raced-code", AccountNodes.Password);
        }

        var answers = await Browser.RaceAsync(
            server.One, server.Two, browsers, "/sign-in/code", "/sign-in/code", _ => [("code", app.Code(-1)), ("return", "/")]);
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity],
            answers.Select(a => a.StatusCode).Order());
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_only_its_hash_is_stored()
    {
        var (_, codes, here) = await SwitchedOnAsync("recovering");
        Assert.Equal(10, codes.Distinct().Count());
        Assert.All(codes, c => Assert.Matches("^[0-9A-Z]{5}-[0-9A-Z]{5}$", c));
        Assert.Empty(await server.TablesWithAsync(codes));

        foreach (var (node, typed, expected) in new[]
        {
            (server.One, codes[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), HttpStatusCode.SeeOther),
            (server.Two, codes[3], HttpStatusCode.UnprocessableEntity), (server.One, "AAAAA-AAAAA", HttpStatusCode.UnprocessableEntity),
            (server.Two, codes[4], HttpStatusCode.SeeOther),
        })
        {
            var browser = new Browser();
            using (await browser.SignInAsync(node, "recovering", AccountNodes.Password))
                Assert.Equal(expected, await CodeAsync(browser, typed, node));
        }

        Assert.Contains("残りの回復コード: 8", await here.PageAsync(server.One, Settings), StringComparison.Ordinal);
        var renewed = Codes(await PressAsync(here, HttpStatusCode.OK, ("press", "renew"), ("present", AccountNodes.Password)));
        Assert.Empty(renewed.Intersect(codes));
        var old = new Browser();
        using (await old.SignInAsync(server.Two, "recovering", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(old, codes[5], server.Two));
    }

    [Fact]
    public async Task A_code_is_good_for_its_thirty_seconds_and_the_thirty_after_them()
    {
        var (app, _, _) = await SwitchedOnAsync("punctual");
        // It is set up at the beginning of a step.
        foreach (var (seconds, ahead, opens) in new[] { (0, -2, false), (0, 1, false), (0, -1, true), (119, 2, true), (31, 3, false), (0, 5, true) })
        {
            server.Clock.AdvanceSeconds(seconds);
            var browser = new Browser();
            using (await browser.SignInAsync(server.Two, "punctual", AccountNodes.Password))
                Assert.True(opens == (await CodeAsync(browser, app.Code(ahead)) == HttpStatusCode.SeeOther), $"{ahead} after {seconds}");
        }
    }

    [Fact]
    public async Task Ten_wrong_codes_lock_the_account_on_every_node()
    {
        var (app, codes, _) = await SwitchedOnAsync("guessed");
        var browser = new Browser();
        using (await browser.SignInAsync(server.Two, "guessed", AccountNodes.Password))
        {
            for (var i = 0; i < 5; i++)
                Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(browser, "AAAAA-AAAAA", server.Two));
        }

        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(browser, "000000x"));
        foreach (var right in new[] { app.Code(-1), codes[0] })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await CodeAsync(browser, right, server.Two));
        Assert.True(await server.ScalarAsync<bool>("select lockout_end > now() + interval '14 minutes' from accounts.users where user_name = 'guessed'"));
        await server.ExecuteAsync("update accounts.users set lockout_end = null where user_name = 'guessed'");
        Assert.Equal(HttpStatusCode.SeeOther, await CodeAsync(browser, codes[0], server.Two));
    }

    [Fact]
    public async Task It_is_not_in_force_before_a_code_confirms_it_and_each_change_asks_for_the_password()
    {
        var browser = await server.SignedInAsync("careful");
        await PressAsync(browser, HttpStatusCode.UnprocessableEntity, ("press", "begin"), ("present", "not the password"));
        var app = App.Of(await PressAsync(browser, HttpStatusCode.OK, ("press", "begin"), ("present", AccountNodes.Password)), server.Clock);
        var page = await PressAsync(browser, HttpStatusCode.UnprocessableEntity, ("press", "confirm"), ("code", app.Code(40)));
        Assert.DoesNotContain(app.Grouped, page, StringComparison.Ordinal);
        using (var signedIn = await new Browser().SignInAsync(server.Two, "careful", AccountNodes.Password))
            Assert.Equal("/", signedIn.Headers.Location?.OriginalString);

        Assert.Equal(10, Codes(await PressAsync(browser, HttpStatusCode.OK, ("press", "confirm"), ("code", app.Code(0)))).Length);
        foreach (var press in new[] { "off", "renew" })
            await PressAsync(browser, HttpStatusCode.UnprocessableEntity, ("press", press), ("present", "not the password"));
        await PressAsync(browser, HttpStatusCode.BadRequest, ("press", "begin"), ("present", AccountNodes.Password));
        await PressAsync(browser, HttpStatusCode.SeeOther, ("press", "off"), ("present", AccountNodes.Password));
        using var again = await new Browser().SignInAsync(server.Two, "careful", AccountNodes.Password);
        Assert.Equal("/", again.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Switching_it_on_ends_all_other_sessions()
    {
        var other = await server.SignedInAsync("ending");
        var (_, _, here) = await SwitchedOnAsync("ending", known: true);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync(server.Two, "/organisations"));
    }

    [Fact]
    public async Task The_link_of_a_reset_removes_it()
    {
        await SwitchedOnAsync("lost");
        var (link, browser) = (await server.LinkAsync("lost"), new Browser());
        using (var set = await browser.SubmitAsync(server.Two, link, link, ("password", "seven cranes over wet rice")))
            Assert.Equal("/", set.Headers.Location?.OriginalString);
        using var signedIn = await new Browser().SignInAsync(server.Two, "lost", "seven cranes over wet rice");
        Assert.Equal("/", signedIn.Headers.Location?.OriginalString);
        Assert.Equal(0, await server.ScalarAsync<long>(
            "select count(*) from accounts.tokens t join accounts.users u on u.id = t.user_id where u.user_name = 'lost'"));
    }

    [Fact]
    public async Task Without_the_password_or_with_one_that_was_changed_meanwhile_there_is_no_second_step()
    {
        using (var led = await new Browser().GetAsync(server.One, "/sign-in/code?return=%2Faccount"))
            Assert.Equal("/sign-in?return=%2Faccount", led.Headers.Location?.OriginalString);
        var (app, _, here) = await SwitchedOnAsync("changes");
        var browser = new Browser();
        using (await browser.SignInAsync(server.One, "changes", AccountNodes.Password))
        {
            using var changed = await here.SubmitAsync(server.One, "/account", "/account", ("present", AccountNodes.Password),
                ("password", "seven cranes over wet rice"));
            Assert.Equal("/account", changed.Headers.Location?.OriginalString);
        }

        Assert.Equal(HttpStatusCode.SeeOther, await CodeAsync(browser, app.Code(-1)));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync(server.One, "/organisations"));
        using var still = await browser.SignInAsync(server.One, "changes", "seven cranes over wet rice");
        Assert.StartsWith("/sign-in/code", still.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private async Task<(App App, string[] Codes, Browser Here)> SwitchedOnAsync(string login, bool known = false)
    {
        var here = new Browser();
        if (known)
            using (await here.SignInAsync(server.One, login, AccountNodes.Password))
                Assert.NotEmpty(here.Cookies);
        else
            here = await server.SignedInAsync(login);
        var app = App.Of(await PressAsync(here, HttpStatusCode.OK, ("press", "begin"), ("present", AccountNodes.Password)), server.Clock);
        return (app, Codes(await PressAsync(here, HttpStatusCode.OK, ("press", "confirm"), ("code", app.Code(0)))), here);
    }

    private async Task<string> PressAsync(Browser browser, HttpStatusCode expected, params (string Name, string Value)[] fields)
    {
        using var answer = await browser.SubmitAsync(server.One, Settings, Settings, fields);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpStatusCode> CodeAsync(Browser browser, string code, Alba.IAlbaHost? node = null)
    {
        // Another page's token will do, since the second step may not be open to this browser.
        using var answer = await browser.SubmitAsync(node ?? server.One, "/sign-in", "/sign-in/code", ("code", code), ("return", "/"));
        return answer.StatusCode;
    }

    private static string[] Codes(string page) => [.. Recovery().Matches(page).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("<li><code>([^<]*)</code></li>")]
    private static partial Regex Recovery();
}
