using System.Globalization;
using static CaseStudies.Sheets.Tests.Hostile.HostileFile;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>Workbooks whose XML is wrong, leads out of the file, or is made to be too much for a reader.</summary>
internal static class HostileXml
{
    private const string SheetPart = "xl/worksheets/sheet1.xml";
    private static readonly HostileFile s_book = HostileFile.Create("a workbook", new Book());
    private static readonly string[] s_read = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SheetPart];

    private static readonly string[] s_definitions =
    [
        "<!DOCTYPE a>",
        "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/p\"> %p;]>",
    ];

    public static IEnumerable<HostileClass> All() =>
    [
        new("definitions and entities", "sheet-dtd", [.. from part in s_read from dtd in s_definitions select Changed(part, x => dtd + x)],
            HostileFile.Create("references to letters", new Book { SheetData = Text("&lt;!DOCTYPE&gt; &#x3042;") })),
        new("unknown entities", "sheet-damaged",
            [.. Over("&a;", "&nbsp;", "&#0;", "&#xD800;", "&#x110000;", "&#xFFFF;", "&#1;", "&;", "&", "&#;", "&lt")
            .Select(e => HostileFile.Create(e, new Book { SheetData = Text(e) }))],
            HostileFile.Create("known ones", new Book { SheetData = Text("&amp;&lt;&gt;&quot;&apos;&#12354;") })),
        new("malformed", "sheet-damaged", [.. Malformed()], s_book),
        new("not UTF-8", "sheet-damaged",
            [.. s_read.SelectMany(p =>
            Over("UTF-16LE", "UTF-16BE", "stray")
            .Select(k => new HostileFile($"{p} {k}", () => new Book().With(p, e => e with { Data = Recoded(e.Data, k) }))))],
            new("with a mark", () => new Book().With(SheetPart, e => e with { Data = [0xEF, 0xBB, 0xBF, .. e.Data] }))),
        new("outside the file", "sheet-external", [.. Outside()],
            HostileFile.Create("a link in a cell",
            new Book { Further = [new("xl/worksheets/_rels/sheet1.xml.rels", Book.Relations(("rId1", "hyperlink", "https://example.org/", true)))] })),
        new("missing parts", "sheet-damaged", [.. Missing()], s_book),
        new("too much for a reader", "sheet-too-complex", [.. TooMuch()], HostileFile.Create("ten deep", new Book { After = Nested(10) })),
        new("merged ranges", "sheet-damaged", [.. Merges()],
            HostileFile.Create("side by side",
            new Book { After = """<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C1:D2"/><mergeCell ref="A3:D3"/></mergeCells>""" })),
        new("too many merged ranges", "sheet-too-complex",
            [.. Enumerable.Range(0, 10)
            .Select(i => HostileFile.Create($"{50_001 + i}",
            new Book { After = Merged(50_001 + i) }))],
            HostileFile.Create("5,000", new Book { After = Merged(5_000) })),
    ];

    private static HostileFile Changed(string part, Func<string, string> change) =>
        new(part, () => new Book().With(part, e => new(e.Name, change(System.Text.Encoding.UTF8.GetString(e.Data)))));

    private static string Text(string text) => $"""<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>""";

    private static IEnumerable<HostileFile> Malformed()
    {
        foreach (var part in s_read)
        {
            yield return Changed(part, x => x[..^3]);
            yield return Changed(part, x => x + "<a/>");
            yield return Changed(part, x => x.Replace("<", "< ", StringComparison.Ordinal));
            yield return Changed(part, _ => "");
        }
    }

    private static byte[] Recoded(byte[] data, string kind) => kind switch
    {
        "UTF-16LE" => [0xFF, 0xFE, .. System.Text.Encoding.Convert(System.Text.Encoding.UTF8, System.Text.Encoding.Unicode, data)],
        "UTF-16BE" => System.Text.Encoding.Convert(System.Text.Encoding.UTF8, System.Text.Encoding.BigEndianUnicode, data),
        _ => [.. data[..^1], 0xFF, data[^1]],
    };

    private static IEnumerable<HostileFile> Outside()
    {
        foreach (var target in new[] { "https://example.org/sheet.xml", "file:///etc/passwd", "\\\\server\\share\\a.xml", "sheet1.xml" })
        {
            yield return HostileFile.Create("sheet " + target, new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", target, true)) });
            yield return HostileFile.Create("texts " + target,
                new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "worksheets/sheet1.xml", false),
                ("rId2", "sharedStrings", target, true)) });
            yield return HostileFile.Create("workbook " + target, new Book { RootRelations = Book.Relations(("rId1", "officeDocument", target, true)) });
        }

        yield return HostileFile.Create("not even said to be",
            new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "http://example.org/a.xml", false)) });
    }

    private static IEnumerable<HostileFile> Missing()
    {
        foreach (var part in s_read[1..])
            yield return new($"no {part}", () => RawZip.FromEntries([.. new Book().Entries().Where(e => e.Name != part)]));
        yield return HostileFile.Create("no sheets", new Book { Workbook = $"<workbook xmlns=\"{Book.Main}\"><sheets/></workbook>" });
        yield return HostileFile.Create("a sheet without a relation",
            new Book { WorkbookRelations = Book.Relations(("rId9", "worksheet", "worksheets/sheet1.xml", false)) });
        yield return HostileFile.Create("a relation to nothing",
            new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "worksheets/sheet9.xml", false)) });
        yield return HostileFile.Create("texts that are missing",
            new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "worksheets/sheet1.xml", false),
            ("rId2", "sharedStrings", "sharedStrings.xml", false)) });
        yield return HostileFile.Create("styles that are missing",
            new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "worksheets/sheet1.xml", false), ("rId2", "styles", "styles.xml", false)) });
        yield return HostileFile.Create("two relations of one id",
            new Book { WorkbookRelations = Book.Relations(("rId1", "worksheet", "worksheets/sheet1.xml", false),
            ("rId1", "worksheet", "worksheets/sheet1.xml", false)) });
        yield return HostileFile.Create("a sheet without a name",
            new Book { Workbook = new Book().Entries()[2] is var w ? System.Text.Encoding.UTF8.GetString(w.Data)
            .Replace("name=\"表\"", "name=\"\"", StringComparison.Ordinal) : null });
        foreach (var other in Over("worksheets/sheet1.xml", "/xl/worksheets/SHEET1.xml", "../xl/worksheets/./sheet1.xml"))
            yield return HostileFile.Create($"two sheets of one part, {other}",
                Sheets("""<sheet name="a" r:id="rId1"/><sheet name="b" r:id="rId2"/>""",
                    [("rId1", "worksheet", "worksheets/sheet1.xml", false), ("rId2", "worksheet", other, false)]));
        yield return HostileFile.Create("no workbook", new Book { RootRelations = Book.Relations(("rId1", "other", "xl/workbook.xml", false)) });
    }

    private static IEnumerable<HostileFile> TooMuch()
    {
        foreach (var depth in new[] { 65, 1_000, 100_000 })
            yield return HostileFile.Create($"{depth} deep", new Book { After = Nested(depth) });
        foreach (var part in s_read)
        {
            yield return Changed(part, x => x.Insert(x.IndexOf('>', StringComparison.Ordinal), $" a=\"{new string('a', 1_100_000)}\""));
            yield return Changed(part, x => x + $"<!--{new string(' ', 1_100_000)}-->");
        }

        yield return HostileFile.Create("20,001 names", new Book { After = string.Concat(Enumerable.Range(0, 20_001).Select(n => $"<n{n}/>")) });
        yield return HostileFile.Create("20,001 attributes", new Book { After = $"<a{string.Concat(Enumerable.Range(0, 20_001).Select(n => $" n{n}=''"))}/>" });
        yield return HostileFile.Create("a name of a megabyte", new Book { After = $"<{new string('n', 1_100_000)}/>" });
        yield return HostileFile.Create("257 sheets",
            Sheets(string.Concat(Enumerable.Range(0, 257).Select(n => $"""<sheet name="s{n}" r:id="r{n}"/>""")),
                [.. Enumerable.Range(0, 257).Select(n => ($"r{n}", "worksheet", $"worksheets/sheet{n}.xml", false))]));
        yield return HostileFile.Create("5,001 relations",
            new Book { WorkbookRelations = Book.Relations([.. Enumerable.Range(0, 5_001)
            .Select(n => ($"r{n.ToString(CultureInfo.InvariantCulture)}", "a", "b", false))]) });
        yield return HostileFile.Create("80,000 styles",
            new Book { Styles = $"<styleSheet xmlns=\"{Book.Main}\"><cellXfs>{string.Concat(Enumerable.Repeat("<xf/>", 80_000))}</cellXfs></styleSheet>" });
        var shared = string.Concat(Enumerable.Range(0, 2_000_001).Select(n => $"<si><t>{n * 7919L % 1_000_003}</t></si>"));
        yield return HostileFile.Create("2,000,001 shared texts", new Book { Shared = $"<sst xmlns=\"{Book.Main}\">{shared}</sst>" });
        yield return HostileFile.Create("33 million shared letters",
            new Book { Shared = Book.SharedOf([.. Enumerable.Range(0, 1_100)
            .Select(n => $"<t>{string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{(i * 7919L) + (n * 104_729L):X9}{i % 10}"))}</t>")]) });
        yield return HostileFile.Create("2,000 array formulas",
            new Book { SheetData = string.Concat(Enumerable.Range(1, 2_000)
            .Select(r => $"""<row r="{r}"><c r="A{r}"><f t="array" ref="A{r}:A1000000">1</f><v>1</v></c></row>""")) });
    }

    private static string Merged(int ranges) =>
        $"<mergeCells>{string.Concat(Enumerable.Range(1, ranges).Select(n => $"""<mergeCell ref="A{n}:B{n}"/>"""))}</mergeCells>";

    private static Book Sheets(string sheets, (string, string, string, bool)[] relations) => new()
    {
        Workbook = $"""<workbook xmlns="{Book.Main}" xmlns:r="{Book.Office}"><sheets>{sheets}</sheets></workbook>""",
        WorkbookRelations = Book.Relations(relations),
    };

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("<n>", depth)) + string.Concat(Enumerable.Repeat("</n>", depth));

    private static IEnumerable<HostileFile> Merges()
    {
        foreach (var range in new[] { "", "A", "1", "A0:B2", "B2:A1", "A1:XFE1", "A1:A1048577", "A1:B", "$A$1:$B$2", "a1:b2", "A1:B2:C3" })
            yield return HostileFile.Create($"'{range}'", new Book { After = $"<mergeCells><mergeCell ref=\"{range}\"/></mergeCells>" });
        foreach (var (first, second) in new[] { ("A1:B2", "B1:C2"), ("A1:C3", "B2:B2"), ("A1:A9", "A2:A3"), ("A1:XFD1", "Z1:Z2") })
            yield return HostileFile.Create($"{first} over {second}",
                new Book { After = $"<mergeCells><mergeCell ref=\"{first}\"/><mergeCell ref=\"{second}\"/></mergeCells>" });
    }
}
