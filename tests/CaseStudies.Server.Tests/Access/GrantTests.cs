using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Access;

/// <summary>What the members of a funder see of an organisation that granted them something.</summary>
public sealed class GrantTests(SignedInServer server, PostgresFixture postgres) : IClassFixture<SignedInServer>
{
    [Fact]
    public async Task Figures_are_shown_with_their_derivation_and_without_the_texts_of_entries()
    {
        var owner = await OpenAsync("npo-one", "garden");
        await OpenAsync("npo-one", "pond");
        var funder = await server.TokenAsync("fund-one", Role.Reader);
        Assert.Equal((404, 404), (await StatusAsync(funder, "garden/figures"), await StatusAsync(funder, "garden/figures/sessions")));

        var made = await server.SendAsync("POST", "/organisations/npo-one/grants", owner, Grant("fund-one", "figures", "garden"));
        Assert.True(made.Status == 201, made.Body);

        var figure = await ReadAsync(funder, "garden/figures/sessions");
        Assert.Equal("1回", (string)JsonNode.Parse(figure.Body)!["shown"]!["ja"]!);
        Assert.NotEmpty(JsonNode.Parse(figure.Body)!["derivation"]!["parts"]!.AsArray());
        var page = await ReadAsync(funder, "garden/figures/sessions", "text/html");
        Assert.Contains("1<", page.Body, StringComparison.Ordinal);
        Assert.All([figure, page, await ReadAsync(funder, "garden/figures")], a =>
            Assert.Equal((200, false), (a.Status, a.Body.Contains(Garden.Planted, StringComparison.Ordinal))));
        Assert.Contains(Garden.Planted, (await ReadAsync(owner, "garden/figures/sessions", "text/html")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/organisations/npo-one/initiatives/garden\"", page.Body, StringComparison.Ordinal);
        foreach (var closed in new[] { "garden", "garden/entries", "garden/restatements", "garden/feed", "garden/entries.csv", "pond/figures", "none/figures" })
            Assert.Equal((closed, 404), (closed, await StatusAsync(funder, closed)));

        async Task<int> StatusAsync(string token, string path) => (await ReadAsync(token, path)).Status;
        Task<Answer> ReadAsync(string token, string path, string accept = "application/json") => GrantTests.ReadAsync(server, "npo-one", token, path, accept);
    }

    [Fact]
    public async Task Entries_are_shown_to_the_named_auditor_alone_and_revocation_holds_with_the_next_request_on_every_node()
    {
        var owner = await OpenAsync("npo-two", "garden");
        var (auditor, colleague) = (await server.TokenAsync("fund-two", Role.Reader), await server.TokenAsync("fund-two", Role.Manager));
        var named = await server.IdOfAsync($"{Role.Reader} of fund-two");
        var made = await server.SendAsync("POST", "/organisations/npo-two/grants", owner, Grant("fund-two", "entries", "garden", $",\"auditor\":\"{named}\""));
        Assert.True(made.Status == 201, made.Body);
        var grant = (string)JsonNode.Parse(made.Body)!["grant"]!;
        await using var another = new SignedInNode(postgres, server);
        await another.InitializeAsync();

        Assert.Contains(Garden.Planted, (await ReadAsync(server, "npo-two", auditor, "garden/entries")).Body, StringComparison.Ordinal);
        Assert.Equal((200, 404), (await OnAsync(another, auditor), await OnAsync(another, colleague)));

        Assert.Equal(204, (await server.SendAsync("POST", $"/organisations/npo-two/grants/{grant}/narrowing", owner,
            $$"""{"command":"{{Guid.NewGuid()}}","level":"figures","cause":"too-wide"}""")).Status);
        Assert.Equal(404, await OnAsync(another, auditor));
        Assert.Equal(200, (await ReadAsync(another, "npo-two", auditor, "garden/figures")).Status);

        Assert.Equal(204, (await server.SendAsync("POST", $"/organisations/npo-two/grants/{grant}/revocation", owner,
            $$"""{"command":"{{Guid.NewGuid()}}","cause":"agreement-over"}""")).Status);
        Assert.Equal(404, (await ReadAsync(another, "npo-two", auditor, "garden/figures")).Status);
        Assert.Empty(JsonNode.Parse((await server.SendAsync("GET", "/organisations/npo-two/grants", owner)).Body)!.AsArray());
        Assert.Equal(3, (await server.SendAsync("GET", "/organisations/npo-two/feed", owner)).Body.Split("\"grant\"").Length - 1);

        async Task<int> OnAsync(ListeningServer node, string token) => (await ReadAsync(node, "npo-two", token, "garden/entries")).Status;
    }

    [Fact]
    public async Task Whoever_leaves_the_funder_sees_nothing_more_and_its_programs_never_did()
    {
        await OpenAsync("npo-three", "garden");
        await server.GrantAsync("npo-three", "fund-three", GrantLevel.Figures);
        var member = await server.TokenAsync("fund-three", Role.Staff);
        Assert.Equal(200, (await ReadAsync(server, "npo-three", member, "garden/figures")).Status);
        Assert.Equal(404, (await ReadAsync(server, "npo-three", await server.KeyAsync("fund-three", Role.Staff), "garden/figures")).Status);

        await server.RemoveAsync("fund-three", $"{Role.Staff} of fund-three");
        Assert.Equal(404, (await ReadAsync(server, "npo-three", member, "garden/figures")).Status);
    }

    [Fact]
    public async Task A_funder_finds_what_was_granted_on_one_page()
    {
        await OpenAsync("npo-four", "garden");
        await OpenAsync("npo-four", "pond");
        await OpenAsync("npo-five", "shed");
        var funder = await server.TokenAsync("fund-four", Role.Reader);
        Assert.Empty(Initiatives(await GrantedAsync(funder)));
        Assert.Contains("許可された取組はありません", (await GrantedAsync(funder, "text/html")).Body, StringComparison.Ordinal);

        await server.GrantAsync("npo-four", "fund-four", GrantLevel.Figures, null, "pond");
        await server.GrantAsync("npo-five", "fund-four", GrantLevel.Figures);

        var items = Initiatives(await GrantedAsync(funder));
        Assert.Equal([("npo-five", "shed"), ("npo-four", "pond")], items.Select(i => ((string)i!["organisation"]!, (string)i["initiative"]!)));
        Assert.All(items, i => Assert.Equal("sessions", (string)i!["figures"]!.AsArray().Single()!["indicator"]!));
        var page = (await GrantedAsync(funder, "text/html")).Body;
        Assert.Contains("/organisations/npo-four/initiatives/pond/figures/sessions", page, StringComparison.Ordinal);
        Assert.DoesNotContain("garden", page, StringComparison.Ordinal);
        Assert.Empty(Initiatives(await GrantedAsync(await server.TokenAsync("npo-four", Role.Owner))));

        Task<Answer> GrantedAsync(string token, string accept = "application/json") => server.SendAsync("GET", "/granted", token, null, ("Accept", accept));
        static JsonArray Initiatives(Answer answer) => JsonNode.Parse(answer.Body)!["initiatives"]!.AsArray();
    }

    [Fact]
    public async Task What_is_not_granted_is_refused_with_the_way_out()
    {
        var owner = await OpenAsync("npo-six", "garden");
        foreach (var (body, code) in new[]
        {
            (Grant("nobody", "figures", "garden"), "funder-unknown"), (Grant("npo-six", "figures", "garden"), "funder-unknown"),
            (Grant("fund-one", "entries", "garden"), "auditor-missing"),
        })
        {
            await server.TokenAsync("fund-one");
            var refused = await server.SendAsync("POST", "/organisations/npo-six/grants", owner, body);
            Assert.Equal((422, code), (refused.Status, (string)HostileServer.CheckProblem(code, refused)["code"]!));
        }
    }

    private static string Grant(string funder, string level, string initiative, string more = "") =>
        $$"""
        {"command":"{{Guid.NewGuid()}}","funder":"{{funder}}","level":"{{level}}","initiatives":["{{initiative}}"],"until":"2026-06-30T15:00:00Z"{{more}}}
        """;

    private Task<string> OpenAsync(string organisation, string initiative) => Garden.OpenAsync(server, organisation, initiative);

    private static Task<Answer> ReadAsync(ListeningServer node, string organisation, string token, string path, string accept = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/organisations/{organisation}/initiatives/{path}");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return node.SendAsync(request);
    }
}
