using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Recording;

/// <summary>What the form for a figure offers: what is recorded, and what a definition that is revised names already.</summary>
internal sealed class FigureOptions(EntryBook book, Terms terms)
{
    public static FigureOptions Of(EntryBook book) => new(book, new(book));

    /// <summary>Whether there is anything to choose from.</summary>
    public bool Offers(FigureKind kind) => kind switch
    {
        FigureKind.Answers => Questions([]).Any(),
        FigureKind.Achievement => Targets("").Any(),
        FigureKind.PerMonth => Strands("").Any(),
        _ => FigureChoice.MeasuresOf(kind).Any(k => Measures(k, "").Any()),
    };

    /// <summary>The measures of one kind, the widest first.</summary>
    /// <param name="chosen">The one that is chosen already; empty for none.</param>
    public IEnumerable<(string Value, PublicText Name)> Measures(FigureKind kind, string chosen)
    {
        var (needed, optional) = Measure.Dimensions(kind);
        var shape = InitiativeEventCatalogue.Facts[Measure.Of(kind).Entries];
        var facts = book.OfKind(InitiativeEventCatalogue.KindOf(shape.Type)).Where(e => e.InForce).Select(e => e.Fact).ToList();
        var wholes = needed.IsEmpty ? [Measure.Of(kind)] : facts.Select(f => needed.Select(d => (d, Value: shape.Dimension(f, d))).ToList())
            .Where(w => w.TrueForAll(d => d.Value is not null)).Select(w => Measure.Of(kind, w.Select(d => (d.d, d.Value!)))).DistinctBy(m => m.Text)
            .OrderBy(m => m.Text, StringComparer.Ordinal).ToList();
        return wholes.SelectMany(w => Within(w).Prepend(w)).Concat(Measure.Parse(chosen) is { } known && known.Kind == kind ? [known] : [])
            .DistinctBy(m => m.Text).Select(m => (m.Text, Name(m, needed)));

        IEnumerable<Measure> Within(Measure whole)
        {
            var own = facts.Where(f => needed.All(n => shape.Dimension(f, n) == whole.Where[n][0])).ToList();
            return optional.Where(shape.HasDimension).SelectMany(d => own.Select(f => shape.Dimension(f, d)).Distinct().ToList() is { Count: > 1 } values
                ? values.OfType<string>().Order(StringComparer.Ordinal).Select(v => whole with { Where = whole.Where.SetItem(d, [v]) }) : []);
        }
    }

    /// <param name="chosen">Those that are chosen already, with commas between them.</param>
    public IEnumerable<(string Value, PublicText Name)> Strands(string chosen) =>
        Named("strand", book.InForce<StrandStarted>().Select(s => s.Strand.Value), chosen.Split(','));

    public IEnumerable<(string Value, PublicText Name)> Targets(string chosen) =>
        Named("target", book.InForce<TargetSet>().OrderBy(t => t.On).Select(t => t.Target.Value), [chosen]);

    /// <summary>The questions that were answered, each at one time of asking, with the answers that there are.</summary>
    /// <param name="ticked">The answers that are chosen already.</param>
    public IEnumerable<(PublicText Name, ImmutableArray<(string Value, PublicText Name)> Answers)> Questions(ImmutableArray<string> ticked)
    {
        var asked = book.InForce<SurveyResponseRecorded>().Select(r => (r.Instrument, r.Wave))
            .Concat(book.InForce<SurveyTallied>().Select(t => (t.Instrument, t.Wave)))
            .Concat(ticked.Select(t => t.Split(';')).Where(t => t.Length == 4 && t.All(Slug.IsValid)).Select(t => (new Slug(t[0]), new Slug(t[1]))))
            .Distinct().OrderBy(a => a.Item1.Value, StringComparer.Ordinal).ThenBy(a => a.Item2.Value, StringComparer.Ordinal).ToList();
        var newest = book.InForce<SurveyIntroduced>().GroupBy(s => s.Instrument).ToDictionary(s => s.Key, s => s.MaxBy(v => v.Version)!);
        foreach (var (instrument, wave) in asked.Where(a => newest.ContainsKey(a.Item1)))
        {
            var (title, time) = (terms.Find("instrument", instrument.Value), terms.Find("wave", wave.Value));
            foreach (var item in newest[instrument].Items)
            {
                yield return (
                    new($"{title.Ja}({time.Ja}):{item.Question.Ja}", $"{title.En} ({time.En}): {item.Question.En}"),
                    [.. item.Answers.Select(a => (FigureReading.AnswerText(instrument, wave, item.Item, a.Answer), a.Label))]);
            }
        }
    }

    private PublicText Name(Measure measure, ImmutableArray<string> needed)
    {
        var limits = measure.Where.Keys.Where(k => k != "strand").Except(needed).Select(k => (Dimension: Names.OfDimension(k), Value: Term(k))).ToList();
        var limited = limits.Count == 0 ? new PublicText("すべて", "all") : new(
            string.Join("、", limits.Select(l => $"{l.Dimension.Ja}「{l.Value.Ja}」")), string.Join(", ", limits.Select(l => $"{l.Dimension.En}: {l.Value.En}")));
        if (needed is not [var first, var second])
            return limited;
        // A unit qualifies what was measured: 来場者(人).
        var (what, unit) = (Term(first), Term(second));
        return new($"{what.Ja}({unit.Ja}) {limited.Ja}", $"{what.En} ({unit.En}), {limited.En}");

        PublicText Term(string dimension) => terms.Find(dimension, measure.Where[dimension][0]);
    }

    private IEnumerable<(string Value, PublicText Name)> Named(string dimension, IEnumerable<string> keys, IEnumerable<string> chosen) =>
        keys.Concat(chosen.Where(Slug.IsValid)).Distinct().Select(k => (k, terms.Find(dimension, k)));
}
