using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Exports;

/// <summary>The members of facts as columns for programs: codes, numbers and days, as they stand in JSON, in every language the same.</summary>
/// <remarks>
/// One column serves all kinds that have a member of that name. Texts for people are left out, because they stand in the columns in words and CP932 may lack a
/// letter of the other language; private texts stand in a column of their own.
/// </remarks>
internal sealed class FactColumns
{
    private static readonly JsonSerializerOptions s_withoutTexts = new(DomainJson.Options)
    {
        TypeInfoResolver = DomainJson.Options.TypeInfoResolver!.WithAddedModifier(WithoutTexts),
    };

    private readonly FrozenDictionary<string, int> _places;
    private readonly Language _language;

    /// <param name="kinds">Those that occur.</param>
    public FactColumns(IEnumerable<string> kinds, Language language)
    {
        var members = kinds.SelectMany(k => RecordMembers.ForType(InitiativeEventCatalogue.Facts[k].Type)).Where(p => !IsText(p.ParameterType))
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!)).Distinct().ToList();
        Heads = [.. members.Select(m => new SheetColumn($"fact.{m}"))];
        (_places, _language) = (members.Index().ToFrozenDictionary(m => m.Item, m => m.Index), language);
    }

    public ImmutableArray<SheetColumn> Heads { get; }

    /// <summary>Lists and objects as JSON, all else as plain text.</summary>
    public SheetValue[] Cells(Entry entry)
    {
        var cells = new SheetValue[Heads.Length];
        foreach (var member in JsonSerializer.SerializeToElement(entry.Fact, entry.Fact.GetType(), s_withoutTexts).EnumerateObject())
        {
            cells[_places[member.Name]] =
                member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : CellText.Fitting(member.Value.GetRawText(), _language);
        }

        return cells;
    }

    private static void WithoutTexts(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
            return;
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            if (IsText(info.Properties[i].PropertyType))
                info.Properties.RemoveAt(i);
        }
    }

    private static bool IsText(Type type) => type == typeof(PublicText) || type == typeof(PrivateText) || type == typeof(ImmutableArray<PublicText>);
}
