using CaseStudies.Domain;

namespace CaseStudies.Server.Wording;

/// <summary>What an organisation is called on pages: its name, or its key where it has no profile.</summary>
public static class OrganisationNames
{
    public static LocalizedText Of(Slug organisation, PublicText? name) =>
        name is not null ? name : new LocalizedText(organisation.Value, organisation.Value);
}
