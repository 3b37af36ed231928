using System.Text.Json.Nodes;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>What a history is mostly about.</summary>
/// <param name="Nodes">The nodes of the algebra that are likely to find something in it.</param>
internal sealed record Theme(string[] Kinds, string[] Nodes, bool NeedsSessions = false);

internal static class Themes
{
    public static readonly Dictionary<string, Theme> All = new()
    {
        ["heads"] = new(
            ["session_held", "session_held", "participants_counted", "participants_counted", "participants_counted", "person_attended"],
            ["sum", "hours", "interval", "distinct", "per-month", "per-week", "per-session", "ratio", "ratio", "achievement"], true),
        ["people"] = new(
            ["session_held", "person_attended", "person_attended", "person_attended", "person_enrolled", "person_enrolled", "person_left", "person_paused",
                "role_taken", "role_ended", "people_merged", "stage_reached", "stage_reached"],
            ["cohort", "cohort", "cohort", "cohort", "distinct", "list", "per-key", "per-session", "count", "achievement"], true),
        ["survey"] = new(
            ["survey_response_recorded", "survey_response_recorded", "survey_response_recorded", "survey_response_recorded", "survey_tallied",
                "survey_introduced"],
            ["share", "share", "paired-change", "paired-change", "score", "score", "sum", "ratio", "achievement"]),
        ["things"] = new(
            ["quantity_observed", "quantity_observed", "activity_logged", "note_exchanged", "attribute_recorded", "session_planned", "target_set",
                "baseline_recorded",
                "strand_rescheduled", "consultation_received", "milestone_reached"],
            ["latest", "latest", "sum", "hours", "per-key", "list", "achievement", "achievement"]),
        ["plans"] = new(
            ["session_planned", "session_planned", "session_planned", "session_cancelled", "session_held", "activity_logged", "activity_logged"],
            ["sum of capacity", "sum of capacity", "sum of hours", "hours", "latest", "achievement"], true),
        ["partners"] = new(
            ["partner_linked", "partner_linked", "partner_unlinked", "partner_attended", "partner_contacted", "partner_contributed", "session_held",
                "consultation_received"],
            ["count", "list", "distinct", "per-key", "ratio", "ratio", "achievement"], true),
        ["calendar"] = new(
            ["session_held", "session_held", "session_held", "person_attended", "strand_paused", "initiative_paused", "initiative_closed",
                "initiative_reopened", "month_confirmed_empty", "strand_ended", "strand_started"],
            ["running", "running", "per-month", "per-month", "per-week", "interval"], true),
        ["definitions"] = new(
            ["indicator_adopted", "indicator_revised", "indicator_revised", "indicator_revised", "indicator_retired", "session_held", "target_set",
                "milestone_reached", "narrative_written", "narrative_written"],
            ["count", "hours", "latest", "achievement"], true),
    };

    /// <summary>What a kind that was recorded makes worth asking, though few would.</summary>
    public static readonly (string Kind, string Node)[] Asked =
    [
        ("session_planned", "sum of capacity"), ("session_cancelled", "sum of capacity"), ("activity_logged", "sum of hours"),
        ("survey_tallied", "share without tallies"), ("survey_tallied", "score"), ("stage_reached", "cohort with completion"),
        ("participants_counted", "sum of heads"), ("participants_counted", "people and heads"), ("survey_tallied", "share of several answers"),
        ("survey_introduced", "share of several answers"), ("person_left", "cohort of a strand"),
    ];

    public static readonly string[] Names = [.. All.Keys];

    public static readonly string[] Everything =
    [
        .. InitiativeEventCatalogue.Facts.Keys
            .Where(k => k is not ("initiative_opened" or "entries_told_apart" or "entries_confirmed" or "period_marked")).Order(StringComparer.Ordinal),
    ];

    /// <summary>Of what there is one in force at most.</summary>
    public static string? Declares(string kind, JsonObject body) => kind switch
    {
        "survey_introduced" => $"{kind}:{body["version"]}",
        "indicator_adopted" => $"{kind}:{body["indicator"]}",
        _ => null,
    };

    /// <summary>What a correction keeps.</summary>
    public static string[] Kept(string kind) => kind switch
    {
        "strand_started" or "strand_ended" => ["strand"],
        "session_held" => ["session"],
        "term_defined" => ["dimension", "term"],
        "people_merged" => ["merged"],
        "period_marked" => ["state", "from", "to"],
        "survey_introduced" => ["instrument", "version"],
        "indicator_adopted" or "indicator_retired" => ["indicator"],
        "indicator_revised" => ["indicator", "version"],
        _ => [],
    };
}
