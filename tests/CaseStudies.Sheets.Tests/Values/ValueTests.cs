using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Sheets.Tests.Values;

public sealed class ValueTests
{
    [Theory]
    [InlineData("12", "12", null), InlineData("１２", "12", null), InlineData(" 12 ", "12", null), InlineData("1,234", "1234", null), InlineData("１，２３４人",
        "1234", "人"), InlineData("12 名", "12", "名"), InlineData("0", "0", null), InlineData("007", "7", null)]
    [InlineData("△3", "-3", null), InlineData("▲3", "-3", null), InlineData("-3", "-3", null), InlineData("－３", "-3", null), InlineData("−3", "-3", null)]
    [InlineData("+3", "3", null), InlineData("0.75", "0.75", null), InlineData("１２．５％", "12.5", "%"), InlineData("¥1,000", "1000", "円"), InlineData("￥１，０００",
        "1000", "円"), InlineData("3か所", "3", "か所"), InlineData("1,234,567.5円", "1234567.5", "円")]
    public void Numbers_are_read_as_offices_write_them(string text, string number, string? unit)
    {
        var read = OfficeNumber.Parse(text).Value!.Value;
        Assert.Equal((number, unit), (read.Number.ToString(), read.Unit));
    }

    [Theory]
    [InlineData(""), InlineData("〇"), InlineData("零"), InlineData("十二"), InlineData("約12人"), InlineData("12人以上"), InlineData("10〜15"), InlineData("1,23")]
    [InlineData("1,2345"), InlineData(",1"), InlineData("1e5"), InlineData("1e131071"), InlineData("3/4"), InlineData("(3)"), InlineData("①")]
    [InlineData("1.2.3")]
    [InlineData("NaN"), InlineData("0x1F"), InlineData("--1"), InlineData("1 2"), InlineData("12人3"), InlineData("12x"), InlineData("٣")]
    [InlineData("1234567890123456"), InlineData("0.1234567"), InlineData("-"), InlineData("△"), InlineData("12\n3"), InlineData("\uD800")]
    public void What_is_no_number_is_refused_with_a_reason(string text) => Assert.NotNull(OfficeNumber.Parse(text).Why);

    [Theory]
    [InlineData("１４人", "14", "人"), InlineData("14名", "14", "名"), InlineData("14 人", "14", "人"), InlineData("１４\u3000名様", "14", "名様")]
    [InlineData("0", "0", null), InlineData("14.0", "14", null), InlineData("1,000,000人", "1000000", "人"), InlineData("14組", "14", "組")]
    public void A_count_is_whole_and_may_have_a_counter(string text, string number, string? unit)
    {
        var read = OfficeNumber.Count(text, 1_000_000).Value!.Value;
        Assert.Equal((number, unit), (read.Number.ToString(), read.Unit));
    }

    [Theory]
    [InlineData("1.5"), InlineData("△1"), InlineData("1,000,001人"), InlineData("1234567890123456"), InlineData("0.1234567")]
    public void A_count_out_of_its_range_is_told_the_range(string text)
    {
        var why = OfficeNumber.Count(text, 1_000_000).Why!;
        Assert.Equal(($"「{text}」は 0 から 1000000 までの整数ではありません。", $"'{text}' is not a whole number from 0 to 1000000."), (why.Ja, why.En));
    }

    [Theory]
    [InlineData("14頭"), InlineData("約14人"), InlineData("14人以上"), InlineData("14〜16人"), InlineData("十四人"), InlineData("x")]
    public void What_is_no_count_is_told_how_to_write_one(string text) =>
        Assert.Contains("12、1,234、12人 のように", OfficeNumber.Count(text, 1_000_000).Why!.Ja, StringComparison.Ordinal);

    [Theory]
    [InlineData("13:30", 13, 30, 0), InlineData("9:05", 9, 5, 0), InlineData("13:30:15", 13, 30, 15), InlineData("１３：３０", 13, 30, 0), InlineData("13時30分", 13,
        30, 0), InlineData("13時", 13, 0, 0), InlineData("13時半", 13, 30, 0), InlineData("午後1時半", 13, 30, 0), InlineData("午後1:30", 13, 30, 0)]
        [InlineData("午前9時5分", 9, 5, 0)]
    [InlineData("午後0時30分", 12, 30, 0), InlineData("午前0時", 0, 0, 0), InlineData("正午", 12, 0, 0), InlineData("1:30 PM", 13, 30, 0), InlineData("PM1:30", 13, 30,
        0), InlineData("12:15 am", 0, 15, 0), InlineData("12:15 pm", 12, 15, 0), InlineData("0:00", 0, 0, 0), InlineData("23時59分59秒", 23, 59, 59)]
        [InlineData("午後 1 時 30 分", 13, 30, 0)]
    public void Times_are_read_as_offices_write_them(string text, int hour, int minute, int second) =>
        Assert.Equal(new LocalTime(hour, minute, second), OfficeTime.Parse(text).Value);

    [Theory]
    [InlineData(""), InlineData("24:00"), InlineData("25:00"), InlineData("13:60"), InlineData("13:5"), InlineData("午後13時"), InlineData("午後12時")]
    [InlineData("午前12時30分"), InlineData("夕方"), InlineData("1330"), InlineData("13:30〜15:00"), InlineData("午後1:30 PM"), InlineData("13"), InlineData("1:30:99")]
    public void What_is_no_time_is_refused_with_a_reason(string text) => Assert.NotNull(OfficeTime.Parse(text).Why);

    [Theory]
    [InlineData("2025/04/01 13:30:05", null), InlineData("2025-04-01T13:30:05", null), InlineData("2025/04/01 1:30:05 午後", null)]
    [InlineData("2025/4/1(火) 13:30:05", null), InlineData("令和7年4月1日 午後1:30:05", null), InlineData("2025/04/01 1:30:05 PM", null)]
    [InlineData("2025/04/01 1:30:05 午後 GMT+9", 9), InlineData("2025-04-01T13:30:05+09:00", 9), InlineData("2025-04-01T13:30:05.123Z", 0)]
    [InlineData("2025/04/01 13:30:05 JST", 9), InlineData("2025-04-01 13:30:05 UTC+1", 1), InlineData("2025-04-01 13:30:05-05:00", -5)]
    public void Stamps_of_form_tools_are_read(string text, int? hours)
    {
        var read = OfficeMoment.Parse(text).Value!.Value;
        Assert.Equal((new LocalDateTime(2025, 4, 1, 13, 30, 5), hours is { } h ? Offset.FromHours(h) : null), (read.Moment, read.Offset));
        Assert.All(["2025/04/01", "13:30", "2025/02/30 13:30", "2025/04/01 25:00", ""], t => Assert.NotNull(OfficeMoment.Parse(t).Why));
    }

    [Theory]
    [InlineData("○ ◯ 〇 ✓ ✔ ✔️ ☑ 出 出席 1 １ ◎ ● 参加", nameof(MarkKind.Present)), InlineData("× ✕ 欠 欠席 - － ― – ー 0", nameof(MarkKind.Absent)), InlineData("遅 遅刻",
        nameof(MarkKind.Late)), InlineData("早 早退", nameof(MarkKind.LeftEarly)), InlineData("△ ▲ 半", nameof(MarkKind.Partly))]
        [InlineData("2 有 ○(遅) x レ 山田 ／ 出席予定ではありませんでした", nameof(MarkKind.Unknown))]
    public void Marks_mean_what_people_mean(string marks, string named)
    {
        var kind = Enum.Parse<MarkKind>(named);
        Assert.All(marks.Split(' '), m => Assert.Equal(kind, OfficeMark.Parse(m).Kind));
        Assert.All(marks.Split(' '), m => Assert.Equal(kind is MarkKind.Present or MarkKind.Absent, OfficeMark.Parse(m).Why is null));
        Assert.Equal(kind switch { MarkKind.Present => true, MarkKind.Absent => false, _ => null }, OfficeMark.Parse(marks.Split(' ')[0]).Present);
    }

    [Theory]
    [InlineData(""), InlineData(" "), InlineData("\u3000")]
    public void A_blank_means_absent(string text) => Assert.False(OfficeMark.Parse(text).Present);

    [Theory]
    [InlineData("ﾀﾅｶ ﾊﾅｺ", "タナカ ハナコ"), InlineData("ｶﾞｷﾞｸﾞﾊﾟﾋﾟｳﾞ", "ガギグパピヴ"), InlineData("か\u3099は\u309A", "がぱ"), InlineData("ｱﾞ", "ア゛"), InlineData("ｰ｡｢｣､･",
        "ー。「」、・"), InlineData("\u3000㈱①２ Ⅳ㎡\u00A0", "㈱①２ Ⅳ㎡"), InlineData("\uFEFF神\uFA19福\uFA1B\u200B", "神\uFA19福\uFA1B"), InlineData("髙﨑 辻󠄀", "髙﨑 辻󠄀")]
        [InlineData("ﾞｶ", "゛カ")]
    public void Texts_to_be_shown_keep_their_characters(string text, string shown) => Assert.Equal(shown, OfficeText.Display(text));

    [Theory]
    [InlineData("山田\u3000太郎", "山田 太郎"), InlineData("Ｎｏ．１２", "No.12"), InlineData(" a \t b\nc ", "a b c"), InlineData("ﾀﾅｶ（Ａ）", "タナカ(A)"), InlineData("㈱①",
        "㈱①"), InlineData("a\u200Bb", "ab"), InlineData("～！", "~!")]
    public void Texts_to_be_compared_lose_their_widths(string text, string key) => Assert.Equal(key, OfficeText.Key(text));

    [Fact]
    public void Texts_that_lost_letters_or_have_private_ones_are_told()
    {
        Assert.NotNull(OfficeText.Garbled("山\uFFFD田"));
        Assert.NotNull(OfficeText.Garbled("\uD800"));
        Assert.Contains("U+E000", OfficeText.Garbled("\uE000")!.Ja, StringComparison.Ordinal);
        Assert.Null(OfficeText.Garbled("髙﨑㈱①😀"));
    }

    [Fact]
    public void Nothing_that_anybody_types_breaks_a_parser()
    {
        var random = new Random(11);
        const string Letters = "0123456789０１２/-.年月日時分午前後平成令和元RHｒ()（）:,、 \u3000人△○×遅\0\uD800\uDFFF\uFFFFeE+'\"ﾊﾞ゛\u3099㈫Z";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)]));
            Assert.True(OfficeDate.Parse(text, new(2025)) is { Value: null } != (OfficeDate.Parse(text, new(2025)).Why is null));
            Assert.True(OfficeMonth.Parse(text, new(2025)) is { Value: null } != (OfficeMonth.Parse(text, new(2025)).Why is null));
            Assert.True(OfficeNumber.Count(text, 9) is { Value: null } != (OfficeNumber.Count(text, 9).Why is null));
            Assert.True(OfficeTime.Parse(text) is { Value: null } != (OfficeTime.Parse(text).Why is null));
            Assert.True(OfficeMoment.Parse(text) is { Value: null } != (OfficeMoment.Parse(text).Why is null));
            Assert.True(OfficeMark.Parse(text).Present is not null == (OfficeMark.Parse(text).Why is null));
            Assert.Equal(OfficeText.Key(text), OfficeText.Key(OfficeText.Key(text)));
        }
    }
}
