using System.Collections.Concurrent;
using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>The entries of one initiative as known at a frontier (a stream version). Figures are computed from nothing else.</summary>
public sealed class EntryBook
{
    private readonly ILookup<string, Entry> _byKind;
    private readonly Dictionary<SessionId, Entry> _sessions;
    private readonly Dictionary<string, string> _aliases;
    private readonly ConcurrentDictionary<string, ImmutableArray<(Entry, LocalDate?)>> _byDay = new(StringComparer.Ordinal);

    private EntryBook(EntryFold fold, int frontier, Instant? asOf)
    {
        (Frontier, Entries, Problems, Pending) = (frontier, [.. fold.Entries], [.. fold.ProblemsUpTo(frontier)], [.. fold.Pending]);
        _byKind = Entries.ToLookup(e => e.Kind);
        _sessions = _byKind["session_held"].Where(e => e.InForce)
            .GroupBy(e => ((SessionHeld)e.Fact).Session).ToDictionary(g => g.Key, g => g.First());
        _aliases = InForce<PeopleMerged>().GroupBy(m => m.Merged.Value).ToDictionary(g => g.Key, g => g.First().Kept.Value, StringComparer.Ordinal);
        if (_aliases.Keys.FirstOrDefault(p => Follow(p) is null) is { } circle)
            Problems = Problems.Add($"The person {circle} is merged in a circle.");
        var zone = InForce<InitiativeOpened>().FirstOrDefault() is { } opened ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(opened.TimeZone) : null;
        AsOf = asOf?.InZone(zone ?? DateTimeZone.Utc).Date;
        Zone = zone ?? DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
    }

    /// <summary>The initiative's time zone; that of Japan until the initiative is opened.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The day on which the question is asked: later days have not happened yet and are not missing. Null for no such day.</summary>
    public LocalDate? AsOf { get; }

    /// <summary>The stream version up to which this book reads; 0 is an empty book.</summary>
    public int Frontier { get; }

    /// <summary>Every revision of every entry, in the order in which they became known.</summary>
    public ImmutableArray<Entry> Entries { get; }

    /// <summary>Why figures are blocked; empty when every event can be read.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Imports that were open at the frontier.</summary>
    public ImmutableArray<PendingImport> Pending { get; }

    public IEnumerable<Entry> OfKind(string kind) => _byKind[kind];

    /// <summary>The same, with the day of each entry and ordered by day. Sorted once for all figures of the book.</summary>
    public ImmutableArray<(Entry Entry, LocalDate? On)> ByDay(string kind) => _byDay.GetOrAdd(kind, k =>
        [.. OfKind(k).Select(e => (Entry: e, On: OccurredOn(e.Fact))).OrderBy(e => e.On).ThenBy(e => e.Entry.KnownFrom)]);

    public IEnumerable<T> InForce<T>() where T : InitiativeFact =>
        OfKind(InitiativeEventCatalogue.KindOf(typeof(T))).Where(e => e.InForce).Select(e => e.Fact).Cast<T>();

    /// <summary>The session in force under this id, or null.</summary>
    public SessionHeld? Session(SessionId id) => _sessions.TryGetValue(id, out var entry) ? (SessionHeld)entry.Fact : null;

    /// <summary>The id under which a person is counted: the one kept by a merge, directly or through other merges.</summary>
    public string Person(string id) => _aliases.Count == 0 ? id : Follow(id) ?? id;

    /// <summary>Null where the merges form a circle.</summary>
    private string? Follow(string id)
    {
        for (var left = _aliases.Count; _aliases.TryGetValue(id, out var kept); id = kept)
        {
            if (left-- == 0)
                return null;
        }

        return id;
    }

    /// <summary>The day of a fact: its own, or that of its session; null when that session is not in force.</summary>
    public LocalDate? OccurredOn(InitiativeFact fact) => fact.InSession is { } session ? Session(session)?.On : fact.OccurredOn;

    /// <summary>The latest day of an entry; null in an empty book. Plans and marks on periods are ignored.</summary>
    public LocalDate? LastDay => Entries.Where(e => e.InForce && !e.Fact.IsAnnouncement && e.Fact is not PeriodMarked).Max(e => OccurredOn(e.Fact));

    /// <summary>Builds the book from the rows of the entries table. Rows beyond the frontier are ignored.</summary>
    /// <param name="rows">The rows of the entries table, in any order.</param>
    /// <param name="frontier">The last stream version to read; null for all.</param>
    /// <param name="asOf">The time of the question; null where the whole period has passed.</param>
    public static EntryBook AsKnown(IEnumerable<EntryRow> rows, int? frontier = null, Instant? asOf = null)
    {
        var fold = new EntryFold();
        foreach (var row in rows.Where(r => frontier is null || r.Version <= frontier).OrderBy(r => r.Version))
            fold.Take(row);
        return new(fold, frontier ?? fold.Last, asOf);
    }

    /// <summary>The last version for which it and all before it were recorded at or before an instant; 0 if none.</summary>
    /// <remarks>Recorded instants never decrease along a stream. If one was forged, the result is lower, never higher.</remarks>
    public static int FrontierAt(IEnumerable<EntryRow> rows, Instant knownAt) =>
        rows.OrderBy(r => r.Version).TakeWhile(r => r.RecordedAt <= knownAt).Select(r => r.Version).LastOrDefault();
}
