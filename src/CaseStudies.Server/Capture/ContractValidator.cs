using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Reads a body strictly. Where that fails, a second pass along the type finds what is wrong, where, and what to write instead.</summary>
internal static class ContractValidator
{
    /// <exception cref="JsonException">The body is malformed.</exception>
    public static T Read<T>(JsonObject body)
    {
        try
        {
            return body.Deserialize<T>(DomainJson.Options)!;
        }
        catch (JsonException) when (Find(body, typeof(T)) is { } found)
        {
            throw found;
        }
    }

    private static MalformedException? Find(JsonNode node, Type type, RangeAttribute? range = null)
    {
        var shape = RequestContract.ForType(type);
        return shape switch
        {
            { Choices: { } choices } => Chosen(node, type, choices),
            { Members: { } members } =>
                Members(node, members, discriminator: null) ?? (type == typeof(PublicText) ? First(node.AsObject().Select(m => m.Value), Stored) : null),
            { ItemOf: { } item } => node is JsonArray list
                ? First(list, i => Find(i, item, range))
                : ContractMessages.Needed(node, "ここには配列([ … ])が必要です。", "An array ([ … ]) is needed here."),
            { ValueOf: { } value } => node is JsonObject o
                ? First(o.Select(m => m.Value), v => Find(v, value, range))
                : ContractMessages.Needed(node, "ここにはオブジェクト({ … })が必要です。", "An object ({ … }) is needed here."),
            { Words: { } words } => node.GetValueKind() == JsonValueKind.String && words.Contains(node.GetValue<string>())
                ? null
                : ContractMessages.Word(node, words),
            _ => Value(node, type, range),
        };
    }

    private static MalformedException? Chosen(JsonNode node, Type type, (string Discriminator, IReadOnlyDictionary<string, Type> Of) choices)
    {
        if (node is not JsonObject o)
            return ContractMessages.Needed(node, $"ここには {choices.Discriminator} を持つオブジェクト({{ … }})が必要です。",
                $"An object ({{ … }}) with '{choices.Discriminator}' is needed here.");
        if (o[choices.Discriminator] is not { } named)
            return ContractMessages.Missing(o, [choices.Discriminator]);
        if (named.GetValueKind() != JsonValueKind.String || !choices.Of.TryGetValue(named.GetValue<string>(), out var form))
            return ContractMessages.Choice(named, choices.Of.Keys, type == typeof(InitiativeFact));
        return Members(o, RequestContract.ForType(form).Members!, choices.Discriminator) ?? (type == typeof(InitiativeFact) ? Value(o, type) : null);
    }

    private static MalformedException? Members(JsonNode node, IReadOnlyDictionary<string, SentMember> members, string? discriminator)
    {
        if (node is not JsonObject o)
            return ContractMessages.Needed(node, $"ここには {string.Join("、", members.Keys)} を持つオブジェクト({{ … }})が必要です。",
                $"An object ({{ … }}) with {string.Join(", ", members.Keys)} is needed here.");
        foreach (var (name, _) in o)
        {
            // A fact may say of which version of its kind it is.
            if (!members.ContainsKey(name) && name != discriminator && !(name == "v" && discriminator == "kind"))
                return ContractMessages.Unknown(o, name, [.. members.Keys.Where(m => !o.ContainsKey(m))]);
        }

        if (members.Values.Where(m => m.Required && !o.ContainsKey(m.Name)).Select(m => m.Name).ToList() is { Count: > 0 } missing)
            return ContractMessages.Missing(o, missing);
        foreach (var (name, value) in o)
        {
            if (!members.TryGetValue(name, out var member))
                continue;
            var wrong = value is not null ? Find(value, member.Type, member.Range) : member.Nullable ? null : ContractMessages.Null(o, name);
            if (wrong is not null)
                return wrong;
        }

        return null;
    }

    private static MalformedException? First(IEnumerable<JsonNode?> items, Func<JsonNode, MalformedException?> find) =>
        items.Select(i => i is null ? null : find(i)).FirstOrDefault(w => w is not null);

    private static MalformedException? Stored(JsonNode text) => PublicText.Unstorable(text.GetValue<string>(), PublicText.MaximumLength) is { } why
        ? new(ErrorMessages.FromException(new FormatException(why)), JsonPointer.ForNode(text))
        : null;

    /// <summary>Whether the serializer can read the value as the type.</summary>
    private static MalformedException? Value(JsonNode node, Type type, RangeAttribute? range = null)
    {
        try
        {
            node.Deserialize(type, DomainJson.Options);
            return null;
        }
        catch (JsonException) when (range is not null)
        {
            return ContractMessages.Number(node, range);
        }
        catch (JsonException e)
        {
            var cause = ErrorMessages.FromException(e);
            // "A text is needed" says too little where only texts of one form will do: the type's own words follow.
            return new(node.GetValueKind() == JsonValueKind.String || FormOf(type) is not { } form ? cause : new(cause.Ja + form.Ja, $"{cause.En} {form.En}"),
                JsonPointer.ForNode(node));
        }
    }

    private static PublicText? FormOf(Type type)
    {
        try
        {
            JsonSerializer.Deserialize("\"\"", Nullable.GetUnderlyingType(type) ?? type, DomainJson.Options);
            return null;
        }
        catch (JsonException e) when (type != typeof(int) && type != typeof(bool) && type != typeof(PrivateText) && type != typeof(InitiativeFact))
        {
            return ErrorMessages.FromException(e);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
