using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;

namespace CaseStudies.Server.Tests.Sharing;

/// <summary>What a link shows of a figure to whoever has it.</summary>
public sealed class ShareTests(SignedInServer server, PostgresFixture postgres) : IClassFixture<SignedInServer>
{
    [Fact]
    public async Task Whoever_has_the_link_sees_the_figure_and_nothing_behind_it()
    {
        var owner = await Garden.OpenAsync(server, "sharing");
        var (link, _) = await ShareAsync(server, "sharing", owner);
        var data = await server.SendAsync("GET", link, null);
        var page = await server.SendAsync("GET", link, null, null, ("Accept", "text/html"));
        Assert.Equal((200, 200, "noindex"), (data.Status, page.Status, page.Headers["X-Robots-Tag"]));
        var told = JsonNode.Parse(data.Body)!;
        Assert.Equal(("1回", null, "2026-06-30T15:00:00Z"),
            ((string)told["figure"]!["shown"]!["ja"]!, told["figure"]!["arithmetic"], (string)told["until"]!));
        Assert.Contains("開催数", page.Body, StringComparison.Ordinal);
        Assert.All([data, page], a => Assert.DoesNotContain(Garden.Planted, a.Body, StringComparison.Ordinal));
        Assert.DoesNotContain("href=\"/organisations", page.Body, StringComparison.Ordinal);

        // The secret is no token, and leads nowhere else.
        var secret = link.Split('/')[^1];
        Assert.Equal(401, (await server.SendAsync("GET", "/organisations/sharing/initiatives/garden/figures", secret)).Status);
        Assert.Equal(404, (await server.SendAsync("GET", $"/shared/elsewhere/{secret}", null)).Status);
        Assert.Equal(404, (await server.SendAsync("GET", $"/shared/NO%20SLUG/{secret}", null)).Status);
        Assert.DoesNotContain(secret, server.Log.Text, StringComparison.Ordinal);
        Assert.Contains("share-used", (await server.SendAsync("GET", "/organisations/sharing/security-log", owner)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_revoked_or_is_over_answers_as_one_that_never_was_on_every_node()
    {
        var owner = await Garden.OpenAsync(server, "revoking");
        var ((link, share), (short_, _)) =
            (await ShareAsync(server, "revoking", owner), await ShareAsync(server, "revoking", owner, until: "2026-04-02T15:00:00Z"));
        await using var another = new SignedInNode(postgres, server);
        await another.InitializeAsync();
        Assert.Equal((200, 200), ((await another.GetAsync(link)).Status, (await another.GetAsync(short_)).Status));

        Assert.Equal(204, (await server.SendAsync("POST", $"/organisations/revoking/shares/{share}/revocation", owner,
            $$"""{"command":"{{Guid.NewGuid()}}","cause":"security"}""")).Status);
        ((FakeClock)another.Services.GetRequiredService<IClock>()).Advance(Duration.FromDays(3));
        var never = await another.GetAsync("/shared/nowhere/AAAA");
        foreach (var useless in new[] { link, short_ })
        {
            var answer = await another.GetAsync(useless);
            Assert.Equal((404, Kept(never)), (answer.Status, Kept(answer)));
        }

        static string Kept(Answer answer)
        {
            var problem = JsonNode.Parse(answer.Body)!.AsObject();
            problem.Remove("traceId");
            problem.Remove("instance");
            return problem.ToJsonString();
        }
    }

    [Fact]
    public async Task A_link_is_shown_once_and_made_for_a_figure_that_there_is()
    {
        var owner = await Garden.OpenAsync(server, "once");
        var body = Body("sessions");
        Assert.Equal(201, (await server.SendAsync("POST", "/organisations/once/shares", owner, body)).Status);
        var again = await server.SendAsync("POST", "/organisations/once/shares", owner, body);
        Assert.Equal((409, "link-shown-once"), (again.Status, (string)HostileServer.CheckProblem("again", again)["code"]!));
        Assert.Single(JsonNode.Parse((await server.SendAsync("GET", "/organisations/once/shares", owner)).Body)!.AsArray());
        foreach (var (sent, code) in new[]
        {
            (Body("nothing"), "shared-figure-unknown"), (Body("sessions", from: "2026-04-01"), "shared-figure-unknown"),
            (Body("sessions", until: "2036-04-01T00:00:00Z"), "share-duration"),
        })
        {
            var refused = await server.SendAsync("POST", "/organisations/once/shares", owner, sent);
            Assert.Equal((422, code), (refused.Status, (string)HostileServer.CheckProblem(code, refused)["code"]!));
        }
    }

    private static string Body(string indicator, string from = "2025-04-01", string until = "2026-06-30T15:00:00Z") =>
        $$"""
        {"command":"{{Guid.NewGuid()}}","initiative":"garden","indicator":"{{indicator}}","from":"{{from}}","to":"2026-03-31","until":"{{until}}"}
        """;

    private static async Task<(string Link, string Share)> ShareAsync(
        SignedInServer node, string organisation, string owner, string until = "2026-06-30T15:00:00Z")
    {
        var made = await node.SendAsync("POST", $"/organisations/{organisation}/shares", owner, Body("sessions", until: until));
        Assert.True(made.Status == 201, made.Body);
        var told = JsonNode.Parse(made.Body)!;
        return (new Uri((string)told["link"]!).AbsolutePath, (string)told["share"]!);
    }
}
