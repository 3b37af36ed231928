using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One initiative in an organisation's portfolio.</summary>
/// <param name="Blocked">Why it cannot be shown in full; null when it can.</param>
public sealed record PortfolioItem(
    Slug Initiative, PublicText Title, LocalDate? OpenedOn, int Events, Instant? LastRecordedAt, bool Reconstruction, string? Blocked);

public sealed record OrganisationItem(Slug Organisation, PublicText? Name, int Initiatives);
