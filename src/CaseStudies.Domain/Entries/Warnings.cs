using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Entries in force that may be true and look like a slip. They count as they are until a person corrects or withdraws one, or confirms all.</summary>
/// <param name="On">The day of what looks wrong; for a device's clock, the day on which it was recorded.</param>
/// <param name="Entries">In the order in which they became known. A confirmation names all of them.</param>
/// <param name="Found">How many sessions, people or hours there are; null where it is not about a number.</param>
/// <param name="Usual">How many are usual; null where nothing is.</param>
public sealed record Warning(Slip Slip, LocalDate On, ImmutableArray<Entry> Entries, Quantity? Found = null, int? Usual = null);

/// <summary>
/// Finds likely slips. The list, the answer to an act and its announcement all ask here, so they say the same. A warning stays for as long as it is true and
/// not confirmed (<see cref="EntriesConfirmed"/>). Of the second session of a day, <see cref="EntriesToldApart"/> says as much.
/// </summary>
public static partial class Warnings
{
    /// <summary>The kinds of fact that can cause a warning about what was recorded before them.</summary>
    private static readonly ImmutableHashSet<Type> s_reaching =
    [
        typeof(InitiativeClosed), typeof(InitiativeReopened), typeof(PersonLeft), typeof(PersonEnrolled), typeof(RoleTaken), typeof(PeopleMerged),
        typeof(EntriesConfirmed), typeof(EntriesToldApart),
    ];

    private static readonly ImmutableHashSet<Type> s_doubtful =
        [typeof(SessionHeld), typeof(ParticipantsCounted), typeof(PersonAttended), typeof(ActivityLogged)];

    /// <summary>All that nobody has confirmed, by day.</summary>
    public static ImmutableArray<Warning> In(EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Warnings;
    }

    /// <summary>The warnings of one book that the other does not have, not even within a larger one.</summary>
    public static ImmutableArray<Warning> Beyond(EntryBook book, EntryBook other)
    {
        var known = In(other).ToLookup(w => w.Slip, w => Contents(w.Entries).ToHashSet());
        return [.. In(book).Where(w => !known[w.Slip].Any(k => k.IsSupersetOf(Contents(w.Entries))))];
    }

    /// <summary>A corrected entry is looked at anew.</summary>
    private static IEnumerable<(EntryId, int)> Contents(IEnumerable<Entry> entries) => entries.Select(e => (e.Id, e.Version));

    /// <summary>Whether a command can cause a warning at all. Most that cannot need no reading of entries.</summary>
    public static bool MayFollow(InitiativeCommand command, Instant recordedAt)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command is not RecordFacts record || IsAhead(command.CapturedAt, recordedAt)
            || record.Facts.Any(f => s_doubtful.Contains(f.GetType()) || s_reaching.Contains(f.GetType()));
    }

    /// <summary>The warnings that an act caused: those known just after it and not just before.</summary>
    /// <param name="first">The stream version of its first event. For an import both versions are that of its completion.</param>
    public static ImmutableArray<Warning> ByAct(EntryHistory history, int first, int last)
    {
        ArgumentNullException.ThrowIfNull(history);
        var (after, act) = (history.AsKnown(last), history.Between(first, last).ToList());
        return OnlyAdds(after, act)
            ? [.. Find(after, Nearby.FromAct(after, act)).Where(w => w.Entries.Any(e => e.KnownFrom >= first && e.KnownFrom <= last))]
            : Beyond(after, history.AsKnown(first - 1));
    }

    /// <summary>
    /// The act says something new about the latest days of its strands, and nothing about what was known before. It is the rule: a warning that it
    /// causes is then about an entry of its own, and what it has nothing to do with need not be looked through.
    /// </summary>
    private static bool OnlyAdds(EntryBook after, List<EntryRow> act)
    {
        if (!act.TrueForAll(r => r is { Closes: null, Fact: { } fact, Origin: null } && !s_reaching.Contains(fact.GetType())))
            return false;
        var said = act.Select(r => r.Fact!).ToList();
        if (said.OfType<SessionHeld>().Select(s => s.Session).ToHashSet() is { Count: > 0 } held
            && after.OfKind("session_held").Any(e => !e.InForce && held.Contains(((SessionHeld)e.Fact).Session)))
            return false; // and headcounts of the former session belong to the new one
        var latest = said.Select(f => f as SessionHeld ?? (f is ParticipantsCounted c ? after.Session(c.Session) : null)).OfType<SessionHeld>()
            .GroupBy(s => s.Strand).ToDictionary(g => g.Key, g => g.Min(s => s.On));
        return latest.Count == 0 || !after.InForce<SessionHeld>().Any(s => latest.TryGetValue(s.Strand, out var day) && s.On > day);
    }

    /// <summary>The strands in which an act held sessions or counted so many that it matters, its people, and its command if its clock is ahead.</summary>
    private sealed record Nearby(HashSet<Slug> Held, HashSet<Slug> Counted, HashSet<string> Attended, HashSet<string> Active, HashSet<CommandId> Ahead)
    {
        public static Nearby FromAct(EntryBook book, List<EntryRow> act)
        {
            var said = act.Select(r => r.Fact!).ToList();
            return new(
                [.. said.OfType<SessionHeld>().Select(s => s.Strand)],
                [.. said.OfType<ParticipantsCounted>().Where(c => c.Count >= TimesTheUsual).Select(c => book.Session(c.Session)?.Strand).OfType<Slug>()],
                [.. said.OfType<PersonAttended>().Select(a => book.Person(a.Person.Value))],
                [.. said.OfType<ActivityLogged>().Select(a => book.Person(a.Person.Value))],
                [.. act.Where(r => r.CapturedAt is not null).Select(r => r.Command).OfType<CommandId>()]);
        }
    }

    /// <summary>What was confirmed of the entries of one book.</summary>
    private sealed class Confirmations(EntryBook book)
    {
        private readonly ILookup<Slip, (HashSet<EntryId> Entries, int Since)> _confirmed = book.OfKind("entries_confirmed").Where(e => e.InForce)
            .Select(e => (Fact: (EntriesConfirmed)e.Fact, e.KnownFrom)).ToLookup(c => c.Fact.Slip, c => (c.Fact.Entries.ToHashSet(), c.KnownFrom));

        /// <summary>One confirmation names all of them, and they say what they said then.</summary>
        public bool Cover(Slip slip, params ReadOnlySpan<Entry> entries)
        {
            foreach (var (named, since) in _confirmed[slip])
            {
                var covered = true;
                foreach (var entry in entries)
                    covered = covered && named.Contains(entry.Id) && SaidTheSame(entry, since);
                if (covered)
                    return true;
            }

            return false;
        }

        private bool SaidTheSame(Entry entry, int version)
        {
            if (entry.KnownFrom <= version)
                return true;
            var then = Enumerable.Range(1, entry.Revision - 1).Select(r => book.Revision(entry.Id, r)).OfType<Entry>()
                .FirstOrDefault(e => e.KnownFrom <= version && e.KnownTo > version);
            return then is not null && DomainJson.AreAlike(then.Fact, entry.Fact);
        }
    }
}
