using System.Collections.Concurrent;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Folds the rows of the entries table, in the order of their versions, into entries with their intervals.</summary>
internal sealed class EntryFold
{
    private readonly GrowingList<EntryRow> _rows = new();
    private readonly GrowingList<Entry> _entries = new();
    private readonly GrowingList<VersionedProblem> _problems = new();
    private readonly Dictionary<string, GrowingList<int>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<EntryId, int> _latest = [];
    private readonly ImportRows _imports = new();
    private SessionCounts _sessions;

    /// <summary>See <see cref="EntryHistory.Altering"/>.</summary>
    public ConcurrentDictionary<(LocalDate, LocalDate, int, int), IReadOnlySet<int>> Altering { get; } = new();

    /// <summary>The last version folded; 0 before the first.</summary>
    public int Last { get; private set; }

    public void Take(EntryRow row)
    {
        if (row.Version != Last + 1)
            Problem(row, $"The entries table lacks version {Last + 1}.");
        Last = row.Version;
        _rows.Add(row);
        if (row.Problem is not null)
            Problem(row, $"Event {row.Version} ({row.Kind}) cannot be read: {row.Problem}");
        else
            Count(row);
    }

    /// <summary>What the rows so far say. It stays as it is when more rows are taken.</summary>
    /// <param name="earlier">What fewer of these rows said, if it is there.</param>
    public KnownEntries Known(KnownEntries? earlier = null) => new(
        Last, _rows.Snapshot(), _entries.Snapshot(), _kinds.ToDictionary(k => k.Key, k => k.Value.Snapshot(), StringComparer.Ordinal), _problems.Snapshot(),
        _imports.Spans(), _sessions, earlier);

    private void Count(EntryRow row)
    {
        var (counting, problem) = _imports.Take(row);
        if (problem is not null)
            Problem(row, problem);
        foreach (var said in counting)
            Apply(said, row.Version);
    }

    private void Apply(EntryRow row, int knownFrom)
    {
        if (row.Closes is { } closed)
            Close(row, closed, knownFrom);
        if (row is { Opens: { } opened, Fact: { } fact })
            Open(row, opened, fact, knownFrom);
    }

    private void Close(EntryRow row, EntryId id, int knownFrom)
    {
        if (!_latest.TryGetValue(id, out var at) || !_entries[at].InForce)
            Problem(row, $"Event {row.Version} ({row.Kind}) closes entry {id}, which is not in force.");
        else
        {
            _entries[at] = _entries[at] with { KnownTo = knownFrom, ClosedBy = row.Reason, Superseded = row.Opens == id };
            if (_entries[at].Fact is SessionHeld)
                _sessions = _sessions with { Closed = _sessions.Closed + 1 };
        }
    }

    private void Open(EntryRow row, EntryId id, InitiativeFact fact, int knownFrom)
    {
        var revision = 1;
        if (_latest.TryGetValue(id, out var before))
        {
            if (_entries[before].InForce)
            {
                Problem(row, $"Event {row.Version} ({row.Kind}) opens entry {id}, which is in force already.");
                return;
            }

            revision = _entries[before].Revision + 1;
        }

        var kind = InitiativeEventCatalogue.KindOf(fact);
        if (!_kinds.TryGetValue(kind, out var places))
            _kinds.Add(kind, places = new());
        places.Add(_entries.Count);
        _latest[id] = _entries.Count;
        if (fact is SessionHeld)
            _sessions = _sessions with { Opened = _sessions.Opened + 1 };
        _entries.Add(new(id, revision, fact, row.Version, knownFrom, null, row.RecordedAt, row.By, row.Source, null, false, row.Command, row.Origin));
    }

    /// <summary>A problem blocks every figure from the version on at which it is met, which for an import is that of its completion.</summary>
    private void Problem(EntryRow row, string problem) => _problems.Add(new(Math.Max(Last, row.Version), problem));
}

/// <param name="Version">The frontier from which on it is known.</param>
internal readonly record struct VersionedProblem(int Version, string Text);
