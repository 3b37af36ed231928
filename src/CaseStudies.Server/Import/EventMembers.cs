using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>The members of a kind of fact that a cell can hold, and how a cell says each.</summary>
internal static class EventMembers
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, Type>> s_members = [];

    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, string>> s_words = [];

    private static readonly HashSet<Type> s_plain =
    [
        typeof(Slug), typeof(PersonId), typeof(SessionId), typeof(LocalDate), typeof(LocalTime), typeof(Quantity), typeof(int), typeof(bool),
        typeof(PublicText), typeof(PrivateText),
    ];

    public static IReadOnlyDictionary<string, Type> ForKind(string kind) => s_members.GetOrAdd(kind, static k =>
        RecordMembers.ForType(InitiativeEventCatalogue.Facts[k].Type)
            .Select(p => (Name: JsonNamingPolicy.CamelCase.ConvertName(p.Name!), Type: Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType))
            .Where(p => s_plain.Contains(p.Type) || p.Type.IsEnum)
            .ToDictionary(p => p.Name, p => p.Type, StringComparer.Ordinal));

    /// <summary>Whether a fact of this kind cannot do without the member.</summary>
    public static IEnumerable<string> Required(string kind) => RecordMembers.ForType(InitiativeEventCatalogue.Facts[kind].Type)
        .Where(p => !p.HasDefaultValue).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!));

    /// <summary>What a cell says as a member of this type, in the form of a client's JSON; or why it does not.</summary>
    /// <param name="key">Finds the key that a text stands for.</param>
    public static (JsonNode? Value, PublicText? Why) Read(SheetCell cell, Type type, ReadingContext context, Func<string, Slug?> key)
    {
        var text = CellValues.Text(cell)!;
        if (type == typeof(LocalDate))
            return From(CellValues.Moment(cell, context.Fiscal, context.Zone), m => LocalDatePattern.Iso.Format(m.Date));
        if (type == typeof(LocalTime))
            return From(CellValues.Time(cell), LocalTimePattern.ExtendedIso.Format);
        if (type == typeof(Quantity))
            return From(CellValues.Number(cell), n => n.ToString());
        if (type == typeof(int))
            return CellValues.Count(cell) is { Value: { } count } ? (count, null) : (null, CellValues.Count(cell).Why?.ToPublicText());
        if (type == typeof(bool))
            return CellValues.Mark(cell).Value is { } truth ? (truth, null) : (null, new PublicText("はい・いいえ(○・×)で書いてください。", "Write yes or no (○ or ×)."));
        if ((type == typeof(PublicText) || type == typeof(PrivateText) || type == typeof(PersonId)) && OfficeText.Garbled(text) is { } garbled)
            return (null, garbled.ToPublicText());
        if (type == typeof(PublicText))
            return (new JsonObject { ["ja"] = text, ["en"] = text }, null);
        if (type == typeof(PrivateText))
            return (text, null);
        if (type == typeof(PersonId))
            return (PersonOf(text, _ => context.Ids.Person(cell.Text)).Value, null);
        if (type == typeof(SessionId))
            return Guid.TryParseExact(text, "D", out var id) ? (id.ToString(), null) : (null, new PublicText("回のIDは UUID です。", "A session's id is a UUID."));
        if (type.IsEnum)
            return s_words.GetOrAdd(type, WordsOf).GetValueOrDefault(LooseTextKey.FromText(key(text)?.Value ?? text)) is { } word
                ? (word, null)
                : (null, new PublicText($"次のどれかを書いてください:{WordsList(type)}。", $"Write one of these: {WordsList(type)}."));
        return key(text) is { } slug ? (slug.Value, null) : (null, new PublicText(
            $"「{OfficeText.Shown(text)}」に当たるキーがありません。対応表の values に、この文字とキー(a-z、0-9、-)を書いてください。",
            $"No key is known for '{OfficeText.Shown(text)}'. Map it to a key (a-z, 0-9 and -) under 'values'."));
    }

    /// <summary>The words of a closed list by how they are compared.</summary>
    private static IReadOnlyDictionary<string, string> WordsOf(Type type) =>
        Enum.GetValues(type).Cast<Enum>().Select(Kebab.FromEnum).ToDictionary(LooseTextKey.FromText, StringComparer.Ordinal);

    /// <summary>An id as it stands on a card, or a name's own.</summary>
    public static PersonId PersonOf(string text, Func<string, PersonId> person)
    {
        try
        {
            return new(text);
        }
        catch (FormatException)
        {
            return person(text);
        }
    }

    private static (JsonNode?, PublicText?) From<T>(Parsed<T> parsed, Func<T, string> write) where T : struct =>
        parsed.Value is { } value ? (write(value), null) : (null, parsed.Why?.ToPublicText());

    private static string WordsList(Type type) => string.Join(", ", s_words.GetOrAdd(type, WordsOf).Values);
}
