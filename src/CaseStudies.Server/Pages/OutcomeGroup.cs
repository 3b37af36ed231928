using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>Qualitative outcomes of one strand, or of the initiative as a whole.</summary>
/// <param name="Strand">Null for the initiative as a whole.</param>
public sealed record OutcomeGroup(LocalizedText? Strand, ImmutableArray<OutcomeLine> Outcomes)
{
    /// <summary>The outcomes of the period in force; the whole first, then the strands ordered by their first outcome.</summary>
    public static ImmutableArray<OutcomeGroup> FromBook(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        return [.. book.InForce<OutcomeObserved>().Where(o => o.On >= period.From && o.On <= period.To).OrderBy(o => o.On)
            .GroupBy(o => o.Strand).OrderBy(g => g.Key is not null)
            .Select(g => new OutcomeGroup(g.Key is { } strand ? (LocalizedText)text.Term("strand", strand) : null,
                [.. g.Select(o => new OutcomeLine(o.On, o.Text, o.Direction))]))];
    }
}

public sealed record OutcomeLine(LocalDate On, PublicText Text, Direction? Direction)
{
    /// <summary>A symbol shown next to the word, never instead of it.</summary>
    public string Symbol => Direction switch
    {
        Domain.Initiatives.Direction.More => "↑",
        Domain.Initiatives.Direction.Fewer => "↓",
        _ => "",
    };
}
