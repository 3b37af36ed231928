using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Which formulas tell what happens, so that days to come can say nothing yet. Plans and declarations are there beforehand.</summary>
internal static class NaiveTime
{
    public static bool ReadsWhatHappens(JsonNode formula) => Reads(formula, null);

    /// <summary>Whether more can happen that would change the value: the days are not over, and of a cohort not those up to its cut-off.</summary>
    public static bool GoesOn(JsonNode formula, Days days, LocalDate? today) => today <= days.Last && Reads(formula, today);

    /// <param name="from">Cohorts with an earlier cut-off are passed over.</param>
    private static bool Reads(JsonNode? node, LocalDate? from) => node switch
    {
        JsonObject o => (string?)o["op"] switch
        {
            "running" => true,
            "latest" => false,
            "cohort" when Revision.Date((string)o["cutOff"]!) < from => false,
            _ => ((string?)o["kind"] ?? "session_planned") != "session_planned" || o.Any(m => Reads(m.Value, from)),
        },
        JsonArray a => a.Any(i => Reads(i, from)),
        _ => false,
    };
}
