using System.Collections.Immutable;
using System.Globalization;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Entries in force that look like one happening recorded more than once. All of them count until a person decides.</summary>
/// <param name="On">Their day.</param>
/// <param name="Entries">In the order in which they became known; sessions, not their headcounts.</param>
public sealed record LikelyDuplicate(Likeness Likeness, LocalDate On, ImmutableArray<Entry> Entries);

/// <summary>In what entries are alike.</summary>
public enum Likeness
{
    /// <summary>Sessions of one strand and day with the same times, and the same headcounts where they have any.</summary>
    Sessions,

    /// <summary>Activities of one person that overlap, or that state the same hours of the same activity in one strand on one day.</summary>
    Activities,

    /// <summary>Observations of one quantity, of one item and by one source, on one day.</summary>
    Quantities,

    /// <summary>Plans of one strand with the same day, start and venue.</summary>
    Plans,

    /// <summary>Headcounts of one session and scheme, one of which is as large as all others together, as a total beside its parts always is.</summary>
    TotalAndParts,
}

/// <summary>Finds likely duplicates. Whoever decides withdraws the surplus ones, or records <see cref="EntriesToldApart"/>.</summary>
public static class LikelyDuplicates
{
    /// <summary>All that nobody has told apart, by day.</summary>
    public static ImmutableArray<LikelyDuplicate> In(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.LikelyDuplicates;
    }

    internal static ImmutableArray<LikelyDuplicate> Find(EntryBook book)
    {
        var apart = ToldApart(book);
        return
        [
            .. Sessions(book).Concat(Activities(book)).Concat(Quantities(book)).Concat(Plans(book)).Concat(Totals(book))
                .Where(d => !AreToldApart(d.Entries, apart))
                .Select(d => d with { Entries = Entry.InOrder(d.Entries) })
                .OrderBy(d => d.On).ThenBy(d => d.Likeness).ThenBy(d => d.Entries.Min(e => e.Id.Value)),
        ];
    }

    /// <summary>The entries that each decision in force tells apart.</summary>
    internal static List<HashSet<EntryId>> ToldApart(EntryBook book) => [.. book.InForce<EntriesToldApart>().Select(t => t.Entries.ToHashSet())];

    /// <summary>Each two of them were told apart by somebody.</summary>
    internal static bool AreToldApart(ImmutableArray<Entry> entries, List<HashSet<EntryId>> apart) => apart.Count > 0 && entries.Index()
        .All(one => entries.Skip(one.Index + 1).All(other => apart.Exists(t => t.Contains(one.Item.Id) && t.Contains(other.Id))));

    private static IEnumerable<LikelyDuplicate> Sessions(EntryBook book)
    {
        var alike = Alike(book, (SessionHeld s) => (s.Strand, s.Start, s.End)).ToList();
        if (alike.Count == 0)
            yield break;
        var sessions = alike.SelectMany(a => a.Entries).Select(e => ((SessionHeld)e.Fact).Session).ToHashSet();
        var counts = book.InForce<ParticipantsCounted>().Where(c => sessions.Contains(c.Session)).ToLookup(c => c.Session);
        foreach (var (on, entries) in alike)
        {
            var counted = entries.ToLookup(e => Counts(counts[((SessionHeld)e.Fact).Session]), StringComparer.Ordinal);
            var uncounted = counted[""].ToList();
            // A session that nobody counted may be any of the others.
            foreach (var same in counted.Where(g => g.Key.Length > 0).Select(g => g.Concat(uncounted).ToImmutableArray()).DefaultIfEmpty([.. uncounted]))
            {
                if (same.Length > 1)
                    yield return new(Likeness.Sessions, on, same);
            }
        }
    }

    /// <summary>The headcounts of a session as one text: equal for equal counts.</summary>
    private static string Counts(IEnumerable<ParticipantsCounted> counts) => string.Join(' ', counts
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Scheme}:{c.Group}:{c.Part}:{c.Unit}:{c.Count}")).Distinct()
        .Order(StringComparer.Ordinal));

    private static IEnumerable<LikelyDuplicate> Activities(EntryBook book)
    {
        foreach (var (on, entries) in Alike(book, (ActivityLogged a) => book.Person(a.Person.Value)))
        {
            var timed = entries.Where(e => ((ActivityLogged)e.Fact).Start is not null).OrderBy(Start).ThenBy(e => e.Id.Value).ToList();
            foreach (var overlapping in Overlapping(timed).Where(o => o.Length > 1))
                yield return new(Likeness.Activities, on, overlapping);
            foreach (var same in entries.Except(timed).GroupBy(StatedHours).Where(g => g.Skip(1).Any()))
                yield return new(Likeness.Activities, on, [.. same]);
        }
    }

    private static (Slug Activity, Slug? Strand, Quantity? Hours) StatedHours(Entry entry)
    {
        var logged = (ActivityLogged)entry.Fact;
        return (logged.Activity, logged.Strand, logged.Hours);
    }

    private static IEnumerable<ImmutableArray<Entry>> Overlapping(List<Entry> byStart)
    {
        var (together, until) = (ImmutableArray<Entry>.Empty, 0L);
        foreach (var entry in byStart)
        {
            if (!together.IsEmpty && Start(entry) >= until)
            {
                yield return together;
                together = [];
            }

            (together, until) = (together.Add(entry), Math.Max(together.IsEmpty ? 0 : until, End(entry)));
        }

        yield return together;
    }

    private static long Start(Entry entry) => ((ActivityLogged)entry.Fact).Start!.Value.NanosecondOfDay;

    /// <summary>An end before the start is on the next day.</summary>
    private static long End(Entry entry) => ((ActivityLogged)entry.Fact).End!.Value.NanosecondOfDay is var end && end < Start(entry)
        ? end + NodaConstants.NanosecondsPerDay
        : end;

    private static IEnumerable<LikelyDuplicate> Quantities(EntryBook book) =>
        Alike(book, (QuantityObserved q) => (q.Quantity, q.Unit, q.Item, q.Source, q.Strand))
            .Select(a => new LikelyDuplicate(Likeness.Quantities, a.On, a.Entries));

    private static IEnumerable<LikelyDuplicate> Plans(EntryBook book) =>
        Alike(book, (SessionPlanned p) => (p.Strand, p.Start, p.Venue))
            .Select(a => new LikelyDuplicate(Likeness.Plans, a.On, a.Entries));

    /// <summary>The entries of one day that have a key in common, where there are at least two. Most days have one entry, which is passed over.</summary>
    private static IEnumerable<(LocalDate On, ImmutableArray<Entry> Entries)> Alike<TFact, TKey>(EntryBook book, Func<TFact, TKey> key)
        where TFact : InitiativeFact
    {
        var byDay = book.ByDay(InitiativeEventCatalogue.KindOf(typeof(TFact)));
        for (var from = 0; from < byDay.Length;)
        {
            var to = from + 1;
            while (to < byDay.Length && byDay[to].On == byDay[from].On)
                to++;
            if (to - from > 1 && byDay[from].On is { } on)
            {
                var alike = byDay[from..to].Where(e => e.Entry.InForce).GroupBy(e => key((TFact)e.Entry.Fact), e => e.Entry);
                foreach (var same in alike.Where(g => g.Skip(1).Any()))
                    yield return (on, [.. same]);
            }

            from = to;
        }
    }

    /// <summary>
    /// A group looks like a total if it is as large as all others of its scheme at every session where it was counted beside two others or more. Once may be
    /// chance.
    /// </summary>
    private static IEnumerable<LikelyDuplicate> Totals(EntryBook book)
    {
        var totals = book.Divisions.Where(d => d.Total is not null && book.Session(d.Session) is not null).ToList();
        if (totals.Count == 0)
            return [];
        var chance = book.Divisions.Where(d => d.Groups.Length > 2 && book.Session(d.Session) is not null)
            .SelectMany(d => d.Groups.Where(g => g != d.Total).Select(g => (d.Scheme, d.Unit, Group: g))).ToHashSet();
        return totals.Where(d => !chance.Contains((d.Scheme, d.Unit, d.Total!.Value)))
            .Select(d => new LikelyDuplicate(Likeness.TotalAndParts, book.Session(d.Session)!.On, d.Entries));
    }
}
