using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CaseStudies.Domain.Initiatives;

/// <summary>
/// Reads and writes a fact of the newest version of its kind in one pass. Its type gets the members <c>kind</c> and
/// <c>v</c> for this purpose, so the serializer is as strict about them as about all others.
/// </summary>
internal static class FactJson
{
    private static readonly JsonSerializerOptions s_options = Create();

    /// <summary>The <c>kind</c> and <c>v</c> of a fact, wherever they are among its members. The reader is a copy, so the caller's does not move.</summary>
    /// <returns>Null for a missing member.</returns>
    /// <exception cref="JsonException">Not an object, or one of the two has the wrong type.</exception>
    public static (string? Kind, int? Version) Peek(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A fact is an object with a kind.");
        var (kind, version) = ((string?)null, (int?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
                kind = reader.Read() && reader.TokenType == JsonTokenType.String
                    ? reader.GetString()
                    : throw new JsonException("A fact names its kind, such as \"session_held\".");
            else if (reader.ValueTextEquals("v"u8))
                version = reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)
                    ? number
                    : throw new JsonException("A fact's version ('v') is a whole number. Leave it out for the newest version.");
            else
                reader.Skip();
        }

        return (kind, version);
    }

    public static object? Read(ref Utf8JsonReader reader, Type type) => JsonSerializer.Deserialize(ref reader, type, s_options);

    public static void Write(Utf8JsonWriter writer, InitiativeFact fact) => JsonSerializer.Serialize(writer, fact, fact.GetType(), s_options);

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(DomainJson.Options);
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(WithKind);
        options.MakeReadOnly();
        return options;
    }

    private static void WithKind(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Type.IsAbstract || !info.Type.IsAssignableTo(typeof(InitiativeFact)))
            return;
        Add(0, "kind", typeof(string), contract => contract.Kind);
        Add(1, "v", typeof(int), contract => contract.Version);

        void Add(int place, string name, Type type, Func<EventContract, object> value)
        {
            var member = info.CreateJsonPropertyInfo(type, name);
            (member.Get, member.Set, member.Order) = (fact => value(InitiativeEventCatalogue.ContractOf((InitiativeFact)fact)), (_, _) => { }, place - 2);
            info.Properties.Insert(place, member);
        }
    }
}
