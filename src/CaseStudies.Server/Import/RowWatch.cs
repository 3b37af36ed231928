using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>Collects what a reader of the spreadsheet may overlook: hidden rows, formulas behind values, values in columns without a header.</summary>
internal sealed class RowWatch(SheetLayout layout, IReadOnlySet<int> read)
{
    private readonly SortedSet<int> _computed = [];
    private readonly SortedSet<int> _headless = [];
    private int _hidden;

    public IEnumerable<ImportProblem> Remarks =>
    [
        .. _computed.Select(c => MappingMessages.Formulas(c, layout.Header.Texts.GetValueOrDefault(c, ""))),
        .. _headless.Count > 0 ? [MappingMessages.ColumnsWithoutHeader(_headless)] : Array.Empty<ImportProblem>(),
        .. _hidden > 0 ? [MappingMessages.HiddenRows(_hidden)] : Array.Empty<ImportProblem>(),
    ];

    public void Take(SheetRow row, ParsedRow says)
    {
        _hidden += row.Hidden ? 1 : 0;
        if (says.LeftOut is not null)
            return;
        foreach (var cell in row.Cells)
        {
            if (read.Contains(cell.Column))
            {
                if (cell.Formula)
                    _computed.Add(cell.Column);
            }
            else if (!cell.Covered && !layout.Header.Texts.ContainsKey(cell.Column) && CellValues.Text(cell) is not null)
                _headless.Add(cell.Column);
        }
    }
}
