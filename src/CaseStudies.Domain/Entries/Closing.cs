using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>One closing of a period. What was closed is what was known at its version.</summary>
/// <param name="Number">1 for the first time that these days were closed, 2 for the second.</param>
/// <param name="Reopened">The mark that ended it; null while it stands.</param>
public sealed record Closing(LocalDate From, LocalDate To, int Number, int Version, Instant At, Initiatives.PeriodStanding? Reopened)
{
    /// <summary>Whether the period was closed by it when the event of this version came.</summary>
    public bool StandsBefore(int version) => Version < version && !(Reopened?.Version < version);
}
