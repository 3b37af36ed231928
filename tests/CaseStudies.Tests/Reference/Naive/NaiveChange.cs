using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>What one event changed of what is in force.</summary>
/// <param name="Version">Since when it is known: for what came in a file the version of its completion.</param>
/// <param name="Event">The version of the event itself; that of the undoing of an import is the same for all that it took back.</param>
/// <param name="Sides">The content in force until then and that from then on, each with its day as it was known then.</param>
internal sealed record NaiveChange(int Version, int Event, Guid Entry, IReadOnlyList<(Revision Content, LocalDate? On)> Sides)
{
    /// <summary>States, what is declared, and what ends them: from their day until something else is said.</summary>
    private static readonly HashSet<string> s_lasting =
    [
        "initiative_opened", "initiative_renamed", "initiative_rescoped", "initiative_closed", "initiative_reopened", "strand_started", "strand_ended",
        "strand_renamed", "strand_rescheduled", "person_enrolled", "person_left", "role_taken", "role_ended", "partner_linked", "partner_unlinked",
        "survey_introduced", "indicator_revised", "indicator_retired", "target_set", "baseline_recorded",
    ];

    /// <summary>Whether it is about these days, by the dates that it states.</summary>
    public bool Concerns(Days days) => Sides.Any(s => IsAbout(s.Content, s.On, days));

    private static bool IsAbout(Revision content, LocalDate? on, Days days) => content.Kind switch
    {
        "period_marked" or "entries_told_apart" or "entries_confirmed" => false,
        "people_merged" or "term_defined" or "indicator_adopted" => true,
        "initiative_paused" or "strand_paused" or "person_paused" or "narrative_written" when content.Own("from") is not null =>
            content.Day("from") <= days.Last && content.Day("to") >= days.First,
        "month_confirmed_empty" => on <= days.Last && on?.With(DateAdjusters.EndOfMonth) >= days.First,
        var kind when s_lasting.Contains(kind) => on <= days.Last,
        _ => on is { } day && days.Hold(day),
    };
}
