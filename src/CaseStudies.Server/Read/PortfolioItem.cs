using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One initiative in its organisation's list.</summary>
/// <param name="OpenedOn">Null while the opening cannot be read.</param>
/// <param name="Events">Stream version: how much was recorded.</param>
/// <param name="Reconstruction">The log was made afterwards so that published totals follow.</param>
/// <param name="Blocked">Why no figure can be served; null when all is readable.</param>
public sealed record PortfolioItem(
    Slug Initiative, PublicText Title, LocalDate? OpenedOn, int Events, Instant? LastRecordedAt, bool Reconstruction, string? Blocked);
