using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Some facts were recorded before their kind had members that it has today.</summary>
internal static class OldForms
{
    private static readonly Dictionary<string, string[]> s_younger = new()
    {
        ["strand_rescheduled"] = ["every", "unit"],
        ["participants_counted"] = ["unit"],
        ["activity_logged"] = ["start", "end"],
        ["consultation_received"] = ["group"],
        ["milestone_reached"] = ["item"],
        ["indicator_adopted"] = [],
        ["indicator_revised"] = [],
    };

    /// <summary>Under which name, and with which members, a body is stored.</summary>
    public static (string Name, JsonObject Body) Stored(Chance chance, string kind, JsonObject body)
    {
        if (!s_younger.TryGetValue(kind, out var younger))
            return (kind, body);
        if (chance.Happens(0.66))
            return ($"{kind}_v2", body);
        foreach (var member in younger)
            body.Remove(member);
        if (kind == "activity_logged" && body["hours"] is null)
            body["hours"] = "2.5";
        return (kind, body);
    }
}
