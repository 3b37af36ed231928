using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>The days that a fact concerns. An open end is null; a fact that concerns no day has <see cref="Nothing"/>.</summary>
internal readonly record struct Reach(LocalDate? From, LocalDate? To)
{
    private static readonly Reach s_always = new(null, null);

    /// <summary>Ends before it begins, so it contains no day.</summary>
    public static Reach Nothing { get; } = new(LocalDate.MaxIsoValue, LocalDate.MinIsoValue);

    public static Reach FromFact(InitiativeFact? fact, LocalDate? on) => fact switch
    {
        // A decision on entries concerns those figures that it alters.
        null or PeriodMarked or EntriesToldApart or EntriesConfirmed => Nothing,
        // Merges of people and definitions of terms hold for all days.
        PeopleMerged or TermDefined => s_always,
        InitiativePaused p => new(p.From, p.To),
        StrandPaused p => new(p.From, p.To),
        PersonPaused p => new(p.From, p.To),
        NarrativeWritten { From: { } from, To: { } to } => new(from, to),
        MonthConfirmedEmpty m => new(m.Month.With(DateAdjusters.StartOfMonth), m.Month.With(DateAdjusters.EndOfMonth)),
        // States, definitions, targets and baselines hold from their day until something else is recorded.
        InitiativeOpened or InitiativeRenamed or InitiativeRescoped or InitiativeClosed or InitiativeReopened or StrandStarted or StrandEnded or StrandRenamed
            or StrandRescheduled or PersonEnrolled or RoleTaken or RoleEnded or PersonLeft or PartnerLinked or PartnerUnlinked or SurveyIntroduced
            or IndicatorRevised or IndicatorRetired or TargetSet or BaselineRecorded => on is null ? Nothing : new(on, null),
        // The first version of a definition also holds for the days before it.
        IndicatorAdopted => s_always,
        _ => on is null ? Nothing : new(on, on),
    };

    public bool Meets(LocalDate from, LocalDate to) => (From is not { } f || f <= to) && (To is not { } t || t >= from);
}
