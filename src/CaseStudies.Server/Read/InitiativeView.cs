using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>One initiative as known at a frontier, with its figures for a period.</summary>
/// <param name="OrganisationDetails">The organisation: its profile and its fiscal year.</param>
/// <param name="Shown">The period of the figures, and the others that there are.</param>
/// <param name="KnownAt">The time asked for, or the end of the day; null for the present.</param>
/// <param name="Standing">The state of the period; null where it was never marked or not asked for.</param>
/// <param name="Restated">The number of changes since the period was closed; 0 while it is not.</param>
/// <param name="Version">The stream version asked for; null where none was. With neither, the view shows the present.</param>
public sealed record InitiativeView(
    Slug Organisation, Slug Initiative, Organisation OrganisationDetails, EntryBook Book, ShownPeriod Shown, Instant? KnownAt,
    ImmutableArray<Figure> Figures, int? Version = null, PeriodStanding? Standing = null, int Restated = 0)
{
    public Period Period => Shown.Period;

    /// <summary>Whether it shows what is known now, so that a decision made on it is about what is in force.</summary>
    public bool IsPresent => KnownAt is null && Version is null;
}
