using System.Text.Json;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The labels of codes in one initiative, for sentences: 若者 for group <c>youth</c>.</summary>
public sealed class Terms
{
    private readonly Dictionary<(string Dimension, string Term), PublicText> _labels = [];
    private readonly Dictionary<(string Instrument, int? Version, string Item, string? Answer), PublicText> _asked = [];
    private readonly HashSet<(string Instrument, int? Version, string Item)> _multiple = [];
    private readonly HashSet<(string Dimension, string Term)> _alike;
    private readonly HashSet<(string Instrument, int? Version, string Item, string? Answer)> _askedAlike;

    public Terms(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        // A strand that starts again may have another name from then on.
        foreach (var first in book.InForce<StrandStarted>().OrderByDescending(s => s.On))
            _labels[("strand", first.Strand.Value)] = first.Name;
        foreach (var named in book.InForce<StrandRenamed>().Select(r => (r.Strand, r.On, r.Name)).Concat(Restarts(book))
            .OrderBy(r => r.On).ThenBy(r => r.Name.Ja, StringComparer.Ordinal))
            _labels[("strand", named.Strand.Value)] = named.Name;
        foreach (var contacted in book.InForce<PartnerContacted>().Where(c => c.Name is not null).OrderBy(c => c.On)
            .ThenBy(c => c.Name!.Ja, StringComparer.Ordinal))
            _labels[("partner", contacted.Partner.Value)] = contacted.Name!;
        foreach (var partner in book.InForce<PartnerLinked>().OrderBy(p => p.On).ThenBy(p => p.Name.Ja, StringComparer.Ordinal))
            _labels[("partner", partner.Partner.Value)] = partner.Name;
        foreach (var survey in book.InForce<SurveyIntroduced>().OrderBy(s => s.Version))
        {
            _labels[("instrument", survey.Instrument.Value)] = survey.Title;
            foreach (var version in (int?[])[null, survey.Version])
            {
                foreach (var item in survey.Items)
                {
                    _asked[(survey.Instrument.Value, version, item.Item.Value, null)] = item.Question;
                    if (item.Multiple)
                        _multiple.Add((survey.Instrument.Value, version, item.Item.Value));
                    else
                        _multiple.Remove((survey.Instrument.Value, version, item.Item.Value));
                    foreach (var answer in item.Answers)
                        _asked[(survey.Instrument.Value, version, item.Item.Value, answer.Answer.Value)] = answer.Label;
                }
            }
        }

        foreach (var term in book.InForce<TermDefined>().OrderBy(t => t.On).ThenBy(t => t.Label.Ja, StringComparer.Ordinal))
            _labels[(term.Dimension.Value, term.Term.Value)] = term.Label;
        _alike = Alike(_labels, l => l.Dimension);
        _askedAlike = Alike(_asked, a => (a.Instrument, a.Version, a.Answer is null ? null : a.Item));
    }

    /// <summary>Every start of a strand but its first.</summary>
    public static IEnumerable<(Slug Strand, LocalDate On, PublicText Name)> Restarts(EntryBook book) =>
        (book ?? throw new ArgumentNullException(nameof(book))).InForce<StrandStarted>().OrderBy(s => s.On).GroupBy(s => s.Strand)
            .SelectMany(s => s.Skip(1)).Select(s => (s.Strand, s.On, s.Name));

    /// <summary>The question as worded in its own instrument; several instruments may have an item <c>q1</c>.</summary>
    /// <param name="version">Null for the wording of the newest version.</param>
    public PublicText OfItem(string instrument, string item, int? version = null) =>
        Asked((instrument, version, item, null), item) ?? Find("item", item);

    /// <summary>Whether one respondent may give several answers to the item.</summary>
    /// <param name="version">Null for the newest version.</param>
    internal bool TakesSeveral(string instrument, string item, int? version) => _multiple.Contains((instrument, version, item));

    /// <summary>The answer as worded in its own item.</summary>
    /// <param name="version">Null for the wording of the newest version.</param>
    public PublicText OfAnswer(string instrument, string item, string answer, int? version = null) =>
        Asked((instrument, version, item, answer), answer) ?? Find("answer", answer);

    /// <summary>The label; a name of the program where the initiative has none; otherwise the code itself.</summary>
    /// <remarks>A term gives its dimension as a key, so <c>proposedBy</c> is found under <c>proposed-by</c>.</remarks>
    public PublicText Find(string dimension, string code)
    {
        var key = (JsonNamingPolicy.KebabCaseLower.ConvertName(dimension), code);
        var label = _labels.GetValueOrDefault(key) ?? Names.OfValue(dimension, code) ?? new(code, code);
        return _alike.Contains(key) || Names.IsOfAnother(key.Item1, code, label) ? WithCode(label, code) : label;
    }

    private PublicText? Asked((string, int?, string, string?) key, string code) =>
        _asked.GetValueOrDefault(key) is { } words ? _askedAlike.Contains(key) ? WithCode(words, code) : words : null;

    private static PublicText WithCode(PublicText label, string code) => new($"{label.Ja}({code})", $"{label.En} ({code})");

    /// <summary>
    /// The keys whose label is, in either language, also that of another key of the same group. Definitions that differ in such a key would read alike,
    /// so its code is shown too.
    /// </summary>
    private static HashSet<TKey> Alike<TKey, TGroup>(Dictionary<TKey, PublicText> labels, Func<TKey, TGroup> group) where TKey : notnull
    {
        var (first, alike) = (new Dictionary<(TGroup, Language, string), TKey>(labels.Count * 2), new HashSet<TKey>());
        foreach (var (key, label) in labels)
        {
            foreach (var language in (Language[])[Language.Ja, Language.En])
            {
                var place = (group(key), language, label.In(language));
                if (first.TryAdd(place, key))
                    continue;
                alike.Add(key);
                alike.Add(first[place]);
            }
        }

        return alike;
    }
}
