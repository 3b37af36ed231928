using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>
/// Decides when the rows of an import count: all of them from its completion on, and none if it is abandoned. Rows are taken in the order of
/// their versions.
/// </summary>
/// <remarks><c>Store/ImportSql</c> states the same rule in SQL.</remarks>
internal sealed class ImportRows
{
    private static readonly IReadOnlyList<EntryRow> s_none = [];
    private readonly List<Import> _begun = [];
    private readonly Dictionary<ImportId, Import> _open = [];

    /// <summary>Every import so far, in the order of beginning.</summary>
    public ImportSpan[] Spans() => [.. _begun.Select(i => new ImportSpan(i.Begun, i.EndedAt, i.Versions.Snapshot()))];

    /// <returns>The rows that count from this row's version on, and what is wrong with the row's place in its import, if anything.</returns>
    public (IReadOnlyList<EntryRow> Counting, string? Problem) Take(EntryRow row)
    {
        if (row.Origin is not { } origin)
            return ([row], null);
        if (row.Kind == EntryRow.ImportBegun)
            return (s_none, Begin(row, origin.Import) ? null : $"Event {row.Version} ({row.Kind}) starts the import {origin.Import} a second time.");
        if (!_open.TryGetValue(origin.Import, out var import))
            return (s_none, $"Event {row.Version} ({row.Kind}) belongs to the import {origin.Import}, which is not open.");
        if (!row.IsOfImportItself)
        {
            import.Rows.Add(row);
            import.Versions.Add(row.Version);
            return (s_none, null);
        }

        _open.Remove(origin.Import);
        var rows = import.Rows;
        (import.EndedAt, import.Rows) = (row.Version, []);
        return (row.Kind == EntryRow.ImportCompleted ? rows : s_none, null);
    }

    private bool Begin(EntryRow row, ImportId id)
    {
        var import = new Import(row);
        if (!_open.TryAdd(id, import))
            return false;
        _begun.Add(import);
        return true;
    }

    /// <summary>Its rows are kept while they wait; then their versions are enough.</summary>
    private sealed class Import(EntryRow begun)
    {
        public EntryRow Begun { get; } = begun;
        public List<EntryRow> Rows { get; set; } = [];
        public GrowingList<int> Versions { get; } = new();
        public int? EndedAt { get; set; }
    }
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
