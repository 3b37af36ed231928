using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One initiative in its organisation's portfolio.</summary>
/// <param name="OpenedOn">Null while the opening cannot be read.</param>
/// <param name="Events">How many the stream holds now, whether the view has reached them or not.</param>
/// <param name="Reconstruction">The log was made afterwards so that published totals follow.</param>
/// <param name="Blocked">Why it cannot be shown in full; null when it can.</param>
/// <param name="BehindSince">When the first event that the view has not reached yet was recorded; null when it has reached all.</param>
public sealed record PortfolioItem(
    Slug Initiative, PublicText Title, LocalDate? OpenedOn, int Events, Instant? LastRecordedAt, bool Reconstruction, string? Blocked, Instant? BehindSince = null);
