using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <content>The rules, one for each slip.</content>
public static partial class Warnings
{
    /// <summary>A count of so many times the usual is a typing error more often than a festival: 120 for 12.</summary>
    public const int TimesTheUsual = 10;

    /// <summary>What is usual is asked of so many earlier numbers at most, so that it follows a strand that grows, and of so many at least.</summary>
    public const int NumbersLookedAt = 10, NumbersNeeded = 5;

    public const int HoursOfDay = 24;

    /// <summary>Clocks of phones are wrong by seconds, and some by a minute.</summary>
    public static readonly Duration ClockTolerance = Duration.FromMinutes(5);

    /// <param name="only">What to look at; null for everything.</param>
    private static ImmutableArray<Warning> Find(EntryBook book, Nearby? only)
    {
        var confirmed = new Confirmations(book);
        return
        [
            .. SecondSessions(book, only?.Held, confirmed).Concat(UnusualCounts(book, only?.Counted, confirmed)).Concat(AfterClosing(book, confirmed))
                .Concat(AfterLeaving(book, only?.Attended, confirmed)).Concat(LongDays(book, only?.Active, confirmed))
                .Concat(CapturedAhead(book, only?.Ahead, confirmed))
                .Select(w => w with { Entries = Entry.InOrder(w.Entries) })
                .OrderBy(w => w.On).ThenBy(w => w.Slip).ThenBy(w => w.Entries.Min(e => e.Id.Value)),
        ];
    }

    internal static ImmutableArray<Warning> Find(EntryBook book) => Find(book, null);

    /// <summary>More sessions of one kind in a strand on one day than usual there; one is usual until there are enough days to know better.</summary>
    private static IEnumerable<Warning> SecondSessions(EntryBook book, HashSet<Slug>? only, Confirmations confirmed)
    {
        if (only?.Count == 0)
            return [];
        var apart = LikelyDuplicates.ToldApart(book);
        return from strand in InForce<SessionHeld>(book).Where(s => only?.Contains(s.Fact.Strand) ?? true)
                   .GroupBy(s => (s.Fact.Strand, s.Fact.SessionKind), s => (s.Entry, s.Fact.On))
               from day in ByDay(strand, sessions => [sessions.Length])
               where day.Entries.Length > 1
               let usual = Usual(day.Earlier) ?? 1
               where day.Entries.Length > usual && !confirmed.Cover(Slip.SecondSession, [.. day.Entries]) && !LikelyDuplicates.AreToldApart(day.Entries, apart)
               select new Warning(Slip.SecondSession, day.On, day.Entries, day.Entries.Length, usual);
    }

    private static IEnumerable<Warning> UnusualCounts(EntryBook book, HashSet<Slug>? only, Confirmations confirmed) => only?.Count == 0 ? [] :
        from counted in InForce<ParticipantsCounted>(book)
        let session = book.Session(counted.Fact.Session)
        where session is not null && (only?.Contains(session.Strand) ?? true)
        group (counted.Entry, session.On) by (session.Strand, counted.Fact.Scheme, counted.Fact.Group, counted.Fact.Part, counted.Fact.Unit) into same
        from day in ByDay(same, entries => entries.Select(Heads))
        from entry in day.Entries
        where Heads(entry) >= TimesTheUsual // it is not fewer times a usual number of one or of none
        let usual = Usual(day.Earlier)
        where usual is not null && Heads(entry) >= (long)TimesTheUsual * Math.Max(1, usual.Value) && !confirmed.Cover(Slip.UnusualCount, entry)
        select new Warning(Slip.UnusualCount, day.On, [entry], Heads(entry), usual);

    private static int Heads(Entry entry) => ((ParticipantsCounted)entry.Fact).Count;

    /// <summary>Sessions after the initiative's last day, with the closing, unless it was reopened until then.</summary>
    private static IEnumerable<Warning> AfterClosing(EntryBook book, Confirmations confirmed)
    {
        var closings = InForce<InitiativeClosed>(book).OrderByDescending(c => c.Fact.On).ToList();
        if (closings.Count == 0)
            return [];
        var reopened = book.InForce<InitiativeReopened>().Select(r => r.On).ToList();
        return from session in InForce<SessionHeld>(book)
               let closing = closings.Find(c => c.Fact.On < session.Fact.On)
               where closing.Entry is not null && !reopened.Exists(day => day > closing.Fact.On && day <= session.Fact.On)
                   && !confirmed.Cover(Slip.AfterClosing, closing.Entry, session.Entry)
               group session by closing into late
               select new Warning(Slip.AfterClosing, late.Min(s => s.Fact.On), [late.Key.Entry, .. late.Select(s => s.Entry)]);
    }

    /// <summary>
    /// Attendances after a person's last day, in the strand that was left or in any, with the departure, unless a new beginning was recorded: an enrolment
    /// or a role.
    /// </summary>
    private static IEnumerable<Warning> AfterLeaving(EntryBook book, HashSet<string>? only, Confirmations confirmed)
    {
        var departures = InForce<PersonLeft>(book).OrderByDescending(l => l.Fact.On).ToLookup(l => book.Person(l.Fact.Person.Value), StringComparer.Ordinal);
        if (departures.Count == 0 || only?.Count == 0)
            return [];
        var begun = book.InForce<PersonEnrolled>().Select(e => (e.Person, e.On)).Concat(book.InForce<RoleTaken>().Select(r => (r.Person, r.On)))
            .ToLookup(b => book.Person(b.Person.Value), b => b.On, StringComparer.Ordinal);
        return from attended in InForce<PersonAttended>(book)
               let person = book.Person(attended.Fact.Person.Value)
               where only?.Contains(person) ?? true
               let session = book.Session(attended.Fact.Session)
               where session is not null
               let day = session.On
               let left = departures[person].FirstOrDefault(l => l.Fact.On < day && (l.Fact.Strand is not { } strand || strand == session.Strand))
               where left.Entry is not null && !begun[person].Any(b => b > left.Fact.On && b <= day)
                   && !confirmed.Cover(Slip.AfterLeaving, left.Entry, attended.Entry)
               group (attended.Entry, On: day) by left into late
               select new Warning(Slip.AfterLeaving, late.Min(a => a.On), [late.Key.Entry, .. late.Select(a => a.Entry)]);
    }

    private static IEnumerable<Warning> LongDays(EntryBook book, HashSet<string>? only, Confirmations confirmed) => only?.Count == 0 ? [] :
        from logged in InForce<ActivityLogged>(book)
        let person = book.Person(logged.Fact.Person.Value)
        where only?.Contains(person) ?? true
        group logged.Entry by (person, logged.Fact.On) into day
        let hours = day.Aggregate(Quantity.Zero, (sum, e) => sum + (FactHours.Stated(e.Fact) ?? Quantity.Zero))
        where hours > HoursOfDay && !confirmed.Cover(Slip.LongDay, [.. day])
        select new Warning(Slip.LongDay, day.Key.On, [.. day], hours);

    /// <summary>What a device claims to have captured after it was recorded, one warning for each act.</summary>
    private static IEnumerable<Warning> CapturedAhead(EntryBook book, HashSet<CommandId>? only, Confirmations confirmed) => only?.Count == 0 ? [] :
        from entry in book.Listed()
        where entry is { InForce: true, CapturedAt: not null, Command: not null } && IsAhead(entry.CapturedAt, entry.RecordedAt)
            && (only?.Contains(entry.Command.Value) ?? true) && !confirmed.Cover(Slip.CapturedAhead, entry)
        group entry by entry.Command!.Value into act
        select new Warning(Slip.CapturedAhead, act.First().RecordedAt.InZone(book.Zone).Date, [.. act]);

    private static bool IsAhead(Instant? captured, Instant recorded) => captured - recorded > ClockTolerance;

    private static IEnumerable<(Entry Entry, T Fact)> InForce<T>(EntryBook book) where T : InitiativeFact =>
        book.OfKind(InitiativeEventCatalogue.KindOf(typeof(T))).Where(e => e.InForce).Select(e => (e, (T)e.Fact));

    /// <summary>The entries of each day, with the last numbers of earlier days. They are to be read before the next day is.</summary>
    private static IEnumerable<(LocalDate On, ImmutableArray<Entry> Entries, Queue<int> Earlier)> ByDay(
        IEnumerable<(Entry Entry, LocalDate On)> dated, Func<ImmutableArray<Entry>, IEnumerable<int>> numbers)
    {
        var earlier = new Queue<int>();
        foreach (var day in dated.GroupBy(d => d.On, d => d.Entry).OrderBy(g => g.Key))
        {
            ImmutableArray<Entry> entries = [.. day];
            yield return (day.Key, entries, earlier);
            foreach (var number in numbers(entries).Order())
                earlier.Enqueue(number);
            while (earlier.Count > NumbersLookedAt)
                earlier.Dequeue();
        }
    }

    /// <summary>The middle one by size, of an even number the larger; null where they are too few to tell.</summary>
    private static int? Usual(Queue<int> earlier) => earlier.Count < NumbersNeeded ? null : earlier.Order().ElementAt(earlier.Count / 2);
}
