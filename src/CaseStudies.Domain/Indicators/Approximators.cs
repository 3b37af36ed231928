namespace CaseStudies.Domain.Indicators;

/// <summary>Words for "about", "all" and "most". A word is shown only if the exact value entails it.</summary>
public static class Approximators
{
    private static readonly Quantity s_all = 100;
    private static readonly Quantity s_half = 50;

    /// <summary>The value to print with a word, or null where the word is not true of any printed value at this grain.</summary>
    public static Quantity? Printed(Approximation about, Quantity exact)
    {
        ArgumentNullException.ThrowIfNull(about);
        var floor = exact.FloorTo(about.Grain);
        var printed = about.Word switch
        {
            Approximator.Yaku or Approximator.Hodo or Approximator.Teido or Approximator.Zengo or Approximator.Kurai or Approximator.YakuHodo =>
                exact.RoundTo(about.Grain),
            Approximator.Ijo or Approximator.Kyo or Approximator.YakuIjo or Approximator.Nado => floor,
            Approximator.Koe => floor == exact ? floor - about.Grain : floor,
            Approximator.Jaku or Approximator.Inai => floor == exact ? floor : floor + about.Grain,
            Approximator.Zenin or Approximator.Maikai or Approximator.Manseki => s_all,
            Approximator.HansuIjo or Approximator.Kahansu or Approximator.YakuHansuIjo => s_half,
            Approximator.Fukusu or Approximator.KakoSaita => exact,
            _ => throw new ArgumentOutOfRangeException(nameof(about)),
        };
        // "About 0" and "0 or more" are true of so much that they say nothing.
        return Entails(about, exact, printed) && (printed != 0 || exact == 0) ? printed : null;
    }

    /// <summary>Whether the exact value makes the word true of the printed value.</summary>
    public static bool Entails(Approximation about, Quantity exact, Quantity printed)
    {
        ArgumentNullException.ThrowIfNull(about);
        var distance = (exact - printed).Abs();
        var tenth = printed.Abs() * Quantity.FromRatio(1, 10);
        return about.Word switch
        {
            Approximator.Yaku or Approximator.Hodo or Approximator.Teido or Approximator.Kurai or Approximator.YakuHodo =>
                exact.RoundTo(about.Grain) == printed,
            Approximator.Zengo => distance <= tenth,
            Approximator.Ijo or Approximator.Nado or Approximator.Manseki or Approximator.HansuIjo => exact >= printed,
            Approximator.YakuIjo => exact >= printed && exact.RoundTo(about.Grain) == printed,
            Approximator.YakuHansuIjo => exact >= printed && exact < printed + 5,
            Approximator.Inai => exact <= printed,
            Approximator.Koe or Approximator.Kahansu => exact > printed,
            Approximator.Kyo => exact > printed && distance <= tenth,
            Approximator.Jaku => exact < printed && distance <= tenth,
            Approximator.Zenin or Approximator.Maikai or Approximator.KakoSaita => exact == printed,
            Approximator.Fukusu => exact == printed && exact >= 2,
            _ => throw new ArgumentOutOfRangeException(nameof(about)),
        };
    }

    /// <summary>Words for all or half of something, which apply to percentages only.</summary>
    internal static bool IsOfAWhole(Approximator word) => word is Approximator.Zenin or Approximator.Maikai or Approximator.Manseki
        or Approximator.HansuIjo or Approximator.Kahansu or Approximator.YakuHansuIjo;

    /// <summary>Whether the printed number is rounded to the grain. A record is exact; words for all or several print no number of their own.</summary>
    internal static bool HasSteps(Approximator word) => !IsOfAWhole(word) && word is not (Approximator.Fukusu or Approximator.KakoSaita);

    /// <summary>The number with its unit and word: 約600世帯, about 600 households.</summary>
    public static PublicText Phrase(Approximator word, string number, PublicText unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var (ja, en) = (number + unit.Ja, EnglishPlurals.Count(number, unit.En));
        return word switch
        {
            Approximator.Yaku => new("約" + ja, "about " + en),
            Approximator.Hodo => new(ja + "ほど", "some " + en),
            Approximator.Teido => new(ja + "程度", "approximately " + en),
            Approximator.Zengo => new(ja + "前後", "around " + en),
            Approximator.Ijo => new(ja + "以上", en + " or more"),
            Approximator.Koe => new(ja + "を超え", "more than " + en),
            Approximator.Kyo => new(ja + "強", "just over " + en),
            Approximator.Jaku => new(ja + "弱", "just under " + en),
            Approximator.Kurai => new(ja + "くらい", "roughly " + en),
            Approximator.YakuHodo => new($"約{ja}ほど", "about " + en),
            Approximator.YakuIjo => new($"約{ja}以上", $"about {en} or more"),
            Approximator.Inai => new(ja + "以内", "at most " + en),
            Approximator.Nado => new(ja + "など", $"{en} or more, not all of them named"),
            Approximator.Fukusu => new("複数" + unit.Ja, "several " + EnglishPlurals.Unit("2", unit.En)),
            Approximator.Zenin => new($"全員({ja})", $"everyone ({en})"),
            Approximator.Maikai => new($"毎回({ja})", $"every time ({en})"),
            Approximator.Manseki => new($"満席({ja})", $"fully booked ({en})"),
            Approximator.HansuIjo => new("半数以上", "half or more"),
            Approximator.Kahansu => new("過半数", "more than half"),
            Approximator.YakuHansuIjo => new("約半数以上", "about half or more"),
            Approximator.KakoSaita => new("過去最多の" + ja, $"a record {en}"),
            _ => throw new ArgumentOutOfRangeException(nameof(word)),
        };
    }

    }
