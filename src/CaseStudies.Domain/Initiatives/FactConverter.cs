using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CaseStudies.Domain.Initiatives;

/// <summary>A fact inside a command or a correction: its members, its <c>kind</c> and, when stored, its version <c>v</c>.</summary>
internal sealed class FactConverter : JsonConverter<InitiativeFact>
{
    public override InitiativeFact Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (kind, version) = FactJson.Peek(reader);
        if (kind is null)
            throw new JsonException("A fact names its kind, such as \"session_held\".");
        var contract = InitiativeEventCatalogue.ContractOf(kind, version);
        return (InitiativeFact)(contract.Type is { } type
            ? InitiativeEventCatalogue.Whole(ref reader, type)
            : InitiativeEventCatalogue.Newest(contract, Members(ref reader, options)));
    }

    /// <summary>Reads a fact of an older version, for its upcaster.</summary>
    private static JsonObject Members(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        // As a JsonElement first: a JsonNode accepts a repeated member until it is accessed.
        var members = JsonObject.Create(JsonSerializer.Deserialize<JsonElement>(ref reader, options))!;
        members.Remove("kind");
        members.Remove("v");
        return members;
    }

    public override void Write(Utf8JsonWriter writer, InitiativeFact value, JsonSerializerOptions options) => FactJson.Write(writer, value);
}
