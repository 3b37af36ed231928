using System.Globalization;

namespace CaseStudies.Sheets;

/// <summary>Writes the parts that are sheets, each in one pass over rows that come one by one.</summary>
internal sealed class XlsxSheetWriter(XlsxRules rules, int rowsOfSheet, CancellationToken stop)
{
    private const string Head = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
        """;

    /// <summary>Japanese faces are higher than the default row.</summary>
    private const decimal Line = 18.75m, HighestRow = 409;

    private const string FrozenHeader =
        """<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""";

    private const string Heights = "<sheetFormatPr defaultRowHeight=\"18.75\"/>";

    private const int NotesWidth = 80;

    private readonly XmlBuffer _xml = new();

    /// <summary>
    /// Fills one sheet with the rows from where the enumerator stands, and says whether it still stands on one: that begins a further
    /// sheet, as no row is ever left out.
    /// </summary>
    public async Task<bool> TableAsync(Stream part, SheetTable table, IAsyncEnumerator<IReadOnlyList<SheetValue>> rows, bool onRow)
    {
        Open(table);
        var names = table.Columns.Select((_, i) => ColumnNames.FromNumber(i + 1)).ToArray();
        for (var row = 2; onRow && row <= rowsOfSheet; row++)
        {
            var cells = table.Checked(rows.Current);
            _xml.Raw("<row r=\"").Raw(row).Raw("\">");
            for (var i = 0; i < names.Length; i++)
                XlsxCells.Write(_xml, names[i], row, cells[i], table.Zone);
            _xml.Raw("</row>");
            await _xml.HandOnAsync(part, false, stop).ConfigureAwait(false);
            onRow = await rows.MoveNextAsync().ConfigureAwait(false);
        }

        _xml.Raw("</sheetData>");
        rules.Write(_xml, table, rowsOfSheet);
        await CloseAsync(part).ConfigureAwait(false);
        return onRow;
    }

    public async Task NotesAsync(Stream part, SheetNotes notes)
    {
        _xml.Raw(Head).Raw(Heights).Raw("<cols><col min=\"1\" max=\"1\" width=\"").Raw(NotesWidth).Raw("\" customWidth=\"1\"/></cols><sheetData>");
        foreach (var (index, line) in notes.Lines.Index())
        {
            Row(index + 1, Widths.Lines(line, NotesWidth));
            if (line.Length > 0)
                XlsxCells.Text(_xml, "A", index + 1, line, XlsxStyles.Note);
            _xml.Raw("</row>");
        }

        _xml.Raw("</sheetData>");
        await CloseAsync(part).ConfigureAwait(false);
    }

    public async Task ListsAsync(Stream part)
    {
        _xml.Raw(Head).Raw(Heights).Raw("<sheetData>");
        for (var row = 1; row <= rules.Lists.Max(l => l.Count); row++)
        {
            _xml.Raw("<row r=\"").Raw(row).Raw("\">");
            foreach (var (index, list) in rules.Lists.Index().Where(l => l.Item.Count >= row))
                XlsxCells.Text(_xml, ColumnNames.FromNumber(index + 1), row, list[row - 1]);
            _xml.Raw("</row>");
        }

        _xml.Raw("</sheetData>");
        await CloseAsync(part).ConfigureAwait(false);
    }

    private void Open(SheetTable table)
    {
        _xml.Raw(Head).Raw(FrozenHeader).Raw(Heights).Raw("<cols>");
        foreach (var (index, column) in table.Columns.Index())
        {
            _xml.Raw("<col min=\"").Raw(index + 1).Raw("\" max=\"").Raw(index + 1).Raw("\" width=\"").Raw(Widths.ForColumn(column));
            _xml.Raw("\" style=\"").Raw(XlsxStyles.ForKind(column.Kind)).Raw("\" customWidth=\"1\"/>");
        }

        _xml.Raw("</cols><sheetData>");
        Row(1, table.Columns.Select(c => Widths.Lines(c.Header, Widths.ForColumn(c))).DefaultIfEmpty(1).Max());
        foreach (var (index, column) in table.Columns.Index().Where(c => c.Item.Header.Length > 0))
            XlsxCells.Text(_xml, ColumnNames.FromNumber(index + 1), 1, column.Header, XlsxStyles.Header);
        _xml.Raw("</row>");
    }

    private void Row(int number, int lines)
    {
        _xml.Raw("<row r=\"").Raw(number);
        if (lines > 1)
            _xml.Raw(string.Create(CultureInfo.InvariantCulture, $"\" ht=\"{Math.Min(HighestRow, Line * lines)}\" customHeight=\"1"));
        _xml.Raw("\">");
    }

    private async Task CloseAsync(Stream part)
    {
        _xml.Raw("</worksheet>");
        await _xml.HandOnAsync(part, true, stop).ConfigureAwait(false);
    }
}
