using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>The names of an initiative's strands, groups, terms and partners in both languages, and the keys that they stand for.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<(string Use, string Loose), Slug?> _words = [];

    public Vocabulary(EntryBook book)
    {
        foreach (var strand in book.InForce<StrandStarted>())
            Add("strand", strand.Strand, strand.Name);
        foreach (var renamed in book.InForce<StrandRenamed>())
            Add("strand", renamed.Strand, renamed.Name);
        foreach (var term in book.InForce<TermDefined>())
            Add(term.Dimension.Value, term.Term, term.Label);
        foreach (var partner in book.InForce<PartnerLinked>())
            Add("partner", partner.Partner, partner.Name);
        Strands = [.. book.InForce<StrandStarted>().DistinctBy(s => s.Strand)];
        Instruments = [.. book.InForce<SurveyIntroduced>()];
        Terms = [.. book.InForce<TermDefined>()];
        Groups = [.. book.InForce<ParticipantsCounted>().Select(c => (c.Scheme, c.Group, c.Unit)).Distinct()
            .OrderBy(g => g.Scheme.Value, StringComparer.Ordinal).ThenBy(g => g.Group.Value, StringComparer.Ordinal)];
        foreach (var (_, group, _) in Groups)
            Add("group", group, null);
    }

    /// <summary>The organisation's fiscal calendar, which says what 2025年度 means.</summary>
    public FiscalCalendar Calendar { get; init; } = FiscalCalendar.April;

    public ImmutableArray<StrandStarted> Strands { get; }
    public ImmutableArray<SurveyIntroduced> Instruments { get; }
    public ImmutableArray<TermDefined> Terms { get; }

    /// <summary>The groups counted so far.</summary>
    public ImmutableArray<(Slug Scheme, Slug Group, HeadUnit Unit)> Groups { get; }

    /// <summary>The key for a text; null if no name matches, or names of several keys do.</summary>
    public Slug? Find(string use, string text) => _words.GetValueOrDefault((use, LooseTextKey.FromText(text)));

    /// <summary>The strand with this name.</summary>
    public Slug? StrandOf(string name) => Find("strand", name) is { } key && Strands.Any(s => s.Strand == key) ? key : null;

    public SurveyIntroduced? Instrument(Slug? key, int? version) => Instruments.FirstOrDefault(i => i.Instrument == key && i.Version == version);

    /// <summary>The name of a key, or the key itself if it has none.</summary>
    public string Label(string use, Slug key, Language language) => use == "strand"
        ? Strands.FirstOrDefault(s => s.Strand == key)?.Name.In(language) ?? key.Value
        : Terms.LastOrDefault(t => t.Dimension.Value == use && t.Term == key)?.Label.In(language) ?? key.Value;

    private void Add(string use, Slug key, PublicText? name)
    {
        foreach (var word in new[] { key.Value, name?.Ja, name?.En }.OfType<string>().Select(LooseTextKey.FromText).Distinct())
        {
            if (!_words.TryAdd((use, word), key) && _words[(use, word)] != key)
                _words[(use, word)] = null;
        }
    }
}
