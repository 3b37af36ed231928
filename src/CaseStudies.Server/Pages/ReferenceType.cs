using System.Text.Json.Nodes;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>The type of a member in words, read from its schema.</summary>
/// <param name="Form">The name of the form, where it is one that is described separately.</param>
/// <param name="Choices">The words of which one is allowed.</param>
public sealed record ReferenceType(LocalizedText Says, string? Form, IReadOnlyList<string> Choices, string? Example)
{
    private const string Sent = "Sent";

    public static ReferenceType FromSchema(JsonNode schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if ((string?)schema["$ref"] is { } reference)
            return new(new("", ""), FormName(reference.Split('/')[^1]), [], null);
        if (schema["enum"] is JsonArray words)
            return new(new("次のいずれか", "one of"), null, [.. words.Select(w => (string)w!)], null);
        if (schema["items"] is { } items && FromSchema(items) is var item)
            return item with { Says = new LocalizedText("配列。要素はそれぞれ", "an array, each element ") + item.Says };
        if (schema["additionalProperties"] is JsonObject values && FromSchema(values) is var value)
            return value with { Says = new LocalizedText("自由な名前の項目。値はそれぞれ", "members with any name, each value ") + value.Says };
        var says = (string?)schema["description"] is { } said ? Split(said) : Plain(TypeName(schema["type"]));
        return new(says, null, [], (string?)schema["examples"]?[0]);
    }

    public static string FormName(string component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return component.StartsWith(Sent, StringComparison.Ordinal) ? component[Sent.Length..] : component;
    }

    /// <summary>Splits a description, which has both languages in one line.</summary>
    public static LocalizedText Split(string both)
    {
        ArgumentNullException.ThrowIfNull(both);
        return both.Split(" / ", 2) is [var ja, var en] ? new(ja, en) : new(both, both);
    }

    /// <summary>The type without null: an optional type is written as a list.</summary>
    private static string? TypeName(JsonNode? type) =>
        type is JsonArray several ? several.Select(t => (string?)t).FirstOrDefault(t => t != "null") : (string?)type;

    private static LocalizedText Plain(string? type) => type switch
    {
        "integer" => new("整数(引用符なし)", "a whole number, without quotation marks"),
        "boolean" => new("true か false", "true or false"),
        "string" => new("文章", "a text"),
        _ => new("オブジェクト", "an object"),
    };
}
