using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>A logout token of the identity provider that was followed, so that nobody can send it again.</summary>
internal sealed class HeardLogout
{
    /// <summary>SHA-256 of issuer and id of the token.</summary>
    public required string Hash { get; init; }

    /// <summary>From then on the token is refused for its age.</summary>
    public required Instant ExpiresAt { get; init; }
}
