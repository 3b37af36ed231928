using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>One signed-in browser. The cookie names it; whoever reads this table still cannot make that cookie.</summary>
internal sealed class Session
{
    /// <summary>The longest name of a browser that is kept for the owner of the session.</summary>
    public const int MaximumAgent = 200;

    /// <summary>SHA-256 of the random key in the cookie.</summary>
    public required string KeyHash { get; init; }

    /// <summary>By which its owner ends it.</summary>
    public required Guid Id { get; init; }

    public required string AccountId { get; init; }
    public required Instant BeganAt { get; init; }
    public required Instant UsedAt { get; set; }

    /// <summary>What the browser calls itself.</summary>
    public required string Agent { get; init; }

    /// <summary>The framework's ticket: who it is, and when the session ends at the latest.</summary>
    public required byte[] Ticket { get; set; }
}
