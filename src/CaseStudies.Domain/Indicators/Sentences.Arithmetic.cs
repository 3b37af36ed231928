using System.Collections.Immutable;

namespace CaseStudies.Domain.Indicators;

/// <content>The numbers that give a value, as one line.</content>
internal static partial class Sentences
{
    private const int MaximumTerms = Indicators.Arithmetic.MaximumTerms;

    public static PublicText Arithmetic(Show show, FigureValue value, Arithmetic arithmetic, Terms terms)
    {
        var number = value.IsPoint ? Value(show, value.Low) : $"{Value(show, value.Low)}–{Value(show, value.High)}";
        var (ja, en) = arithmetic switch
        {
            Indicators.Arithmetic.Entries e => ($"記録{e.Number}件", EnglishPlurals.Count(e.Number, "entries")),
            Indicators.Arithmetic.Addition a => Same(List(a.Terms.Select(Bounds), " + ", a.Number)),
            Indicators.Arithmetic.Keys k => ($"記録{k.InEntries}件から重複を除いた{k.Number}", $"{k.Number} different in {EnglishPlurals.Count(k.InEntries, "entries")}"),
            Indicators.Arithmetic.Names n => (List(n.Of.Select(k => terms.Find(n.By, k).Ja), "、"), List(n.Of.Select(k => terms.Find(n.By, k).En), ", ")),
            Indicators.Arithmetic.PartlyNamed p => (
                $"名前のある{p.Named}人(人数が最も多い回は{p.LargestSession}人)、名前のない延べ{p.Nameless}人",
                $"{p.Named} named (the largest session had {p.LargestSession}) and {p.Nameless} without a name"),
            Indicators.Arithmetic.Declared => ("申告された値", "as declared"),
            Indicators.Arithmetic.Spans s =>
                (List(s.Labels.Select(l => DateTexts.OfLabel(l).Ja), "、"), List(s.Labels.Select(l => DateTexts.OfLabel(l).En), ", ")),
            Indicators.Arithmetic.Intervals i => (
                $"間隔{TakeJa(i.Take)}({List(i.Lengths.Select(l => l.ToString()), ", ")})",
                $"{TakeName(i.Take).En} of ({List(i.Lengths.Select(l => l.ToString()), ", ")})"),
            Indicators.Arithmetic.Division d => Same($"{Bounds(d.Of)} ÷ {Bounds(d.To)}"),
            Indicators.Arithmetic.OutOf o => ($"{o.Entered}人のうち{o.Continuing}人", $"{o.Continuing} of {o.Entered}"),
            Indicators.Arithmetic.Changes c => (
                $"前後のそろった{c.Risen + c.Fallen + c.Unchanged}人のうち、上がった人{c.Risen}人・下がった人{c.Fallen}人・変わらない人{c.Unchanged}人(変化の合計 {c.Total})",
                $"of {c.Risen + c.Fallen + c.Unchanged} paired: {c.Risen} rose, {c.Fallen} fell, {c.Unchanged} unchanged (total change {c.Total})"),
            Indicators.Arithmetic.Groups g => Groups(g, terms),
            _ => throw new ArgumentOutOfRangeException(nameof(arithmetic)),
        };
        return new($"{number} = {ja}", $"{number} = {en}");
    }

    private static (string, string) Groups(Indicators.Arithmetic.Groups groups, Terms terms)
    {
        var labelled = groups.Values.Select(v => (Label: groups.By is { } by ? terms.Find(by, v.Label) : DateTexts.OfLabel(v.Label), v.Value)).ToList();
        // The derivation tells people apart by their pseudonyms; this line may be printed and names nobody.
        var named = groups.By != "person";
        var ja = List(labelled.Select(v => named ? $"{v.Label.Ja}: {Bounds(v.Value)}" : Bounds(v.Value)), ", ");
        var en = List(labelled.Select(v => named ? $"{v.Label.En}: {Bounds(v.Value)}" : Bounds(v.Value)), ", ");
        var (record, set) = ("", "");
        if (groups.Take == Take.Maximum && named)
        {
            var first = labelled.First(v => v.Value.High == labelled.Max(o => o.Value.High));
            (record, set) = ($"、最大は{first.Label.Ja}", $", first reached: {first.Label.En}");
        }

        return ($"{groups.EachJa}{TakeJa(groups.Take)}({ja}){record}", $"{TakeName(groups.Take).En} of ({en}){set}");
    }

    private static string TakeJa(Take take) => take switch
    {
        Take.Range => "の最小と最大",
        Take.Mean => "の平均",
        Take.Maximum => "の最大",
        _ => "の合計",
    };

    /// <param name="number">Of all terms; null if they are all given.</param>
    private static string List(IEnumerable<string> terms, string separator, int? number = null)
    {
        var shown = terms.ToList();
        var all = number ?? shown.Count;
        return string.Join(separator, shown.Take(MaximumTerms)) + (all > MaximumTerms ? $"{separator}… ({all})" : "");
    }

    private static string Bounds(FigureValue value) => value.IsPoint ? value.Low.ToString() : $"{value.Low}–{value.High}";

    private static string Value(Show show, Quantity value)
    {
        var exact = show.Approximately is null ? Shown.Number(show, value)
            : value.ToString().Contains('/', StringComparison.Ordinal) ? value.ToText(2)
            : value.ToString();
        return show.Percent ? exact + "%" : exact;
    }

    private static (string, string) Same(string text) => (text, text);
}
