namespace CaseStudies.Server.Store;

/// <summary>Where an organisation's own events stand, beside the streams of its initiatives.</summary>
internal static class OrganisationStream
{
    /// <summary>No initiative can take this key: no slug has a colon.</summary>
    public const string Key = "organisation:profile";

    /// <summary>The store opens this stream in an organisation when a save fails, for numbers that nobody took. It holds nothing that was said.</summary>
    public const string Tombstones = "mt_tombstone";

    /// <summary>In SQL: a stream, as <c>s</c>, is an initiative's.</summary>
    public const string IsInitiative = $"s.id not in ('{Key}', '{Tombstones}')";
}
