using CaseStudies.Domain;

namespace CaseStudies.Server.Telling;

/// <summary>A line in both languages. Unlike a stored text it has no maximum length, because it is put together from several.</summary>
public sealed record Words(string Ja, string En)
{
    public static implicit operator Words(PublicText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text.Ja, text.En);
    }

    public static Words operator +(Words a, Words b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new(a.Ja + b.Ja, a.En + b.En);
    }

    public static Words Add(Words left, Words right) => left + right;

    public static Words FromPublicText(PublicText text) => text;

    public string In(Language language) => language == Language.Ja ? Ja : En;
}
