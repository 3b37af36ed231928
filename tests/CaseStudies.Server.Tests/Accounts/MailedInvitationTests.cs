using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Commands;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>Links that an owner or an operator has sent, and what is shown where they cannot be.</summary>
public sealed class MailedInvitationTests(MailingNodes server) : IClassFixture<MailingNodes>
{
    [Fact]
    public async Task The_invitation_is_sent_and_its_link_not_shown_and_whoever_has_it_joins()
    {
        var owner = await server.OwnerAsync("mailing");

        var page = await Forms.TextAsync(await InviteAsync(owner, "mailing", "guest-of-mail@example.org"));

        Assert.Contains("招待のリンクを guest-of-mail@example.org に送りました", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/join/", page, StringComparison.Ordinal);
        var link = await server.LinkToAsync("guest-of-mail@example.org", "mailing への招待");
        Assert.Empty(await server.TablesWithAsync("guest-of-mail"));
        Assert.Empty(await server.TablesWithAsync(link.Split('/')[^1]));
        Assert.DoesNotContain("guest-of-mail", server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(link.Split('/')[^1], server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("自分のメールアドレスにすると", await new Browser().PageAsync(server.Two, link), StringComparison.Ordinal);
        var guest = await server.JoinAsync("guest-of-mail@example.org", link);
        Assert.Equal(HttpStatusCode.OK, await guest.StatusAsync(server.Two, "/organisations/mailing/members"));
    }

    [Fact]
    public async Task An_organisation_is_called_by_its_name_in_the_language_of_the_page()
    {
        var owner = await server.OwnerAsync("named");
        using (var described = await owner.SendAsync(server.One, new(HttpMethod.Put, "/organisations/named/profile")
        {
            Content = new StringContent(new JsonObject
            {
                ["command"] = $"{Guid.NewGuid()}",
                ["profile"] = new JsonObject
                {
                    ["name"] = Text("川辺の会", "Riverside"), ["legalForm"] = Text("NPO法人", "non-profit"), ["founded"] = "2007-02",
                    ["prefecture"] = Text("東京都", "Tokyo"), ["municipality"] = Text("新宿区", "Shinjuku"),
                },
            }.ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
            Headers = { { "Origin", "https://localhost" } },
        }))
            Assert.True(described.IsSuccessStatusCode, await Forms.TextAsync(described));

        Assert.Contains("招待のリンクを", await Forms.TextAsync(await InviteAsync(owner, "named", "ja@example.org")), StringComparison.Ordinal);
        await server.LinkToAsync("ja@example.org", "川辺の会 への招待");
        Assert.Contains("The link was sent to en@example.org", await Forms.TextAsync(await InviteAsync(owner, "named", "en@example.org", "?lang=en")),
            StringComparison.Ordinal);
        await server.LinkToAsync("en@example.org", "Invitation to Riverside");

        static JsonObject Text(string ja, string en) => new() { ["ja"] = ja, ["en"] = en };
    }

    [Fact]
    public async Task Where_the_mail_cannot_be_sent_the_link_is_shown_and_works()
    {
        var owner = await server.OwnerAsync("failing");
        server.Box.Refused = ["refused@example.org"];

        var page = await Forms.TextAsync(await InviteAsync(owner, "failing", "refused@example.org"));

        Assert.Contains("メールを送れませんでした", page, StringComparison.Ordinal);
        var link = Forms.Shown(page);
        Assert.StartsWith("https://localhost/join/failing/", link, StringComparison.Ordinal);
        await server.JoinAsync("comes-by-hand", link["https://localhost".Length..]);
    }

    [Fact]
    public async Task What_is_no_address_invites_nobody_and_the_same_form_sent_twice_sends_one_mail()
    {
        var owner = await server.OwnerAsync("careless");
        foreach (var hostile in new[] { "no address", "a@b.jp\r\nBcc: c@d.jp", "a@b.jp, c@d.jp", "A <a@b.jp>" })
        {
            using var refused = await InviteAsync(owner, "careless", hostile);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("招待は作られていません", await Forms.TextAsync(refused), StringComparison.Ordinal);
        }

        Assert.Equal("[]", await server.JsonAsync(owner, "/organisations/careless/invitations"));
        var command = $"{Guid.NewGuid()}";
        await InviteAsync(owner, "careless", "first@example.org", command: command);
        Assert.Contains("これはすでに作られました", await Forms.TextAsync(await InviteAsync(owner, "careless", "second@example.org", command: command)),
            StringComparison.Ordinal);
        await server.LinkToAsync("first@example.org", "careless への招待");
        Assert.True(server.Box.IsEmpty);
        Assert.Single(JsonNode.Parse(await server.JsonAsync(owner, "/organisations/careless/invitations"))!.AsArray());
    }

    [Fact]
    public async Task The_operators_links_are_sent_to_whoever_has_an_address_and_else_printed()
    {
        var host = new FixtureHost(server);
        var (code, said, noted) = await host.TypeAsync("accounts create made@example.org");
        Assert.Equal((0, ""), (code, noted));
        Assert.EndsWith("A link that sets the password was sent to made@example.org; it works once within seven days.\n", said, StringComparison.Ordinal);
        var (link, browser) = (await server.LinkToAsync("made@example.org", "Set your password"), new Browser());
        using (var set = await browser.SubmitAsync(server.One, link, link, ("password", AccountNodes.Password)))
            Assert.Equal(HttpStatusCode.SeeOther, set.StatusCode);

        (_, said, _) = await host.TypeAsync("accounts reset made@example.org", Domain.Language.Ja);
        Assert.StartsWith("made@example.org にリンクを送りました", said, StringComparison.Ordinal);
        Assert.DoesNotContain("/link/", said, StringComparison.Ordinal);
        await server.LinkToAsync("made@example.org", "パスワードの設定");

        (_, said, noted) = await host.TypeAsync("accounts create plain");
        Assert.Matches("Give the person this link[^\n]+\nhttps://casestudies.example/link/[A-Za-z0-9_-]{43}\n$", said);
        Assert.Equal("", noted);

        server.Box.Refused = ["gone@example.org"];
        (code, said, noted) = await host.TypeAsync("accounts create gone@example.org");
        Assert.Equal(0, code);
        Assert.StartsWith("No mail could be sent to gone@example.org (RecipientNotAccepted, 550)", noted, StringComparison.Ordinal);
        Assert.Matches("/link/[A-Za-z0-9_-]{43}\n$", said);
        Assert.True(server.Box.IsEmpty);
    }

    private async Task<HttpResponseMessage> InviteAsync(Browser owner, string organisation, string mail, string query = "", string? command = null)
    {
        var path = $"/organisations/{organisation}/members";
        return await owner.SubmitAsync(server.One, path, path + query, ("press", "invite"), ("role", "staff"), ("cause", ""), ("mail", mail),
            ("command", command ?? $"{Guid.NewGuid()}"));
    }
}
