using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Entries;

/// <summary>Folds the rows of the entries table, in the order of their versions, into entries with their intervals.</summary>
internal sealed class EntryFold
{
    private readonly List<Entry> _entries = [];
    private readonly List<string> _problems = [];
    private readonly Dictionary<EntryId, int> _open = [];
    private readonly Dictionary<EntryId, int> _revisions = [];
    private readonly ImportRows _imports = new();

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>The last version folded; 0 before the first.</summary>
    public int Last { get; private set; }

    public IEnumerable<PendingImport> Pending => _imports.Pending;

    /// <summary>Why figures are blocked. A table that lags behind its stream must not pass for a complete one.</summary>
    public IEnumerable<string> ProblemsUpTo(int frontier) => frontier > Last ? [.. _problems, $"The entries table lacks version {Last + 1}."] : _problems;

    public void Take(EntryRow row)
    {
        if (row.Version != Last + 1)
            _problems.Add($"The entries table lacks version {Last + 1}.");
        Last = row.Version;
        if (row.Problem is not null)
            _problems.Add($"Event {row.Version} ({row.Kind}) cannot be read: {row.Problem}");
        else
            Count(row);
    }

    private void Count(EntryRow row)
    {
        var (counting, problem) = _imports.Take(row);
        if (problem is not null)
            _problems.Add(problem);
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
        if (!_open.Remove(id, out var at))
            _problems.Add($"Event {row.Version} ({row.Kind}) closes entry {id}, which is not in force.");
        else
            _entries[at] = _entries[at] with { KnownTo = knownFrom, ClosedBy = row.Reason, Superseded = row.Opens == id };
    }

    private void Open(EntryRow row, EntryId id, InitiativeFact fact, int knownFrom)
    {
        if (!_open.TryAdd(id, _entries.Count))
        {
            _problems.Add($"Event {row.Version} ({row.Kind}) opens entry {id}, which is in force already.");
            return;
        }

        _revisions[id] = _revisions.GetValueOrDefault(id) + 1;
        _entries.Add(new(id, _revisions[id], fact, row.Version, knownFrom, null, row.RecordedAt, row.By, row.Source, null, false, row.Command, row.Origin));
    }
}
