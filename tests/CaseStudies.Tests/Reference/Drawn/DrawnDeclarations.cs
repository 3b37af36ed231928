using System.Text.Json.Nodes;
using static CaseStudies.Tests.Reference.Drawn.Chance;
using static CaseStudies.Tests.Reference.Drawn.Vocabulary;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>The bodies of targets and baselines, each of which mostly keeps its unit.</summary>
/// <param name="unit">What one of the figures counts that this history is about.</param>
internal sealed class DrawnDeclarations(Chance chance, Func<string>? unit = null)
{
    private static readonly string[] s_comparisons = ["at-least", "at-least", "more-than", "more-than", "at-most", "less-than"];

    private readonly Dictionary<string, string> _unitOf = [];

    /// <param name="day">Draws a day.</param>
    public JsonObject Target(string target, Func<string> day) => Whole($"target:{target}",
        new() { ["target"] = target, ["comparison"] = chance.One(s_comparisons), ["value"] = Value() }, day);

    /// <param name="day">Draws a day.</param>
    public JsonObject Baseline(string baseline, Func<string> day) => Whole($"baseline:{baseline}",
        new() { ["baseline"] = baseline, ["value"] = Value(), ["source"] = Text("A report.") }, day);

    private JsonObject Whole(string key, JsonObject body, Func<string> day)
    {
        if (!_unitOf.TryGetValue(key, out var known) || chance.Happens(0.25))
            _unitOf[key] = known = Unit();
        (body["unit"], body["on"]) = (known, day());
        return body;
    }

    /// <summary>Often what a figure counts, but not always.</summary>
    private string Unit() => chance.Below(20) switch
    {
        < 14 when unit is not null => unit(),
        < 18 => chance.One(DeclaredUnits),
        _ => chance.One(Naive.NaiveUnits.Words),
    };

    /// <summary>A small number, a percentage, or one where the hundred is forgotten.</summary>
    private string Value() => chance.Below(20) switch
    {
        < 13 => chance.Number(),
        < 17 => $"{chance.From(10, 100)}",
        17 => chance.One("0", "1"),
        _ => $"0.{chance.From(1, 9)}",
    };
}
