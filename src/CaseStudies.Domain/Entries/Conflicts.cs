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

    /// <summary>What is to be settled, by day. A count whose session is not in force counts nowhere, and so contradicts nothing.</summary>
    public static ImmutableArray<Conflict> In(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return
        [
            .. book.Entries.Where(e => e.InForce && book.OccurredOn(e.Fact) is not null)
                .Select(e => (Entry: e, Key: RivalKey(e.Fact, book))).Where(r => r.Key is not null)
                .GroupBy(r => r.Key!, r => r.Entry).Where(g => g.Skip(1).Any())
                .Select(g => new Conflict(g.First().Kind, g.Min(e => book.OccurredOn(e.Fact)!.Value), [.. g.OrderBy(e => e.KnownFrom).ThenBy(e => e.Version)]))
                .OrderBy(c => c.On).ThenBy(c => c.Kind, StringComparer.Ordinal).ThenBy(c => c.Entries.Min(e => e.Id.Value)),
        ];
    }
}
