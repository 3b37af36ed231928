using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>What the routes of members, invitations, grants and share links accept.</summary>
internal static class MemberRoutes
{
    public const string Owner = "m-0123456789abcdef0123456789abcdef";

    /// <summary>Makes a member an owner; an organisation needs one before anything else is decided about who belongs to it.</summary>
    public static Task OwnedAsync(HostileServer server, string organisation, string member = Owner) =>
        server.SendAsync(new(HttpMethod.Put, $"/organisations/{organisation}/members/{member}"), HostileServer.Utf8(
            new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["role"] = "owner" }.ToJsonString()));

    /// <summary>An owner beside another one.</summary>
    public static async Task<string> LeavingAsync(HostileServer server)
    {
        var who = $"m-{Guid.NewGuid():n}";
        await OwnedAsync(server, "alpha");
        await OwnedAsync(server, "alpha", who);
        return who;
    }

    public static async Task<JsonObject> InvitationAsync(HostileServer server)
    {
        await OwnedAsync(server, "alpha");
        return new() { ["command"] = Guid.NewGuid().ToString(), ["role"] = "staff" };
    }

    public static async Task<string> InvitedAsync(HostileServer server)
    {
        var made = await server.PostAsync("/organisations/alpha/invitations", (await InvitationAsync(server)).ToJsonString());
        return (string)JsonNode.Parse(made.Body)!["invitation"]!;
    }

    /// <summary>A grant to a funder that has a member.</summary>
    public static async Task<JsonObject> GrantAsync(HostileServer server)
    {
        await OwnedAsync(server, "fund");
        return new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["funder"] = "fund", ["level"] = "figures", ["initiatives"] = new JsonArray("one"),
            ["until"] = "2026-07-31T15:00:00Z",
        };
    }

    public static async Task<string> GrantedAsync(HostileServer server)
    {
        var grant = await GrantAsync(server);
        await server.PostAsync("/organisations/alpha/grants", grant.ToJsonString());
        return (string)grant["command"]!;
    }

    /// <summary>A share of a figure that there is.</summary>
    public static async Task<JsonObject> ShareAsync(HostileServer server)
    {
        var figure = (await Routes.All["GET /organisations/{org}/initiatives/{id}/figures/{indicator}"](server)).Path.Split('/');
        return new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["initiative"] = figure[4], ["indicator"] = figure[6], ["from"] = "2025-04-01", ["to"] = "2026-03-31",
            ["until"] = "2026-06-30T15:00:00Z",
        };
    }

    /// <summary>Its id, and the path of its link.</summary>
    public static async Task<(string Id, string Path)> SharedAsync(HostileServer server)
    {
        var made = JsonNode.Parse((await server.PostAsync("/organisations/alpha/shares", (await ShareAsync(server)).ToJsonString())).Body)!;
        return ((string)made["share"]!, new Uri((string)made["link"]!).AbsolutePath);
    }
}
