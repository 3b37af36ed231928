using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One initiative in the list of its organisation.</summary>
/// <param name="OpenedOn">Null while the opening cannot be read.</param>
/// <param name="Events">The number of events in the stream, whether the view has reached them or not.</param>
/// <param name="Reconstruction">Whether the log was put together afterwards to give published totals.</param>
/// <param name="Blocked">Why it cannot be shown in full; null when it can.</param>
/// <param name="BehindSince">When the first event was recorded that the view has not reached; null when it has reached all.</param>
public sealed record PortfolioItem(
    Slug Initiative, PublicText Title, LocalDate? OpenedOn, int Events, Instant? LastRecordedAt, bool Reconstruction, string? Blocked,
    Instant? BehindSince = null);
