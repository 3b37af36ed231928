using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>The routes that decide who may, and what is known of people: members, keys, invitations, grants, share links, persons.</summary>
internal static class MemberRoutes
{
    public const string Owner = "m-0123456789abcdef0123456789abcdef";

    public static readonly Dictionary<string, Func<HostileServer, Task<Neighbour>>> All = new()
    {
        ["GET " + Routes.Members] = _ => Routes.Done(new("GET", "/organisations/alpha/members")),
        ["PUT " + Routes.Member] = _ => Routes.Done(new("PUT", "/organisations/alpha/members/" + Owner, new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["role"] = "owner",
        })),
        ["POST " + Routes.Member + "/removal"] = async s => new("POST", $"/organisations/alpha/members/{await LeavingAsync(s)}/removal", new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["cause"] = "left",
        }),
        ["GET " + Routes.SecurityLog] = _ => Routes.Done(new("GET", "/organisations/alpha/security-log")),
        ["GET " + Routes.Invitations] = _ => Routes.Done(new("GET", "/organisations/alpha/invitations")),
        ["POST " + Routes.Invitations] = async s => new("POST", "/organisations/alpha/invitations", await InvitationAsync(s)),
        ["POST " + Routes.Invitations + "/{invitation:guid}/withdrawal"] = async s =>
            new("POST", $"/organisations/alpha/invitations/{await InvitedAsync(s)}/withdrawal", new()
            {
                ["command"] = Guid.NewGuid().ToString(), ["cause"] = "mistake",
            }),
        ["POST /organisations/{org}/keys"] = async s =>
        {
            await OwnedAsync(s, "alpha");
            return new("POST", "/organisations/alpha/keys", new()
            {
                ["command"] = Guid.NewGuid().ToString(), ["role"] = "staff", ["until"] = "2026-06-30T15:00:00Z",
            });
        },
        ["GET /granted"] = _ => Routes.Done(new("GET", "/granted")),
        ["GET " + Routes.Grants] = _ => Routes.Done(new("GET", "/organisations/alpha/grants")),
        ["POST " + Routes.Grants] = async s => new("POST", "/organisations/alpha/grants", await GrantAsync(s)),
        ["POST " + Routes.Grants + "/{grant:guid}/narrowing"] = async s =>
            new("POST", $"/organisations/alpha/grants/{await GrantedAsync(s)}/narrowing", new()
            {
                ["command"] = Guid.NewGuid().ToString(), ["level"] = "figures", ["until"] = "2026-06-30T15:00:00Z", ["cause"] = "too-wide",
            }),
        ["POST " + Routes.Grants + "/{grant:guid}/revocation"] = async s =>
            new("POST", $"/organisations/alpha/grants/{await GrantedAsync(s)}/revocation", new()
            {
                ["command"] = Guid.NewGuid().ToString(), ["cause"] = "agreement-over",
            }),
        ["GET " + Routes.Retention] = _ => Routes.Done(new("GET", "/organisations/alpha/retention")),
        ["PUT " + Routes.Retention] = _ => Routes.Done(new("PUT", "/organisations/alpha/retention", new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["retention"] = new JsonObject { ["years"] = 5 },
        })),
        ["GET " + Routes.Shares] = _ => Routes.Done(new("GET", "/organisations/alpha/shares")),
        ["POST " + Routes.Shares] = async s => new("POST", "/organisations/alpha/shares", await ShareAsync(s)),
        ["POST " + Routes.Shares + "/{share:guid}/revocation"] = async s =>
            new("POST", $"/organisations/alpha/shares/{(await SharedAsync(s)).Id}/revocation", new()
            {
                ["command"] = Guid.NewGuid().ToString(), ["cause"] = "mistake",
            }),
        ["GET /shared/{organisation}/{secret}"] = async s => new("GET", (await SharedAsync(s)).Path),
        ["GET " + Routes.Person + "/record"] = async s => new("GET", $"/organisations/alpha/persons/{await EnrolledAsync(s)}/record"),
        ["POST " + Routes.Person + "/erasure"] = async s => new("POST", $"/organisations/alpha/persons/{await EnrolledAsync(s)}/erasure", new()
        {
            ["command"] = Guid.NewGuid().ToString(), ["ground"] = "request-of-person",
        }),
    };

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

    private static async Task<string> EnrolledAsync(HostileServer server)
    {
        var act = HostileServer.Examples.Act("person_enrolled");
        await server.PostAsync(HostileServer.Alpha + "/entries", HostileServer.Record(act).ToJsonString());
        return (string)act[^1]["person"]!;
    }
}
