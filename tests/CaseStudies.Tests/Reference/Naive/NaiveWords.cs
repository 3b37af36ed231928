using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Words such as 約 or 以上: whether the exact value entails them.</summary>
internal static class NaiveWords
{
    public static bool Entailed(JsonNode? approximately, Outcome outcome, IReadOnlyCollection<NaiveComparison> comparisons)
    {
        if (approximately is null || !outcome.HasValue)
            return true;
        var (word, grain) = ((string)approximately["word"]!, Fraction.Read((string)approximately["grain"]!));
        if (word == "kako-saita")
            return comparisons.All(c => c.Outcome.HasValue && outcome.Low > c.Outcome.High);
        return Entailed(word, grain, outcome.Low) && Entailed(word, grain, outcome.High);
    }

    private static bool Entailed(string word, Fraction grain, Fraction exact)
    {
        var (below, nearest) = ((exact / grain).Floor() * grain, ((exact / grain) + new Fraction(1, 2)).Floor() * grain);
        var above = below == exact ? exact : below + grain;
        return word switch
        {
            // Printed as the nearest step, which is what they say.
            "yaku" or "hodo" or "teido" or "kurai" or "yaku-hodo" => true,
            "zengo" => exact - nearest <= nearest / 10 && nearest - exact <= nearest / 10,
            // Printed as the step at or below.
            "ijo" or "nado" or "koe" => true,
            "yaku-ijo" => below == nearest,
            "kyo" => exact > below && exact <= below * new Fraction(11, 10),
            "jaku" => exact < above && exact >= above * new Fraction(9, 10),
            "inai" => true,
            "fukusu" => exact >= 2,
            "zenin" or "maikai" => exact == 100,
            "manseki" => exact >= 100,
            "hansu-ijo" => exact >= 50,
            "kahansu" => exact > 50,
            "yaku-hansu-ijo" => exact >= 50 && exact < 55,
            _ => throw new InvalidOperationException(word),
        };
    }
}
