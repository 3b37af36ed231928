using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Recording;

/// <summary>The words that an initiative uses in one dimension, such as its venues, and the keys that stand for them.</summary>
internal sealed class OwnWords
{
    /// <summary>Units that have a meaning to the program: values in them can be compared with figures.</summary>
    private static readonly ImmutableArray<string> s_units =
        ["people", "attendances", "pairs", "households", "sessions", "percent", "yen", "hours", "organisations", "places", "responses", "points"];

    private readonly ImmutableArray<(Slug Key, PublicText Label)> _known;

    private OwnWords(IEnumerable<Slug> keys, Func<string, PublicText> label) =>
        _known = [.. keys.Distinct().Select(k => (k, label(k.Value))).OrderBy(k => k.Item2.Ja, StringComparer.Ordinal)];

    public IEnumerable<(Slug Key, PublicText Label)> Known => _known;

    /// <param name="member">As stored: <c>proposedBy</c>.</param>
    public static OwnWords Of(EntryBook book, Terms terms, string member)
    {
        var dimension = JsonNamingPolicy.KebabCaseLower.ConvertName(member);
        var used = InitiativeEventCatalogue.Facts.Where(k => k.Value.HasDimension(member))
            .SelectMany(k => book.OfKind(k.Key).Where(e => e.InForce).Select(e => k.Value.Dimension(e.Fact, member))).OfType<string>();
        var defined = book.InForce<TermDefined>().Where(t => t.Dimension.Value == dimension).Select(t => t.Term.Value);
        return new(used.Concat(defined).Concat(member == "unit" ? s_units : []).Where(Slug.IsValid).Select(k => new Slug(k)), k => terms.Find(member, k));
    }

    /// <summary>The key of a word that was typed: by its label in either language, or by the key itself; null: it is a new word.</summary>
    public Slug? Find(string typed)
    {
        var word = Plain(typed);
        return _known.Where(k => Plain(k.Label.Ja) == word || Plain(k.Label.En) == word || k.Key.Value == word).Select(k => (Slug?)k.Key).FirstOrDefault();
    }

    /// <summary>A key for a new word: the word itself where it can be one; otherwise one that follows from it.</summary>
    public static Slug KeyFor(string typed)
    {
        var word = Plain(typed).ToLowerInvariant();
        // A word that would lose something on the way must not share its key with another.
        return word.Replace(' ', '-') is var plain && Slug.IsValid(plain) ? new(plain)
            : new($"k-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(word)))[..10]}");
    }

    /// <summary>Full-width letters, digits and signs as plain ones, without blanks around them.</summary>
    private static string Plain(string text) => string.Concat(text.Trim().Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));
}
