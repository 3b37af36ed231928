using System.Text.Json;
using System.Text.Json.Nodes;

namespace CaseStudies.Domain.Initiatives;

/// <summary>Replaces private texts in a client's command before anything else reads it.</summary>
/// <remarks>
/// A client sends the plain text (<c>"note": "…"</c>). The stored form is a place in the vault and a commitment. A client
/// that sends the stored form is refused, because it could refer to another text.
/// </remarks>
public static class PrivateTexts
{
    public const int MaximumLength = 4_000;

    /// <summary>Replaces each private text within a fact by what <paramref name="deposit"/> returns for it.</summary>
    /// <param name="fact">A fact as sent, with its kind; changed in place. An unknown kind is left for the reader to refuse.</param>
    /// <param name="deposit">Takes the field name and the plain text, and returns the stored form.</param>
    /// <exception cref="JsonException">A private text is not a string, is too long, or cannot be stored.</exception>
    public static void SealFact(JsonObject fact, Func<string, string, PrivateText> deposit)
    {
        ArgumentNullException.ThrowIfNull(fact);
        if (fact["kind"] is JsonValue kind && kind.TryGetValue<string>(out var name) && InitiativeEventCatalogue.Facts.TryGetValue(name, out var shape))
        {
            foreach (var field in shape.PrivateTexts)
                Seal(fact, field, deposit);
        }
    }

    /// <summary>Does the same for the note of a reason.</summary>
    /// <exception cref="JsonException">As for <see cref="SealFact"/>.</exception>
    public static void SealReason(JsonObject reason, Func<string, string, PrivateText> deposit)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Seal(reason, "note", deposit);
    }

    private static void Seal(JsonObject owner, string field, Func<string, string, PrivateText> deposit)
    {
        ArgumentNullException.ThrowIfNull(deposit);
        if (owner[field] is not { } node)
            return;
        if (node.GetValueKind() != JsonValueKind.String)
            throw new JsonException("A plain text is needed here; it is stored apart from the record.", $"$.{field}", null, null);
        var text = node.GetValue<string>();
        if (PublicText.Unstorable(text, MaximumLength) is { } why)
            throw new JsonException(why, $"$.{field}", null, null);
        owner[field] = JsonSerializer.SerializeToNode(deposit(field, text), DomainJson.Options);
    }
}
