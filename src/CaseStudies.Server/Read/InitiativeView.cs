using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>One initiative as known at a frontier, with its figures for a period: what pages and answers are made of.</summary>
/// <param name="Told">What is said of the organisation: its profile, and its fiscal year.</param>
/// <param name="KnownAt">The instant that was asked for; null: none was.</param>
/// <param name="Standing">Where the period stands; null where it was never marked, or nobody asked.</param>
/// <param name="Restated">How many changes there are since the period was closed.</param>
/// <param name="Version">The stream version that was asked for; null: none was. With neither it is the present.</param>
public sealed record InitiativeView(
    Slug Organisation, Slug Initiative, Organisation Told, EntryBook Book, Period Period, Instant? KnownAt,
    ImmutableArray<Figure> Figures, int? Version = null, PeriodStanding? Standing = null, int Restated = 0);
