using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>
/// A figure that is shown to whoever has a link: its value as known when the link is opened, with definition, target and notes, without any entry.
/// </summary>
/// <param name="From">With <paramref name="To"/>, both included: the period of the figure.</param>
/// <param name="Until">From this moment on the link shows nothing any more.</param>
public sealed record SharedFigure(Slug Initiative, Slug Indicator, LocalDate From, LocalDate To, Instant Until);
