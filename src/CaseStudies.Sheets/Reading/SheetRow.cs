using System.Collections.Immutable;

namespace CaseStudies.Sheets;

/// <summary>A row that the file has. Rows without anything in them may be absent.</summary>
/// <param name="Number">As the spreadsheet shows it, from 1.</param>
/// <param name="Hidden">Hidden or filtered away: people may not know that it is there.</param>
/// <param name="Cells">Those that hold something, from left to right.</param>
/// <param name="Merges">The merged ranges that this row is part of, from left to right.</param>
public sealed record SheetRow(int Number, bool Hidden, ImmutableArray<SheetCell> Cells, ImmutableArray<MergedCells> Merges)
{
    /// <summary>What one sees in a column: of a merged range the value of its first cell, whatever lies under it. Null for a blank.</summary>
    public SheetCell? this[int column] => Merged(column) is { } merge ? merge.Value : Own(column);

    public MergedCells? Merged(int column)
    {
        var (from, to) = (0, Merges.Length - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            if (Merges[middle].Range.LastColumn < column)
                from = middle + 1;
            else if (Merges[middle].Range.FirstColumn > column)
                to = middle - 1;
            else
                return Merges[middle];
        }

        return null;
    }

    private SheetCell? Own(int column)
    {
        var (from, to) = (0, Cells.Length - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            if (Cells[middle].Column == column)
                return Cells[middle];
            (from, to) = Cells[middle].Column < column ? (middle + 1, to) : (from, middle - 1);
        }

        return null;
    }
}

/// <summary>A merged range with the value of its first cell.</summary>
public sealed record MergedCells(CellRange Range, SheetCell? Value);
