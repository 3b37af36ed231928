using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Access;

public sealed class ApiKeyTests(SignedInServer server, PostgresFixture postgres) : IClassFixture<SignedInServer>
{
    private const string Until = "2026-06-30T15:00:00Z"; // the server's clock stands at 1 April

    private static readonly FactExamples s_examples = new(path => path);

    [Fact]
    public async Task A_program_acts_in_its_role_until_its_key_is_revoked_on_every_node()
    {
        var owner = await OpenAsync("keyed");
        var (key, member) = await MakeAsync("keyed", owner, "recorder");
        Assert.Matches("^csk_keyed_[A-Za-z0-9_-]{43}$", key);
        await using var another = new SignedInNode(postgres, server);
        await another.InitializeAsync();
        Assert.Equal((200, 200), (await ReadAsync(server), await ReadAsync(another)));
        var recorded = await RecordAsync("keyed", key);
        Assert.Equal(201, recorded.Status);
        Assert.DoesNotContain("beginning", (await server.SendAsync("GET", "/organisations/keyed/members", key)).Body);
        Assert.Contains(member, (await server.SendAsync("GET", "/organisations/keyed/feed", owner)).Body);

        var item = (await MembersAsync("keyed", owner)).Single(m => (string)m!["member"]! == member)!;
        Assert.Equal("recorder", (string)item["role"]!);
        Assert.Equal((key[..("csk_keyed_".Length + 6)], Until), ((string)item["key"]!["beginning"]!, (string)item["key"]!["until"]!));
        Assert.NotNull(item["key"]!["lastUsed"]);
        Assert.Null((await MembersAsync("keyed", owner)).First(m => (string)m!["role"]! == "owner")!["key"]);

        var revoked = await server.SendAsync("POST", $"/organisations/keyed/members/{member}/removal", owner,
            $$"""{"command":"{{Guid.NewGuid()}}","cause":"security"}""");
        Assert.Equal(204, revoked.Status);
        Assert.Equal((404, 404), (await ReadAsync(server), await ReadAsync(another)));
        Assert.Equal(404, (await RecordAsync("keyed", key)).Status);

        async Task<int> ReadAsync(ListeningServer node)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/organisations/keyed/initiatives/one");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
            return (await node.SendAsync(request)).Status;
        }
    }

    [Fact]
    public async Task A_key_opens_its_own_organisation_only_and_not_after_its_time()
    {
        var owner = await OpenAsync("ending");
        await OpenAsync("other");
        var (key, _) = await MakeAsync("ending", owner, "manager");
        Assert.Equal(404, (await server.SendAsync("GET", "/organisations/other/initiatives/one", key)).Status);
        Assert.Equal(404, (await RecordAsync("other", key)).Status);
        Assert.Equal("ending", (string)JsonNode.Parse((await server.SendAsync("GET", "/organisations", key)).Body)!.AsArray().Single()!["organisation"]!);
        var elsewhere = key.Replace("ending", "other", StringComparison.Ordinal);
        foreach (var wrong in new[] { key[..^1], key + "0", elsewhere, "csk_", "csk_ending_", "csk__x", "csk_E_x" })
            Assert.Equal(401, (await server.SendAsync("GET", "/organisations/ending/initiatives/one", wrong)).Status);

        await using var over = server.Source.CreateCommand($"update {Tables.ApiKeys} set until = '2026-04-01T00:00:00Z' where tenant_id = 'ending'");
        Assert.Equal(1, await over.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        Assert.Equal(401, (await server.SendAsync("GET", "/organisations/ending/initiatives/one", key)).Status);
    }

    [Fact]
    public async Task Only_an_owner_makes_keys_and_each_is_shown_once()
    {
        var owner = await OpenAsync("once");
        var body = $$"""{"command":"{{Guid.NewGuid()}}","role":"staff","until":"{{Until}}"}""";
        Assert.Equal(403, (await server.SendAsync("POST", "/organisations/once/keys", await server.TokenAsync("once", Role.Manager), body)).Status);
        var made = await server.SendAsync("POST", "/organisations/once/keys", owner, body);
        Assert.Equal(201, made.Status);
        var again = await server.SendAsync("POST", "/organisations/once/keys", owner, body);
        Assert.Equal((409, "key-shown-once"), (again.Status, (string)HostileServer.CheckProblem("again", again)["code"]!));
        Assert.Single(await MembersAsync("once", owner), m => m!["key"] is not null);
        foreach (var (role, until, code) in new[] { ("owner", Until, "program-is-no-owner"), ("staff", "2026-03-31T15:00:00Z", "key-duration") })
        {
            var refused = await server.SendAsync("POST", "/organisations/once/keys", owner,
                $$"""{"command":"{{Guid.NewGuid()}}","role":"{{role}}","until":"{{until}}"}""");
            Assert.Equal((422, code), (refused.Status, (string)HostileServer.CheckProblem(code, refused)["code"]!));
        }
    }

    [Fact]
    public async Task A_reading_is_tried_again_with_its_sign_in_where_a_session_of_the_database_is_of_no_more_use()
    {
        var owner = await OpenAsync("spoiled");
        var (key, _) = await MakeAsync("spoiled", owner, "reader");
        for (var i = 0; i < 5; i++) // until the driver has prepared the statements
            Assert.Equal(200, (await server.SendAsync("GET", "/organisations/spoiled/initiatives/one", key)).Status);
        var sessions = new List<NpgsqlConnection>();
        for (var i = 0; i < 10; i++)
            sessions.Add(await server.Services.GetRequiredService<TenantConnections>().OpenAsync(new("spoiled"), TestContext.Current.CancellationToken));
        foreach (var session in sessions)
        {
            await using (session)
            await using (var forget = new NpgsqlCommand("deallocate all", session))
                await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        for (var i = 0; i < 5; i++)
            Assert.Equal(200, (await server.SendAsync("GET", "/organisations/spoiled/initiatives/one", key)).Status);
    }

    [Fact]
    public async Task The_key_itself_is_stored_and_logged_nowhere()
    {
        var owner = await OpenAsync("secret");
        var (key, _) = await MakeAsync("secret", owner, "staff");
        Assert.Equal(201, (await RecordAsync("secret", key)).Status);
        var random = key[("csk_secret_".Length + 6)..]; // what is not kept to recognise it by
        Assert.Equal(37, random.Length);
        Assert.Empty(await StoredTexts.TablesWithAsync(server.Source, random));
        Assert.Equal([Tables.ApiKeys], await StoredTexts.TablesWithAsync(server.Source, key[..17]));
        Assert.DoesNotContain(random, server.Log.Text);
    }

    private async Task<string> OpenAsync(string organisation)
    {
        var owner = await server.TokenAsync(organisation);
        var opened = await server.SendAsync("POST", $"/organisations/{organisation}/initiatives/one/entries", owner,
            HostileServer.Record(s_examples.Foundation()).ToJsonString());
        Assert.Equal(201, opened.Status);
        return owner;
    }

    private async Task<(string Key, string Member)> MakeAsync(string organisation, string owner, string role)
    {
        var made = await server.SendAsync("POST", $"/organisations/{organisation}/keys", owner,
            $$"""{"command":"{{Guid.NewGuid()}}","role":"{{role}}","until":"{{Until}}"}""");
        Assert.True(made.Status == 201, made.Body);
        var body = JsonNode.Parse(made.Body)!;
        return ((string)body["key"]!, (string)body["member"]!);
    }

    private async Task<JsonArray> MembersAsync(string organisation, string owner) =>
        JsonNode.Parse((await server.SendAsync("GET", $"/organisations/{organisation}/members", owner)).Body)!.AsArray();

    private Task<Answer> RecordAsync(string organisation, string token) => server.SendAsync(
        "POST", $"/organisations/{organisation}/initiatives/one/entries", token, HostileServer.Record(s_examples.Act("milestone_reached")).ToJsonString());
}
