using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

public sealed partial class InvitationTests(AccountNodes server, PostgresFixture postgres) : IClassFixture<AccountNodes>
{
    [Fact]
    public async Task A_form_from_before_the_sign_in_makes_no_second_account()
    {
        var (owner, member) = (await server.OwnerAsync("stale"), await server.SignedInAsync("already@example.org"));
        var link = await server.InviteAsync(owner, "stale", "staff");
        using var answer = await member.SubmitAsync(server.One, link, link, ("login", "second@example.org"), ("password", AccountNodes.Password));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("already@example.org", await Forms.TextAsync(answer), StringComparison.Ordinal);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from accounts.users where user_name = 'second@example.org'"));
    }

    [Fact]
    public async Task Who_is_invited_makes_an_account_and_is_in_with_the_next_request_on_every_node()
    {
        var (owner, guest) = (await server.OwnerAsync("invited"), new Browser());
        var link = await server.InviteAsync(owner, "invited", "recorder", "new-duties");

        Assert.Contains("「記録係」として招待されています", await guest.PageAsync(server.Two, link), StringComparison.Ordinal);
        using (var joined = await guest.SubmitAsync(server.Two, link, link, ("login", "guest@example.org"), ("password", AccountNodes.Password)))
            Assert.Equal("/organisations/invited/today", joined.Headers.Location?.OriginalString);

        Assert.Equal(HttpStatusCode.OK, await guest.StatusAsync(server.One, "/organisations/invited/members"));
        Assert.Equal(HttpStatusCode.OK, await guest.StatusAsync(server.Two, "/organisations/invited/members"));
        Assert.Equal(HttpStatusCode.Forbidden, await guest.StatusAsync(server.Two, "/organisations/invited/invitations"));
        var page = Pages.Rendered.Text(await owner.PageAsync(server.One, "/organisations/invited/members?lang=en"));
        Assert.Matches(@"guest@example\.org\s+recorder\s+since [^·]+ by owner\.of\.invited@example\.org", page);
        Assert.DoesNotContain("owner.of", await guest.PageAsync(server.One, "/organisations/invited/members"), StringComparison.Ordinal);
        var events = await server.ScalarAsync<string[]>(
            $"""
            select array_agg(data::text order by version) from {MartenTables.Events}
            where tenant_id = 'invited' and type in ('member_invited', 'member_joined')
            """);
        var (invited, came) = (JsonNode.Parse(events[1])!, JsonNode.Parse(events[2])!);
        Assert.Equal(("new-duties", $"{server.Clock.GetCurrentInstant() + Duration.FromDays(7)}"),
            ((string)invited["cause"]!, (string)invited["until"]!));
        Assert.Equal(((string)invited["invitation"]!, "recorder"), ((string)came["invitation"]!, (string)came["role"]!));
    }

    [Fact]
    public async Task A_link_works_once_and_not_after_seven_days_and_not_when_withdrawn()
    {
        var owner = await server.OwnerAsync("once");
        var (used, withdrawn) = (await server.InviteAsync(owner, "once", "reader"), await server.InviteAsync(owner, "once", "staff"));
        await server.JoinAsync("joins-once", used);
        await GoneAsync(used);

        var page = await owner.PageAsync(server.One, "/organisations/once/members");
        using (var taken = await owner.SubmitAsync(server.One, "/organisations/once/members", "/organisations/once/members",
            ("press", "withdraw"), ("command", $"{Guid.NewGuid()}"), ("invitation", Invitation().Match(page).Groups[1].Value), ("cause", "mistake")))
            Assert.Equal("/organisations/once/members", taken.Headers.Location?.OriginalString);
        await GoneAsync(withdrawn);
        Assert.DoesNotContain("name=\"invitation\"", await owner.PageAsync(server.One, "/organisations/once/members"), StringComparison.Ordinal);

        var late = await server.InviteAsync(owner, "once", "staff");
        server.Clock.Advance(Duration.FromDays(7) - Duration.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await new Browser().StatusAsync(server.One, late, "text/html"));
        server.Clock.Advance(Duration.FromMinutes(1));
        await GoneAsync(late);
        await GoneAsync(late[..^1] + (late[^1] == 'A' ? 'B' : 'A'));
        await GoneAsync(late.Replace("/once/", "/nowhere/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_who_use_one_link_at_once_one_joins_and_the_others_have_no_account()
    {
        var link = await server.InviteAsync(await server.OwnerAsync("raced"), "raced", "staff");
        var answers = await Browser.RaceAsync(server.One, server.Two, [new(), new(), new(), new()], link, link,
            i => [("login", $"raced-{i}"), ("password", AccountNodes.Password)]);

        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            answers.Select(a => a.StatusCode).Order());
        Assert.Equal(1, await server.ScalarAsync<long>("select count(*) from accounts.users where user_name like 'raced-%'"));
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_and_joins_with_it_and_stays_when_pressing_twice()
    {
        var link = await server.InviteAsync(await server.OwnerAsync("known"), "known", "manager");
        await server.AccountAsync("has-one");
        var browser = new Browser();
        var page = await browser.PageAsync(server.One, link);
        Assert.Contains($"href=\"/sign-in?return={Uri.EscapeDataString(link)}\"", page, StringComparison.Ordinal);
        using (var signedIn = await browser.SignInAsync(server.One, "has-one", AccountNodes.Password, link))
            Assert.Equal(link, signedIn.Headers.Location?.OriginalString);

        Assert.Contains("has-one として参加する", await browser.PageAsync(server.One, link), StringComparison.Ordinal);
        var token = Form().Match(await browser.PageAsync(server.One, link)).Groups[1].Value;
        for (var i = 0; i < 2; i++)
        {
            using var joined = await browser.SendAsync(server.One, browser.Form(link, ("__RequestVerificationToken", token)));
            Assert.Equal("/organisations/known/today", joined.Headers.Location?.OriginalString);
        }

        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync(server.Two, "/organisations/known/members"));
    }

    [Fact]
    public async Task A_member_uses_up_no_invitation()
    {
        var owner = await server.OwnerAsync("member");
        var link = await server.InviteAsync(owner, "member", "reader");
        using (var answer = await owner.GetAsync(server.One, link))
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        await server.JoinAsync("joins-after", link);
    }

    [Fact]
    public async Task A_name_that_is_taken_or_a_password_that_is_tried_first_leaves_the_link_as_it_was()
    {
        var link = await server.InviteAsync(await server.OwnerAsync("careful"), "careful", "staff");
        await server.AccountAsync("taken");
        var browser = new Browser();
        foreach (var (login, password, says) in new[]
        {
            ("taken", AccountNodes.Password, "すでに使われています"), ("new-one", "password1234", "すぐに当てられます"), ("山田", AccountNodes.Password, "使えません"),
            ("", AccountNodes.Password, "使えません"), (new string('a', 255), AccountNodes.Password, "使えません"), ("new-one", "short", "短すぎます"),
        })
        {
            using var refused = await browser.SubmitAsync(server.One, link, link, ("login", login), ("password", password));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(says, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await server.JoinAsync("new-one", link);
    }

    [Fact]
    public async Task The_link_stands_nowhere_and_the_login_name_in_no_event()
    {
        var link = await server.InviteAsync(await server.OwnerAsync("stored"), "stored", "staff");
        await server.JoinAsync("stands-where@example.org", link);
        Assert.Empty(await server.TablesWithAsync(link.Split('/')[^1]));
        // A session's ticket has it for our pages.
        Assert.Equal(["accounts.sessions", "accounts.users"], (await server.TablesWithAsync("stands-where@example.org")).Order());
    }

    [Fact]
    public async Task Without_accounts_nobody_makes_the_first_one_by_an_invitation()
    {
        await using var alone = new ServerFixture(postgres);
        await alone.InitializeAsync();
        var (secret, invitation) = LinkSecret.New();
        var recorder = alone.Host.Services.GetRequiredService<OrganisationRecorder>();
        Assert.Null(await recorder.GiveRoleAsync(
            new("alone"), Identities.NewId(), Role.Owner, null, new(Guid.NewGuid()), [], Actor.Operator, TestContext.Current.CancellationToken));
        var (made, _) = await recorder.InviteAsync(new("alone"), new(invitation), Role.Staff, null, new(Guid.NewGuid()), [], Actor.Operator,
            TestContext.Current.CancellationToken);
        Assert.Equal(invitation, made?.Invitation.Value);

        var page = await new Browser().PageAsync(alone.Host, $"/join/alone/{secret}");
        Assert.Contains("このサーバーには、まだアカウントがありません", page, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"password\"", page, StringComparison.Ordinal);
        await using var scope = alone.Host.Services.CreateAsyncScope();
        var (_, error, _) = await scope.ServiceProvider.GetRequiredService<Inviting>().JoinAnewAsync(
            new(new("alone"), null, secret, new(invitation), Role.Staff, made!.Until, null, null), "first", AccountNodes.Password,
            TestContext.Current.CancellationToken);
        Assert.Equal(JoinPage.NoAccounts, error);
        Assert.Equal(0, await alone.ScalarAsync<long>("select count(*) from accounts.users"));
    }

    private async Task GoneAsync(string link)
    {
        using var answer = await new Browser().GetAsync(server.Two, link + "?lang=en");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("its seven days are over", await Forms.TextAsync(answer), StringComparison.Ordinal);
    }

    [GeneratedRegex("name=\"invitation\" value=\"([^\"]*)\"")]
    private static partial Regex Invitation();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]*)\"")]
    private static partial Regex Form();
}
