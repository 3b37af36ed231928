namespace CaseStudies.Sheets.Tests;

/// <summary>The parts of a small workbook, each of which a test may replace.</summary>
internal sealed record Book
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public string SheetData { get; init; } = """<row r="1"><c r="A1" t="inlineStr"><is><t>氏名</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>""";

    public string Columns { get; init; } = "";

    /// <summary>Behind the rows.</summary>
    public string After { get; init; } = "";

    public string? Sheet { get; init; }
    public string? Shared { get; init; }
    public string? Styles { get; init; }
    public string Properties { get; init; } = "";
    public string? Workbook { get; init; }
    public string? WorkbookRelations { get; init; }
    public string? RootRelations { get; init; }
    public string WorkbookType { get; init; } = $"{Types}.sheet.main+xml";
    public string? ContentTypes { get; init; }
    public IReadOnlyList<RawEntry> Further { get; init; } = [];

    public string SheetXml => Sheet ?? $"""<worksheet xmlns="{Main}">{Columns}<sheetData>{SheetData}</sheetData>{After}</worksheet>""";

    public IReadOnlyList<RawEntry> Entries()
    {
        var entries = new List<RawEntry>
        {
            new("[Content_Types].xml",
                ContentTypes ?? $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="{WorkbookType}"/>
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Types}.worksheet+xml"/></Types>
                """),
            new("_rels/.rels", RootRelations ?? Relations(("rId1", "officeDocument", "xl/workbook.xml", false))),
            new("xl/workbook.xml", Workbook
                ?? $"""<workbook xmlns="{Main}" xmlns:r="{Office}">{Properties}<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
            new("xl/_rels/workbook.xml.rels", WorkbookRelations ?? Relations([("rId1", "worksheet", "worksheets/sheet1.xml", false),
                .. Shared is null ? [] : new[] { ("rId2", "sharedStrings", "sharedStrings.xml", false) },
                .. Styles is null ? [] : new[] { ("rId3", "styles", "styles.xml", false) }])),
            new("xl/worksheets/sheet1.xml", SheetXml),
        };
        if (Shared is not null)
            entries.Add(new("xl/sharedStrings.xml", Shared));
        if (Styles is not null)
            entries.Add(new("xl/styles.xml", Styles));
        return [.. entries, .. Further];
    }

    public byte[] Bytes() => RawZip.FromEntries(Entries());

    /// <summary>The same with one entry changed.</summary>
    public byte[] With(string name, Func<RawEntry, RawEntry> change) => RawZip.FromEntries([.. Entries().Select(e => e.Name == name ? change(e) : e)]);

    public static string Relations(params (string Id, string Type, string Target, bool External)[] relations)
    {
        var each = relations.Select(r =>
            $"""<Relationship Id="{r.Id}" Type="{Office}/{r.Type}" Target="{r.Target}"{(r.External ? " TargetMode=\"External\"" : "")}/>""");
        return $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{string.Concat(each)}</Relationships>""";
    }

    public static string SharedOf(params string[] items) => $"""<sst xmlns="{Main}">{string.Concat(items.Select(i => $"<si>{i}</si>"))}</sst>""";

    /// <summary>Styles whose n-th format has this code or built-in number.</summary>
    public static string StylesOf(params string[] formats)
    {
        var codes = formats.Select((f, i) => $"""<numFmt numFmtId="{200 + i}" formatCode="{f.Replace("\"", "&quot;", StringComparison.Ordinal)}"/>""");
        var cells = formats.Select((f, i) => $"""<xf numFmtId="{(f.All(char.IsAsciiDigit) && f.Length > 1 ? f : $"{200 + i}")}"/>""");
        return $"""<styleSheet xmlns="{Main}"><numFmts>{string.Concat(codes)}</numFmts><cellXfs>{string.Concat(cells)}</cellXfs></styleSheet>""";
    }
}
