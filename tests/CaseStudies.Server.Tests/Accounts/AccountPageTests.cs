using System.Net;

namespace CaseStudies.Server.Tests.Accounts;

public sealed class AccountPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string New = "seven cranes over wet rice";

    [Fact]
    public async Task Its_owner_sees_the_sessions_and_ends_another_at_once_on_every_node()
    {
        var here = await server.SignedInAsync("two-browsers");
        var other = new Browser();
        using (var signedIn = await other.SignInAsync(server.Two, "two-browsers", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        var page = await here.PageAsync(server.One, "/account");
        Assert.Equal(2, page.Split("Browser of a test").Length - 1);
        Assert.Equal(1, page.Split("このブラウザー").Length - 1);

        using (var ended = await here.SubmitAsync(server.One, "/account", "/account", ("press", OtherOf(page))))
            Assert.Equal("/account", ended.Headers.Location?.OriginalString);

        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync(server.Two, "/organisations"));
    }

    [Fact]
    public async Task Nobody_ends_the_sessions_of_others()
    {
        var (mine, theirs) = (await server.SignedInAsync("mine"), await server.SignedInAsync("theirs"));
        var session = await server.ScalarAsync<Guid>(
            "select s.id from accounts.sessions s join accounts.users u on u.id = s.account_id where u.user_name = 'theirs'");

        foreach (var press in new[] { session.ToString(), "others" })
        {
            using var answer = await mine.SubmitAsync(server.One, "/account", "/account", ("press", press));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        }

        using (var nothing = await mine.SubmitAsync(server.One, "/account", "/account", ("press", "all")))
            Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await theirs.StatusAsync(server.One, "/organisations"));
        Assert.Equal(HttpStatusCode.OK, await mine.StatusAsync(server.One, "/organisations"));
    }

    [Fact]
    public async Task A_new_password_ends_all_other_sessions_and_needs_the_present_one()
    {
        var here = await server.SignedInAsync("changing");
        var other = new Browser();
        using (var signedIn = await other.SignInAsync(server.Two, "changing", AccountNodes.Password))
            Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);

        foreach (var (present, wanted, says) in new[] { ("not it at all", New, "今のパスワードが違います"), (AccountNodes.Password, "password1234", "すぐに当てられます") })
        {
            using var refused = await here.SubmitAsync(server.One, "/account", "/account", ("present", present), ("password", wanted));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(says, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(server.Two, "/organisations"));
        using (var changed = await here.SubmitAsync(server.One, "/account", "/account", ("present", AccountNodes.Password), ("password", New)))
            Assert.Equal("/account", changed.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync(server.Two, "/organisations"));
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync(server.One, "/organisations"));
        using var again = await new Browser().SignInAsync(server.One, "changing", New);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    /// <summary>The value of the only button that ends one session.</summary>
    private static string OtherOf(string page) =>
        page.Split("name=\"press\" value=\"").Skip(1).Select(p => p.Split('"')[0]).Single(v => Guid.TryParse(v, out _));
}
