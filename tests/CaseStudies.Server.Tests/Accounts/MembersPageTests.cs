using System.Net;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class MembersPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    [Fact]
    public async Task Nobody_but_an_owner_decides_about_members_and_a_form_that_is_not_ours_does_nothing()
    {
        var owner = await server.OwnerAsync("walled");
        var manager = await server.JoinAsync("manages", await server.InviteAsync(owner, "walled", "manager"));
        using (var refused = await server.PressAsync(manager, "walled", ("press", "invite"), ("role", "owner")))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using (var foreign = await owner.SendAsync(server.One, owner.Form("/organisations/walled/members",
            ("press", "invite"), ("role", "owner"), ("command", $"{Guid.NewGuid()}"))))
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        foreach (var fields in new[] { ("press", "no"), ("role", "Owner"), ("command", "1"), ("cause", "because") })
        {
            using var unread = await server.PressAsync(owner, "walled", [("press", "invite"), ("role", "reader"), fields]);
            Assert.Equal(HttpStatusCode.BadRequest, unread.StatusCode);
        }

        Assert.DoesNotContain("招待のリンクを作る", await manager.PageAsync(server.One, "/organisations/walled/members"), StringComparison.Ordinal);
        Assert.Equal("[]", await server.JsonAsync(owner, "/organisations/walled/invitations"));
    }

    [Fact]
    public async Task Without_a_mail_server_nobody_is_asked_for_an_address_and_one_that_comes_is_told_so()
    {
        var owner = await server.OwnerAsync("unmailed");
        Assert.DoesNotContain("name=\"mail\"", await owner.PageAsync(server.One, "/organisations/unmailed/members"), StringComparison.Ordinal);
        var page = await Forms.TextAsync(await server.PressAsync(owner, "unmailed", ("press", "invite"), ("role", "reader"), ("mail", "a@example.org")));
        Assert.Contains("メールを送れませんでした", page, StringComparison.Ordinal);
        Assert.StartsWith("https://localhost/join/unmailed/", Forms.Shown(page), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await new Browser().StatusAsync(server.One, "/sign-in/forgotten", "text/html"));
        Assert.Contains("管理者に新しいリンクの発行を依頼してください", await new Browser().PageAsync(server.One, "/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_changes_a_role_removes_somebody_and_makes_and_revokes_a_key_on_the_page()
    {
        var owner = await server.OwnerAsync("pressed");
        var member = await server.JoinAsync("is-changed", await server.InviteAsync(owner, "pressed", "reader"));
        var id = await server.MemberAsync(owner, "pressed", m => (string)m["role"]! == "reader");
        using (var given = await server.PressAsync(owner, "pressed", ("press", "give"), ("member", id), ("role", "staff"), ("cause", "new-duties")))
            Assert.Equal(HttpStatusCode.SeeOther, given.StatusCode);
        Assert.Equal(id, await server.MemberAsync(owner, "pressed", m => (string)m["role"]! == "staff"));
        using (var removed = await server.PressAsync(owner, "pressed", ("press", "remove"), ("member", id), ("cause", "left")))
            Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await member.StatusAsync(server.Two, "/organisations/pressed/members"));

        var command = $"{Guid.NewGuid()}";
        var key = Forms.Shown(await Forms.TextAsync(await server.PressAsync(
            owner, "pressed", ("press", "key"), ("role", "recorder"), ("until", "2026-12-31"), ("command", command))));
        Assert.StartsWith("csk_pressed_", key, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await ByKeyAsync());
        Assert.Contains("鍵の期限 2027年1月1日", await owner.PageAsync(server.One, "/organisations/pressed/members"), StringComparison.Ordinal);
        Assert.Contains("これはすでに作られました", await Forms.TextAsync(await server.PressAsync(
            owner, "pressed", ("press", "key"), ("role", "recorder"), ("until", "2026-12-31"), ("command", command))), StringComparison.Ordinal);
        var program = await server.MemberAsync(owner, "pressed", m => m["key"] is not null);
        using (var revoked = await server.PressAsync(owner, "pressed", ("press", "remove"), ("member", program), ("cause", "security")))
            Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await ByKeyAsync());
        var alone = await server.MemberAsync(owner, "pressed", _ => true);
        using var last = await server.PressAsync(owner, "pressed", ("press", "remove"), ("member", alone), ("cause", "left"));
        Assert.Equal(HttpStatusCode.Conflict, last.StatusCode);
        Assert.Contains("最後の管理者", await Forms.TextAsync(last), StringComparison.Ordinal);

        async Task<HttpStatusCode> ByKeyAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/organisations/pressed/members") { Headers = { { "Accept", "application/json" } } };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
            using var answer = await new Browser().SendAsync(server.Two, request);
            return answer.StatusCode;
        }
    }
}
