using System.Net;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>Who has forgotten the password has a link sent, and nobody learns from it who has an account.</summary>
public sealed class ForgottenTests(MailingNodes server) : IClassFixture<MailingNodes>
{
    private const string Path = "/sign-in/forgotten", New = "seven cranes over wet rice", Subject = "パスワードの再設定";

    [Fact]
    public async Task The_link_of_the_mail_sets_a_new_password_once_and_ends_the_sessions()
    {
        var (before, browser) = (await server.SignedInAsync("forgets@example.org"), new Browser());
        Assert.Contains($"href=\"{Path}\"", await browser.PageAsync(server.One, "/sign-in"), StringComparison.Ordinal);

        await AskAsync("Forgets@Example.ORG");

        var link = await server.LinkToAsync("forgets@example.org", Subject);
        Assert.Matches(@"^/link/asked\.[A-Za-z0-9_-]{43}$", link);
        using (var set = await browser.SubmitAsync(server.Two, link, link, ("password", New)))
            Assert.Equal("/", set.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.One, "/organisations"));
        Assert.Equal(HttpStatusCode.Unauthorized, await before.StatusAsync(server.One, "/organisations"));
        Assert.Equal(HttpStatusCode.NotFound, await browser.StatusAsync(server.One, link, "text/html"));
        using var signedIn = await new Browser().SignInAsync(server.One, "forgets@example.org", New);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
    }

    [Fact]
    public async Task Whatever_login_is_typed_is_answered_alike_and_only_a_password_alone_is_reset_by_mail()
    {
        foreach (var login in new[] { "alike@example.org", "factor@example.org", "passkey@example.org", "plain", "disabled@example.org", "last@example.org" })
            await server.AccountAsync(login);
        await server.ChangeAsync("factor@example.org", (users, account) => users.SetTwoFactorEnabledAsync(account, true));
        await server.ChangeAsync("passkey@example.org", (users, account) => users.AddOrUpdatePasskeyAsync(account, Passkey()));
        await server.ChangeAsync("disabled@example.org", (users, account) => users.SetLockoutEndDateAsync(account, Account.Forever));
        var answers = new List<string>();
        foreach (var login in new[]
        {
            "alike@example.org", "nobody@example.org", "factor@example.org", "passkey@example.org", "plain", "disabled@example.org", "", " ", new('a', 300),
            "alike@example.org\r\nBcc: evil@x.example", "alike@example.org, evil@x.example", "<script>", "山田", "last@example.org",
        })
        {
            using var answer = await new Browser().SubmitAsync(server.One, Path, Path, ("login", login));
            answers.Add($"{answer.StatusCode}\n{answer.Headers}\n{answer.Content.Headers}\n{await Forms.TextAsync(answer)}");
        }

        Assert.StartsWith("OK", answers[0], StringComparison.Ordinal);
        Assert.Contains("アカウントがあれば", answers[0], StringComparison.Ordinal);
        Assert.All(answers, a => Assert.Equal(answers[0], a));
        // They are sent one after the other, so that nothing between the first and the last was sent.
        await server.LinkToAsync("alike@example.org", Subject);
        await server.LinkToAsync("last@example.org", Subject);
        Assert.True(server.Box.IsEmpty);
    }

    [Fact]
    public async Task Nobody_waits_for_the_mail_server()
    {
        await server.AccountAsync("slow@example.org");
        server.Box.Hold();
        var answers = new List<string>();
        try
        {
            foreach (var login in new[] { "slow@example.org", "nobody-either@example.org" })
                answers.Add(await AskAsync(login));
            Assert.True(server.Box.IsEmpty);
        }
        finally
        {
            server.Box.GoOn();
        }

        Assert.Equal(answers[0], answers[1]);
        await server.LinkToAsync("slow@example.org", Subject);
    }

    [Fact]
    public async Task A_page_in_English_has_a_mail_in_English_sent()
    {
        await server.AccountAsync("english@example.org");
        var browser = new Browser();
        using var answer = await browser.SubmitAsync(server.One, Path + "?lang=en", Path + "?lang=en", ("login", "english@example.org"));
        Assert.Contains("If there is an account of that login name", await Forms.TextAsync(answer), StringComparison.Ordinal);
        Assert.StartsWith("/link/asked.", await server.LinkToAsync("english@example.org", "Set a new password"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_is_asked_for_three_times_an_hour_whether_there_is_such_an_account_or_not()
    {
        await server.AccountAsync("often@example.org");
        var refusals = new List<string>();
        foreach (var login in new[] { "often@example.org", "nobody-often@example.org" })
        {
            for (var i = 0; i < 3; i++)
                await AskAsync(login);
            using var answer = await new Browser().SubmitAsync(server.One, Path, Path, ("login", login.ToUpperInvariant()));
            Assert.Equal((HttpStatusCode.TooManyRequests, "3600"), (answer.StatusCode, answer.Headers.GetValues("Retry-After").Single()));
            refusals.Add(Pages.Rendered.Text(await Forms.TextAsync(answer)));
        }

        Assert.Contains("リンクを求める回数が多すぎます", refusals[0], StringComparison.Ordinal);
        Assert.Equal(refusals[0], refusals[1]);
        for (var i = 0; i < 3; i++)
            await server.LinkToAsync("often@example.org", Subject);
    }

    [Fact]
    public async Task A_factor_that_was_added_since_is_not_taken_away_but_by_the_operators_link()
    {
        await server.AccountAsync("careful@example.org");
        var byOperator = await server.LinkAsync("careful@example.org");
        await AskAsync("careful@example.org");
        var (asked, browser) = (await server.LinkToAsync("careful@example.org", Subject), new Browser());
        var form = await browser.FilledInAsync(server.One, asked, asked, ("password", New));
        await server.ChangeAsync("careful@example.org", (users, account) => users.SetTwoFactorEnabledAsync(account, true));

        Assert.Equal(HttpStatusCode.NotFound, await browser.StatusAsync(server.Two, asked, "text/html"));
        using (var late = await browser.SendAsync(server.One, form))
            Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await browser.StatusAsync(server.Two, asked.Replace("asked.", "", StringComparison.Ordinal), "text/html"));
        using var set = await browser.SubmitAsync(server.One, byOperator, byOperator, ("password", New));
        Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
    }

    [Fact]
    public async Task A_stranger_voids_no_link_and_the_one_that_is_used_voids_the_others()
    {
        await server.AccountAsync("several@example.org");
        var links = new List<string> { await server.LinkAsync("several@example.org") };
        for (var i = 0; i < 2; i++)
        {
            await AskAsync("several@example.org");
            links.Add(await server.LinkToAsync("several@example.org", Subject));
        }

        foreach (var link in links)
            Assert.Equal(HttpStatusCode.OK, await new Browser().StatusAsync(server.Two, link, "text/html"));
        using (var set = await new Browser().SubmitAsync(server.One, links[1], links[1], ("password", New)))
            Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);
        foreach (var link in links)
            Assert.Equal(HttpStatusCode.NotFound, await new Browser().StatusAsync(server.Two, link, "text/html"));
    }

    [Fact]
    public async Task It_is_good_for_an_hour_and_not_for_an_account_that_was_disabled()
    {
        await server.AccountAsync("late@example.org");
        await AskAsync("late@example.org");
        var link = await server.LinkToAsync("late@example.org", Subject);
        server.Clock.Advance(Duration.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, await new Browser().StatusAsync(server.One, link, "text/html"));
        await server.ChangeAsync("late@example.org", (users, account) => users.SetLockoutEndDateAsync(account, Account.Forever));
        Assert.Equal(HttpStatusCode.NotFound, await new Browser().StatusAsync(server.One, link, "text/html"));
        await server.ChangeAsync("late@example.org", (users, account) => users.SetLockoutEndDateAsync(account, null));
        server.Clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(HttpStatusCode.NotFound, await new Browser().StatusAsync(server.One, link, "text/html"));
    }

    [Fact]
    public async Task The_link_stands_nowhere_and_the_organisations_see_that_somebody_asked()
    {
        var member = await server.AccountAsync("seen@example.org");
        Assert.Null(await server.Host.Services.GetRequiredService<OrganisationRecorder>().GiveRoleAsync(
            new("asked"), member, Role.Owner, null, new(Guid.NewGuid()), [], Actor.Operator, TestContext.Current.CancellationToken));
        await AskAsync("seen@example.org");
        var link = await server.LinkToAsync("seen@example.org", Subject);

        Assert.Empty(await server.TablesWithAsync(link.Split('.')[^1]));
        Assert.DoesNotContain(link, server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("seen@example.org", server.Log.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"link-asked in asked by {member}", server.Log.Text, StringComparison.Ordinal);
        Assert.Equal("link-asked", await server.ScalarAsync<string>(
            "select event from vault.security_log where tenant_id = 'asked' and member = $1", member.Value));
    }

    [Fact]
    public async Task Over_plain_http_it_is_for_this_machine_only_and_a_form_that_is_not_ours_is_refused()
    {
        using var page = await new Browser("http://casestudies.example").GetAsync(server.One, Path + "?lang=en");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.DoesNotContain("name=\"login\"", await Forms.TextAsync(page), StringComparison.Ordinal);
        var browser = new Browser();
        using var foreign = await browser.SendAsync(server.One, browser.Form(Path, ("login", "first")));
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
    }

    [Fact]
    public void What_finds_no_room_is_in_the_log()
    {
        var services = server.Host.Services;
        using var log = new CapturedLog();
        using var factory = LoggerFactory.Create(b => b.AddProvider(log));
        // Nobody sends what waits in it.
        using var work = new ForgottenWork(services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<Mails>(),
            services.GetRequiredService<AccountNotes>(), factory.CreateLogger<ForgottenWork>());
        for (var i = 0; i < 101; i++)
        {
            Assert.Equal("", log.Text);
            work.Ask(new($"a{i}@example.org", Language.Ja, new(server.Clock.GetCurrentInstant(), SecurityEvent.LinkAsked, "", "", "", "")));
        }

        Assert.Contains("because 100 are waiting", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.org", log.Text, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string login)
    {
        using var answer = await new Browser().SubmitAsync(server.One, Path, Path, ("login", login));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Forms.TextAsync(answer);
    }

    private static UserPasskeyInfo Passkey() => new([1, 2, 3], [4], DateTimeOffset.UnixEpoch, 0, [], true, false, false, [5], [6]);
}
