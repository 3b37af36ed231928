using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The versions of one indicator's definition, and which of them governs a day.</summary>
/// <remarks>
/// A day is governed by the highest version whose own day has come by then. The days before the adoption are governed like the day of the adoption.
/// A period is governed as its last day is.
/// </remarks>
public sealed class DefinitionHistory
{
    private readonly ImmutableArray<(LocalDate From, AdoptedIndicator Definition)> _versions;

    private DefinitionHistory(IndicatorAdopted adopted, IEnumerable<IndicatorRevised> revisions, LocalDate? retiredOn)
    {
        _versions =
        [
            (adopted.On, new(adopted.Indicator, 1, adopted.Definition)),
            .. revisions.OrderBy(r => r.Version).Select(r => (r.On, new AdoptedIndicator(r.Indicator, r.Version, r.Definition))),
        ];
        RetiredOn = retiredOn;
    }

    public Slug Key => _versions[0].Definition.Key;

    public LocalDate AdoptedOn => _versions[0].From;

    /// <summary>The first day without this indicator; null while it is in use.</summary>
    public LocalDate? RetiredOn { get; }

    /// <summary>All versions, the oldest first.</summary>
    public IEnumerable<AdoptedIndicator> Versions => _versions.Select(v => v.Definition);

    /// <summary>Every indicator of an initiative, in the order of adoption.</summary>
    public static IEnumerable<DefinitionHistory> FromBook(EntryBook book) => Among(book, _ => true);

    /// <summary>The indicator of this key; null where none was adopted.</summary>
    public static DefinitionHistory? Find(EntryBook book, Slug key) => Among(book, k => k == key).FirstOrDefault();

    private static IEnumerable<DefinitionHistory> Among(EntryBook book, Func<Slug, bool> chosen)
    {
        ArgumentNullException.ThrowIfNull(book);
        var revisions = book.InForce<IndicatorRevised>().Where(r => chosen(r.Indicator)).ToLookup(r => r.Indicator);
        var retired = book.InForce<IndicatorRetired>().Where(r => chosen(r.Indicator)).ToLookup(r => r.Indicator, r => (LocalDate?)r.On);
        return book.InForce<IndicatorAdopted>().Where(a => chosen(a.Indicator))
            .Select(a => new DefinitionHistory(a, revisions[a.Indicator], retired[a.Indicator].Min()));
    }

    /// <summary>Whether the indicator was in use on at least one day of the period, or was adopted after it.</summary>
    public bool AppliesTo(Period period) => RetiredOn is not { } retired || retired > period.From;

    public AdoptedIndicator Governing(Period period) => GoverningOn(period.To);

    /// <summary>The version of this number; null where there is none.</summary>
    public AdoptedIndicator? Version(int number) => Versions.FirstOrDefault(v => v.Version == number);

    /// <summary>The day from which a version applies.</summary>
    public LocalDate From(int version) => _versions.First(v => v.Definition.Version == version).From;

    /// <summary>The versions that govern at least one day of the period, in the order of these days.</summary>
    public ImmutableArray<AdoptedIndicator> Within(Period period) =>
        [.. _versions.Select(v => v.From).Where(d => d > period.From && d <= period.To).Order().Prepend(period.From).Select(GoverningOn).Distinct()];

    private AdoptedIndicator GoverningOn(LocalDate day)
    {
        var from = LocalDate.Max(day, AdoptedOn);
        return _versions.Last(v => v.From <= from).Definition;
    }
}
