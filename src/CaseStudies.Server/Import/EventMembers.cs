using System.Collections.Concurrent;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>The members of a kind of fact that a cell can hold, and how a cell is read as each.</summary>
internal static class EventMembers
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Type>> s_members = [];

    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Enum>> s_words = [];

    private static readonly HashSet<Type> s_plain =
    [
        typeof(Slug), typeof(PersonId), typeof(SessionId), typeof(LocalDate), typeof(LocalTime), typeof(Quantity), typeof(int), typeof(bool),
        typeof(PublicText), typeof(PrivateText),
    ];

    public static IReadOnlyDictionary<string, Type> ForKind(string kind) => s_members.GetOrAdd(kind, static k =>
        FactMembers.ForKind(k).Types.Where(m => s_plain.Contains(m.Value) || m.Value.IsEnum).ToDictionary(StringComparer.Ordinal));

    /// <summary>Reads a cell as a member of this type, in the form that <see cref="StatedFact"/> holds, or says why it cannot be read.</summary>
    /// <param name="maximum">The largest whole number.</param>
    /// <param name="key">Finds the key for a text.</param>
    public static (object? Value, PublicText? Why) Read(SheetCell cell, Type type, int maximum, ReadingContext context, Func<string, Slug?> key)
    {
        var text = CellValues.Text(cell)!;
        if (type == typeof(LocalDate))
            return From(CellValues.Moment(cell, context.Fiscal, context.Zone), m => m.Date);
        if (type == typeof(LocalTime))
            return From(CellValues.Time(cell), t => t);
        if (type == typeof(Quantity))
            return From(CellValues.Number(cell), n => n);
        if (type == typeof(int))
            return From(CellValues.Count(cell, maximum), n => n);
        if (type == typeof(bool))
            return CellValues.Mark(cell).Value is { } truth ? (truth, null) : (null, new PublicText("はい・いいえ(○・×)で書いてください。", "Write yes or no (○ or ×)."));
        if ((type == typeof(PublicText) || type == typeof(PrivateText) || type == typeof(PersonId)) && OfficeText.Garbled(text) is { } garbled)
            return (null, garbled.ToPublicText());
        if (type == typeof(PublicText) || type == typeof(PrivateText))
            return (text, null);
        if (type == typeof(PersonId))
            return (PersonOf(text, _ => context.Ids.Person(cell.Text)), null);
        if (type == typeof(SessionId))
            return Guid.TryParseExact(text, "D", out var id)
                ? (new SessionId(id), null)
                : (null, new PublicText("回のIDは UUID です。", "A session's id is a UUID."));
        if (type.IsEnum)
            return s_words.GetOrAdd(type, WordsOf).GetValueOrDefault(LooseTextKey.FromText(key(text)?.Value ?? text)) is { } word
                ? (word, null)
                : (null, new PublicText($"次のどれかを書いてください:{WordsList(type)}。", $"Write one of these: {WordsList(type)}."));
        return key(text) is { } slug ? (slug, null) : (null, new PublicText(
            $"「{OfficeText.Shown(text)}」に当たるキーがありません。対応表の values に、この文字とキー(a-z、0-9、-)を書いてください。",
            $"No key is known for '{OfficeText.Shown(text)}'. Map it to a key (a-z, 0-9 and -) under 'values'."));
    }

    /// <summary>The members of an enumeration, by the form in which texts are compared.</summary>
    private static IReadOnlyDictionary<string, Enum> WordsOf(Type type) =>
        Enum.GetValues(type).Cast<Enum>().ToDictionary(word => LooseTextKey.FromText(Kebab.FromEnum(word)), StringComparer.Ordinal);

    /// <summary>The id that the text is, as on a card and in letters of any case and width, or else the id derived from it as a name.</summary>
    public static PersonId PersonOf(string text, Func<string, PersonId> person) => PersonId.Plain(OfficeText.Key(text)) is { } id ? new(id) : person(text);

    private static (object?, PublicText?) From<T>(Parsed<T> parsed, Func<T, object> member) where T : struct =>
        parsed.Value is { } value ? (member(value), null) : (null, parsed.Why?.ToPublicText());

    private static string WordsList(Type type) => string.Join(", ", s_words.GetOrAdd(type, WordsOf).Values.Select(Kebab.FromEnum));
}
