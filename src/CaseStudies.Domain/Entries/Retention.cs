using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Somebody of whom nothing was recorded for longer than the organisation wants to know who it is.</summary>
/// <param name="Person">Of several ids of one person, the one that is kept.</param>
/// <param name="LastDay">The last day of all that was recorded of the person.</param>
/// <param name="Left">The person left on that day. Otherwise nobody said so; there is only nothing later.</param>
public sealed record KeptTooLong(PersonId Person, LocalDate LastDay, bool Left);

/// <summary>Finds those whom an organisation's rule on keeping names proposes for erasure. It erases nobody.</summary>
public static class Retention
{
    /// <summary>Whose last day is at least so many years ago, the longest first. Ids that were merged in any initiative are one person in all.</summary>
    /// <param name="books">Of all initiatives of the organisation.</param>
    /// <param name="erased">Ids of people who are erased already.</param>
    public static ImmutableArray<KeptTooLong> In(IReadOnlyCollection<EntryBook> books, int years, LocalDate today, IReadOnlySet<string> erased)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(erased);
        var kept = new Dictionary<PersonId, PersonId>();
        foreach (var merge in books.SelectMany(b => b.InForce<PeopleMerged>()))
        {
            if (Of(merge.Kept) != Of(merge.Merged))
                kept[Of(merge.Merged)] = Of(merge.Kept);
        }

        return
        [
            .. from book in books
               from entry in book.Listed()
               from person in InitiativeEventCatalogue.ShapeOf(entry.Fact).PersonsOf(entry.Fact)
               let told = (Day: LastDay(book, entry), Left: entry is { InForce: true, Fact: PersonLeft { Strand: null } })
               group told by Of(person) into all
               let last = all.Max(t => t.Day)
               where last.PlusYears(years) <= today && !erased.Contains(all.Key.Value)
               orderby last, all.Key.Value
               select new KeptTooLong(all.Key, last, all.Any(t => t.Left && t.Day == last)),
        ];

        PersonId Of(PersonId id)
        {
            while (kept.TryGetValue(id, out var next))
                id = next;
            return id;
        }
    }

    /// <summary>The day on which it happened; of what is not in force or has no day, that of its recording.</summary>
    private static LocalDate LastDay(EntryBook book, Entry entry) =>
        (entry is not { InForce: true } ? null : entry.Fact is PersonPaused pause ? pause.To : book.OccurredOn(entry.Fact))
        ?? entry.RecordedAt.InZone(book.Zone).Date;
}
