using System.Globalization;
using System.Text;
using CaseStudies.Sheets;
using CsvHelper;
using CsvHelper.Configuration;

namespace CaseStudies.Sheets.Tests.Reading;

public sealed class TextReadingTests
{
    private const string Names = "氏名,ふりがな,4/1\r\n髙橋 﨑子,ﾀｶﾊｼ ｻｷｺ,○\r\n山田〜,ヤマダ,①\r\n";

    public static TheoryData<string, string> Forms() => new()
    {
        { "UTF-8", "UTF-8" }, { "UTF-8 with a mark", "UTF-8" }, { "CP932", "CP932" }, { "UTF-16LE with a mark", "UTF-16LE" },
        { "UTF-16BE with a mark", "UTF-16BE" }, { "UTF-16LE", "UTF-16LE" }, { "UTF-16BE", "UTF-16BE" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_same_table_is_read_from_every_encoding(string form, string told)
    {
        var text = form == "CP932" ? Cp932.Twinned(Names) : Names;
        Encoding encoding = form switch { "CP932" => Cp932.Encoding, _ when form.StartsWith("UTF-8", StringComparison.Ordinal) => new UTF8Encoding(false),
            _ => new UnicodeEncoding(form.Contains("BE", StringComparison.Ordinal), true) };
        byte[] mark = !form.EndsWith("mark", StringComparison.Ordinal) ? [] : told == "UTF-8" ? [0xEF, 0xBB, 0xBF] : encoding.GetPreamble();
        using var file = SheetFile.Open(new MemoryStream([.. mark, .. encoding.GetBytes(text)]), "名簿.csv");
        Assert.Equal((SheetFileKind.Csv, told), (file.Kind, file.Encoding));
        var rows = file.Sheets[0].Rows().ToList();
        Assert.Equal([1, 2, 3], rows.Select(r => r.Number));
        Assert.Equal(["氏名", "ふりがな", "4/1"], ReadSheets.Texts(rows[0], 3));
        Assert.Equal(["髙橋 﨑子", "ﾀｶﾊｼ ｻｷｺ", "○"], ReadSheets.Texts(rows[1], 3));
        Assert.Equal([text.Contains('〜', StringComparison.Ordinal) ? "山田〜" : "山田～", "ヤマダ", "①"], ReadSheets.Texts(rows[2], 3));
    }

    [Fact]
    public void Characters_are_read_from_both_places_that_CP932_has_for_them() =>
        Assert.Equal("髙髙㈱㈱≒≒", ReadSheets.Rows([0xEE, 0xE0, 0xFB, 0xFC, 0x87, 0x8A, 0xFA, 0x58, 0x81, 0xE0, 0x87, 0x90])[0][1]!.Text);

    [Theory]
    [InlineData("ﾀﾅｶ,1\r\n"), InlineData("ｶﾞｲﾄﾞ\r\n"), InlineData("ﾀﾅ\r\n"), InlineData("表,ソ,能\r\n"), InlineData("日付,人数\r\n4/1,3名\r\n"), InlineData("美,亞\r\n")]
    public void Short_files_in_CP932_are_not_taken_for_anything_else(string text)
    {
        using var file = SheetFile.Open(new MemoryStream(Cp932.Encoding.GetBytes(text)));
        Assert.Equal("CP932", file.Encoding);
        Assert.Equal(text.Split('\r')[0].Split(',')[0], file.Sheets[0].Rows().First()[1]!.Text);
    }

    [Fact]
    public void Tabs_part_cells_where_they_stand_in_as_many_lines_as_commas()
    {
        using var file = SheetFile.Open(new MemoryStream("住所\t数\r\n1,2\t\"1,234\"\r\n"u8.ToArray()), "a.txt");
        Assert.Equal(SheetFileKind.Tsv, file.Kind);
        Assert.Equal(["1,2", "1,234"], ReadSheets.Texts(file.Sheets[0].Rows().Last(), 2));
    }

    [Theory]
    [InlineData("日付;若者\r\n2025/5/10;3\r\n"), InlineData("sep=;\r\n日付;若者\r\n5/10;3\r\n"), InlineData("2025年度;\n日付;若者\n5/10;1,5\n5/11;2,5\n")]
    [InlineData("\"日付\";\"若者\"\r\n\"5/10\";\"雨,風\"\r\n"), InlineData("日付;備考\r\n5/10;雨,風\r\n5/11;\r\n")]
    public void Semicolons_part_cells_where_the_records_say_so(string text)
    {
        using var file = SheetFile.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "a.csv");
        Assert.Equal(SheetFileKind.Csv, file.Kind);
        Assert.All(file.Sheets[0].Rows(), r => Assert.InRange(r.Cells.Length, 1, 2));
        Assert.Equal("日付", ReadSheets.Rows(text).First(r => r.Cells.Length == 2)[1]!.Text);
    }

    [Theory]
    [InlineData("日付,若者\r\n5/10,A;B;\r\n5/11,C;D;\r\n"), InlineData("a,b;c\r\n1,2;3\r\n"), InlineData("日付,備考\r\n5/10,\"雨;\r\n風;\"\r\n")]
    [InlineData("a;b,c,d\r\n1;2,3,4\r\n"), InlineData("質問,回答\r\n1,\"a;b;c\"\r\n2,\"d;e;f\"\r\n"), InlineData("5\" pipe;x,3\r\n6\" pipe;y,4\r\n5\",7\r\n")]
    public void Semicolons_within_cells_part_nothing(string text) =>
        Assert.DoesNotContain(ReadSheets.Rows(text)[0].Cells, c => c.Text.Contains(',', StringComparison.Ordinal));

    [Fact]
    public void Blank_lines_and_all_line_ends_count_as_the_spreadsheet_counts()
    {
        var rows = ReadSheets.Rows("a\n\nb\r\"c\r\nd\"\r\n\r\n,e");
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(r => r.Number));
        Assert.Equal(["a", null, "b", "c\r\nd", null, null], rows.Select(r => r[1]?.Text));
        Assert.Equal("e", rows[5][2]!.Text);
    }

    [Fact]
    public void An_equals_sign_makes_a_formula_unless_it_keeps_zeros()
    {
        var row = ReadSheets.Rows("=1+1,\"=\"\"0120\"\"\",'=x,-5,\"=\"\"a\"\"\"\"b\"\"\"\r\n")[0];
        Assert.Equal(["=1+1", "0120", "=x", "-5", "=\"a\"\"b\""], ReadSheets.Texts(row, 5));
        Assert.Equal([true, false, false, false, true], row.Cells.Select(c => c.Formula));
    }

    [Fact]
    public void Another_reader_finds_the_same_records()
    {
        var random = new Random(7);
        for (var turn = 0; turn < 500; turn++)
        {
            var text = string.Concat(Enumerable.Range(0, 1 + random.Next(6)).Select(_ =>
                string.Join(',', Enumerable.Range(0, 3).Select(_ => Field(random))) + (random.Next(2) == 0 ? "\r\n" : "\n")));
            using var parser = new CsvParser(new StringReader(text),
                new CsvConfiguration(CultureInfo.InvariantCulture) { IgnoreBlankLines = false, BadDataFound = null });
            var theirs = new List<string[]>();
            while (parser.Read())
                theirs.Add(parser.Record!);
            var (ours, records) = (new List<string[]>(), new CsvRecords(new StringReader(text), ','));
            while (records.Next() is { } record)
                ours.Add([.. record]);
            Assert.Equal(theirs, ours);
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task What_we_write_we_read(bool cp932)
    {
        string[] texts = ["=1", "'=1", "''-", "a\"b", "c,d", "e\r\nf", " g ", "髙①㈱ｶﾅ", "\t", "-", "@", "0120"];
        var csv = await Written.CsvAsync(SheetTable.FromRows("t", [.. texts.Select((_, i) => new SheetColumn($"c{i}"))],
            [[.. texts.Select(t => (SheetValue)t)]]), cp932 ? CsvEncoding.Cp932 : CsvEncoding.Utf8);
        Assert.Equal(texts, ReadSheets.Texts(ReadSheets.Rows(csv)[1], texts.Length));
    }

    private static string Field(Random random)
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => "ab あ\",\n\r"[random.Next(8)]));
        return text.AsSpan().ContainsAny("\",\n\r") || random.Next(4) == 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
