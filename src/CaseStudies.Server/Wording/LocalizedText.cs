using CaseStudies.Domain;

namespace CaseStudies.Server.Wording;

/// <summary>A line in both languages. Unlike a stored text it has no maximum length, because it is put together from several.</summary>
public sealed record LocalizedText(string Ja, string En)
{
    public static implicit operator LocalizedText(PublicText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text.Ja, text.En);
    }

    public static LocalizedText operator +(LocalizedText a, LocalizedText b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new(a.Ja + b.Ja, a.En + b.En);
    }

    public static LocalizedText Add(LocalizedText left, LocalizedText right) => left + right;

    public static LocalizedText FromPublicText(PublicText text) => text;

    public string In(Language language) => language == Language.Ja ? Ja : En;
}
