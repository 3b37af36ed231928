namespace CaseStudies.Domain.Initiatives;

// Which keys of its own an initiative knows, by dimension.
public sealed partial record Initiative
{
    /// <summary>Whether it was declared, or stands in a fact or a definition already.</summary>
    internal bool Knows(string dimension, string key) =>
        Declared.ContainsKey(Term(dimension, key)) || Used?.Contains(dimension, key) == true || DeclaredKeys(dimension).Contains(key);

    /// <summary>Everything known in a dimension, for telling what was probably meant.</summary>
    internal IEnumerable<string> KnownKeys(string dimension) => DeclaredKeys(dimension).Concat(Used?.Of(dimension) ?? []).Distinct();

    /// <summary>Those that were declared: by a term, or by the fact with which such a thing begins.</summary>
    internal IEnumerable<string> DeclaredKeys(string dimension) => After($"term:{dimension}:", '+').Concat(dimension switch
    {
        "strand" => Strands,
        "instrument" => After("instrument:", ':'),
        _ => [],
    });

    internal IEnumerable<string> Strands => After("strand:", ':');

    /// <summary>The versions in which an instrument was introduced.</summary>
    internal IEnumerable<string> VersionsOf(string instrument) => After($"instrument:{instrument}:", ':');

    private IEnumerable<string> After(string prefix, char end) =>
        Declared.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..].Split(end)[0]);

    /// <remarks>An import's facts teach keys as soon as they are recorded: its later rows may refer to its earlier ones.</remarks>
    private Initiative Learn(EntryId entry, InitiativeFact fact)
    {
        var state = fact switch
        {
            TermDefined t => With(t.Dimension.Value, t.Term.Value, entry),
            PartnerLinked p => With("partner", p.Partner.Value, entry),
            PartnerContacted { Name: not null } p => With("partner", p.Partner.Value, entry),
            _ => this,
        };
        return Used is null ? state : state with { Used = Used.With(fact) };
    }

    /// <summary>Several facts may declare one key (a partner of two strands): it is declared as long as one of them is in force.</summary>
    private Initiative With(string dimension, string key, EntryId entry) =>
        With(Declared.ContainsKey(Term(dimension, key)) ? $"{Term(dimension, key)}+{entry}" : Term(dimension, key), new Declaration(entry));

    private static string Term(string dimension, string key) => $"term:{dimension}:{key}";
}
