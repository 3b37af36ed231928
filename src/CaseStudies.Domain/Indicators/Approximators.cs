namespace CaseStudies.Domain.Indicators;

/// <summary>Words for "about". A word is printed only if the exact value entails it.</summary>
public static class Approximators
{
    /// <summary>The value to print under this word, or null where the word would not be true of any printed value at this grain.</summary>
    public static Quantity? Printed(Approximation about, Quantity exact)
    {
        ArgumentNullException.ThrowIfNull(about);
        var floor = exact.FloorTo(about.Grain);
        var printed = about.Word switch
        {
            Approximator.Yaku or Approximator.Hodo or Approximator.Teido or Approximator.Zengo => exact.RoundTo(about.Grain),
            Approximator.Ijo or Approximator.Kyo => floor,
            Approximator.Koe => floor == exact ? floor - about.Grain : floor,
            Approximator.Jaku => floor == exact ? floor : floor + about.Grain,
            _ => throw new ArgumentOutOfRangeException(nameof(about)),
        };
        // "About 0" and "0 or more" are true of too much to say anything.
        return Entails(about, exact, printed) && (printed != 0 || exact == 0) ? printed : null;
    }

    /// <summary>Whether the exact value makes the word true of the printed value.</summary>
    public static bool Entails(Approximation about, Quantity exact, Quantity printed)
    {
        ArgumentNullException.ThrowIfNull(about);
        var distance = (exact - printed).Abs();
        var tenth = printed.Abs() * Quantity.Of(1, 10);
        return about.Word switch
        {
            Approximator.Yaku or Approximator.Hodo or Approximator.Teido => exact.RoundTo(about.Grain) == printed,
            Approximator.Zengo => distance <= tenth,
            Approximator.Ijo => exact >= printed,
            Approximator.Koe => exact > printed,
            Approximator.Kyo => exact > printed && distance <= tenth,
            Approximator.Jaku => exact < printed && distance <= tenth,
            _ => throw new ArgumentOutOfRangeException(nameof(about)),
        };
    }

    /// <summary>The number with its unit and word, as Japanese and English print it: 約600世帯, 40%ほど.</summary>
    public static PublicText Phrase(Approximator word, string number, PublicText unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var (ja, en) = (number + unit.Ja, English(number, unit));
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
            _ => throw new ArgumentOutOfRangeException(nameof(word)),
        };
    }

    internal static string English(string number, PublicText unit) => unit.En == "%" ? number + "%" : $"{number} {unit.En}";
}
