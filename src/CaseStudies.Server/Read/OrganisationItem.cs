using CaseStudies.Domain;

namespace CaseStudies.Server.Read;

/// <summary>One organisation to which the signed-in person belongs.</summary>
/// <param name="Name">Null until the organisation has described itself.</param>
public sealed record OrganisationItem(Slug Organisation, PublicText? Name, int Initiatives);
