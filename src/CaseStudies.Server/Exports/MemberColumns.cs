using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Exports;

/// <summary>The members of one kind of fact as columns: codes with their labels, texts in both languages, numbers as numbers.</summary>
/// <remarks>A private text appears as its vault id only.</remarks>
/// <param name="isErased">Whether the private texts of a fact were erased.</param>
internal sealed class MemberColumns(IEnumerable<Entry> entries, EntryBook book, EntryText text, Func<InitiativeFact, bool> isErased, Language language)
{
    /// <summary>The most answers that get a column each; more of them are written into one cell as JSON.</summary>
    private const int MostKeys = 400;

    private readonly Terms _terms = new(book);

    public IEnumerable<ExportColumn> ForFact(Type fact) => RecordMembers.ForType(fact)
        .SelectMany(p => ForFact(fact.GetProperty(p.Name!)!, JsonNamingPolicy.CamelCase.ConvertName(p.Name!)));

    private IEnumerable<ExportColumn> ForFact(PropertyInfo property, string member)
    {
        var (header, type) = (MemberNames.Describe(member).In(language), Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        if (type == typeof(Slug))
            return Coded(header, e => property.GetValue(e.Fact) is Slug code ? (text.Term(member, code).In(language), code.Value) : null);
        if (type == typeof(bool) || type.IsEnum)
            return Coded(header, e => property.GetValue(e.Fact) is { } value ? Word(member, value) : null);
        if (type == typeof(PublicText))
            return InBoth(header, e => property.GetValue(e.Fact) is PublicText words ? new LocalizedText(words.Ja, words.En) : null);
        if (type == typeof(ImmutableArray<PublicText>))
            return InBoth(header, e => property.GetValue(e.Fact) is ImmutableArray<PublicText> { IsDefault: false } all
                ? new LocalizedText(string.Join('、', all.Select(t => t.Ja)), string.Join(", ", all.Select(t => t.En)))
                : null);
        if (type == typeof(ImmutableSortedDictionary<string, Slug>) && Keys<Slug>(property) is { Count: <= MostKeys } items)
            return items.SelectMany(item => Coded($"{header} {item}", e => Answer(e, property, item)));
        if (type == typeof(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>) && Cells(property) is { Count: <= MostKeys } cells)
            return cells.Select(c => new ExportColumn($"{header} {c.Item} {c.Answer}", e => Tally(e, property, c.Item, c.Answer), SheetColumnKind.Number));
        return [Single(property, member, header, type)];
    }

    private ExportColumn Single(PropertyInfo property, string member, string header, Type type)
    {
        if (type == typeof(int))
            return new(header, e => property.GetValue(e.Fact) is int number ? number : default(SheetValue), SheetColumnKind.Number);
        if (type == typeof(Quantity))
            return new(header, e => (property.GetValue(e.Fact) as Quantity?).ToSheetValue(), SheetColumnKind.Number);
        if (type == typeof(LocalDate))
            return new(header, e => property.GetValue(e.Fact) as LocalDate?, SheetColumnKind.Date);
        if (type == typeof(LocalTime))
            return new(header, e => property.GetValue(e.Fact) as LocalTime?, SheetColumnKind.Time);
        if (type == typeof(PrivateText))
            return new(header + Say("(非公開:保管場所)", " (private: storage id)"), e => Place(e.Fact, property.GetValue(e.Fact) as PrivateText));
        if (type == typeof(string) || type == typeof(PersonId) || type == typeof(SessionId))
            return new(header, e => property.GetValue(e.Fact)?.ToString());
        return new(header, e => CellText.Fitting(JsonSerializer.Serialize(property.GetValue(e.Fact), type, DomainJson.Options), language));
    }

    private string? Place(InitiativeFact fact, PrivateText? place) =>
        place is not null && isErased(fact) ? FactNames.Erased.In(language) : place?.Vault.ToString();

    private static IEnumerable<ExportColumn> Coded(string header, Func<Entry, (string Label, string Code)?> of) =>
        [new(header, e => of(e)?.Label), new($"{header} [code]", e => of(e)?.Code)];

    private static IEnumerable<ExportColumn> InBoth(string header, Func<Entry, LocalizedText?> of) =>
        [new($"{header} [ja]", e => of(e)?.Ja), new($"{header} [en]", e => of(e)?.En)];

    private (string, string)? Answer(Entry e, PropertyInfo property, string item) =>
        e.Fact is SurveyResponseRecorded response && ((ImmutableSortedDictionary<string, Slug>)property.GetValue(response)!).TryGetValue(item, out var answer)
            ? (_terms.OfAnswer(response.Instrument.Value, item, answer.Value, response.Version).In(language), answer.Value)
            : null;

    private static SheetValue Tally(Entry e, PropertyInfo property, string item, string answer) =>
        ((ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>)property.GetValue(e.Fact)!).TryGetValue(item, out var counts)
            && counts.TryGetValue(answer, out var count)
            ? count
            : default(SheetValue);

    private List<string> Keys<T>(PropertyInfo property) =>
        [.. entries.SelectMany(e => ((ImmutableSortedDictionary<string, T>)property.GetValue(e.Fact)!).Keys).Distinct().Order(StringComparer.Ordinal)];

    private List<(string Item, string Answer)> Cells(PropertyInfo property) =>
        [.. entries.SelectMany(e => ((ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>>)property.GetValue(e.Fact)!)
            .SelectMany(i => i.Value.Keys.Select(a => (i.Key, a)))).Distinct().Order()];

    private (string Label, string Code) Word(string member, object value)
    {
        var code = value is Enum word ? Kebab.FromEnum(word) : value is true ? "true" : "false";
        var label = value is Comparison comparison ? Names.Describe(comparison) : Names.OfValue(member, code) ?? code switch
        {
            "true" => new("はい", "yes"),
            "false" => new("いいえ", "no"),
            _ => new(code, code),
        };
        return (label.In(language), code);
    }

    private string Say(string ja, string en) => language == Language.Ja ? ja : en;
}
