using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>
/// Decides when the rows of an import count: all of them from its completion on until it is undone, and none if it is abandoned. Rows are taken in
/// the order of their versions.
/// </summary>
/// <remarks><c>Store/ImportSql</c> states the same rule in SQL.</remarks>
internal sealed class ImportRows
{
    private readonly List<Import> _begun = [];
    private readonly Dictionary<ImportId, Import> _open = [];
    private readonly Dictionary<ImportId, Import> _completed = [];

    /// <summary>Every import so far, in the order of beginning.</summary>
    public ImportSpan[] Spans() => [.. _begun.Select(i => new ImportSpan(i.Begun, i.EndedAt, i.Versions.Snapshot()))];

    public ImportStep Take(EntryRow row)
    {
        if (row.Origin is not { } origin)
            return new([row], []);
        if (row.Kind == EntryRow.ImportBegun)
            return Begin(row, origin.Import) ? ImportStep.Nothing : ImportStep.Wrong($"{Event()} starts the import {origin.Import} a second time.");
        if (row.Kind == EntryRow.ImportUndone)
        {
            return _completed.Remove(origin.Import, out var undone)
                ? new([], [.. Enumerable.Reverse(undone.Rows)])
                : ImportStep.Wrong($"{Event()} undoes the import {origin.Import}, which is not completed.");
        }

        if (!_open.TryGetValue(origin.Import, out var import))
            return ImportStep.Wrong($"{Event()} belongs to the import {origin.Import}, which is not open.");
        if (!row.IsOfImportItself)
        {
            import.Rows.Add(row);
            import.Versions.Add(row.Version);
            return ImportStep.Nothing;
        }

        _open.Remove(origin.Import);
        import.EndedAt = row.Version;
        if (row.Kind == EntryRow.ImportCompleted)
            _completed[origin.Import] = import;
        else
            import.Rows.Clear();
        return new(import.Rows, []);

        string Event() => $"Event {row.Version} ({row.Kind})";
    }

    private bool Begin(EntryRow row, ImportId id)
    {
        var import = new Import(row);
        if (!_open.TryAdd(id, import))
            return false;
        _begun.Add(import);
        return true;
    }

    /// <summary>Its rows are kept while they wait, and then in case it is undone.</summary>
    private sealed class Import(EntryRow begun)
    {
        public EntryRow Begun { get; } = begun;
        public List<EntryRow> Rows { get; } = [];
        public GrowingList<int> Versions { get; } = new();
        public int? EndedAt { get; set; }
    }
}

/// <summary>What a row changes about the rows that count, from its version on.</summary>
/// <param name="Counting">The rows that count from now on.</param>
/// <param name="Ceasing">Those that count no longer, the last first.</param>
/// <param name="Problem">What is wrong with the row's place in its import.</param>
internal readonly record struct ImportStep(IReadOnlyList<EntryRow> Counting, IReadOnlyList<EntryRow> Ceasing, string? Problem = null)
{
    public static ImportStep Nothing { get; } = new([], []);

    public static ImportStep Wrong(string problem) => new([], [], problem);
}

/// <summary>An import from its beginning to its end.</summary>
/// <param name="EndedAt">The version of its completion or abandonment; null while it is open.</param>
/// <param name="Versions">Those of its rows, in order.</param>
internal sealed record ImportSpan(EntryRow Begun, int? EndedAt, ArraySegment<int> Versions)
{
    /// <summary>The import as it was open at a frontier; null where it was not.</summary>
    public PendingImport? PendingAt(int frontier) => Begun.Version > frontier || EndedAt <= frontier
        ? null
        : new(Begun.Origin!.Import, Begun.RecordedAt, Begun.By, Versions.Count(v => v <= frontier));
}
