using System.Collections.Immutable;
using System.Globalization;

namespace CaseStudies.Sheets;

/// <summary>What the cells of a workbook need beside their own part.</summary>
internal sealed record XlsxContext(WorkbookPackage Package, SharedStrings Strings, IReadOnlyList<MomentFormat> Formats, bool From1904);

/// <summary>A sheet of a workbook. Merged ranges stand behind the rows, so the part is gone through once before its rows are given.</summary>
internal sealed class XlsxSheet(XlsxContext context, MappedSheet mapped, int index) : Sheet(mapped.Name, index, mapped.Hidden)
{
    private IReadOnlyList<CellRange>? _merges;
    private IReadOnlyList<(int From, int To)>? _hiddenColumns;

    public override bool IsHidden(int column) => (_hiddenColumns ??= HiddenColumns()).Any(h => column >= h.From && column <= h.To);

    public override IEnumerable<SheetRow> Rows()
    {
        var active = new ActiveMerges(_merges ??= Merges());
        using var part = context.Package.Read(mapped.Path);
        var rows = new XlsxRowReader(part, context);
        while (rows.Next() is { } row)
        {
            var within = active.At(row.Number, row.Cells);
            yield return within.IsEmpty ? row : Marked(row with { Merges = within });
        }
    }

    private static SheetRow Marked(SheetRow row) => row.Cells.Any(c => Covered(row, c))
        ? row with { Cells = [.. row.Cells.Select(c => Covered(row, c) ? c with { Covered = true } : c)] }
        : row;

    private static bool Covered(SheetRow row, SheetCell cell) =>
        row.Merged(cell.Column) is { } merge && (merge.Range.FirstRow != row.Number || merge.Range.FirstColumn != cell.Column);

    /// <summary>Columns stand before the rows.</summary>
    private List<(int From, int To)> HiddenColumns()
    {
        var found = new List<(int From, int To)>();
        using var part = context.Package.Read(mapped.Path);
        while (part.Read() && !part.AtMain("sheetData"))
        {
            if (!part.AtMain("col") || part["hidden"] is not ("1" or "true"))
                continue;
            found.Add((Column(part["min"]), Column(part["max"])));
            if (found.Count > SheetLimits.ColumnsOfSheet)
                throw FileRefusals.TooComplex("列の設定が多すぎます", "too many settings of columns");
        }

        return found;
    }

    private static int Column(string? number) => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var column) ? column : 0;

    private List<CellRange> Merges()
    {
        var found = new List<CellRange>();
        if (!context.Package.Mentions(mapped.Path, "mergeCell"u8))
            return found;
        using var part = context.Package.Read(mapped.Path);
        while (part.Read())
        {
            if (!part.AtMain("mergeCell"))
                continue;
            found.Add(CellRange.Parse(part["ref"] ?? "") ?? throw FileRefusals.Damaged("結合されたセルの範囲", "the range of a merged cell"));
            if (found.Count > context.Package.Limits.MergedRanges)
                throw FileRefusals.TooComplex("結合されたセルが多すぎます", "too many merged cells");
        }

        return found;
    }
}
