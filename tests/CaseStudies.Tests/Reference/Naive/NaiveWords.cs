using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Words such as 約 or 以上: whether the exact value entails them.</summary>
internal static class NaiveWords
{
    public static bool Entailed(JsonNode? approximately, Outcome outcome, IReadOnlyCollection<NaiveComparison> comparisons)
    {
        if (approximately is null || !outcome.HasValue)
            return true;
        // A word is said of one number.
        if (outcome.Low != outcome.High)
            return false;
        var (word, grain) = ((string)approximately["word"]!, Fraction.Read((string)approximately["grain"]!));
        return word == "kako-saita"
            ? comparisons.All(c => c.Outcome.HasValue && outcome.Low > c.Outcome.High)
            : Entailed(word, grain, outcome.Low);
    }

    private static bool Entailed(string word, Fraction grain, Fraction exact) => word switch
    {
        "fukusu" => exact >= 2,
        "zenin" or "maikai" => exact == 100,
        "manseki" => exact >= 100,
        "hansu-ijo" => exact >= 50,
        "kahansu" => exact > 50,
        "yaku-hansu-ijo" => exact >= 50 && exact < 55,
        // The others print a number, and nought is no number for something.
        _ => Printed(word, grain, exact) is var printed && (printed != 0 || exact == 0) && Says(word, printed, Nearest(grain, exact), exact),
    };

    /// <summary>The step that the word is printed with, so that it can be true.</summary>
    private static Fraction Printed(string word, Fraction grain, Fraction exact)
    {
        var below = (exact / grain).Floor() * grain;
        return word switch
        {
            "ijo" or "nado" or "yaku-ijo" or "kyo" => below,
            "koe" => below == exact ? below - grain : below,
            "inai" or "jaku" => below == exact ? below : below + grain,
            _ => Nearest(grain, exact),
        };
    }

    /// <summary>The nearest step; of two the one farther from nought.</summary>
    private static Fraction Nearest(Fraction grain, Fraction exact) => exact < 0
        ? 0 - Nearest(grain, 0 - exact)
        : ((exact / grain) + new Fraction(1, 2)).Floor() * grain;

    private static bool Says(string word, Fraction printed, Fraction nearest, Fraction exact)
    {
        var (over, tenth) = (exact - printed, (printed < 0 ? 0 - printed : printed) / 10);
        return word switch
        {
            "yaku" or "hodo" or "teido" or "kurai" or "yaku-hodo" => printed == nearest,
            "zengo" => over <= tenth && 0 - over <= tenth,
            "ijo" or "nado" => exact >= printed,
            "koe" => exact > printed,
            "yaku-ijo" => exact >= printed && printed == nearest,
            "kyo" => over > 0 && over <= tenth,
            "jaku" => over < 0 && 0 - over <= tenth,
            "inai" => exact <= printed,
            _ => throw new InvalidOperationException(word),
        };
    }
}
