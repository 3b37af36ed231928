using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Pages;

namespace CaseStudies.Server.Tests.Persons;

/// <summary>An owner sets how long names are kept, and confirms who is erased.</summary>
public sealed class RetentionPageTests(ErasureServer server) : IClassFixture<ErasureServer>
{
    private const string Gone = "p-0000000000000001", Stays = "p-0000000000000002";

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly Browser _browser = new("http://localhost");

    private string Page => $"/organisations/{_organisation}/retention";

    [Fact]
    public async Task Nobody_is_proposed_without_a_rule_or_erased_without_a_tick()
    {
        await RecordAsync();
        Assert.DoesNotContain("消去する人", await _browser.PageAsync(server.Host, Page), StringComparison.Ordinal);
        foreach (var wrong in new[] { "0", "51" })
        {
            using var refused = await PressAsync(("press", "declare"), ("years", wrong));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        using (var declared = await PressAsync(("press", "declare"), ("years", "3")))
            Assert.Equal(HttpStatusCode.SeeOther, declared.StatusCode);
        var page = Rendered.Text(await _browser.PageAsync(server.Host, Page + "?lang=en"));
        Assert.Contains("山田花子", page, StringComparison.Ordinal);
        Assert.Matches(@"last day 31 March 2020\s*\(left\)", page);
        Assert.DoesNotContain("佐藤次郎", page, StringComparison.Ordinal);

        using (var unsure = await PressAsync(("press", "erase"), ("person", Gone)))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
        using (var nobody = await PressAsync(("press", "erase"), ("sure", "on"), ("person", Stays)))
            Assert.Equal(HttpStatusCode.SeeOther, nobody.StatusCode); // not proposed
        Assert.Single((await ToldAsync())["people"]!.AsArray());
        using (var erased = await PressAsync(("press", "erase"), ("sure", "on"), ("person", Gone)))
            Assert.Equal(HttpStatusCode.SeeOther, erased.StatusCode);

        Assert.Equal((3, 0), ((int)(await ToldAsync())["years"]!, (await ToldAsync())["people"]!.AsArray().Count));
        Assert.Equal(1, await server.ScalarAsync<long>(
            "select count(*) from casestudies.mt_events where tenant_id = $1 and type = 'person_erased' and data ->> 'ground' = 'retention-over'",
            _organisation));
        Assert.Equal(1, await server.ScalarAsync<long>(
            "select count(*) from vault.security_log where tenant_id = $1 and event = 'person-erased' and about <> ''", _organisation));
        using (var none = await PressAsync(("press", "declare"), ("years", "")))
            Assert.Equal(HttpStatusCode.SeeOther, none.StatusCode);
        Assert.Null((await ToldAsync())["years"]);
    }

    private Task<HttpResponseMessage> PressAsync(params (string Name, string Value)[] fields) =>
        _browser.SubmitAsync(server.Host, Page, Page, [("command", $"{Guid.NewGuid()}"), .. fields]);

    private async Task<JsonNode> ToldAsync()
    {
        using var answer = await _browser.GetAsync(server.Host, Page, "application/json");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    private async Task RecordAsync()
    {
        using var http = server.Host.Server.CreateClient();
        using var content = new StringContent($$"""
            {"command":"{{Guid.NewGuid()}}","facts":[
            {"kind":"initiative_opened","title":{"ja":"喫茶","en":"Café"},"forms":[],"audiences":[],"areas":[],"on":"2019-04-01"},
            {"kind":"person_enrolled","person":"{{Gone}}","role":"participant","on":"2019-05-01","basis":"consent","name":"山田花子"},
            {"kind":"person_left","person":"{{Gone}}","on":"2020-03-31"},
            {"kind":"person_enrolled","person":"{{Stays}}","role":"participant","on":"2025-05-01","basis":"consent","name":"佐藤次郎"}]}
            """, Encoding.UTF8, "application/json");
        using var recorded = await http.PostAsync(
            new Uri($"/organisations/{_organisation}/initiatives/cafe/entries", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(recorded.StatusCode == HttpStatusCode.Created, await recorded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
