using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CaseStudies.Domain.Indicators;

/// <summary>Singular and plural of English nouns: 1 person, 2 people; 1 kind of event, 2 kinds of event.</summary>
/// <remarks>
/// Units are written by users, so no list can hold them all. The rule is small: a table of irregular nouns, then the endings. An unknown
/// noun that does not end in s stays as it is (kg, yen), so a unit is never made worse than it was written.
/// </remarks>
public static partial class EnglishPlurals
{
    private static readonly FrozenDictionary<string, string> s_irregular = new Dictionary<string, string>
    {
        ["person"] = "people", ["child"] = "children", ["man"] = "men", ["woman"] = "women", ["bus"] = "buses", ["menu"] = "menus", ["tie"] = "ties",
        ["movie"] = "movies", ["series"] = "series", ["species"] = "species",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> s_singulars = s_irregular.ToFrozenDictionary(p => p.Value, p => p.Key);

    /// <summary>Nouns that a unit may name in the singular, so that two of them can be told too.</summary>
    private static readonly FrozenSet<string> s_counted = FrozenSet.Create(
        "person", "child", "household", "family", "pair", "visit", "visitor", "attendance", "session", "meeting", "time", "hour", "minute", "day", "week",
        "month",
        "year", "organisation", "place", "country", "language", "school", "entry", "case", "item", "answer", "response", "point", "kind", "consultation");

    /// <summary>A number with its unit: 1 person, 2 people, 0 people, 40%. Only the number "1", with or without a sign, takes the singular.</summary>
    /// <param name="number">As printed; a range such as 0–1 is plural.</param>
    public static string Count(string number, string unit) => unit == "%" ? number + "%" : $"{number} {Unit(number, unit)}";

    /// <inheritdoc cref="Count(string, string)"/>
    public static string Count(int number, string unit) => Count(number.ToString(CultureInfo.InvariantCulture), unit);

    /// <summary>The unit as it stands after the number.</summary>
    public static string Unit(string number, string unit)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(unit);
        var noun = HeadNoun().Match(unit).Groups["noun"];
        if (!noun.Success)
            return unit;
        var told = number.TrimStart('+', '−', '-') == "1" ? Singular(noun.Value) : s_counted.Contains(noun.Value) ? Plural(noun.Value) : noun.Value;
        return unit[..noun.Index] + told + unit[(noun.Index + noun.Length)..];
    }

    /// <param name="noun">In the singular; a word that is plural already stays as it is.</param>
    public static string Plural(string noun)
    {
        ArgumentNullException.ThrowIfNull(noun);
        var (before, last) = LastWord(noun);
        return before + (s_irregular.GetValueOrDefault(last) ?? (s_singulars.ContainsKey(last) ? last : Ended(last)));
    }

    private static string Singular(string noun) =>
        s_singulars.GetValueOrDefault(noun) ?? (s_irregular.ContainsKey(noun) || noun.Length < 3 || !noun.EndsWith('s') ? noun
        : noun is [.., 's' or 'u' or 'i', 's'] ? noun
        : noun.EndsWith("ies", StringComparison.Ordinal) ? noun[..^3] + "y"
        : noun is [.., 's', 's', 'e', 's'] or [.., 's' or 'c', 'h', 'e', 's'] or [.., 'x' or 'z', 'e', 's'] ? noun[..^2]
        : noun[..^1]);

    private static string Ended(string noun) => noun switch
    {
        [.., 's', 's'] or [.., 'x'] or [.., 's' or 'c', 'h'] => noun + "es",
        [.., 's'] => noun,
        [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => noun[..^1] + "ies",
        _ => noun + "s",
    };

    private static (string Before, string Last) LastWord(string noun) => (noun[..(noun.LastIndexOf(' ') + 1)], noun[(noun.LastIndexOf(' ') + 1)..]);

    /// <summary>The last word before a preposition, an article, a slash or a bracket: "years" in "years into the project". None in "a month".</summary>
    [GeneratedRegex(
        @"\A(?!(?:a|an|per) )(?:[\p{L}\-]+ )*?(?<noun>[\p{L}\-]+)"
        + @"(?= (?:a|an|the|per|of|in|into|at|on|by|from|for|with|to|each|every|held|made)\b| ?[/(,]|\z)")]
    private static partial Regex HeadNoun();
}
