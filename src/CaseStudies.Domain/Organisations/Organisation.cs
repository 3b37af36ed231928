namespace CaseStudies.Domain.Organisations;

/// <summary>What is now true of an organisation.</summary>
public sealed record Organisation(OrganisationDescribed Profile)
{
    public static Organisation Evolve(Organisation? state, OrganisationEvent e) => e switch
    {
        OrganisationDescribed described => new(described),
        _ => state ?? throw new ArgumentOutOfRangeException(nameof(e)),
    };
}
