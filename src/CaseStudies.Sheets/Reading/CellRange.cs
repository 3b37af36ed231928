using System.Globalization;

namespace CaseStudies.Sheets;

/// <summary>A rectangle of cells, such as <c>B2:D5</c>.</summary>
public readonly record struct CellRange(int FirstRow, int FirstColumn, int LastRow, int LastColumn)
{
    public bool Contains(int row, int column) => row >= FirstRow && row <= LastRow && column >= FirstColumn && column <= LastColumn;

    /// <summary>Null where it is no rectangle of a sheet.</summary>
    public static CellRange? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (first, last) = colon < 0 ? (text, text) : (text[..colon], text[(colon + 1)..]);
        return Cell(first) is ({ } row, { } column) && Cell(last) is ({ } lastRow, { } lastColumn) && row <= lastRow && column <= lastColumn
            ? new(row, column, lastRow, lastColumn)
            : null;
    }

    /// <summary>Row and column of a reference such as <c>B2</c>; null where it is none.</summary>
    public static (int? Row, int? Column) Cell(ReadOnlySpan<char> reference)
    {
        var column = ColumnNames.Parse(reference, out var letters);
        return column > 0 && Row(reference[letters..]) is { } row ? (row, column) : (null, null);
    }

    public static int? Row(ReadOnlySpan<char> text) =>
        text.Length is > 0 and < 8
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
        && row is > 0 and <= SheetLimits.RowsOfSheet
            ? row
            : null;
}
