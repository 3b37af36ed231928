using System.Collections.Immutable;

namespace CaseStudies.Sheets;

/// <summary>The rows of one sheet part, from top to bottom. A file whose rows or cells go backwards is damaged: two readers would see two tables.</summary>
internal sealed class XlsxRowReader(PartReader part, XlsxContext context)
{
    private readonly XlsxCellReader _cells = new(part, context);
    private int _last;
    private bool _within;

    /// <summary>The next row; null at the end.</summary>
    public SheetRow? Next()
    {
        while (part.Read())
        {
            if (part.Name == "sheetData" && part.IsMain)
                _within = part.IsStart && !part.IsEmpty;
            else if (_within && part.AtMain("row"))
                return Row();
        }

        return null;
    }

    private SheetRow Row()
    {
        _last = part["r"] is { } number ? Later(number) : _last + 1;
        if (_last > context.Package.Limits.Rows)
            throw SheetRefusals.TooManyRows(context.Package.Limits.Rows);
        var hidden = part["hidden"] is "1" or "true";
        return new(_last, hidden, part.IsEmpty ? [] : Cells(), []);
    }

    private int Later(string number)
    {
        if (number.Length >= 7 && !number.AsSpan().ContainsAnyExceptInRange('0', '9') && CellRange.Row(number) is null)
            throw SheetRefusals.TooManyRows(SheetLimits.RowsOfSheet);
        return CellRange.Row(number) is { } row && row > _last ? row : throw Backwards();
    }

    private ImmutableArray<SheetCell> Cells()
    {
        var (found, depth, column) = (ImmutableArray.CreateBuilder<SheetCell>(), part.Depth, 0);
        while (part.Read() && !(part.IsEnd && part.Depth == depth))
        {
            if (!part.AtMain("c"))
                continue;
            column = part["r"] is { } reference ? Column(reference, column) : column + 1;
            if (column > SheetLimits.ColumnsOfSheet)
                throw SheetRefusals.TooManyColumns(_last, SheetLimits.ColumnsOfSheet);
            if (_cells.Read(_last, column) is not { } cell)
                continue;
            found.Add(cell);
            if (found.Count > context.Package.Limits.CellsOfRow)
                throw SheetRefusals.TooManyColumns(_last, context.Package.Limits.CellsOfRow);
        }

        return found.DrainToImmutable();
    }

    private int Column(string reference, int before)
    {
        var column = ColumnNames.Parse(reference, out var letters);
        if (column == 0 && letters > 0)
            throw SheetRefusals.TooManyColumns(_last, SheetLimits.ColumnsOfSheet);
        return column > before && CellRange.Row(reference.AsSpan(letters)) == _last ? column : throw Backwards();
    }

    private SheetRefusedException Backwards() => FileRefusals.Damaged($"{_last} 行目の付近で行や列の順が合いません", $"rows or columns are out of order near row {_last}");
}
