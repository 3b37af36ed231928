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

    /// <summary>Version of a row of an import → the place of the revision that it closed.</summary>
    private readonly Dictionary<int, int> _replaced = [];
    private SessionCounts _sessions;

    /// <summary>See <see cref="EntryHistory.Altering"/>.</summary>
    public ConcurrentDictionary<(LocalDate, LocalDate, int, int), IReadOnlySet<ChangeId>> Altering { get; } = new();

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
        var step = _imports.Take(row);
        if (step.Problem is not null)
            Problem(row, step.Problem);
        foreach (var said in step.Counting)
            Apply(said, row.Version);
        foreach (var said in step.Ceasing)
            TakeBack(said, row);
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
        {
            Problem(row, $"Event {row.Version} ({row.Kind}) closes entry {id}, which is not in force.");
            return;
        }

        if (row.Origin is not null)
            _replaced[row.Version] = at;
        End(at, knownFrom, row.Reason, superseded: row.Opens == id);
    }

    private void Open(EntryRow row, EntryId id, InitiativeFact fact, int knownFrom)
    {
        if (_latest.TryGetValue(id, out var before) && _entries[before].InForce)
            Problem(row, $"Event {row.Version} ({row.Kind}) opens entry {id}, which is in force already.");
        else
        {
            Add(new(id, NextRevision(id), fact, row.Version, knownFrom, null, row.RecordedAt, row.By, row.Source, null, false, row.Command, row.Origin,
                row.CapturedAt));
        }
    }

    /// <summary>
    /// A row of an undone import counts no longer: what it opened is closed, and what it replaced is in force again, as it was. Where a later act has
    /// taken its place, that stays.
    /// </summary>
    private void TakeBack(EntryRow said, EntryRow undone)
    {
        if (said.Opens is not { } id || !_latest.TryGetValue(id, out var at) || !_entries[at].InForce || _entries[at].Version != said.Version)
            return;
        var wasReplaced = _replaced.TryGetValue(said.Version, out var place);
        End(at, undone.Version, undone.Reason, superseded: wasReplaced);
        if (wasReplaced)
            Add(_entries[place] with { Revision = NextRevision(id), KnownFrom = undone.Version, KnownTo = null, ClosedBy = null, Superseded = false });
    }

    private void End(int at, int knownTo, Reason? reason, bool superseded)
    {
        _entries[at] = _entries[at] with { KnownTo = knownTo, ClosedBy = reason, Superseded = superseded };
        if (_entries[at].Fact is SessionHeld)
            _sessions = _sessions with { Closed = _sessions.Closed + 1 };
        if (_entries[at].Fact is ParticipantsCounted)
            _sessions = _sessions with { HeadcountsClosed = _sessions.HeadcountsClosed + 1 };
    }

    /// <summary>Adds the next revision of an entry that is not in force.</summary>
    private void Add(Entry entry)
    {
        if (!_kinds.TryGetValue(entry.Kind, out var places))
            _kinds.Add(entry.Kind, places = new());
        places.Add(_entries.Count);
        _latest[entry.Id] = _entries.Count;
        if (entry.Fact is SessionHeld)
            _sessions = _sessions with { Opened = _sessions.Opened + 1 };
        _entries.Add(entry);
    }

    private int NextRevision(EntryId id) => _latest.TryGetValue(id, out var at) ? _entries[at].Revision + 1 : 1;

    /// <summary>A problem blocks every figure from the version on at which it is met, which for an import is that of its completion.</summary>
    private void Problem(EntryRow row, string problem) => _problems.Add(new(Math.Max(Last, row.Version), problem));
}

/// <param name="Version">The frontier from which on it is known.</param>
internal readonly record struct VersionedProblem(int Version, string Text);
