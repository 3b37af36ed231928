using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>The header of a sheet: the text above each column.</summary>
/// <param name="Texts">Column → header. The texts of several header rows are joined if they differ.</param>
/// <param name="Cells">The cells of the header, row by row.</param>
internal sealed record SheetHeader(int Row, int Rows, IReadOnlyDictionary<int, string> Texts, IReadOnlyList<SheetRow> Cells)
{
    public static SheetHeader? Read(IEnumerable<SheetRow> sheet, int row, int rows)
    {
        var cells = new List<SheetRow>();
        foreach (var read in sheet)
        {
            if (read.Number >= row + rows)
                break;
            if (read.Number >= row)
                cells.Add(read);
        }

        return cells.Count == 0 ? null : FromCells(row, rows, cells);
    }

    public static SheetHeader FromCells(int row, int rows, IReadOnlyList<SheetRow> cells)
    {
        var texts = new SortedDictionary<int, string>();
        foreach (var column in cells.SelectMany(Columns).Distinct())
        {
            var above = cells.Select(c => c[column]?.Text.ReplaceLineEndings(" ").Trim()).Where(t => !string.IsNullOrEmpty(t)).Distinct(StringComparer.Ordinal);
            texts[column] = string.Join(' ', above);
        }

        return new(row, rows, texts, cells);
    }

    /// <summary>The columns of a row that show a text. A merged range shows its text in all its columns.</summary>
    private static IEnumerable<int> Columns(SheetRow row) => row.Cells.Where(c => !c.Covered).Select(c => c.Column)
        .Concat(row.Merges.Where(m => m.Value is not null)
            .SelectMany(m => Enumerable.Range(m.Range.FirstColumn, Math.Min(m.Range.LastColumn - m.Range.FirstColumn + 1, ImportMapping.MaximumColumns))));
}
