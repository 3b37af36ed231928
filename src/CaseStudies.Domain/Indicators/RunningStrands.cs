using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The strands of an initiative that run: begun and not ended, neither they nor the initiative paused or closed.</summary>
public static class RunningStrands
{
    /// <summary>Those that run on the day, each once, in the order of their first entry.</summary>
    public static ImmutableArray<Slug> On(EntryBook book, LocalDate day) =>
        [.. Started(book).Where(strand => StrandRun.FromBook(book, strand, new(day, day))?.RanOn(day) == true)];

    internal static IEnumerable<Slug> Started(EntryBook book) =>
        (book ?? throw new ArgumentNullException(nameof(book))).InForce<StrandStarted>().Select(s => s.Strand).Distinct();
}
