using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>Outcomes in words: those of one strand, or of the initiative as a whole.</summary>
/// <param name="Strand">Null for the whole.</param>
public sealed record OutcomeGroup(Words? Strand, ImmutableArray<OutcomeLine> Outcomes)
{
    /// <summary>Those of the period as they are now in force; the whole first, then the strands in the order of their first outcome.</summary>
    public static ImmutableArray<OutcomeGroup> Of(EntryBook book, Period period, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(text);
        return [.. book.InForce<OutcomeObserved>().Where(o => o.On >= period.From && o.On <= period.To).OrderBy(o => o.On)
            .GroupBy(o => o.Strand).OrderBy(g => g.Key is not null)
            .Select(g => new OutcomeGroup(g.Key is { } strand ? (Words)text.Term("strand", strand) : null, [.. g.Select(o => new OutcomeLine(o.On, o.Text, o.Direction))]))];
    }
}

public sealed record OutcomeLine(LocalDate On, PublicText Text, Direction? Direction)
{
    /// <summary>Beside the word, never instead of it.</summary>
    public string Symbol => Direction switch
    {
        Domain.Initiatives.Direction.More => "↑",
        Domain.Initiatives.Direction.Fewer => "↓",
        _ => "",
    };
}
