using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>The days that a fact says something about; an end that is open is null, and none at all is <see cref="Nothing"/>.</summary>
internal readonly record struct Reach(LocalDate? From, LocalDate? To)
{
    private static readonly Reach s_always = new(null, null);

    /// <summary>Ends before it begins, and so meets no day.</summary>
    public static Reach Nothing { get; } = new(LocalDate.MaxIsoValue, LocalDate.MinIsoValue);

    public static Reach Of(InitiativeFact? fact, LocalDate? on) => fact switch
    {
        null or PeriodMarked => Nothing,
        // Whoever is who, and what a word means, holds for all days.
        PeopleMerged or TermDefined => s_always,
        InitiativePaused p => new(p.From, p.To),
        StrandPaused p => new(p.From, p.To),
        PersonPaused p => new(p.From, p.To),
        MonthConfirmedEmpty m => new(m.Month.With(DateAdjusters.StartOfMonth), m.Month.With(DateAdjusters.EndOfMonth)),
        // A state, a definition, a thing to be compared with: from its day until something else is said.
        InitiativeOpened or InitiativeRenamed or InitiativeRescoped or InitiativeClosed or InitiativeReopened or StrandStarted or StrandEnded or StrandRenamed
            or StrandRescheduled or PersonEnrolled or RoleTaken or RoleEnded or PersonLeft or PartnerLinked or PartnerUnlinked or SurveyIntroduced
            or IndicatorRevised or IndicatorRetired or TargetSet or BaselineRecorded => on is null ? Nothing : new(on, null),
        // The first version of a definition holds for whatever lies before it.
        IndicatorAdopted => s_always,
        _ => on is null ? Nothing : new(on, on),
    };

    public bool Meets(LocalDate from, LocalDate to) => (From is not { } f || f <= to) && (To is not { } t || t >= from);
}
