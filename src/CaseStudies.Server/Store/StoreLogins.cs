namespace CaseStudies.Server.Store;

/// <summary>As whom the program connects while it runs. Both hold a password: not for logs.</summary>
/// <param name="Serving">For all that is done for organisations that are named. It sees their rows only.</param>
/// <param name="Background">For work that is about no organisation in particular; <see cref="BackgroundConnections"/> tells which.</param>
internal sealed record StoreLogins(string Serving, string Background)
{
    /// <summary>One role for everything, as on a server for development.</summary>
    public StoreLogins(string one)
        : this(one, one)
    {
    }

    public bool AreOne => Serving == Background;
}
