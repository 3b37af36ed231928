using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>What must be known of the kinds of events to read their JSON: their names, where their day stands, and what absence means.</summary>
internal static class Kinds
{
    private static readonly string[] s_kinds =
    [
        "entry_corrected", "entry_withdrawn", "entry_reinstated", "import_begun", "import_completed", "import_abandoned", "import_undone",
        "initiative_opened", "initiative_renamed", "initiative_rescoped", "initiative_paused",
        "initiative_closed", "initiative_reopened", "initiative_continued", "strand_started", "strand_ended", "strand_renamed",
        "strand_paused", "strand_rescheduled", "month_confirmed_empty", "period_marked", "term_defined", "session_held", "session_planned",
        "session_cancelled", "participants_counted", "person_attended", "quantity_observed", "attribute_recorded", "activity_logged",
        "person_enrolled", "role_taken", "role_ended", "person_paused", "person_left", "people_merged", "stage_reached",
        "consultation_received", "voice_recorded", "photo_taken", "note_exchanged", "partner_linked", "partner_unlinked",
        "partner_attended", "partner_contacted", "partner_contributed", "referral_made", "referral_received", "milestone_reached",
        "outcome_observed", "narrative_written", "survey_introduced", "survey_response_recorded", "survey_tallied",
        "follow_up_recorded", "indicator_adopted", "indicator_revised", "indicator_retired", "target_set", "baseline_recorded",
        "entries_told_apart", "entries_confirmed",
    ];

    private static readonly string[] s_withSecondVersion =
        ["indicator_adopted", "indicator_revised", "strand_rescheduled", "participants_counted", "activity_logged", "consultation_received",
            "milestone_reached", "target_set", "person_left", "survey_introduced", "narrative_written"];

    private static readonly Dictionary<(string Kind, string Member), string> s_absent = new()
    {
        [("session_held", "sessionKind")] = "regular",
        [("session_planned", "unit")] = "people",
        [("participants_counted", "unit")] = "people",
        [("person_enrolled", "guardianConsented")] = "false",
        [("note_exchanged", "reply")] = "false",
    };

    /// <summary>Those that name a person.</summary>
    private static readonly HashSet<string> s_ofPeople =
    [
        "person_attended", "activity_logged", "person_enrolled", "role_taken", "role_ended", "person_paused", "person_left", "stage_reached",
        "consultation_received", "voice_recorded", "note_exchanged", "referral_made", "referral_received", "survey_response_recorded",
        "follow_up_recorded",
    ];

    private static readonly HashSet<string> s_ofSessions = ["participants_counted", "person_attended", "partner_attended", "attribute_recorded"];

    private static readonly string[] s_ofDefinitions = ["indicator_adopted", "indicator_revised"];

    private static readonly HashSet<string> s_stored =
        [.. s_kinds, .. s_withSecondVersion.Select(k => k + "_v2"), "participants_counted_v3",
            .. s_ofDefinitions.SelectMany(k => (string[])[k + "_v3", k + "_v4", k + "_v5"])];

    /// <summary>The kind behind a stored name; null where nobody knows it. Every second version only added members that may be absent.</summary>
    public static string? Of(string storedName) =>
        !s_stored.Contains(storedName) ? null : Version(storedName) > 1 ? storedName[..^3] : storedName;

    public static int Version(string storedName) => storedName[^3..] switch { "_v2" => 2, "_v3" => 3, "_v4" => 4, "_v5" => 5, _ => 1 };

    /// <summary>Before version 3 of a definition, the records of all days decided who belongs. Later versions only have more labels and members.</summary>
    public static void SayDaysOfMembers(string kind, int version, JsonNode? body)
    {
        if (!s_ofDefinitions.Contains(kind) || version >= 3)
            return;
        foreach (var within in body is JsonArray list ? [.. list] : (body as JsonObject ?? []).Select(m => m.Value).ToList())
            SayDaysOfMembers(kind, version, within);
        if (body?.GetValueKind() == System.Text.Json.JsonValueKind.Object && body["who"] is { } who)
            who["over"] = "ever";
    }

    public static bool NamesPeople(string kind) => s_ofPeople.Contains(kind);

    public static bool BelongsToSession(string kind) => s_ofSessions.Contains(kind);

    public static string? Absent(string kind, string member) => s_absent.GetValueOrDefault((kind, member));

    public static string? Day(string kind, JsonObject body) => (string?)(kind switch
    {
        "initiative_paused" or "strand_paused" or "person_paused" => body["from"],
        "month_confirmed_empty" => body["month"],
        _ => body["on"],
    });
}
