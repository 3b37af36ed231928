using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Entries in force that contradict each other: none of them wins until a person settles it.</summary>
/// <param name="On">The day that they are about.</param>
/// <param name="Entries">In the order in which they became known.</param>
public sealed record Conflict(string Kind, LocalDate On, ImmutableArray<Entry> Entries);

public static class Conflicts
{
    /// <summary>What two facts must share to contradict each other; null where nothing can.</summary>
    /// <param name="book">Knows which ids are one person.</param>
    public static object? RivalKey(InitiativeFact fact, EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return fact switch
        {
            ParticipantsCounted c => (c.Session, c.Scheme, c.Group, c.Part),
            SurveyTallied t => (t.Instrument, t.Version, t.Wave, t.Group, t.Part),
            // Whoever answered twice cannot be counted, nor compared with before.
            SurveyResponseRecorded { Person: { } person } r => (r.Instrument, r.Wave, book.Person(person.Value)),
            _ => null,
        };
    }

    /// <summary>A target or baseline is one number at a time, from its day on.</summary>
    private static object? DeclaredFor(InitiativeFact fact) => fact switch
    {
        TargetSet t => (nameof(TargetSet), t.Target, t.On),
        BaselineRecorded b => (nameof(BaselineRecorded), b.Baseline, b.On),
        _ => null,
    };

    /// <summary>Two that declare the same number say it twice, and nothing hangs on which of them holds.</summary>
    private static bool Agree(IEnumerable<Entry> entries) => entries.Select(e => e.Fact switch
    {
        TargetSet t => (t.Comparison, t.Value),
        BaselineRecorded b => (default, b.Value),
        _ => ((Comparison, Quantity)?)null,
    }).Distinct().ToList() is [not null];

    /// <summary>What is to be settled, by day. A count whose session is not in force counts nowhere, and so contradicts nothing.</summary>
    public static ImmutableArray<Conflict> In(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return
        [
            .. book.Entries.Where(e => e.InForce && book.OccurredOn(e.Fact) is not null)
                .Select(e => (Entry: e, Key: RivalKey(e.Fact, book) ?? DeclaredFor(e.Fact))).Where(r => r.Key is not null)
                .GroupBy(r => r.Key!, r => r.Entry).Where(g => g.Skip(1).Any() && !Agree(g))
                .Select(g => new Conflict(g.First().Kind, g.Min(e => book.OccurredOn(e.Fact)!.Value), [.. g.OrderBy(e => e.KnownFrom).ThenBy(e => e.Version)]))
                .OrderBy(c => c.On).ThenBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Entries.Min(e => e.Id.Value)),
        ];
    }
}
