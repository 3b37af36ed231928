namespace CaseStudies.Server.Store;

/// <summary>Where an organisation's own events stand, beside the streams of its initiatives.</summary>
internal static class OrganisationStream
{
    /// <summary>No initiative can take this key: no slug has a colon.</summary>
    public const string Key = "organisation:profile";
}
