using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Domain;

namespace CaseStudies.Server.Import;

/// <summary>
/// What a cell in a column of names says that names nobody: 匿名, 見学者, その他3名, anonymous, 3 others. The whole cell has to say it: a name that contains such
/// a word is a name.
/// </summary>
/// <param name="Group">The group under which the heads are counted.</param>
/// <param name="Number">How many heads the cell states; null where it states none.</param>
/// <param name="IsSeveral">Whether it speaks of several, so that without a number nobody knows how many.</param>
internal readonly partial record struct NamelessHeads(Slug Group, int? Number, bool IsSeveral)
{
    /// <summary>The scheme under which they are counted, unless the mapping says another. Those who are named are in none.</summary>
    public static readonly Slug Scheme = new("unnamed");

    private static readonly Slug s_anonymous = new("anonymous"), s_visitors = new("visitors"), s_others = new("others");

    private static readonly FrozenDictionary<string, NamelessHeads> s_words = new (Slug Group, bool IsSeveral, string[] Words)[]
    {
        (s_anonymous, false, ["匿名", "匿名希望", "匿名参加", "匿名参加者", "無記名", "記名なし", "名前なし", "氏名なし", "名無し", "名前不明", "氏名不明", "不明", "不明者", "anonymous", "anon",
            "unnamed", "nameless", "noname", "unknown", "nameunknown", "namenotgiven"]),
        (s_visitors, false, ["見学", "見学者", "見学の方", "ゲスト", "guest", "visitor", "observer"]),
        (s_visitors, true, ["guests", "visitors", "observers"]),
        (s_others, true, ["その他", "そのほか", "ほか", "他", "外", "others", "other", "more"]),
    }.SelectMany(g => g.Words.Select(w => KeyValuePair.Create(LooseTextKey.FromText(w), new NamelessHeads(g.Group, null, g.IsSeveral))))
    .ToFrozenDictionary(StringComparer.Ordinal);

    private const string KanjiDigits = "一二三四五六七八九十";

    /// <summary>Null: the cell names somebody.</summary>
    public static NamelessHeads? Parse(string text)
    {
        var loose = LooseTextKey.FromText(text);
        if (s_words.TryGetValue(loose, out var plain))
            return loose == "more" ? null : plain;
        if (Form().Match(loose) is not { Success: true } match)
            return null;
        // 3名 alone are three others.
        if (!s_words.TryGetValue(match.Groups["word"] is { Success: true, Value: var said } ? said : "others", out var word))
            return null;
        // 見学者2 and guest 2 are the second of them; guests 2 are two.
        return match.Groups["n"] is { Success: true, Value: var number } ? word with { Number = Parsed(number) }
            : match.Groups["some"].Success ? word with { IsSeveral = true }
            : word.IsSeveral && int.TryParse(match.Groups["label"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var several)
                ? word with { Number = several }
            : word;
    }

    private static int Parsed(string number) => KanjiDigits.IndexOf(number, StringComparison.Ordinal) is >= 0 and var digit
        ? digit + 1
        : int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?:(?:and|plus)?(?<n>[0-9]{1,6})(?<word>[a-z]+)|(?<n>[0-9]{1,6})(?:人|名|名様|人様)"
        + "|(?<word>[^0-9]+?)(?:(?<n>[0-9]{1,6}|[一二三四五六七八九十])(?:人|名|名様|人様|さん)|(?<some>数名|数人|若干名|多数)"
        + @"|x?(?<label>[0-9]{1,6})|(?<=[^a-z])(?<label>[a-z])))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
