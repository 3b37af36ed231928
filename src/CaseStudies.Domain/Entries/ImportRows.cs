using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Entries;

/// <summary>
/// Decides when the rows of an import count: all of them from its completion on, and none if it is abandoned. Rows are taken in the order of
/// their versions.
/// </summary>
/// <remarks><c>Store/ImportSql</c> states the same rule in SQL.</remarks>
internal sealed class ImportRows
{
    private static readonly IReadOnlyList<EntryRow> s_none = [];
    private readonly Dictionary<ImportId, (EntryRow Begun, List<EntryRow> Rows)> _open = [];

    /// <summary>Imports that are neither completed nor abandoned.</summary>
    public IEnumerable<PendingImport> Pending => _open.Select(i => new PendingImport(i.Key, i.Value.Begun.RecordedAt, i.Value.Begun.By, i.Value.Rows.Count));

    /// <returns>The rows that count from this row's version on, and what is wrong with the row's place in its import, if anything.</returns>
    public (IReadOnlyList<EntryRow> Counting, string? Problem) Take(EntryRow row)
    {
        if (row.Origin is not { } origin)
            return ([row], null);
        if (row.Kind == EntryRow.ImportBegun)
            return (s_none, _open.TryAdd(origin.Import, (row, []))
                ? null
                : $"Event {row.Version} ({row.Kind}) starts the import {origin.Import} a second time.");
        if (!_open.TryGetValue(origin.Import, out var import))
            return (s_none, $"Event {row.Version} ({row.Kind}) belongs to the import {origin.Import}, which is not open.");
        if (!row.IsOfImportItself)
        {
            import.Rows.Add(row);
            return (s_none, null);
        }

        _open.Remove(origin.Import);
        return (row.Kind == EntryRow.ImportCompleted ? import.Rows : s_none, null);
    }
}
