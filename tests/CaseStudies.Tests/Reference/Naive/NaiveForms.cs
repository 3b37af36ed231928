using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Answers to one form of one instrument are not answers to another.</summary>
internal static class NaiveForms
{
    /// <summary>A share, a change, or a condition on an answer; not one on who belongs.</summary>
    public static bool ReadsAnswers(JsonNode? node) => node switch
    {
        JsonObject o => (string?)o["op"] is "share" or "paired-change" or "score"
            || o.Any(m => m.Key.StartsWith("answer.", StringComparison.Ordinal) || (m.Key != "who" && ReadsAnswers(m.Value))),
        JsonArray a => a.Any(ReadsAnswers),
        _ => false,
    };

    /// <summary>The form that was counted, once it is sure that there is but one; none where the formula tells no answers.</summary>
    public static List<string> Of(JsonNode formula, IEnumerable<(string Role, Line Line)> trail)
    {
        var counted = trail.Where(t => t.Role is not ("members" or "since") && ReadsAnswers(formula)).Select(t => t.Line).ToList();
        RefuseMixture(counted);
        return [.. FormsOf(counted)];
    }

    public static void RefuseMixture(IEnumerable<Line> lines) => RefuseMixture(FormsOf(lines));

    public static void RefuseMixture(IEnumerable<string> forms)
    {
        if (forms.Distinct().Count() > 1)
            throw new BlockedException("forms of instruments are mixed");
    }

    private static IEnumerable<string> FormsOf(IEnumerable<Line> lines) => lines
        .Where(l => l.Counted && l.Of.Kind is ("survey_response_recorded" or "survey_tallied"))
        .Select(l => $"{l.Of.Own("instrument")} {l.Of.Own("version")}").Distinct();
}
