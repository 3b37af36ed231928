using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference;

/// <summary>What a definition names.</summary>
internal static class Formulas
{
    public static List<string> Kinds(JsonNode definition) => [.. Members(definition, "kind")];

    public static List<string> Nodes(JsonNode definition) => [.. Members(definition, "op")];

    public static IEnumerable<string> Quantities(JsonNode definition) => Members(definition["formula"], "quantity");

    public static IEnumerable<string> CutOffs(JsonNode definition) => Members(definition, "cutOff");

    /// <summary>Whether it goes by the months or weeks in which a strand ran.</summary>
    public static bool NamesRun(JsonNode definition) => Nodes(definition).Exists(n => n is "running" or "per-month" or "per-week");

    private static IEnumerable<string> Members(JsonNode? node, string name) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == name && m.Value is JsonValue value ? [(string)value!] : Members(m.Value, name)),
        JsonArray a => a.SelectMany(i => Members(i, name)),
        _ => [],
    };
}
