using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CaseStudies.Tests.Indicators;

/// <summary>
/// Judges a value by the words our schema uses, and throws at any other word. A check of our own and not NJsonSchema: that
/// one is made for draft 4, which has no <c>const</c>, and the formulas of our schema differ by theirs.
/// </summary>
internal sealed class SchemaCheck(JsonNode root)
{
    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode schema, JsonNode? value) => schema.AsObject().All(word => word.Key switch
    {
        "$schema" or "$id" or "title" or "default" => true,
        "$ref" => Accepts(Resolved(word.Value!.GetValue<string>()), value),
        "type" => (word.Value is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [word.Value!.GetValue<string>()]).Any(t => Is(t, value)),
        "const" => JsonNode.DeepEquals(word.Value, value),
        "enum" => word.Value!.AsArray().Any(e => JsonNode.DeepEquals(e, value)),
        "anyOf" => word.Value!.AsArray().Any(s => Accepts(s!, value)),
        "pattern" => Kind(value) != JsonValueKind.String || Regex.IsMatch(value!.GetValue<string>(), word.Value!.GetValue<string>()),
        "maxLength" => Kind(value) != JsonValueKind.String || value!.GetValue<string>().Length <= word.Value!.GetValue<int>(),
        "items" => value is not JsonArray items || items.All(i => Accepts(word.Value!, i)),
        "required" => value is not JsonObject o || word.Value!.AsArray().All(r => o.ContainsKey(r!.GetValue<string>())),
        "properties" => value is not JsonObject o || o.All(m => word.Value![m.Key] is not { } s || Accepts(s, m.Value)),
        "additionalProperties" => value is not JsonObject o || o.All(m => schema["properties"]?[m.Key] is not null
            || (word.Value!.GetValueKind() == JsonValueKind.Object ? Accepts(word.Value, m.Value) : word.Value.GetValue<bool>())),
        _ => throw new NotSupportedException($"The schema says '{word.Key}', which this check does not know."),
    });

    private JsonNode Resolved(string pointer) =>
        pointer.Split('/').Skip(1)
            .Aggregate(root, (node, step) => node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!);

    private static bool Is(string type, JsonNode? value) => (type, Kind(value)) is
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null)
        or ("integer" or "number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False);

    private static JsonValueKind Kind(JsonNode? value) => value?.GetValueKind() ?? JsonValueKind.Null;
}
