using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>Figures about one strand, or about the initiative as a whole.</summary>
/// <param name="Strand">Null for the initiative as a whole.</param>
public sealed record FigureGroup(LocalizedText? Strand, ImmutableArray<FigureCard> Figures)
{
    /// <summary>The initiative as a whole first, then the strands ordered by start; within a group, by adoption.</summary>
    public static ImmutableArray<FigureGroup> FromFigures(IEnumerable<Figure> figures, EntryBook book, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(text);
        var started = book.InForce<StrandStarted>().ToLookup(s => s.Strand.Value, s => s.On);
        return [.. figures.GroupBy(f => f.Definition.Formula.Strand())
            .OrderBy(g => g.Key is not null).ThenBy(g => g.Key is null ? null : (NodaTime.LocalDate?)started[g.Key].FirstOrDefault())
            .Select(g => new FigureGroup(g.Key is { } strand ? (LocalizedText)text.Term("strand", strand) : null,
                [.. g.Select(f => FigureCard.FromFigure(f, book, text))]))];
    }
}
