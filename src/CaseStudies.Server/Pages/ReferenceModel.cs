using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

public sealed record ReferenceOperation(
    string Method, string Path, LocalizedText Says, IReadOnlyList<ReferenceMember> Parameters, string? Body, string? Example,
    IReadOnlyList<string> Answers);

public sealed record ReferenceMember(string Name, bool Required, ReferenceType Type, LocalizedText? Says = null);

/// <param name="Example">A command that records it. The server accepts the examples in this order.</param>
public sealed record ReferenceKind(string Kind, LocalizedText Name, LocalizedText? Shows, string? Example, IReadOnlyList<ReferenceMember> Members);

/// <summary>A form that several kinds or other forms use.</summary>
/// <param name="Discriminator">The member that says which of the <paramref name="Choices"/> it is.</param>
public sealed record ReferenceForm(string Name, IReadOnlyList<ReferenceMember> Members, string? Discriminator,
    IReadOnlyList<(string Word, string Form)> Choices);

/// <summary>The API description for people: operations, kinds of fact and forms.</summary>
public sealed record ReferenceModel(
    IReadOnlyList<(LocalizedText Group, IReadOnlyList<ReferenceOperation> Operations)> Groups, IReadOnlyList<ReferenceKind> Kinds,
    IReadOnlyList<ReferenceForm> Forms)
{
    private const string Fact = "SentFact";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly string[] s_methods = ["get", "put", "post", "delete", "patch"];

    public static ReferenceModel FromDocument(JsonNode document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var schemas = document["components"]!["schemas"]!.AsObject();
        var operations = document["paths"]!.AsObject()
            .SelectMany(p => p.Value!.AsObject().Where(o => s_methods.Contains(o.Key)).Select(o => (Path: p.Key, Method: o.Key, Operation: o.Value!))).ToList();
        var examples = operations.Select(o => Content(o.Operation)?["examples"]).OfType<JsonObject>().SelectMany(e => e)
            .ToDictionary(e => e.Key, e => e.Value!);
        var facts = schemas[Fact]!["discriminator"]!["mapping"]!.AsObject().Select(m => (Kind: m.Key, Component: ((string)m.Value!).Split('/')[^1])).ToList();
        var kinds = facts.Select(f => Kind(f.Kind, schemas[f.Component]!, examples.GetValueOrDefault(f.Kind)))
            .OrderBy(k => examples.Keys.ToList().IndexOf(k.Kind)).ToList();
        var forms = schemas.Where(s => IsSent(s.Key) && s.Key != Fact && facts.All(f => f.Component != s.Key)).Select(s => Form(s.Key, s.Value!)).ToList();
        var groups = operations.GroupBy(o => (string?)o.Operation["tags"]?[0] ?? "")
            .Select(g =>
                (Group: GroupName(g.Key), Operations: (IReadOnlyList<ReferenceOperation>)[.. g.Select(o => Operation(o.Method, o.Path, o.Operation))]));
        return new([.. groups], kinds, forms);
    }

    private static ReferenceOperation Operation(string method, string path, JsonNode operation) => new(
        method.ToUpperInvariant(), path, ReferenceType.Split((string?)operation["summary"] ?? ""),
        [.. (operation["parameters"]?.AsArray() ?? []).Where(p => (string)p!["in"]! != "path").Select(p => new ReferenceMember(
            (string)p!["name"]!, (bool?)p["required"] == true, ReferenceType.FromSchema(p["schema"]!), ReferenceType.Split((string?)p["description"] ?? "")))],
        ((string?)Content(operation)?["schema"]?["$ref"])?.Split('/')[^1] is { } body ? ReferenceType.FormName(body) : null,
        Content(operation)?["example"]?.ToJsonString(s_readable),
        [.. operation["responses"]!.AsObject().Select(r => r.Key).Order(StringComparer.Ordinal)]);

    private static ReferenceKind Kind(string kind, JsonNode schema, JsonNode? example) => new(
        kind, Names.OfKind(kind), (string?)example?["summary"] is { } shows ? ReferenceType.Split(shows) : null, example?["value"]?.ToJsonString(s_readable),
        Members(schema));

    private static ReferenceForm Form(string component, JsonNode schema) => new(
        ReferenceType.FormName(component), Members(schema), (string?)schema["discriminator"]?["propertyName"],
        [.. (schema["discriminator"]?["mapping"]?.AsObject() ?? []).Select(m => (m.Key, ReferenceType.FormName(((string)m.Value!).Split('/')[^1])))]);

    private static IReadOnlyList<ReferenceMember> Members(JsonNode schema)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(r => (string)r!).ToHashSet();
        return [.. (schema["properties"]?.AsObject() ?? []).Where(p => p.Value!["const"] is null)
            .Select(p => new ReferenceMember(p.Key, required.Contains(p.Key), ReferenceType.FromSchema(p.Value!)))];
    }

    private static JsonNode? Content(JsonNode operation) => operation["requestBody"]?["content"]?["application/json"];

    /// <summary>Only what clients send is listed; answers are described in /openapi.json.</summary>
    private static bool IsSent(string component) =>
        component.StartsWith("Sent", StringComparison.Ordinal) || component.EndsWith("Command", StringComparison.Ordinal);

    private static LocalizedText GroupName(string tag) => tag switch
    {
        "Record" => new("記録する", "Record"),
        "Read" => new("読む", "Read"),
        _ => new(tag, tag),
    };
}
