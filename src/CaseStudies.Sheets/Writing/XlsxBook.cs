using System.IO.Compression;

namespace CaseStudies.Sheets;

/// <summary>One workbook while it is written: which sheets it has so far, and at the end the parts that list them.</summary>
internal sealed class XlsxBook(ZipArchive zip, XlsxOptions options, CancellationToken stop)
{
    private const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>No clock: the same table gives the same bytes.</summary>
    private static readonly DateTimeOffset s_stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SheetNames _names = new();
    private readonly List<(string Name, bool Hidden)> _sheets = [];
    private readonly XlsxRules _rules = new();
    private int _firstTable;

    public async Task WriteAsync(IReadOnlyList<SheetTable> tables)
    {
        if (tables.Count == 0 && options.Notes is null)
            throw new ArgumentException("A workbook has at least one sheet.", nameof(tables));
        _names.Take(XlsxRules.ListSheet);
        var writer = new XlsxSheetWriter(_rules, options.RowsOfSheet, stop);
        if (options is { Notes: { } before, NotesFirst: true })
            await SheetAsync(before.Name, part => writer.NotesAsync(part, before)).ConfigureAwait(false);
        _firstTable = _sheets.Count;
        foreach (var table in tables)
            await TableAsync(writer, table).ConfigureAwait(false);
        if (options is { Notes: { } after, NotesFirst: false })
            await SheetAsync(after.Name, part => writer.NotesAsync(part, after)).ConfigureAwait(false);
        if (_rules.Lists.Count > 0)
            await SheetAsync(null, writer.ListsAsync).ConfigureAwait(false);
        await PartsAsync().ConfigureAwait(false);
    }

    private async Task TableAsync(XlsxSheetWriter writer, SheetTable table)
    {
        var rows = table.Rows.GetAsyncEnumerator(stop);
        await using (rows.ConfigureAwait(false))
        {
            var onRow = await rows.MoveNextAsync().ConfigureAwait(false);
            do
                await SheetAsync(table.Name, async part => onRow = await writer.TableAsync(part, table, rows, onRow).ConfigureAwait(false))
                    .ConfigureAwait(false);
            while (onRow);
        }
    }

    private async Task SheetAsync(string? name, Func<Stream, Task> write)
    {
        _sheets.Add(name is null ? (XlsxRules.ListSheet, true) : (_names.Take(name), false));
        await PartAsync($"xl/worksheets/sheet{_sheets.Count}.xml", write).ConfigureAwait(false);
    }

    private async Task PartsAsync()
    {
        var numbered = _sheets.Select((s, i) => (s.Name, s.Hidden, Number: i + 1)).ToList();
        await XmlAsync("xl/styles.xml", x => x.Raw(XlsxStyles.Xml)).ConfigureAwait(false);
        await XmlAsync("xl/workbook.xml", x =>
        {
            x.Raw($"""{Declaration}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{Office}">""");
            x.Raw($"""<bookViews><workbookView activeTab="{_firstTable % _sheets.Count}"/></bookViews><sheets>""");
            foreach (var (name, hidden, n) in numbered)
                x.Raw("<sheet name=\"").Text(name).Raw($"\" sheetId=\"{n}\"{(hidden ? " state=\"hidden\"" : "")} r:id=\"rId{n}\"/>");
            x.Raw("</sheets></workbook>");
        }).ConfigureAwait(false);
        var worksheets = numbered.Select(s => ($"rId{s.Number}", "worksheet", $"worksheets/sheet{s.Number}.xml"));
        await XmlAsync("xl/_rels/workbook.xml.rels", x => Relations(x, [.. worksheets, ($"rId{_sheets.Count + 1}", "styles", "styles.xml")]))
            .ConfigureAwait(false);
        await XmlAsync("_rels/.rels", x => Relations(x, [("rId1", "officeDocument", "xl/workbook.xml")])).ConfigureAwait(false);
        await XmlAsync("[Content_Types].xml", x =>
        {
            x.Raw($"""{Declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">""");
            x.Raw("""<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>""");
            x.Raw("""<Default Extension="xml" ContentType="application/xml"/>""");
            x.Raw($"""<Override PartName="/xl/workbook.xml" ContentType="{Spreadsheet}.sheet.main+xml"/>""");
            x.Raw($"""<Override PartName="/xl/styles.xml" ContentType="{Spreadsheet}.styles+xml"/>""");
            foreach (var (_, _, n) in numbered)
                x.Raw($"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Spreadsheet}.worksheet+xml"/>""");
            x.Raw("</Types>");
        }).ConfigureAwait(false);
    }

    private static void Relations(XmlBuffer xml, IEnumerable<(string Id, string Type, string Target)> relations)
    {
        xml.Raw($"""{Declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">""");
        foreach (var (id, type, target) in relations)
            xml.Raw($"""<Relationship Id="{id}" Type="{Office}/{type}" Target="{target}"/>""");
        xml.Raw("</Relationships>");
    }

    private Task XmlAsync(string path, Action<XmlBuffer> build) => PartAsync(path, async part =>
    {
        var xml = new XmlBuffer();
        build(xml);
        await xml.HandOnAsync(part, true, stop).ConfigureAwait(false);
    });

    private async Task PartAsync(string path, Func<Stream, Task> write)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = s_stamp;
        var part = await entry.OpenAsync(stop).ConfigureAwait(false);
        await using (part.ConfigureAwait(false))
            await write(part).ConfigureAwait(false);
    }
}
