using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Sheets.Tests.Reading;

public sealed class WorkbookReadingTests
{
    [Theory]
    [InlineData("1", "1"), InlineData("-1.50", "-1.5"), InlineData("0.30000000000000004", "0.3"), InlineData("1E+3", "1000"), InlineData("1.5e-3", "0.0015")]
    [InlineData("-0", "0")]
    [InlineData("123456789012345678", "123456789012346000"), InlineData("99.999999999999999", "100"), InlineData("007", "7"), InlineData(".5", "0.5")]
    [InlineData("5.5511151231257827E-17", "0.0000000000000000555111512312578")]
    public void A_number_is_what_a_spreadsheet_shows_of_it(string stored, string plain)
    {
        var cell = Assert.Single(ReadSheets.Cells($"<c><v>{stored}</v></c>"));
        Assert.Equal((SheetCellKind.Number, plain), (cell.Kind, cell.Text));
        Assert.Equal(ReadNumber.Value(plain), cell.Number);
    }

    [Fact]
    public void Every_double_of_fifteen_digits_is_read_as_it_was_typed()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var typed = Math.Round((decimal)random.NextInt64(1, 999_999_999_999_999) / (decimal)Math.Pow(10, random.Next(0, 15)), 14)
                .ToString("0.##############", System.Globalization.CultureInfo.InvariantCulture);
            if (typed.Count(char.IsAsciiDigit) > 15)
                continue;
            var stored = double.Parse(typed, System.Globalization.CultureInfo.InvariantCulture)
                .ToString("G17", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(typed, ReadNumber.Plain(stored));
        }
    }

    [Theory]
    [InlineData("yyyy/m/d", "45748", nameof(SheetCellKind.Date), "2025-04-01"), InlineData("14", "45748", nameof(SheetCellKind.Date), "2025-04-01")]
    [InlineData("58", "45748", nameof(SheetCellKind.Date), "2025-04-01")]
    [InlineData("[$-411]ggge\"年\"m\"月\"d\"日\"", "45748", nameof(SheetCellKind.Date), "2025-04-01"), InlineData("[$-411]ge.m.d;@", "43586",
        nameof(SheetCellKind.Date), "2019-05-01"), InlineData("m/d(aaa)", "45748", nameof(SheetCellKind.Date), "2025-04-01")]
    [InlineData("yyyy\"年\"m\"月\"", "45748", nameof(SheetCellKind.Date), "2025-04-01"), InlineData("yyyy/m/d h:mm", "45748.5625",
        nameof(SheetCellKind.DateTime), "2025-04-01T13:30:00"), InlineData("22", "45748.999999", nameof(SheetCellKind.DateTime), "2025-04-02T00:00:00")]
    [InlineData("h:mm", "0.5625", nameof(SheetCellKind.Time), "13:30:00"), InlineData("h\"時\"mm\"分\"", "45748.5625", nameof(SheetCellKind.Time), "13:30:00")]
    [InlineData("[h]:mm", "1.5", nameof(SheetCellKind.Time), "36:00:00"), InlineData("46", "0.0625", nameof(SheetCellKind.Time), "01:30:00")]
    [InlineData("General", "45748", nameof(SheetCellKind.Number), "45748"), InlineData("G/標準", "45748", nameof(SheetCellKind.Number), "45748")]
    [InlineData("#,##0\"名\"", "12", nameof(SheetCellKind.Number), "12"), InlineData("0.00E+00", "12", nameof(SheetCellKind.Number), "12")]
    [InlineData("[Red]0;[Blue]-0", "12", nameof(SheetCellKind.Number), "12"), InlineData("0\"d\"", "12", nameof(SheetCellKind.Number), "12")]
    [InlineData("0\\d", "12", nameof(SheetCellKind.Number), "12"), InlineData("@", "12", nameof(SheetCellKind.Number), "12"), InlineData("\"[h\"0", "3",
        nameof(SheetCellKind.Number), "3"), InlineData("[", "3", nameof(SheetCellKind.Number), "3")]
    [InlineData("yyyy/m/d", "1", nameof(SheetCellKind.Date), "1900-01-01"), InlineData("yyyy/m/d", "59", nameof(SheetCellKind.Date), "1900-02-28")]
    [InlineData("yyyy/m/d", "61", nameof(SheetCellKind.Date), "1900-03-01"), InlineData("yyyy/m/d", "2958465", nameof(SheetCellKind.Date), "9999-12-31")]
    [InlineData("yyyy/m/d", "60", nameof(SheetCellKind.Number), "60"), InlineData("yyyy/m/d", "0", nameof(SheetCellKind.Number), "0"), InlineData("yyyy/m/d",
        "-1", nameof(SheetCellKind.Number), "-1"), InlineData("yyyy/m/d", "2958466", nameof(SheetCellKind.Number), "2958466")]
    public void A_format_decides_whether_a_number_is_a_day(string format, string stored, string kind, string text)
    {
        var cell = Assert.Single(ReadSheets.Cells($"<c s=\"0\"><v>{stored}</v></c>", new Book { Styles = Book.StylesOf(format) }));
        Assert.Equal((kind, text), (cell.Kind.ToString(), cell.Text));
        Assert.Equal(ReadNumber.Value(ReadNumber.Plain(stored)!), cell.Number);
    }

    [Fact]
    public void Days_of_old_Macs_are_counted_from_1904()
    {
        var book = new Book { Styles = Book.StylesOf("yyyy/m/d"), Properties = "<workbookPr date1904=\"1\"/>" };
        Assert.Equal(["1904-01-01", "2025-04-01"], ReadSheets.Cells("<c s=\"0\"><v>0</v></c><c s=\"0\"><v>44286</v></c>", book).Select(c => c.Text));
    }

    [Fact]
    public void A_serial_number_is_the_day_of_an_independent_count()
    {
        for (var serial = 61; serial < 80_000; serial += 7)
            Assert.Equal(DateTime.FromOADate(serial), Serials.Day(serial, false)!.Value.ToDateTimeUnspecified());
    }

    [Fact]
    public void A_cell_behind_which_a_formula_stands_is_marked()
    {
        var cells = ReadSheets.Cells("""
            <c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f t="shared" si="0"/><v>3</v></c><c r="C1"><f t="array" ref="C1:E1">x</f><v>4</v></c>
            <c r="D1"><v>5</v></c><c r="F1"><v>6</v></c><c r="G1" t="str"><f>"a"</f><v>a</v></c>
            """);
        Assert.Equal([true, true, true, true, false, true], cells.Select(c => c.Formula));
        Assert.Equal(["2", "3", "4", "5", "6", "a"], cells.Select(c => c.Text));
    }

    [Fact]
    public void A_formula_that_was_never_computed_is_no_blank()
    {
        var cells = ReadSheets.Cells("""
            <c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1" t="str"><f>IF(A1,"")</f><v></v></c><c r="D1"><f>1+1</f><v>2</v></c>
            """);
        Assert.Equal([true, true, false, false], cells.Select(c => c.Uncomputed));
        Assert.All(cells, c => Assert.True(c.Formula));
        Assert.Equal("", cells[2].Text);
    }

    [Fact]
    public void Hidden_columns_are_told()
    {
        var book = new Book
        {
            Columns = """
                <cols><col min="1" max="2" width="9"/><col min="3" max="5" hidden="1"/><col min="9" max="9" hidden="true"/><col max="x" hidden="1"/></cols>
                """,
        };
        using var file = SheetFile.Open(new MemoryStream(book.Bytes()));
        Assert.Equal([3, 4, 5, 9], Enumerable.Range(1, 20).Where(file.Sheets[0].IsHidden));
        Assert.False(ReadSheets.Rows(book)[0].Hidden);
    }

    [Fact]
    public void Texts_are_read_in_all_their_forms_with_their_readings()
    {
        var shared = Book.SharedOf("<t>普通</t>", "<r><t>太</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">字 </t></r>",
            "<t>山田 花子</t><rPh sb=\"0\" eb=\"2\"><t>ヤマダ</t></rPh><rPh sb=\"3\" eb=\"5\"><t>ハナコ</t></rPh>", "<t/>", "<t>_x005F_x0041_ _x3042_</t>");
        var cells = ReadSheets.Cells(string.Concat(Enumerable.Range(0, 5).Select(n => $"<c t=\"s\"><v>{n}</v></c>"))
            + "<c t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c>", new Book { Shared = shared });
        Assert.Equal(["普通", "太字 ", "山田 花子", "_x0041_ あ", "ab"], cells.Select(c => c.Text));
        Assert.Equal([null, null, "ヤマダ ハナコ", null, null], cells.Select(c => c.Furigana));
        Assert.Equal([1, 2, 3, 5, 6], cells.Select(c => c.Column));
    }

    [Fact]
    public void The_cells_of_a_merged_range_have_the_value_that_one_sees()
    {
        var rows = ReadSheets.Rows(new Book
        {
            SheetData = """
                <row r="1"><c r="A1" t="str"><v>4月</v></c><c r="D1"><v>9</v></c></row>
                <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>隠れた</v></c><c r="C2"><v>2</v></c></row>
                <row r="5" hidden="1"><c r="A5"><v>5</v></c></row>
                """,
            After = """<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:B4"/><mergeCell ref="E1:E9"/></mergeCells>""",
        });
        Assert.Equal(["4月", "4月", "4月", "9", null], ReadSheets.Texts(rows[0], 5));
        Assert.Equal(["1", "1", "2", null, null], ReadSheets.Texts(rows[1], 5));
        Assert.Equal([false, true, false], rows[1].Cells.Select(c => c.Covered));
        Assert.Equal((5, true), (rows[2].Number, rows[2].Hidden));
        Assert.Equal(["5", null], ReadSheets.Texts(rows[2], 2));
        Assert.Equal(new CellRange(1, 5, 9, 5), rows[2].Merged(5)!.Range);
    }

    [Fact]
    public void Merged_ranges_agree_with_looking_into_each()
    {
        var random = new Random(3);
        for (var turn = 0; turn < 200; turn++)
        {
            var ranges = new List<CellRange>();
            for (var i = 0; i < 12; i++)
            {
                var (row, column) = (random.Next(1, 20), random.Next(1, 12));
                var range = new CellRange(row, column, row + random.Next(0, 4), column + random.Next(0, 3));
                if (!ranges.Exists(r => r.FirstRow <= range.LastRow && range.FirstRow <= r.LastRow && r.FirstColumn <= range.LastColumn
                    && range.FirstColumn <= r.LastColumn))
                    ranges.Add(range);
            }

            var active = new ActiveMerges(ranges);
            foreach (var row in Enumerable.Range(1, 25).Where(_ => random.Next(3) > 0))
            {
                var read = new SheetRow(row, false, [], active.At(row, []));
                for (var column = 1; column < 16; column++)
                    Assert.Equal(ranges.Where(r => r.Contains(row, column)).Select(r => (CellRange?)r).FirstOrDefault(), read.Merged(column)?.Range);
            }
        }
    }

    [Fact]
    public async Task What_we_write_we_read()
    {
        var table = SheetTable.FromRows("表",
            [new("文"), new("数", SheetColumnKind.Number), new("日", SheetColumnKind.Date), new("時", SheetColumnKind.Instant), new("刻", SheetColumnKind.Time)],
            [["=1+1\n\u0009_x0041_ 髙", SheetNumber.FromDecimal("-0.000001"), new LocalDate(2025, 4, 1), Instant.FromUtc(2025, 4, 1, 0, 0, 1),
                new LocalTime(23, 59, 59)], ["'=1", 999_999_999_999_999, new LocalDate(1900, 2, 28), default, default]]);
        var book = await Written.XlsxAsync(new XlsxOptions(new("注", ["x"])), table, SheetTable.FromRows("表", [new("b")], []));
        using var file = SheetFile.Open(new MemoryStream(book), "a.xlsx");
        Assert.Equal([("表", 0, false), ("表 (2)", 1, false), ("注", 2, false)], file.Sheets.Select(s => (s.Name, s.Index, s.Hidden)));
        var rows = file.Sheets[0].Rows().ToList();
        Assert.Equal(["=1+1\n\u0009_x0041_ 髙", "-0.000001", "2025-04-01", "2025-04-01T00:00:01", "23:59:59"], ReadSheets.Texts(rows[1], 5));
        Assert.Equal(["'=1", "999999999999999", "1900-02-28", null, null], ReadSheets.Texts(rows[2], 5));
        Assert.Equal(new LocalDateTime(2025, 4, 1, 0, 0, 1), rows[1][4]!.Moment);
        Assert.All(rows.SelectMany(r => r.Cells), c => Assert.False(c.Formula));
    }

    [Fact]
    public void Hidden_sheets_are_told_and_two_sheets_can_be_read_side_by_side()
    {
        var rows = string.Concat(Enumerable.Range(1, 5_000).Select(n => $"<row><c><v>{n * 7919L % 100_003}</v></c></row>"));
        var book = new Book
        {
            Workbook = $"""
                <workbook xmlns="{Book.Main}" xmlns:r="{Book.Office}"><sheets><sheet name="一" r:id="rId1"/>
                <sheet name="二" state="veryHidden" r:id="rId2"/></sheets></workbook>
                """,
            WorkbookRelations = Book.Relations(("rId1", "worksheet", "worksheets/sheet1.xml", false),
                ("rId2", "worksheet", "/xl/worksheets/sheet2.xml", false)),
            Further = [new("xl/worksheets/sheet2.xml", $"<worksheet xmlns=\"{Book.Main}\"><sheetData>{rows}</sheetData></worksheet>")],
            SheetData = rows,
        };
        using var file = SheetFile.Open(new MemoryStream(book.Bytes()));
        Assert.Equal([false, true], file.Sheets.Select(s => s.Hidden));
        Assert.All(file.Sheets[0].Rows().Zip(file.Sheets[1].Rows()), p => Assert.Equal(p.First[1]!.Text, p.Second[1]!.Text));
    }
}
