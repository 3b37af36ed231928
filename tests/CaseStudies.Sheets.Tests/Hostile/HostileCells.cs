using static CaseStudies.Sheets.Tests.Hostile.HostileFile;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>Workbooks whose rows and cells are no table that a spreadsheet could hold.</summary>
internal static class HostileCells
{
    private static readonly HostileFile s_book = HostileFile.Create("a workbook", new Book());

    private static readonly string[] s_numbers = ["1", "-1.5", "1E+20", "1e-9", "0.1", "5.5511151231257827E-17", "123456789012345680", " 7 ", "+3", ".5"];

    public static IEnumerable<HostileClass> All() =>
    [
        new("columns beyond the last", "sheet-too-many-columns",
            [.. Over("XFE1", "XFZ1", "XGA1", "YAA1", "ZZZ1", "AAAA1", "ZZZZZZZ1", new string('A', 1_000) + "1", "XFE1048576", "AAAAA1")
            .Select(r => HostileFile.Create(r[..Math.Min(20, r.Length)], Rows($"""<row r="1"><c r="{r}"><v>1</v></c></row>""")))],
            HostileFile.Create("the last column", Rows("""<row r="1"><c r="XFD1"><v>1</v></c></row>"""))),
        new("too many cells in a row", "sheet-too-many-columns",
            [.. Enumerable.Range(0, 10).Select(i => 4_097 + (i * 1_365))
                .Select(n => HostileFile.Create($"{n}", Rows($"<row r=\"1\">{Times("<c><v>1</v></c>", n)}</row>")))],
            HostileFile.Create("4,096 and empty ones",
                Rows($"<row r=\"1\">{Times("<c><v>1</v></c>", 4_096)}{Times("<c s=\"0\"/>", 12_288)}</row>"))),
        new("rows and cells out of order", "sheet-damaged", [.. OutOfOrder()],
            HostileFile.Create("gaps", Rows("""<row r="5"><c r="B5"><v>1</v></c><c r="D5"><v>1</v></c></row><row r="1048576"/>"""))),
        new("too many rows", "sheet-too-many-rows",
            [new("1,048,577", () => Numbered(1_048_577)),
            .. Over("1048577", "1048578", "1100000", "2000000", "9999999", "10000000", "99999999999", "2147483648", "4294967297", "18446744073709551617")
            .Select(r => HostileFile.Create(r, Rows($"""<row r="1"/><row r="{r}"/>""")))], new("200,000", () => Numbered(200_000))),
        new("number bombs", "sheet-number",
            [.. Numbers().Select(n => HostileFile.Create(n[..Math.Min(20, n.Length)], Rows($"""<row r="1"><c r="A1"><v>{n}</v></c></row>""")))],
            HostileFile.Create("numbers",
                Rows($"<row r=\"1\">{string.Concat(s_numbers.Select(n => $"<c><v>{n}</v></c>"))}</row>"))),
        new("values that do not fit", "sheet-damaged", [.. Misfits()], HostileFile.Create("all kinds", new Book
        {
            Shared = Book.SharedOf("<t>a</t>"),
            SheetData = """
                <row r="1"><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="str"><v>x</v></c><c t="d"><v>2025-04-01</v></c>
                <c s="0"><v>1</v></c><c t="s"/></row>
                """,
        })),
        new("long cells", "sheet-cell-too-long", [.. LongCells()], HostileFile.Create("as long as may be", Rows(Inline(new string('あ', 32_767))))),
        new("half a pair", "sheet-lone-surrogate",
            [.. Over("_xD800_", "_xDFFF_", "a_xDBFF_b", "_xDC00__xD800_", "😀_xD83D_", "_xd800_").SelectMany(InEveryText)],
            HostileFile.Create("whole pairs", Rows(Inline("😀_xD83D__xDE00_")))),
        new("NUL", "sheet-nul", [.. Over("_x0000_", "a_x0000_", "_x0000_a", "=_x0000_").SelectMany(InEveryText)],
            HostileFile.Create("the escape escaped", Rows(Inline("_x005F_x0000_")))),
        new("control characters", "sheet-control-character", [.. Over("_x0001_", "_x0008_", "a_x001B_[0m", "_x001F_").SelectMany(InEveryText)],
            HostileFile.Create("line ends", Rows(Inline("a_x000D_\nb\t_x000B_")))),
    ];

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static Book Rows(string rows) => new() { SheetData = rows };

    private static string Inline(string text) => $"""<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c></row>""";

    private static byte[] Numbered(int rows) => Rows(string.Concat(Enumerable.Range(0, rows).Select(n => $"<row ht=\"{n * 7919L % 1_000_003}\"/>"))).Bytes();

    private static IEnumerable<HostileFile> OutOfOrder()
    {
        foreach (var row in new[] { "0", "-1", "00", "1.5", "x", "", " 1", "1e3", "+1" })
            yield return HostileFile.Create($"row {row}", Rows($"""<row r="{row}"/>"""));
        yield return HostileFile.Create("rows backwards", Rows("""<row r="2"/><row r="1"/>"""));
        yield return HostileFile.Create("a row twice", Rows("""<row r="2"/><row r="2"/>"""));
        foreach (var cell in new[] { "A2", "A", "1", "", "a1", "$A$1", "A01x", "A1:B1", "A-1", "あ1" })
            yield return HostileFile.Create($"cell {cell}", Rows($"""<row r="1"><c r="{cell}"><v>1</v></c></row>"""));
        yield return HostileFile.Create("cells backwards", Rows("""<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"""));
        yield return HostileFile.Create("a cell twice", Rows("""<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>"""));
    }

    private static string[] Numbers() =>
    [
        "1e131071", "1e-131071", "-1e131071", "1E+309", "1e22", "1e-31", "9e999999999", "1e99999999999999999999", "NaN", "INF", "-INF", "Infinity", "0x10",
            "1,000", "1 2", "--1", "1e", "e5", ".", "-", "1.2.3",
        "\uFF11", "12人", "1e1e1", new string('9', 65), new string('1', 1_000), "0." + new string('0', 40) + "1",
    ];

    private static IEnumerable<HostileFile> Misfits()
    {
        foreach (var (type, value) in new[] { ("s", "1"), ("s", "-1"), ("s", "x"), ("s", "99999999999"), ("s", "1.0"), ("b", "2"), ("b", "yes"),
            ("e", new string('#', 21)), ("d", "2025-02-30"), ("d", "yesterday"), ("x", "1"), ("", "1") })
            yield return HostileFile.Create($"{type} {value}",
                new Book { Shared = Book.SharedOf("<t>a</t>"), SheetData = $"""<row r="1"><c r="A1" t="{type}"><v>{value}</v></c></row>""" });
        foreach (var style in new[] { "1", "-1", "x", "99999999999" })
            yield return HostileFile.Create($"style {style}",
                new Book { Styles = Book.StylesOf("0.0"), SheetData = $"""<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>""" });
        foreach (var range in new[] { "", "A", "A0:B1", "ZZZZ1" })
            yield return HostileFile.Create($"array {range}", Rows($"""<row r="1"><c r="A1"><f t="array" ref="{range}">1</f><v>1</v></c></row>"""));
    }

    private static IEnumerable<HostileFile> LongCells()
    {
        foreach (var length in new[] { 32_768, 100_000, 1_000_000 })
        {
            var text = new string('a', length);
            yield return HostileFile.Create($"inline {length}", Rows(Inline(text)));
            yield return HostileFile.Create($"shared {length}", new Book { Shared = Book.SharedOf($"<t>{text}</t>") });
            yield return HostileFile.Create($"formula's text {length}", Rows($"""<row r="1"><c r="A1" t="str"><v>{text}</v></c></row>"""));
            yield return HostileFile.Create($"in runs {length}",
                Rows(Inline("a</t></is></c></row>").Replace("<t xml:space=\"preserve\">a</t></is></c></row></t></is></c></row>",
                $"{string.Concat(Enumerable.Repeat("<r><t>aaaaaaaaaaaaaaaa</t></r>", (length / 16) + 1))}</is></c></row>", StringComparison.Ordinal)));
        }
    }

    private static IEnumerable<HostileFile> InEveryText(string text) =>
    [
        HostileFile.Create($"inline {text}", Rows(Inline(text))),
        HostileFile.Create($"shared {text}", new Book { Shared = Book.SharedOf($"<t>{text}</t>") }),
        HostileFile.Create($"formula's text {text}", Rows($"""<row r="1"><c r="A1" t="str"><f>1</f><v>{text}</v></c></row>""")),
    ];
}
