using CaseStudies.Sheets.Tests;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Content that a spreadsheet hides is read or left out, always with a message.</summary>
public sealed class UnseenTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"開催日"},{"as":"group","header":"若者","scheme":"audience","group":"youth"},
        {"as":"total","header":"計"}]}
        """;

    private async Task<Answer> DryRunAsync(string rows, string columns = "", string mapping = Mapping, string? workbook = null)
    {
        var api = await ImportApi.OpenedAsync(server, $"npo-{Guid.NewGuid():n}"[..20], "hachifuku");
        return await api.DryRunAsync(
            new Book { SheetData = Row(1, Text("A", "開催日"), Text("B", "若者"), Text("C", "計")) + rows, Columns = columns, Workbook = workbook }.Bytes(), mapping,
            name: "集計.xlsx");
    }

    [Fact]
    public async Task Hidden_columns_that_are_read_are_told()
    {
        var announced = await DryRunAsync(Row(2, Text("A", "2025/5/10"), Number("B", 3), Number("C", 3)), """<cols><col min="2" max="3" hidden="1"/></cols>""");
        Assert.Equal(["2 will-be-recorded"], announced.Rows);
        Assert.Equal(["import-hidden-column B", "import-totals-column C"], Remarks(announced));
    }

    [Fact]
    public async Task A_hidden_sheet_is_read_only_where_it_is_named_and_told()
    {
        var workbook = $"""
            <workbook xmlns="{Book.Main}" xmlns:r="{Book.Office}">
            <sheets><sheet name="表" state="hidden" sheetId="1" r:id="rId1"/></sheets></workbook>
            """;
        var row = Row(2, Text("A", "2025/5/10"), Number("B", 3));
        Assert.Equal("import-mapping-wrong", (await DryRunAsync(row, workbook: workbook)).Code);
        var announced = await DryRunAsync(row, mapping: Mapping.Replace("\"strand\"", "\"sheet\":\"表\",\"strand\"", StringComparison.Ordinal),
            workbook: workbook);
        Assert.Equal(["2 will-be-recorded"], announced.Rows);
        Assert.Contains("import-hidden-sheet", Remarks(announced));
    }

    [Fact]
    public async Task Formulas_are_told_and_those_that_were_never_computed_are_no_blanks()
    {
        var announced = await DryRunAsync(
            Row(2, Text("A", "2025/5/10"), """<c r="B2"><f>1+2</f><v>3</v></c>""", """<c r="C2"><f>B2</f></c>""")
            + Row(3, Text("A", "2025/5/11"), """<c r="B3"><f>1+2</f><v></v></c>""")
            + Row(4, Text("A", "2025/5/12"), """<c r="B4" t="str"><f>IF(TRUE,"")</f><v></v></c>""")
            + Row(5, Text("A", "合計"), """<c r="B5"><f>SUM(B2:B4)</f></c>"""));
        Assert.Equal(["2 will-be-recorded", "3 cannot-be import-value-unreadable", "4 left-out import-empty-row", "5 left-out import-totals-row"],
            announced.Rows);
        Assert.Equal(["import-formulas B", "import-totals-column C"], Remarks(announced));
    }

    [Fact]
    public async Task Values_below_no_header_are_told()
    {
        var announced = await DryRunAsync(Row(2, Text("A", "2025/5/10"), Number("B", 3), Number("E", 7), Number("H", 1)) + Row(3, Text("E", "※ 雨")));
        Assert.Equal(["import-columns-without-header E", "import-totals-column C"], Remarks(announced));
        Assert.Contains("(E, H)",
            announced.Body["remarks"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Remarks(Answer announced) =>
        announced.Body["remarks"]!.AsArray().Select(r => $"{r!["code"]} {r["column"]}".TrimEnd()).Order(StringComparer.Ordinal);

    private static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select(c => c.Replace("#", $"{number}", StringComparison.Ordinal)))}</row>";

    private static string Text(string column, string text) => $"<c r=\"{column}#\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static string Number(string column, int number) => $"<c r=\"{column}#\"><v>{number}</v></c>";
}
