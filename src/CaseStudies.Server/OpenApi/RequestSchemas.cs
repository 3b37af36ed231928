using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.OpenApi;

/// <summary>The JSON schemas of what clients send, made from the types that read it. Private texts are plain strings here.</summary>
internal sealed class RequestSchemas(IReadOnlyDictionary<Type, JsonObject> texts, RequestLimits limits)
{
    private const string Prefix = "#/components/schemas/";
    private const string Sent = "Sent";

    /// <summary>By the name under which the description lists them.</summary>
    public Dictionary<string, JsonObject> Components { get; } = [];

    /// <summary>A schema, or a reference to the component that holds it.</summary>
    public JsonObject ForType(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (texts.TryGetValue(type, out var text))
            return text.DeepClone().AsObject();
        if (type.IsEnum)
            return new()
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => JsonValue.Create(JsonNamingPolicy.KebabCaseLower.ConvertName(n)))]),
            };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return new() { ["type"] = "array", ["maxItems"] = limits.Items, ["items"] = ForType(type.GetGenericArguments()[0]) };
        if (type.IsGenericType)
            return new() { ["type"] = "object", ["maxProperties"] = limits.Items, ["additionalProperties"] = ForType(type.GetGenericArguments()[1]) };
        return type.Name switch
        {
            nameof(Int32) => new() { ["type"] = "integer", ["format"] = "int32" },
            nameof(Guid) => new() { ["type"] = "string", ["format"] = "uuid" },
            nameof(Boolean) => new() { ["type"] = "boolean" },
            nameof(String) => new() { ["type"] = "string", ["maxLength"] = limits.TextLength },
            nameof(PrivateText) => new()
            {
                ["type"] = "string", ["minLength"] = 1, ["maxLength"] = PrivateTexts.MaximumLength,
                ["description"] = "文章(記録とは別の場所に保管される) / a text, kept in the vault apart from the record",
            },
            _ => Reference(type),
        };
    }

    private JsonObject Reference(Type type)
    {
        var name = NameOf(type);
        if (Components.TryAdd(name, []))
            Components[name] = Component(type);
        return new() { ["$ref"] = Prefix + name };
    }

    private JsonObject Component(Type type)
    {
        if (type == typeof(InitiativeFact))
            return OneOf("kind", InitiativeEventCatalogue.Facts.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, f.Value.Type)));
        return type.GetCustomAttributes<JsonDerivedTypeAttribute>().ToList() is { Count: > 0 } derived
            ? OneOf(
                type.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!,
                derived.Select(d => ((string)d.TypeDiscriminator!, d.DerivedType)))
            : Members(type, null);
    }

    private JsonObject OneOf(string discriminator, IEnumerable<(string Word, Type Type)> choices)
    {
        var (list, mapping) = (new JsonArray(), new JsonObject());
        foreach (var (word, type) in choices)
        {
            Components[NameOf(type)] = Members(type, (discriminator, word));
            if (type.IsAssignableTo(typeof(InitiativeFact)))
                Components[NameOf(type)]["description"] = $"{Names.OfKind(word).En} ({Names.OfKind(word).Ja})";
            list.Add(new JsonObject { ["$ref"] = Prefix + NameOf(type) });
            mapping[word] = Prefix + NameOf(type);
        }

        return new() { ["oneOf"] = list, ["discriminator"] = new JsonObject { ["propertyName"] = discriminator, ["mapping"] = mapping } };
    }

    private JsonObject Members(Type type, (string Name, string Word)? discriminator)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        if (discriminator is { } d)
        {
            properties[d.Name] = new JsonObject { ["type"] = "string", ["const"] = d.Word };
            required.Add(d.Name);
        }

        foreach (var member in RecordMembers.ForType(type))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name!);
            properties[name] = ForType(member.ParameterType);
            if (member.GetCustomAttribute<LengthAttribute>() is { } length)
                (properties[name]!["minItems"], properties[name]!["maxItems"]) = (length.MinimumLength, length.MaximumLength);
            if (member.GetCustomAttribute<RangeAttribute>() is { } range)
                Bound(properties[name]!, range);
            if (!member.HasDefaultValue)
                required.Add(name);
        }

        if (type == typeof(PublicText))
        {
            foreach (var (_, text) in properties)
                (text!["minLength"], text["maxLength"]) = (1, PublicText.MaximumLength);
        }

        if (type == typeof(RecordFacts))
            (properties["facts"]!["minItems"], properties["facts"]!["maxItems"]) = (1, RecordFacts.MaximumFacts);
        if (type == typeof(ChangeEntries))
            (properties["changes"]!["minItems"], properties["changes"]!["maxItems"]) = (1, ChangeEntries.MaximumChanges);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
        if (type.GetCustomAttribute<MemberCountAttribute>() is { Count: var count })
            (schema["minProperties"], schema["maxProperties"]) = (count, count);
        return schema;
    }

    /// <summary>Of an object with free names, the numbers in it.</summary>
    private static void Bound(JsonNode schema, RangeAttribute range)
    {
        if (schema["additionalProperties"] is JsonObject values)
            Bound(values, range);
        else
            (schema["minimum"], schema["maximum"]) = ((int)range.Minimum, (int)range.Maximum);
    }

    /// <summary>Not the answers' names: there, the same fact has its private texts as references.</summary>
    private static string NameOf(Type type) => type switch
    {
        _ when type == typeof(InitiativeFact) => Sent + "Fact",
        { Name: "Body", DeclaringType.Name: var endpoint } => endpoint.Replace("Endpoint", "", StringComparison.Ordinal) + "Command",
        _ when type == typeof(RecordFacts) => "RecordEntriesCommand",
        _ when type == typeof(ChangeEntries) => "ChangeEntriesCommand",
        _ => type.Name.StartsWith(Sent, StringComparison.Ordinal) ? type.Name : Sent + type.Name,
    };
}
