using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Access;

/// <summary>An initiative with one session and the figure <c>sessions</c>.</summary>
internal static class Garden
{
    /// <summary>In the title of the session, which is a text of an entry.</summary>
    public const string Planted = "Kumquat";

    /// <returns>An owner's token.</returns>
    public static async Task<string> OpenAsync(SignedInServer server, string organisation, string initiative = "garden")
    {
        var owner = await server.TokenAsync(organisation);
        var opened = await server.SendAsync("POST", $"/organisations/{organisation}/initiatives/{initiative}/entries", owner,
            HostileServer.Record(Facts()).ToJsonString());
        Assert.True(opened.Status == 201, opened.Body);
        return owner;
    }

    public static JsonNode[] Facts()
    {
        var examples = new FactExamples(path => path);
        var (facts, adopted) = (examples.Foundation(), examples.Act("indicator_adopted"));
        facts[^1]["title"] = new JsonObject { ["ja"] = Planted, ["en"] = Planted };
        (adopted[^1]["indicator"], adopted[^1]["definition"]) = ("sessions", JsonNode.Parse(
            """
            {"label":{"ja":"開催数","en":"sessions"},"formula":{"op":"count","of":{"kind":"session_held"}},
            "show":{"counts":"sessions","unit":{"ja":"回","en":"sessions"}},"headline":true}
            """));
        return [.. facts, .. adopted];
    }
}
