namespace CaseStudies.Domain.Indicators;

/// <summary>How a value is shown.</summary>
/// <param name="Counts">What is counted; checked against the formula.</param>
/// <param name="Unit">The printed unit (人, 回/月 …), in English as a plural. A percentage has the unit %.</param>
/// <param name="Decimals">Decimal places, 0 to 6.</param>
/// <param name="Percent">Whether the formula is a ratio shown as a percentage.</param>
/// <param name="Approximately">A word that is shown only if the exact value entails it.</param>
public sealed record Show(
    Counted Counts, PublicText Unit, int Decimals = 0, bool Percent = false, Rounding Rounding = Rounding.HalfUp, Approximation? Approximately = null);

/// <summary>What is counted. None converts into another unless the conversion was logged.</summary>
public enum Counted
{
    /// <summary>延べ人数: visits; a person who comes twice counts twice.</summary>
    Attendances,

    /// <summary>実人数: different people.</summary>
    People,

    Pairs, Households, Sessions, Responses, Organisations, Entries,

    /// <summary>割合: a part of its whole, never above 100 %.</summary>
    Share,

    /// <summary>比率: one number as a percentage of another of the same unit, of which it need not be a part.</summary>
    Ratio,

    /// <summary>達成率: a value as a percentage of its target.</summary>
    Achievement,

    Declared, SessionsPerMonth, Things,

    /// <summary>人月: the different people of each month, added up; never offered as different people.</summary>
    PersonMonths,

    /// <summary>か所: different places.</summary>
    Places,

    /// <summary>時間: hours.</summary>
    Hours,

    /// <summary>One thing per another: sessions per week, people per session.</summary>
    Rate,

    /// <summary>A length of time in days, weeks or months.</summary>
    Length,

    /// <summary>The change of a score.</summary>
    Change,

    /// <summary>The mean of scores, in points.</summary>
    Score,
}

public enum Rounding { HalfUp, Down, Up }

/// <param name="Grain">The step to which the printed value is rounded: 100 for 約600. Words without a number ignore it.</param>
public sealed record Approximation(Approximator Word, Quantity Grain);

/// <summary>Japanese words for "about", "all" and "most". Each is a predicate over the exact and the printed value; see <see cref="Approximators"/>.</summary>
public enum Approximator
{
    /// <summary>約 … : rounds to the printed value.</summary>
    Yaku,

    /// <summary>… ほど: rounds to the printed value.</summary>
    Hodo,

    /// <summary>… 程度: rounds to the printed value.</summary>
    Teido,

    /// <summary>… 前後: within a tenth of the printed value.</summary>
    Zengo,

    /// <summary>… 以上: the printed value or more.</summary>
    Ijo,

    /// <summary>… を超え: more than the printed value.</summary>
    Koe,

    /// <summary>… 強: above the printed value by at most a tenth.</summary>
    Kyo,

    /// <summary>… 弱: below the printed value by at most a tenth.</summary>
    Jaku,

    /// <summary>… くらい: rounds to the printed value.</summary>
    Kurai,

    /// <summary>約 … ほど: rounds to the printed value.</summary>
    YakuHodo,

    /// <summary>約 … 以上: the printed value or more, and rounds to it.</summary>
    YakuIjo,

    /// <summary>… 以内: the printed value or less.</summary>
    Inai,

    /// <summary>… 等: a list that names only some; the printed value or more.</summary>
    Nado,

    /// <summary>複数: two or more; prints no number.</summary>
    Fukusu,

    /// <summary>全員: all of them, exactly 100 %.</summary>
    Zenin,

    /// <summary>毎回: every time, exactly 100 %.</summary>
    Maikai,

    /// <summary>満席: every place taken, 100 % or more.</summary>
    Manseki,

    /// <summary>半数以上: 50 % or more; prints no number.</summary>
    HansuIjo,

    /// <summary>過半数: more than 50 %; prints no number.</summary>
    Kahansu,

    /// <summary>約半数以上: 50 % or more and less than 55 %; prints no number.</summary>
    YakuHansuIjo,

    /// <summary>過去最多: a maximum above everything it is compared with.</summary>
    KakoSaita,
}
