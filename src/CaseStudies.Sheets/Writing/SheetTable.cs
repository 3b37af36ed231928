using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Sheets;

/// <summary>A table to be written: a header row and the rows below it, which are taken one by one and never held.</summary>
/// <param name="Name">In a workbook the sheet's name, made legal and unique by the writer.</param>
/// <param name="Columns">Their headers stand in one language.</param>
/// <param name="Rows">Each has as many values as there are columns. May be enumerated more than once: a CP932 check reads them all first.</param>
/// <param name="Zone">In which instants are shown.</param>
public sealed record SheetTable(string Name, ImmutableArray<SheetColumn> Columns, IAsyncEnumerable<IReadOnlyList<SheetValue>> Rows, DateTimeZone Zone)
{
    public static SheetTable FromRows(
        string name, ImmutableArray<SheetColumn> columns, IEnumerable<IReadOnlyList<SheetValue>> rows, DateTimeZone? zone = null) =>
        new(name, columns, rows.ToAsyncEnumerable(), zone ?? DateTimeZone.Utc);

    /// <summary>A row that is too short or too long would shift cells under wrong headers.</summary>
    internal IReadOnlyList<SheetValue> Checked(IReadOnlyList<SheetValue> row) => row.Count == Columns.Length
        ? row
        : throw new InvalidOperationException($"The table '{Name}' has {Columns.Length} columns, but a row has {row.Count} cells.");
}

/// <param name="Header">In one language.</param>
/// <param name="Kind">How cells that people add look, and how wide the column is.</param>
/// <param name="Width">In half-width characters; null for one that fits the header and the kind.</param>
/// <param name="Rule">What Excel lets people enter; only a workbook has it.</param>
public sealed record SheetColumn(string Header, SheetColumnKind Kind = SheetColumnKind.Text, int? Width = null, SheetRule? Rule = null);

public enum SheetColumnKind { Text, Number, Date, Time, Instant }
