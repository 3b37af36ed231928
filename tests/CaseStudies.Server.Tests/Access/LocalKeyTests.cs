namespace CaseStudies.Server.Tests.Access;

/// <summary>A server that gets exactly the headers that a test sends.</summary>
public sealed class KeylessServer(PostgresFixture postgres) : ListeningServer(postgres)
{
    protected override bool CarriesKey => false;
}

public sealed class LocalKeyTests(KeylessServer server) : IClassFixture<KeylessServer>
{
    private const string Page = "/organisations/any/initiatives?lang=en";

    private string Cookie => LocalUserKey.CookieFor(server.Client.BaseAddress!);

    [Fact]
    public async Task Without_the_key_nobody_is_signed_in_though_they_come_from_this_machine()
    {
        var answer = await server.GetAsync(Page);
        Assert.Equal(401, answer.Status);
        Assert.Contains("local-key-needed", answer.Body);
        Assert.Contains("casestudies key", answer.Body);
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
        var page = await SendAsync(Page, ("Accept", "text/html"));
        Assert.Equal((401, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("Open the link that the program printed", page.Body);
    }

    [Theory]
    [InlineData("Bearer " + LocalUserKey.Value, 200), InlineData("bearer " + LocalUserKey.Value, 200)]
    [InlineData("Bearer", 401), InlineData("Bearer ", 401), InlineData("Basic " + LocalUserKey.Value, 401), InlineData(LocalUserKey.Value, 401)]
    [InlineData("Bearer " + LocalUserKey.Value + "0", 401), InlineData("Bearer x", 401)]
    public async Task A_program_sends_it_as_a_bearer_token(string authorization, int status) =>
        Assert.Equal(status, (await SendAsync("/organisations", ("Authorization", authorization))).Status);

    [Fact]
    public async Task The_link_gives_a_browser_a_cookie_and_leads_to_the_page_without_the_key()
    {
        var opened = await server.GetAsync($"{Page}&key={LocalUserKey.Value}&page=%E3%81%82");
        Assert.Equal(302, opened.Status);
        Assert.Equal($"{Page}&page=%E3%81%82", opened.Headers["Location"]);
        Assert.Equal("no-store", opened.Headers["Cache-Control"]);
        var cookie = opened.Headers["Set-Cookie"];
        Assert.StartsWith(Cookie + ";", cookie);
        Assert.Contains("path=/", cookie);
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Equal(200, (await SendAsync("/organisations", ("Cookie", Cookie))).Status);
        Assert.Equal(401, (await SendAsync("/organisations", ("Cookie", Cookie + "0"))).Status);
        Assert.Equal(401, (await SendAsync("/organisations", ("Cookie", $"casestudies-key-1={LocalUserKey.Value}"))).Status);
        Assert.DoesNotContain(LocalUserKey.Value, server.Log.Text);
    }

    [Fact]
    public async Task A_wrong_key_in_a_link_gives_no_cookie()
    {
        var opened = await server.GetAsync("/organisations?key=0");
        Assert.Equal(401, opened.Status);
        Assert.DoesNotContain("Set-Cookie", opened.Headers.Keys);
    }

    [Fact]
    public async Task What_is_public_needs_no_key() => Assert.Equal(200, (await server.GetAsync("/openapi.json")).Status);

    private Task<Answer> SendAsync(string path, (string Name, string Value) header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        Assert.True(request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        return server.SendAsync(request);
    }
}
