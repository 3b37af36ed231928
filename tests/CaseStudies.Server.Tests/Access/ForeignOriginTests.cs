using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Access;

/// <summary>A proxy may add a token to whatever a browser sends, also to what another site makes it send.</summary>
public sealed class ForeignOriginTests(SignedInServer server) : IClassFixture<SignedInServer>
{
    private const string Entries = "/organisations/gamma/initiatives/one/entries";

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site"), InlineData("Sec-Fetch-Site", "same-site"), InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task What_another_site_makes_a_browser_send_is_refused_although_it_carries_a_token(string header, string value)
    {
        var token = await server.TokenAsync("gamma");
        var before = await server.WrittenAsync();
        foreach (var path in new[] { Entries, "/organisations/gamma/jobs/00000000-0000-0000-0000-000000000000" })
        {
            var answer = await server.SendAsync("POST", path, token, Opening(), (header, value));
            Assert.Equal(403, answer.Status);
            Assert.Contains("foreign-origin", answer.Body, StringComparison.Ordinal);
            HostileServer.CheckProblem(path, answer);
        }

        Assert.Equal(before, await server.WrittenAsync());
        Assert.Equal(200, (await server.SendAsync("GET", "/organisations", token, null, (header, value))).Status);
    }

    [Theory, InlineData(null), InlineData("same-origin"), InlineData("none")]
    public async Task Programs_and_our_own_pages_are_heard(string? site)
    {
        var path = $"/organisations/gamma/initiatives/i-{Guid.NewGuid():n}/entries";
        var answer = await server.SendAsync("POST", path, await server.TokenAsync("gamma"), Opening(), site is null ? [] : [("Sec-Fetch-Site", site)]);
        Assert.True(answer.Status == 201, answer.Body);
    }

    private static string Opening() => HostileServer.Record(HostileServer.Examples.Foundation()).ToJsonString();
}
