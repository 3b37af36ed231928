using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Security;

/// <summary>A manager grants, narrows and revokes in a browser.</summary>
public sealed class GrantsPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    [Fact]
    public async Task A_grant_is_made_narrowed_and_revoked_on_the_page_and_a_slip_is_told_there()
    {
        var (owner, funder) = (await server.OwnerAsync("granting"), await server.OwnerAsync("funding"));
        Assert.Contains("まだ、どの助成元にも", await owner.PageAsync(server.One, "/organisations/granting/funders"), StringComparison.Ordinal);
        foreach (var (fields, says) in new[]
        {
            ((("funder", "no such"), ("all", "on"), ("until", "")), "no such"), ((("funder", "funding"), ("all", ""), ("until", "")), "200"),
            ((("funder", "granting"), ("all", "on"), ("until", "")), "granting"),
        })
        {
            using var refused = await PressAsync(("press", "make"), fields.Item1, fields.Item2, fields.Item3, ("level", "figures"), ("auditor", ""));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(says, await TextAsync(refused), StringComparison.Ordinal);
        }

        using (var entries = await PressAsync(
            ("press", "make"), ("funder", "funding"), ("level", "entries"), ("all", "on"), ("auditor", ""), ("until", "2026-06-30")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, entries.StatusCode);
        using (var made = await PressAsync(
            ("press", "make"), ("funder", "funding"), ("level", "figures"), ("all", "on"), ("auditor", ""), ("until", "2026-06-30")))
            Assert.Equal(HttpStatusCode.SeeOther, made.StatusCode);
        var grant = Assert.Single(await GrantsAsync())!;
        Assert.Equal(("funding", "2026-06-30T15:00:00Z", null), ((string)grant["funder"]!, (string)grant["until"]!, grant["initiatives"]));
        Assert.Contains("funding", await owner.PageAsync(server.Two, "/organisations/granting/funders?lang=en"), StringComparison.Ordinal);

        var id = (string)grant["grant"]!;
        using (var narrowed = await PressAsync(("press", "narrow"), ("grant", id), ("level", "figures"), ("until", "2026-05-31"), ("cause", "too-wide")))
            Assert.Equal(HttpStatusCode.SeeOther, narrowed.StatusCode);
        using (var widened = await PressAsync(("press", "narrow"), ("grant", id), ("level", "figures"), ("until", "2026-12-31"), ("cause", "mistake")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, widened.StatusCode);
        Assert.Equal("2026-05-31T15:00:00Z", (string)Assert.Single(await GrantsAsync())!["until"]!);
        using (var revoked = await PressAsync(("press", "revoke"), ("grant", id), ("level", "figures"), ("until", ""), ("cause", "agreement-over")))
            Assert.Equal(HttpStatusCode.SeeOther, revoked.StatusCode);
        Assert.Empty(await GrantsAsync());
        using (var gone = await PressAsync(("press", "revoke"), ("grant", id), ("level", "figures"), ("until", ""), ("cause", "agreement-over")))
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await funder.StatusAsync(server.One, "/organisations/granting/funders", "text/html"));

        var settings = await owner.PageAsync(server.One, "/organisations/granting/settings");
        Assert.Contains("/organisations/granting/funders", settings, StringComparison.Ordinal);
        Assert.Contains("/organisations/granting/security-log", settings, StringComparison.Ordinal);
        Assert.Contains("閲覧の許可・共有リンクを変えた", await owner.PageAsync(server.One, "/organisations/granting/security-log"), StringComparison.Ordinal);

        Task<HttpResponseMessage> PressAsync(params (string Name, string Value)[] fields) => owner.SubmitAsync(server.One,
            "/organisations/granting/funders", "/organisations/granting/funders", [("command", $"{Guid.NewGuid()}"), .. fields.Where(f => f.Value.Length > 0)]);
        async Task<JsonArray> GrantsAsync() => JsonNode.Parse(await server.JsonAsync(owner, "/organisations/granting/grants"))!.AsArray();
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
