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

    /// <summary>Null for whoever signed in at the identity provider, of whom the next three tell.</summary>
    public string? AccountId { get; init; }

    /// <summary>The random id of the person.</summary>
    public string? Member { get; init; }

    /// <summary>The identity provider, as its tokens name it.</summary>
    public string? Issuer { get; init; }

    /// <summary>The provider's name for its own session, by which it says that it is over; null if it has none.</summary>
    public string? ProviderSession { get; init; }

    public required Instant BeganAt { get; init; }
    public required Instant UsedAt { get; set; }

    /// <summary>What the browser calls itself.</summary>
    public required string Agent { get; init; }

    /// <summary>The framework's ticket: who it is, and when the session ends at the latest.</summary>
    public required byte[] Ticket { get; set; }
}
