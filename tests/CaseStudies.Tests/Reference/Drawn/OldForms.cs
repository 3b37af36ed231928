using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Some facts were recorded before their kind had members that it has today.</summary>
internal static class OldForms
{
    private static readonly Dictionary<string, string[]> s_younger = new()
    {
        ["strand_rescheduled"] = ["every", "unit"],
        ["participants_counted"] = ["unit", "overlap"],
        ["activity_logged"] = ["start", "end"],
        ["consultation_received"] = ["group"],
        ["milestone_reached"] = ["item"],
        ["target_set"] = ["unit"],
        ["person_left"] = ["strand"],
        ["survey_introduced"] = [],
        ["narrative_written"] = ["from", "to"],
    };

    /// <summary>Under which name, and with which members, a body is stored.</summary>
    public static (string Name, JsonObject Body) Stored(Chance chance, string kind, JsonObject body)
    {
        if (kind is "indicator_adopted" or "indicator_revised")
            return Definition(chance, kind, body);
        if (!s_younger.TryGetValue(kind, out var younger))
            return (kind, body);
        if (kind == "participants_counted" && (body["overlap"] is not null || chance.Happens(0.34)))
            return ($"{kind}_v3", body);
        if (chance.Happens(kind is "target_set" or "person_left" or "survey_introduced" ? 0.75 : 0.66))
            return ($"{kind}_v2", body);
        foreach (var item in body["items"] as JsonArray ?? [])
            item!.AsObject().Remove("multiple");
        foreach (var member in younger)
            body.Remove(member);
        if (kind == "activity_logged" && body["hours"] is null)
            body["hours"] = "2.5";
        return (kind, body);
    }

    private static (string Name, JsonObject Body) Definition(Chance chance, string kind, JsonObject body)
    {
        var show = body["definition"]!["show"]!;
        if (body["definition"]!.ToJsonString().Contains("\"completedBy\"", StringComparison.Ordinal) || chance.Happens(0.25))
            return ($"{kind}_v5", body);
        if ((string)show["counts"]! == "achievement" || chance.Happens(0.3))
            return ($"{kind}_v4", body);
        var old = body.DeepClone().AsObject(); // it may be recorded again in the form of today
        if ((string)show["counts"]! == "ratio")
            old["definition"]!["show"]!["counts"] = "share";
        if (chance.Happens(0.4))
            return ($"{kind}_v3", old);
        Remove(old, "over");
        return (chance.Happens(0.5) ? $"{kind}_v2" : kind, old);
    }

    private static void Remove(JsonNode? from, string member)
    {
        (from as JsonObject)?.Remove(member);
        foreach (var within in from is JsonArray list ? [.. list] : (from as JsonObject ?? []).Select(m => m.Value).ToList())
            Remove(within, member);
    }
}
