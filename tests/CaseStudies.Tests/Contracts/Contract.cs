using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Tests.Contracts;

/// <summary>The committed JSON of each stored name. What stands there is stored somewhere: it is read for ever.</summary>
internal static class Contract
{
    /// <summary>The organisation's events have a stream of their own and no catalogue.</summary>
    public static readonly string[] Organisation = ["organisation_described", "fiscal_year_declared", "member_joined", "member_joined_by_invitation",
        "member_invited", "invitation_withdrawn", "key_made", "role_changed", "member_removed", "grant_made", "grant_narrowed", "grant_revoked",
        "retention_declared", "figure_shared", "share_revoked", "person_erased"];

    public static readonly JsonSerializerOptions Compact = new() { Encoder = DomainJson.Options.Encoder };

    public static string Folder { get; } = SourceTree.Path("tests", "CaseStudies.Tests", "Contracts");

    public static string Text(string storedName) => Compacted(File.ReadAllText(Path.Combine(Folder, storedName + ".json")));

    /// <summary>What the body is written as today: itself, or for an older version the committed upcast.</summary>
    public static string Newest(string storedName)
    {
        var upcast = Path.Combine(Folder, "Upcast", storedName + ".json");
        return File.Exists(upcast) ? Compacted(File.ReadAllText(upcast)) : Text(storedName);
    }

    public static JsonObject Tree(string storedName) => JsonNode.Parse(Text(storedName))!.AsObject();

    private static string Compacted(string text) => JsonNode.Parse(text)!.ToJsonString(Compact);
}
