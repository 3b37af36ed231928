using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Tests.Indicators;

/// <summary>The schema as it follows from the types: the framework's own, with the text-like types told by their patterns.</summary>
internal static class SchemaOfIndicators
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, IndentCharacter = ' ', IndentSize = 2, NewLine = "\n",
        Encoder = DomainJson.Options.Encoder };

    public static string Generate()
    {
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var body = new JsonSerializerOptions(DomainJson.Options) { MaxDepth = 256 }.GetJsonSchemaAsNode(typeof(Indicator), exporter).AsObject();
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = "urn:casestudies:indicator:1",
            ["title"] = "Indicator" };
        foreach (var (name, value) in body.ToList())
        {
            body.Remove(name);
            schema[name] = value;
        }

        return schema.ToJsonString(s_indented) + "\n";
    }

    /// <summary>From the object that has them: the exporter does not ask about a member that it knows by its default only.</summary>
    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject o || o["properties"] is not JsonObject properties)
            return Known(context.TypeInfo.Type) ?? schema;
        foreach (var member in context.TypeInfo.Properties)
        {
            if (properties.ContainsKey(member.Name) && Known(member.PropertyType) is { } known)
                properties[member.Name] = member.IsGetNullable ? OrNull(known) : known;
        }

        return schema;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        schema["type"] = new JsonArray(schema["type"]!.GetValue<string>(), "null");
        schema["default"] = null;
        return schema;
    }

    private static JsonObject? Known(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(Slug) ? Text("^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$")
            : type == typeof(Quantity) ? Text("^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]{1,6})?$")
            : type == typeof(LocalDate) ? Text("^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$")
            : type == typeof(YearMonth) ? Text("^[0-9]{4}-(?:0[1-9]|1[0-2])$")
            : type == typeof(PublicText) ? Bilingual()
            : null;
    }

    private static JsonObject Text(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Bilingual() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["ja"] = Written(), ["en"] = Written() },
        ["required"] = new JsonArray("ja", "en"),
        ["additionalProperties"] = false,
    };

    private static JsonObject Written() => new() { ["type"] = "string", ["maxLength"] = PublicText.MaximumLength, ["pattern"] = "\\S" };
}
