using System.Collections.Immutable;
using CaseStudies.Domain;

namespace CaseStudies.Server.Recording;

/// <summary>The kinds of fact that have a form, as the page that offers them groups them. A test holds them against the kinds that there are.</summary>
internal static class FactThemes
{
    public static ImmutableArray<(PublicText Name, ImmutableArray<string> Kinds)> All { get; } =
    [
        (new("活動", "Sessions"), ["session_planned", "session_cancelled", "month_confirmed_empty", "quantity_observed", "attribute_recorded"]),
        (new("声・相談・成果", "Voices, consultations, outcomes"),
        [
            "voice_recorded", "consultation_received", "referral_received", "referral_made", "outcome_observed", "milestone_reached", "photo_taken",
        ]),
        (new("人", "People"), ["activity_logged", "role_taken", "role_ended", "stage_reached", "person_paused", "person_left", "people_merged"]),
        (new("連携先", "Partners"), ["partner_linked", "partner_attended", "partner_contributed", "partner_contacted", "partner_unlinked"]),
        (new("活動の枠組み", "Strands"), ["strand_started", "strand_rescheduled", "strand_renamed", "strand_paused", "strand_ended"]),
        (new("報告の文章と目標", "Report and targets"), ["narrative_written", "target_set", "baseline_recorded", "indicator_retired", "period_marked"]),
        (new("取組そのもの", "The initiative"),
        [
            "initiative_renamed", "initiative_rescoped", "initiative_continued", "initiative_paused", "initiative_closed", "initiative_reopened",
        ]),
    ];
}
