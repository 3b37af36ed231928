namespace CaseStudies.Domain;

/// <summary>A text in Japanese and English, written for publication: it may be in events and on public pages.</summary>
public sealed record PublicText
{
    public const int MaximumLength = 4_000;

    public string Ja { get; }
    public string En { get; }

    /// <exception cref="FormatException">Empty, too long, or with characters that cannot be stored.</exception>
    public PublicText(string ja, string en) => (Ja, En) = (Checked(ja), Checked(en));

    public string In(Language language) => language == Language.Ja ? Ja : En;

    private static string Checked(string text) => Unstorable(text, MaximumLength) is { } why ? throw new FormatException(why) : text;

    /// <summary>Why a text cannot be stored, or null. PostgreSQL cannot store U+0000, and half a surrogate pair is not a character.</summary>
    public static string? Unstorable(string text, int maximumLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "The text is empty.";
        if (text.Length > maximumLength)
            return $"The text has {text.Length} characters; at most {maximumLength} are allowed.";
        if (text.Contains('\0', StringComparison.Ordinal))
            return "The text contains the character U+0000.";
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return "The text contains half a surrogate pair.";
        }

        return null;
    }
}

public enum Language { Ja, En }

/// <summary>
/// A reference to a private text: its place in the vault and a salted commitment to its value. The event holds only this;
/// erasing the row in the vault leaves the event, its proofs and its figures valid.
/// </summary>
/// <param name="Vault">The row in the organisation's vault.</param>
/// <param name="Commitment">Base64url SHA-256 over the canonical JSON array <c>[salt, field, value]</c> (a disclosure in RFC 9901).</param>
public sealed record PrivateText(Guid Vault, string Commitment);
