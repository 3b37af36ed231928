using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Sheets.Tests.Writing;

/// <summary>Workbooks, as other people's readers and the format's own schemas see them.</summary>
public sealed class XlsxWriterTests
{
    private static readonly DateTimeZone s_tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];

    private static readonly SheetTable s_visits = SheetTable.FromRows("出席 2025",
        [new("氏名"), new("人数", SheetColumnKind.Number), new("日付", SheetColumnKind.Date), new("記録", SheetColumnKind.Instant), new("開始", SheetColumnKind.Time)],
    [
        ["髙﨑㈱①ｶﾅ\n二行目", 12, new LocalDate(2025, 4, 1), Instant.FromUtc(2025, 4, 1, 4, 30), new LocalTime(13, 30)],
        [" 空白 <&> \"x\" _x0041_ \u0001", SheetNumber.FromDecimal("-0.75"), new LocalDate(1900, 3, 1), Instant.FromUtc(2024, 12, 31, 15, 0), LocalTime.Midnight],
        ["=1+1", SheetNumber.FromFraction(11, 17), new LocalDate(1899, 12, 31), default, default],
    ], s_tokyo);

    [Fact]
    public async Task A_workbook_breaks_no_rule_of_its_format_and_another_reader_finds_what_was_written()
    {
        var book = await Written.XlsxAsync(s_visits, SheetTable.FromRows("空", [new("a")], []));
        Assert.Empty(Written.Errors(book));
        var sheets = Written.Sheets(book);
        Assert.Equal(["出席 2025", "空"], sheets.Keys);
        var rows = sheets["出席 2025"];
        Assert.Equal(["氏名", "人数", "日付", "記録", "開始"], rows[0]);
        Assert.Equal(["髙﨑㈱①ｶﾅ\n二行目", 12.0, new DateTime(2025, 4, 1), new DateTime(2025, 4, 1, 13, 30, 0)], rows[1][..4]);
        Assert.Equal(new TimeSpan(13, 30, 0), ((DateTime)rows[1][4]!).TimeOfDay);
        Assert.Equal([" 空白 <&> \"x\" _x0041_ \u0001", -0.75, new DateTime(1900, 3, 1), new DateTime(2025, 1, 1)], rows[2][..4]);
        Assert.Equal(["=1+1", 0.647058823529412, "1899-12-31", null], rows[3][..4]);
    }

    [Fact]
    public async Task A_text_is_never_a_formula()
    {
        string[] texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "\uFF1D1", "\uFF0B1", "\uFF0D1", "\uFF20a", "'=1"];
        var book = await Written.XlsxAsync(SheetTable.FromRows("t", [new("=t")], texts.Select(t => (IReadOnlyList<SheetValue>)[t])));
        var sheet = Written.Part(book, "xl/worksheets/sheet1.xml");
        Assert.DoesNotContain("<f", sheet, StringComparison.Ordinal);
        Assert.Equal(texts.Length, sheet.Split($" s=\"{XlsxStyles.QuotedText}\" t=\"inlineStr\"").Length - 1);
        Assert.Equal(["=t", .. texts], Written.Sheets(book)["t"].Select(r => r[0]));
    }

    [Fact]
    public async Task Rows_beyond_a_sheet_go_to_further_sheets_and_none_is_lost()
    {
        var rows = Enumerable.Range(1, 25).Select(n => (IReadOnlyList<SheetValue>)[n]);
        var book = await Written.XlsxAsync(new XlsxOptions { RowsOfSheet = 11 }, SheetTable.FromRows("n", [new("n", SheetColumnKind.Number)], rows));
        var sheets = Written.Sheets(book);
        Assert.Equal(["n", "n (2)", "n (3)"], sheets.Keys);
        Assert.All(sheets.Values, s => Assert.Equal("n", s[0][0]));
        Assert.Equal(Enumerable.Range(1, 25).Select(n => (double)n), sheets.Values.SelectMany(s => s.Skip(1)).Select(r => (double)r[0]!));
        Assert.Empty(Written.Errors(book));
    }

    [Fact]
    public async Task A_template_has_its_rules_its_notes_and_a_frozen_header()
    {
        var words = new SheetRuleWords("題", "ここに選ぶ", "一覧から選んでください");
        var table = SheetTable.FromRows("記入", [
            new("区分", Rule: new SheetRule.OneOf(["出", "欠"], words)), new("長い", Rule: new SheetRule.OneOf([.. Enumerable.Range(1, 99).Select(n => $"項目,{n}")])),
            new("日付", SheetColumnKind.Date, Rule: new SheetRule.DateWithin(new(2025, 4, 1), new(2026, 3, 31), words)),
            new("人数", SheetColumnKind.Number, Rule: new SheetRule.WholeNumber()),
                new("年齢", SheetColumnKind.Number, Rule: new SheetRule.WholeNumber(0, 120, words)),
            new("開始", SheetColumnKind.Time, Rule: new SheetRule.TimeOfDay())], []);
        var book = await Written.XlsxAsync(new XlsxOptions(new("説明", ["=この行は説明です", "", "二"]), NotesFirst: true), table);
        Assert.Empty(Written.Errors(book));
        Assert.Equal(["説明", "記入", "_lists"], Written.Sheets(book).Keys);
        var sheet = Written.Part(book, "xl/worksheets/sheet2.xml");
        Assert.Contains("state=\"frozen\"", sheet, StringComparison.Ordinal);
        Assert.Contains("<formula1>&quot;出,欠&quot;</formula1>", sheet, StringComparison.Ordinal);
        Assert.Contains("<formula1>_lists!$A$1:$A$99</formula1>", sheet, StringComparison.Ordinal);
        Assert.Contains("<formula1>45748</formula1><formula2>46112</formula2>", sheet, StringComparison.Ordinal);
        Assert.Contains("operator=\"greaterThanOrEqual\"", sheet, StringComparison.Ordinal);
        Assert.Contains("activeTab=\"1\"", Written.Part(book, "xl/workbook.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_wrapped_texts_are_as_high_as_their_lines()
    {
        var book = await Written.XlsxAsync(new XlsxOptions(new("説明", ["短い", new string('あ', 100), "一\n二\n三", new string('x', 9_000)])),
            SheetTable.FromRows("t", [new("短い"), new(new string('問', 30), Width: 24)], []));
        Assert.Empty(Written.Errors(book));
        Assert.Equal([null, "56.25", "56.25", "409"], Heights(Written.Part(book, "xl/worksheets/sheet2.xml")));
        Assert.Equal(["56.25"], Heights(Written.Part(book, "xl/worksheets/sheet1.xml")));

        static IEnumerable<string?> Heights(string sheet) =>
            System.Xml.Linq.XDocument.Parse(sheet).Descendants().Where(e => e.Name.LocalName == "row").Select(r => (string?)r.Attribute("ht"));
    }

    [Fact]
    public async Task What_does_not_fit_a_cell_is_refused()
    {
        await Assert.ThrowsAsync<SheetRefusedException>(() => Written.XlsxAsync(One(new string('a', 32_768))));
        await Written.XlsxAsync(One(new string('a', 32_767)));
        Assert.Equal("sheet-lone-surrogate", (await Assert.ThrowsAsync<SheetRefusedException>(() => Written.XlsxAsync(One("a\uD800b")))).Code);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Written.XlsxAsync(SheetTable.FromRows("t", [new("a"), new("b")], [["only one"]])));
    }

    [Fact]
    public async Task A_number_of_more_digits_than_Excel_keeps_is_written_as_a_text()
    {
        Assert.Equal("1234567890123456789", Assert.Single(Written.Sheets(await Written.XlsxAsync(One(1_234_567_890_123_456_789)))["t"].Skip(1))[0]);
        Assert.Equal(-123456789012345.0, Assert.Single(Written.Sheets(await Written.XlsxAsync(One(-123_456_789_012_345)))["t"].Skip(1))[0]);
    }

    [Fact]
    public async Task The_same_table_gives_the_same_bytes() => Assert.Equal(await Written.XlsxAsync(s_visits), await Written.XlsxAsync(s_visits));

    [Fact]
    public void Sheet_names_are_legal_and_unique()
    {
        var names = new SheetNames();
        Assert.Equal("a b c", names.Take("a/b:c"));
        Assert.Equal("A B C (2)", names.Take("A/B:C"));
        Assert.Equal("Sheet", names.Take("'[]'"));
        Assert.Equal("History (2)", names.Take("History"));
        Assert.Equal(31, names.Take(new string('あ', 40)).Length);
        Assert.Equal(new string('あ', 27) + " (2)", names.Take(new string('あ', 40)));
    }

    private static SheetTable One(SheetValue value) => SheetTable.FromRows("t", [new("t")], [[value]]);
}
