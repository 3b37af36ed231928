using DocumentFormat.OpenXml.Packaging;

namespace CaseStudies.Sheets.Tests.Reading;

/// <summary>
/// Workbooks that some programs write and the Open XML SDK refuses, although nothing that we read is wrong with them: types that are
/// not given part by part, and a link in a cell that is no address. Whoever wrote them sees a table, so a table is read.
/// </summary>
public sealed class OddWorkbookTests
{
    private const string Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Relations = """<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>""";

    private const string Overrides = $"""
        <Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Spreadsheet}.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Spreadsheet}.worksheet+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="{Spreadsheet}.styles+xml"/>
        <Override PartName="/xl/sharedStrings.xml" ContentType="{Spreadsheet}.sharedStrings+xml"/>
        """;

    /// <summary>Nothing is odd about this one.</summary>
    private static readonly Book s_book = new()
    {
        ContentTypes = WithTypes(Overrides),
        Shared = Book.SharedOf("<t>氏名</t>", "<t>山田</t>"),
        Styles = Book.StylesOf("yyyy/m/d"),
        SheetData = """<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="0"><v>45748</v></c></row>""",
    };

    [Theory]
    [InlineData($"""<Default Extension="xml" ContentType="{Spreadsheet}.sheet.main+xml"/>""")]
    [InlineData($"""
        <Default Extension="xml" ContentType="application/xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="{Spreadsheet}.sheet.main+xml"/>
        """)]
    public void A_workbook_without_overrides_is_read(string types)
    {
        var odd = s_book with { ContentTypes = WithTypes(types) };
        Assert.Equal(Table(s_book), Table(odd));
        Assert.ThrowsAny<Exception>(() => ReadBySdk(odd));
    }

    /// <summary>An address that is none, or one that is said to be a part of the workbook itself.</summary>
    [Theory]
    [InlineData("http://["), InlineData("http://example.org:99999/"), InlineData("mailto:a@b@c"), InlineData("http://exa mple.org/")]
    [InlineData("%%%"), InlineData("\\\\server\\名簿.xlsx"), InlineData("https://example.org/"), InlineData("")]
    public void A_workbook_with_a_bad_hyperlink_is_read(string target)
    {
        Assert.Equal(Table(s_book), Table(WithHyperlink(target, external: true)));
        Assert.Equal(Table(s_book), Table(WithHyperlink(target, external: false)));
    }

    [Theory]
    [InlineData("http://[", true), InlineData("http://example.org:99999/", true), InlineData("nowhere.xml", false), InlineData("%%%", false)]
    public void A_relationship_of_the_workbook_that_no_cell_needs_may_lead_anywhere(string target, bool external)
    {
        (string, string, string, bool)[] relations =
            [("rId1", "worksheet", "worksheets/sheet1.xml", false), ("rId2", "sharedStrings", "sharedStrings.xml", false),
                ("rId3", "styles", "styles.xml", false), ("rId4", "hyperlink", target, external)];
        Assert.Equal(Table(s_book), Table(s_book with { WorkbookRelations = Book.Relations(relations) }));
    }

    /// <summary>
    /// The evidence that the SDK stops at such files only because they are odd. The day it does not, the decision against it may be looked at
    /// anew.
    /// </summary>
    [Fact]
    public void The_Open_XML_SDK_reads_the_same_workbook_and_not_the_odd_one()
    {
        ReadBySdk(s_book);
        Assert.ThrowsAny<Exception>(() => ReadBySdk(WithHyperlink("mailto:a@b@c", external: false)));
    }

    private static Book WithHyperlink(string target, bool external) => s_book with
    {
        After = $"""<hyperlinks><hyperlink ref="A2" r:id="rId1" xmlns:r="{Book.Office}"/></hyperlinks>""",
        Further = [new("xl/worksheets/_rels/sheet1.xml.rels", Book.Relations(("rId1", "hyperlink", target, external)))],
    };

    private static string WithTypes(string types) => $"""<Types xmlns="{Types}">{Relations}{types}</Types>""";

    private static List<string> Table(Book book) =>
        [.. ReadSheets.Rows(book).SelectMany(r => r.Cells.Select(c => $"{r.Number} {c.Column} {c.Kind} {c.Text}"))];

    private static void ReadBySdk(Book book)
    {
        using var sdk = SpreadsheetDocument.Open(new MemoryStream(book.Bytes()), false);
        Assert.NotEmpty(sdk.WorkbookPart!.WorksheetParts.Select(p => (p.Worksheet!.OuterXml, p.HyperlinkRelationships.Select(h => h.Uri).ToList())).ToList());
    }
}
