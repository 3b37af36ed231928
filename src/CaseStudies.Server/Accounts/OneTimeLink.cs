using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>A link under which somebody sets the password of an account, once. The row goes when it is used.</summary>
internal sealed class OneTimeLink
{
    /// <summary>SHA-256 of the random text in the link.</summary>
    public required string Hash { get; init; }

    public required string AccountId { get; init; }
    public required Instant ExpiresAt { get; init; }
}
