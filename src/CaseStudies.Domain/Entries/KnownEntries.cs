using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>The entries known at a frontier, and what is worked out from them when it is first asked for. Books of different days of asking share it.</summary>
/// <remarks>It never changes, so many readings may use it at once.</remarks>
internal sealed class KnownEntries
{
    private readonly ArraySegment<Entry> _entries;
    private readonly Dictionary<string, ArraySegment<int>> _kinds;
    private readonly ArraySegment<VersionedProblem> _problems;
    private readonly ImportSpan[] _imports;
    private readonly SessionCounts _sessionCounts;
    private readonly ConcurrentDictionary<string, DayOrder> _orders;
    private readonly ConcurrentDictionary<string, ImmutableArray<(Entry, LocalDate?)>> _byDay = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<Entry>> _all;
    private readonly Lazy<Dictionary<SessionId, SessionHeld>> _sessions;
    private readonly Lazy<Dictionary<SessionId, SessionHeld>> _sessionsEver;
    private readonly Lazy<Dictionary<(EntryId, int), Entry>> _revisions;
    private readonly Lazy<ImmutableArray<Conflict>> _conflicts;
    private readonly Lazy<(int Places, Dictionary<(SessionId, Slug, HeadUnit), Division> All)> _divisions;
    private readonly Lazy<ImmutableArray<LikelyDuplicate>> _likelyDuplicates;
    private readonly Lazy<ImmutableArray<Warning>> _warnings;
    private readonly Lazy<LocalDate?> _lastDay;

    /// <param name="last">The last version known.</param>
    /// <param name="rows">In the order of their versions, like everything here.</param>
    /// <param name="entries">In the order in which they became known.</param>
    /// <param name="kinds">For each kind, the places of its entries.</param>
    /// <param name="earlier">What was known before further rows; its orders and divisions of entries are gone on with.</param>
    public KnownEntries(
        int last, ArraySegment<EntryRow> rows, ArraySegment<Entry> entries, Dictionary<string, ArraySegment<int>> kinds,
        ArraySegment<VersionedProblem> problems, ImportSpan[] imports, SessionCounts sessions = default, KnownEntries? earlier = null)
    {
        (Last, Rows, _entries, _kinds, _problems, _imports, _sessionCounts) = (last, rows, entries, kinds, problems, imports, sessions);
        _orders = new(Still(earlier, sessions), StringComparer.Ordinal);
        _all = new(() => [.. _entries]);
        _sessions = new(Sessions);
        _sessionsEver = new(() => SessionsEver());
        _revisions = new(() => _entries.ToDictionary(e => (e.Id, e.Revision)));
        _conflicts = new(() => Conflicts.Find(new(this, Last, null)));
        var divided = earlier is { _divisions.IsValueCreated: true } && earlier._sessionCounts.HeadcountsClosed == sessions.HeadcountsClosed
            ? earlier._divisions.Value
            : (0, []);
        _divisions = new(() => Divide(divided));
        _likelyDuplicates = new(() => Entries.LikelyDuplicates.Find(new(this, Last, null)));
        _warnings = new(() => Entries.Warnings.Find(new(this, Last, null)));
        _lastDay = new(FindLastDay);
        Aliases = InForce<PeopleMerged>().GroupBy(m => m.Merged.Value).ToDictionary(g => g.Key, g => g.First().Kept.Value, StringComparer.Ordinal);
        Zone = InForce<InitiativeOpened>().FirstOrDefault() is { } opened ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(opened.TimeZone) : null;
    }

    public int Last { get; }

    public ArraySegment<EntryRow> Rows { get; }

    public ImmutableArray<Entry> All => _all.Value;

    /// <summary>Merged people, and under which id each is counted.</summary>
    public Dictionary<string, string> Aliases { get; }

    /// <summary>Null until the initiative is opened.</summary>
    public DateTimeZone? Zone { get; }

    public LocalDate? LastDay => _lastDay.Value;

    public IEnumerable<string> Problems => _problems.Select(p => p.Text);

    public IEnumerable<PendingImport> Pending => _imports.Select(i => i.PendingAt(Last)).OfType<PendingImport>();

    /// <summary>Those of one kind, or all. A view that copies nothing, as there may be many entries and many readers.</summary>
    public IReadOnlyList<Entry> Listed(string? kind) =>
        kind is null ? _entries : _kinds.TryGetValue(kind, out var places) ? new ListedEntries(_entries, places) : [];

    /// <summary>The kinds that occur.</summary>
    public IEnumerable<string> Kinds => _kinds.Keys;

    public Entry? Revision(EntryId id, int revision) => _revisions.Value.GetValueOrDefault((id, revision));

    public ImmutableArray<Conflict> Contradictions => _conflicts.Value;

    public IReadOnlyCollection<Division> Divisions => _divisions.Value.All.Values;

    public ImmutableArray<LikelyDuplicate> LikelyDuplicates => _likelyDuplicates.Value;

    public ImmutableArray<Warning> Warnings => _warnings.Value;

    public IEnumerable<Entry> OfKind(string kind) => _kinds.TryGetValue(kind, out var places) ? places.Select(at => _entries[at]) : [];

    public IEnumerable<T> InForce<T>() where T : InitiativeFact =>
        OfKind(InitiativeEventCatalogue.KindOf(typeof(T))).Where(e => e.InForce).Select(e => (T)e.Fact);

    public SessionHeld? Session(SessionId id) => _sessions.Value.GetValueOrDefault(id);

    public SessionHeld? SessionEver(SessionId id) => Session(id) ?? _sessionsEver.Value.GetValueOrDefault(id);

    public LocalDate? OccurredOn(InitiativeFact fact) => fact.InSession is { } session ? Session(session)?.On : fact.OccurredOn;

    public ImmutableArray<(Entry Entry, LocalDate? On)> ByDay(string kind) => _byDay.GetOrAdd(kind, InDayOrder);

    /// <summary>The same as it was known earlier. What was closed since is in force again.</summary>
    public KnownEntries At(int frontier)
    {
        var number = Before(_entries, e => e.KnownFrom <= frontier);
        var (entries, copied) = (_entries[..number], false);
        for (var i = 0; i < number; i++)
        {
            if (!(entries[i].KnownTo > frontier))
                continue;
            if (!copied)
                (entries, copied) = (entries.ToArray(), true);
            entries[i] = entries[i] with { KnownTo = null, ClosedBy = null, Superseded = false };
        }

        var kinds = new Dictionary<string, ArraySegment<int>>(_kinds.Count, StringComparer.Ordinal);
        foreach (var (kind, places) in _kinds)
        {
            if (Before(places, at => at < number) is > 0 and var count)
                kinds.Add(kind, places[..count]);
        }

        var rows = Rows[..Before(Rows, r => r.Version <= frontier)];
        return new(rows.Count == 0 ? 0 : rows[^1].Version, rows, entries, kinds, _problems[..Before(_problems, p => p.Version <= frontier)], _imports);
    }

    /// <summary>The rows from one version to another, both included.</summary>
    public ArraySegment<EntryRow> Between(int first, int last) => Rows[Before(Rows, r => r.Version < first)..Before(Rows, r => r.Version <= last)];

    /// <summary>The number of items at the beginning for which it holds. It holds for none behind them.</summary>
    private static int Before<T>(ArraySegment<T> items, Func<T, bool> holds)
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(items[middle]))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private Dictionary<SessionId, SessionHeld> Sessions()
    {
        var sessions = new Dictionary<SessionId, SessionHeld>();
        foreach (var held in InForce<SessionHeld>())
            sessions.TryAdd(held.Session, held);
        return sessions;
    }

    /// <param name="earlier">The divisions of so many headcounts. None of these was closed since.</param>
    private (int Places, Dictionary<(SessionId, Slug, HeadUnit), Division> All) Divide(
        (int Places, Dictionary<(SessionId, Slug, HeadUnit), Division> All) earlier) =>
        _kinds.TryGetValue(InitiativeEventCatalogue.KindOf(typeof(ParticipantsCounted)), out var places)
            ? (places.Count, Division.With(earlier.All, places[earlier.Places..].Select(at => _entries[at])))
            : earlier;

    /// <summary>The last of each id counts.</summary>
    private Dictionary<SessionId, SessionHeld> SessionsEver()
    {
        var sessions = new Dictionary<SessionId, SessionHeld>();
        foreach (var held in OfKind(InitiativeEventCatalogue.KindOf(typeof(SessionHeld))).Select(e => (SessionHeld)e.Fact))
            sessions[held.Session] = held;
        return sessions;
    }

    private ImmutableArray<(Entry, LocalDate?)> InDayOrder(string kind)
    {
        if (!_kinds.TryGetValue(kind, out var places))
            return [];
        var order = _orders[kind] = _orders.TryGetValue(kind, out var before)
            ? before.With(places.AsSpan(before.Count), Day)
            : DayOrder.FromPlaces(places, Day);
        var sorted = new (Entry, LocalDate?)[order.Count];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = (_entries[order.Items[i].Place], order.Items[i].On);
        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);

        LocalDate? Day(int place) => OccurredOn(_entries[place].Fact);
    }

    /// <summary>The orders of an earlier frontier that go on. Only a session that was moved or withdrawn, or is new, changes the day of an entry.</summary>
    private static IEnumerable<KeyValuePair<string, DayOrder>> Still(KnownEntries? earlier, SessionCounts sessions) =>
        earlier is null || earlier._sessionCounts.Closed != sessions.Closed ? []
            : earlier._orders.Where(o => o.Value.AllDated || earlier._sessionCounts.Opened == sessions.Opened);

    /// <summary>What belongs to a session in force is as late as that session, which is looked at itself.</summary>
    private LocalDate? FindLastDay()
    {
        LocalDate? last = null;
        foreach (var places in _kinds.Values)
        {
            var first = _entries[places[0]].Fact;
            if (first.IsAnnouncement || first is PeriodMarked or NarrativeWritten or EntriesConfirmed or EntriesToldApart
                || InitiativeEventCatalogue.ShapeOf(first).HasNoDay)
                continue;
            foreach (var at in places)
            {
                if (_entries[at] is { InForce: true, Fact: { InSession: null, OccurredOn: { } on } } && !(on <= last))
                    last = on;
            }
        }

        return last;
    }
}

/// <summary>How many revisions of sessions were opened and closed so far, and of headcounts closed.</summary>
internal readonly record struct SessionCounts(int Opened, int Closed, int HeadcountsClosed);
