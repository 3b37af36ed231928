using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>A key of the initiative's own that a definition names.</summary>
/// <param name="At">JSON pointer from the definition.</param>
/// <param name="Dimension">As a term names it; or <c>version</c>, <c>item</c>, <c>answer</c> of an instrument.</param>
/// <param name="Instrument">For a version, an item or an answer: whose.</param>
/// <param name="Versions">For an item or an answer: the versions of the instrument in which it may stand; all where none is named.</param>
/// <param name="Item">For an answer: the item.</param>
internal sealed record NamedKey(
    string At, string Dimension, string Key, string? Instrument = null, ImmutableArray<string> Versions = default, string? Item = null);

/// <summary>Every key of the initiative's own that a definition names.</summary>
/// <remarks>Not the keys of targets and baselines: where there is none, the figure says so, and has no other value.</remarks>
internal static class NamedKeys
{
    public static IEnumerable<NamedKey> Of(Indicator definition) =>
    [
        .. OfFormula(definition.Formula, "/formula"),
        .. definition.When?.Since is { } since ? OfSelection(since, "/when/since") : [],
        .. (definition.Against ?? []).Index().Where(a => a.Item is { What: AgainstWhat.Strand, Key: not null })
            .Select(a => new NamedKey($"/against/{a.Index}/key", "strand", a.Item.Key!.Value.Value)),
    ];

    private static IEnumerable<NamedKey> OfFormula(Formula formula, string at) => formula switch
    {
        Ratio f => [.. OfFormula(f.Of, $"{at}/of"), .. OfFormula(f.To, $"{at}/to")],
        Achievement f => OfFormula(f.Of, $"{at}/of"),
        PerMonth f => [Strand(f.Strand, at), .. OfFormula(f.Of, $"{at}/of")],
        PerWeek f => [Strand(f.Strand, at), .. OfFormula(f.Of, $"{at}/of")],
        Running f => [Strand(f.Strand, at)],
        PerKey f => OfFormula(f.Of, $"{at}/of"),
        PerSession f => [.. OfFormula(f.Of, $"{at}/of"), .. OfSelection(f.Sessions, $"{at}/sessions")],
        Distinct f => [.. OfSelections(f.Of, $"{at}/of"), .. f.Heads is { } heads ? OfSelection(heads, $"{at}/heads") : []],
        Listed f => OfSelections(f.Of, $"{at}/of"),
        Cohort f =>
        [
            .. OfSelection(f.Enters, $"{at}/enters"), .. OfSelection(f.Visits, $"{at}/visits"),
            .. f.CompletedBy is { } completed ? OfSelection(completed, $"{at}/completedBy") : [],
        ],
        Share f =>
        [
            .. OfSelection(f.Of, $"{at}/of"), .. f.Tallies is { } tallies ? OfSelection(tallies, $"{at}/tallies") : [],
            .. OfItems(f.Of, [(f.Item, $"{at}/item")]), .. f.Answers.Index().SelectMany(a => OfAnswer(f.Of, f.Item, a.Item.Value, $"{at}/answers/{a.Index}")),
        ],
        Score f => [.. OfSelection(f.Of, $"{at}/of"), .. OfItems(f.Of, Places(f.Items, at))],
        PairedChange f =>
        [
            .. OfSelection(f.Of, $"{at}/of"), .. OfItems(f.Of, Places(f.Items, at)),
            new($"{at}/before", "wave", f.Before.Value), new($"{at}/after", "wave", f.After.Value),
        ],
        _ => formula.Selections().SelectMany(s => OfSelection(s, $"{at}/of")),
    };

    private static NamedKey Strand(Slug strand, string at) => new($"{at}/strand", "strand", strand.Value);

    private static IEnumerable<NamedKey> OfSelections(ImmutableArray<Selection> of, string at) =>
        of.Index().SelectMany(s => OfSelection(s.Item, $"{at}/{s.Index}"));

    private static IEnumerable<NamedKey> OfSelection(Selection selection, string at)
    {
        // An answer has a meaning only within its instrument, which comes first.
        foreach (var (condition, values) in selection.Conditions.OrderBy(c => c.Key.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal)))
        {
            foreach (var (index, value) in values.IsDefault ? [] : values.Index())
            {
                foreach (var key in OfCondition(selection, condition, value, $"{at}/where/{condition}", index))
                    yield return key;
            }
        }

        foreach (var key in selection.Who is { } who ? OfSelection(who.Of, $"{at}/who/of") : [])
            yield return key;
    }

    private static IEnumerable<NamedKey> OfCondition(Selection selection, string condition, string value, string at, int index)
    {
        if (condition.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal))
        {
            var item = condition[Selection.AnswerPrefix.Length..];
            return [.. index == 0 ? OfItems(selection, [(item, at)]) : [], .. OfAnswer(selection, item, value, $"{at}/{index}")];
        }

        if (condition == "version")
            return selection.Admitted("instrument").Select(i => new NamedKey($"{at}/{index}", "version", value, i));
        var shape = InitiativeEventCatalogue.Facts.GetValueOrDefault(selection.Kind);
        shape = shape?.HasDimension(condition) == true ? shape : InitiativeEventCatalogue.Facts["session_held"];
        return shape.Keys.Where(k => k.Member == condition).Select(k => new NamedKey($"{at}/{index}", k.Dimension, value));
    }

    private static IEnumerable<(string Item, string At)> Places(ImmutableArray<Slug> items, string at) =>
        items.Index().Select(i => (i.Item.Value, $"{at}/items/{i.Index}"));

    private static IEnumerable<NamedKey> OfItems(Selection of, IEnumerable<(string Item, string At)> items) =>
        of.Admitted("instrument").SelectMany(instrument => items.Select(i => new NamedKey(i.At, "item", i.Item, instrument, of.Admitted("version"))));

    private static IEnumerable<NamedKey> OfAnswer(Selection of, string item, string answer, string at) =>
        of.Admitted("instrument").Select(instrument => new NamedKey(at, "answer", answer, instrument, of.Admitted("version"), item));
}
