using System.Text;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests.Reading;

namespace CaseStudies.Sheets.Tests.Writing;

/// <summary>Texts that programs like to take for something else come back as they were, from a workbook and from CSV.</summary>
public sealed class NaughtyTextTests
{
    private static readonly string[] s_texts =
    [
        .. "null|NULL|undefined|NaN|Infinity|-Infinity|true|FALSE|#N/A|#REF!|#DIV/0!|1E2|1e+02|0x1F|08|0120-123-456".Split('|'),
        .. "1/2|4-1|2025/4/1|R7.4.1|13:30|1,234|1 234|１２３|٣٤|12345678901234567890|1.10|-0|.5|$1|¥1,000".Split('|'),
        .. "=1+1|+1|-1|@a|＝1|＋1|－1|＠a|'=1|''|'|''=1|=cmd('x')!A1|=HYPERLINK(\"https://example.org\")".Split('|'),
        .. "<b>x</b>|</t></is>|&amp;|&#10;|]]>|<!--|_x0041_|_x000D_|__x0041__|\"|\"\"|\"a\"|a\"b|a,b|;|a;b|a\tb|\\|\\n|%s|{0}|${x}|../..|C:\\x|';--".Split('|'),
        .. "髙橋 﨑子|𠮷野|邉󠄀|ｶﾞｷﾞ|ガ|が|㈱①Ⅳ|～〜|—―|é|é|Ω≈ç|ﷺ|שָׁלוֹם|مرحبا|ไทย|ཀ|👩🏽‍🌾|🇯🇵|0️⃣|﷽|ẗ̷̢e̴".Split('|'),
        .. "\u202Eabc|\u200Ba\u200B|\u00A0a\u00A0|\u3000|\u2028|\u2029|\uFEFFa|\u00AD|\u0085|\u007F|\uE000|\uFFFC|\uFFFD".Split('|'),
        " a", "a ", " ", "\t", "\n", "\r\n", "a\nb", "a\r\nb", "a\rb", "\na\n", new('あ', 5_000), new('"', 300),
    ];

    [Fact]
    public void They_are_enough_and_different() => Assert.InRange(s_texts.Distinct().Count(), 110, s_texts.Length);

    [Fact]
    public async Task In_a_workbook_of_which_another_reader_finds_the_same()
    {
        var book = await Written.XlsxAsync(Table());
        Assert.Empty(Written.Errors(book));
        Assert.Equal(s_texts, ReadSheets.Rows(book).Skip(1).Select(r => r[1]!.Text));
        Assert.Equal(s_texts, Written.Sheets(book)["t"].Skip(1).Select(r => (string)r[0]!));
        Assert.All(ReadSheets.Rows(book).Skip(1), r => Assert.Equal((SheetCellKind.Text, false, $"{r.Number}"), (r[1]!.Kind, r[1]!.Formula, r[2]!.Text)));
    }

    [Fact]
    public async Task In_CSV()
    {
        var rows = ReadSheets.Rows(await Written.CsvAsync(Table(), CsvEncoding.Utf8)).Skip(1).ToList();
        Assert.Equal(s_texts, rows.Select(r => r[1]!.Text));
        Assert.All(rows, r => Assert.Equal((false, $"{r.Number}"), (r[1]!.Formula, r[2]!.Text)));
    }

    [Fact]
    public async Task In_CP932_or_told()
    {
        var lacking = s_texts.Where(t => Cp932.Lacking(t).Any()).ToHashSet();
        var kept = s_texts.Where(t => !lacking.Contains(t)).ToArray();
        Assert.InRange(lacking.Count, 20, s_texts.Length - 60);
        var rows = ReadSheets.Rows([.. await Written.CsvAsync(Table(kept), CsvEncoding.Cp932), .. Cp932.Encoding.GetBytes("髙\r\n")]);
        Assert.Equal(kept.Select(Cp932.Twinned), rows.Skip(1).SkipLast(1).Select(r => r[1]!.Text));
        Assert.All(lacking.Where(t => t != "\uE000"), t => // private characters have a place, and mean something else on every machine
             Assert.ThrowsAny<EncoderFallbackException>(() => Cp932.Encoding.GetBytes(Cp932.Twinned(t))));
    }

    private static SheetTable Table(string[]? texts = null) =>
        SheetTable.FromRows("t", [new("text"), new("row")], (texts ?? s_texts).Select((t, i) => (IReadOnlyList<SheetValue>)[t, $"{i + 2}"]));
}
