using System.Globalization;
using System.Text;
using CaseStudies.Sheets;
using CsvHelper;
using CsvHelper.Configuration;
using NodaTime;
using CsvWriter = CaseStudies.Sheets.CsvWriter;

namespace CaseStudies.Sheets.Tests.Writing;

public sealed class CsvWriterTests
{
    [Fact]
    public async Task Utf8_has_a_mark_and_every_line_ends_as_the_standard_says()
    {
        var csv = await Written.CsvAsync(Table(["a,b", "say \"x\"", "two\r\nlines"], [" x", "", "髙"]), CsvEncoding.Utf8);
        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        Assert.Equal("c1,c2,c3\r\n\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\"\r\n\" x\",,髙\r\n", Encoding.UTF8.GetString(csv[3..]));
        Assert.Equal([["c1", "c2", "c3"], ["a,b", "say \"x\"", "two\r\nlines"], [" x", "", "髙"]], Records(csv, Encoding.UTF8));
    }

    [Fact]
    public async Task Values_are_written_so_that_a_spreadsheet_reads_them()
    {
        var table = SheetTable.FromRows("t", [new("n"), new("d"), new("i"), new("t")],
            [[SheetNumber.FromDecimal("-3.5"), new LocalDate(2025, 4, 1), Instant.FromUtc(2025, 4, 1, 0, 0), new LocalTime(9, 5)],
                [SheetNumber.FromFraction(11, 17), default, default, default]],
            DateTimeZoneProviders.Tzdb["Asia/Tokyo"]);
        Assert.Equal("n,d,i,t\r\n-3.5,2025-04-01,2025-04-01T09:00:00+09:00,09:05:00\r\n0.647058823529412,,,\r\n",
            Encoding.UTF8.GetString((await Written.CsvAsync(table, CsvEncoding.Utf8))[3..]));
    }

    [Theory]
    [InlineData("=1+1"), InlineData("+81 3"), InlineData("-1"), InlineData("@SUM(A1)"), InlineData("\t=1"), InlineData("\r=1"), InlineData("\0=1")]
    [InlineData("\uFF1D1"), InlineData("\uFF0B1"), InlineData("\uFF0D1"), InlineData("\uFF20x"), InlineData("'=1"), InlineData("''-1")]
    public async Task A_text_that_begins_like_a_formula_gets_an_apostrophe_and_loses_it_in_our_reading(string text)
    {
        var field = Records(await Written.CsvAsync(Table([text]), CsvEncoding.Utf8), Encoding.UTF8)[1][0];
        Assert.Equal("'" + text, field);
        Assert.Equal(text, Neutral.Bare(field));
    }

    [Theory]
    [InlineData("1-1"), InlineData("'tis"), InlineData("ー"), InlineData("a=b"), InlineData("")]
    public async Task Another_text_stays_as_it_is(string text)
    {
        var field = Records(await Written.CsvAsync(Table([text, "x"]), CsvEncoding.Utf8), Encoding.UTF8)[1][0];
        Assert.Equal((text, text), (field, Neutral.Bare(field)));
    }

    [Fact]
    public async Task Cp932_writes_the_twins_that_it_has()
    {
        var csv = await Written.CsvAsync(Table(["〜‖−—¢£¬¦¥‾", "髙﨑㈱①ｶﾅ・～"]), CsvEncoding.Cp932);
        Assert.Equal("c1,c2\r\n～∥－―￠￡￢￤￥￣,髙﨑㈱①ｶﾅ・～\r\n", Cp932.Encoding.GetString(csv));
    }

    [Fact]
    public async Task Cp932_tells_every_character_that_it_lacks_and_replaces_none()
    {
        var table = Table(["a", "é"], ["ゔ😀", "ok"], ["\uE000", "b"]);
        var refused = await Assert.ThrowsAsync<Cp932LacksException>(() => Written.CsvAsync(table, CsvEncoding.Cp932));
        Assert.Equal([new(2, 2, "é", "U+00E9"), new(3, 1, "ゔ", "U+3094"), new(3, 1, "😀", "U+1F600"), new(4, 1, "\uE000", "U+E000")], refused.Report.Lacks);
        Assert.Equal(4, refused.Report.Total);
        Assert.Equal(refused.Report.Lacks, (await CsvWriter.LackingAsync(table, TestContext.Current.CancellationToken)).Lacks);
        Assert.Empty((await CsvWriter.LackingAsync(Table(["あ", "〜"]), TestContext.Current.CancellationToken)).Lacks);
    }

    [Fact]
    public void What_Cp932_has_is_what_its_encoder_writes()
    {
        for (var c = '\0'; c < '\uFFFF'; c++)
        {
            if (char.IsSurrogate(c) || char.IsControl(c) || Cp932.Twinned($"{c}") != $"{c}" || c is >= '\uE000' and <= '\uF8FF')
                continue;
            var written = true;
            try
            {
                Assert.Equal($"{c}", Cp932.Encoding.GetString(Cp932.Encoding.GetBytes($"{c}")));
            }
            catch (EncoderFallbackException)
            {
                written = false;
            }

            Assert.Equal(written, !Cp932.Lacking($"{c}").Any());
        }
    }

    private static SheetTable Table(params string[][] rows) =>
        SheetTable.FromRows("t", [.. rows[0].Select((_, i) => new SheetColumn($"c{i + 1}"))],
            rows.Select(r => (IReadOnlyList<SheetValue>)[.. r.Select(t => (SheetValue)t)]));

    private static List<string[]> Records(byte[] csv, Encoding encoding)
    {
        using var parser = new CsvParser(new StreamReader(new MemoryStream(csv), encoding),
            new CsvConfiguration(CultureInfo.InvariantCulture) { IgnoreBlankLines = false });
        var records = new List<string[]>();
        while (parser.Read())
            records.Add(parser.Record!);
        return records;
    }
}
