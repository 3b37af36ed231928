using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Tests.Indicators;

public sealed class ApproximatorTests
{
    private static readonly int[] s_grains = [1, 5, 10, 100];

    /// <summary>An empty expectation: the word is not true of the exact value, whatever is printed.</summary>
    [Theory]
    [InlineData(Approximator.Yaku, "550", "100", "約600世帯")]
    [InlineData(Approximator.Yaku, "649.999999", "100", "約600世帯")]
    [InlineData(Approximator.Yaku, "650", "100", "約700世帯")]
    [InlineData(Approximator.Yaku, "600", "100", "約600世帯")]
    [InlineData(Approximator.Yaku, "49", "100", "")]
    [InlineData(Approximator.Yaku, "0", "100", "約0世帯")]
    [InlineData(Approximator.Hodo, "38", "10", "40世帯ほど")]
    [InlineData(Approximator.Hodo, "35", "10", "40世帯ほど")]
    [InlineData(Approximator.Hodo, "4", "10", "")]
    [InlineData(Approximator.Teido, "34.9", "10", "30世帯程度")]
    [InlineData(Approximator.Teido, "1", "10", "")]
    [InlineData(Approximator.Zengo, "18", "20", "20世帯前後")]
    [InlineData(Approximator.Zengo, "22", "20", "20世帯前後")]
    [InlineData(Approximator.Zengo, "17.9", "20", "")]
    [InlineData(Approximator.Zengo, "22.1", "20", "")]
    [InlineData(Approximator.Ijo, "70", "10", "70世帯以上")]
    [InlineData(Approximator.Ijo, "79", "10", "70世帯以上")]
    [InlineData(Approximator.Ijo, "9", "10", "")]
    [InlineData(Approximator.Koe, "71", "10", "70世帯を超え")]
    [InlineData(Approximator.Koe, "70", "10", "60世帯を超え")]
    [InlineData(Approximator.Koe, "10", "10", "")]
    [InlineData(Approximator.Kyo, "61", "10", "60世帯強")]
    [InlineData(Approximator.Kyo, "66", "10", "60世帯強")]
    [InlineData(Approximator.Kyo, "66.1", "10", "")]
    [InlineData(Approximator.Kyo, "60", "10", "")]
    [InlineData(Approximator.Jaku, "59", "10", "60世帯弱")]
    [InlineData(Approximator.Jaku, "54", "10", "60世帯弱")]
    [InlineData(Approximator.Jaku, "53.9", "10", "")]
    [InlineData(Approximator.Jaku, "60", "10", "")]
    [InlineData(Approximator.Kurai, "24", "5", "25世帯くらい")]
    [InlineData(Approximator.YakuHodo, "19", "10", "約20世帯ほど")]
    [InlineData(Approximator.YakuHodo, "4", "10", "")]
    [InlineData(Approximator.YakuIjo, "54.9", "10", "約50世帯以上")]
    [InlineData(Approximator.YakuIjo, "50", "10", "約50世帯以上")]
    [InlineData(Approximator.YakuIjo, "55", "10", "")]
    [InlineData(Approximator.YakuIjo, "47.1", "10", "")]
    [InlineData(Approximator.Inai, "500", "100", "500世帯以内")]
    [InlineData(Approximator.Inai, "401", "100", "500世帯以内")]
    [InlineData(Approximator.Nado, "6", "1", "6世帯など")]
    [InlineData(Approximator.Nado, "0", "1", "0世帯など")]
    [InlineData(Approximator.Fukusu, "2", "1", "複数世帯")]
    [InlineData(Approximator.Fukusu, "1", "1", "")]
    [InlineData(Approximator.Zenin, "100", "1", "全員(100世帯)")]
    [InlineData(Approximator.Zenin, "99.9", "1", "")]
    [InlineData(Approximator.Zenin, "101", "1", "")]
    [InlineData(Approximator.Maikai, "100", "1", "毎回(100世帯)")]
    [InlineData(Approximator.Maikai, "96", "1", "")]
    [InlineData(Approximator.Manseki, "104", "1", "満席(100世帯)")]
    [InlineData(Approximator.Manseki, "99", "1", "")]
    [InlineData(Approximator.HansuIjo, "50", "1", "半数以上")]
    [InlineData(Approximator.HansuIjo, "49.9", "1", "")]
    [InlineData(Approximator.Kahansu, "50", "1", "")]
    [InlineData(Approximator.Kahansu, "50.1", "1", "過半数")]
    [InlineData(Approximator.YakuHansuIjo, "50", "1", "約半数以上")]
    [InlineData(Approximator.YakuHansuIjo, "54.9", "1", "約半数以上")]
    [InlineData(Approximator.YakuHansuIjo, "55", "1", "")]
    [InlineData(Approximator.YakuHansuIjo, "49.9", "1", "")]
    [InlineData(Approximator.KakoSaita, "11", "1", "過去最多の11世帯")]
    public void A_word_is_printed_only_if_the_exact_value_entails_it(Approximator word, string exact, string grain, string expected)
    {
        var printed = Approximators.Printed(new(word, Quantity.Parse(grain)), Quantity.Parse(exact));

        Assert.Equal(expected, printed is { } p ? Approximators.Phrase(word, p.ToString(), new("世帯", "households")).Ja : "");
    }

    [Theory]
    [InlineData(Approximator.Yaku, "about 60 people")]
    [InlineData(Approximator.Hodo, "some 60 people")]
    [InlineData(Approximator.Teido, "approximately 60 people")]
    [InlineData(Approximator.Zengo, "around 60 people")]
    [InlineData(Approximator.Ijo, "60 people or more")]
    [InlineData(Approximator.Koe, "more than 60 people")]
    [InlineData(Approximator.Kyo, "just over 60 people")]
    [InlineData(Approximator.Jaku, "just under 60 people")]
    [InlineData(Approximator.Kurai, "roughly 60 people")]
    [InlineData(Approximator.YakuHodo, "about 60 people")]
    [InlineData(Approximator.YakuIjo, "about 60 people or more")]
    [InlineData(Approximator.Inai, "at most 60 people")]
    [InlineData(Approximator.Nado, "60 people or more, not all of them named")]
    [InlineData(Approximator.Fukusu, "several people")]
    [InlineData(Approximator.Zenin, "everyone (60 people)")]
    [InlineData(Approximator.Maikai, "every time (60 people)")]
    [InlineData(Approximator.Manseki, "fully booked (60 people)")]
    [InlineData(Approximator.HansuIjo, "half or more")]
    [InlineData(Approximator.Kahansu, "more than half")]
    [InlineData(Approximator.YakuHansuIjo, "about half or more")]
    [InlineData(Approximator.KakoSaita, "a record 60 people")]
    public void Each_word_has_its_English(Approximator word, string expected) =>
        Assert.Equal(expected, Approximators.Phrase(word, "60", new("人", "people")).En);

    [Fact]
    public void Per_cent_stands_without_a_space() => Assert.Equal(("約40%", "about 40%"), Texts(Approximators.Phrase(Approximator.Yaku, "40", new("%", "%"))));

    [Fact]
    public void Whatever_is_printed_is_entailed() => Assert.All(
        from word in Enum.GetValues<Approximator>() from grain in s_grains from exact in Enumerable.Range(-250, 500)
            select (word, grain, Quantity.FromRatio(exact, 2)),
        t => Assert.True(Approximators.Printed(new(t.word, t.grain), t.Item3) is not { } printed
            || Approximators.Entails(new(t.word, t.grain), t.Item3, printed)));

    private static (string, string) Texts(PublicText text) => (text.Ja, text.En);
}
