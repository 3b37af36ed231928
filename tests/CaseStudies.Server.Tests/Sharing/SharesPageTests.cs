using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Sharing;

/// <summary>A manager makes and revokes a link in a browser.</summary>
public sealed class SharesPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string Figure = "/organisations/showing/initiatives/garden/figures/sessions";

    [Fact]
    public async Task A_link_is_made_shown_once_and_revoked_on_the_page_of_the_figure()
    {
        var (owner, stranger) = (await server.OwnerAsync("showing"), new Browser());
        using (var recorded = await owner.SendAsync(server.One, new(HttpMethod.Post, "/organisations/showing/initiatives/garden/entries")
        {
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
            Content = new StringContent(HostileServer.Record(Garden.Facts()).ToJsonString(), Encoding.UTF8, "application/json"),
        }))
            Assert.Equal(HttpStatusCode.Created, recorded.StatusCode);
        Assert.Contains($"{Figure}/shares", await owner.PageAsync(server.One, Figure), StringComparison.Ordinal);
        Assert.Contains("まだありません", await owner.PageAsync(server.One, $"{Figure}/shares"), StringComparison.Ordinal);
        using (var late = await PressAsync(("press", "make"), ("until", "2036-04-01")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);

        using var made = await PressAsync(("press", "make"), ("until", "2026-06-30"));
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var link = new Uri(Forms.Shown(await Forms.TextAsync(made))).AbsolutePath;
        Assert.Contains("開催数", await stranger.PageAsync(server.Two, link), StringComparison.Ordinal);
        Assert.Contains("until", await stranger.PageAsync(server.Two, link + "?lang=en"), StringComparison.Ordinal);
        Assert.DoesNotContain(link, await owner.PageAsync(server.One, $"{Figure}/shares"), StringComparison.Ordinal);

        var share = (string)Assert.Single(JsonNode.Parse(await server.JsonAsync(owner, "/organisations/showing/shares"))!.AsArray())!["share"]!;
        using (var revoked = await PressAsync(("press", "revoke"), ("share", share), ("cause", "mistake")))
            Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(server.Two, link, "text/html"));
        using (var gone = await PressAsync(("press", "revoke"), ("share", share), ("cause", "mistake")))
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(server.One, Figure + "-not/shares", "text/html"));

        // In the period that was looked at, which the forms keep.
        Task<HttpResponseMessage> PressAsync(params (string Name, string Value)[] fields) => owner.SubmitAsync(
            server.One, Figure + "/shares?from=2025-04-01&to=2026-03-31", Figure + "/shares?from=2025-04-01&to=2026-03-31",
            [("command", $"{Guid.NewGuid()}"), .. fields]);
    }
}
