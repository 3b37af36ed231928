namespace CaseStudies.Server.Store;

/// <summary>How long a fact waits for its stream before it is told to come again (<c>Store:LockTimeout</c>).</summary>
internal sealed record LockWait
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(10);

    public TimeSpan Limit { get; }

    /// <exception cref="ArgumentOutOfRangeException">Less than a millisecond: to PostgreSQL that would mean for ever.</exception>
    public LockWait(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromMilliseconds(1));
        Limit = limit;
    }

    /// <summary>As PostgreSQL's <c>lock_timeout</c> takes it.</summary>
    public string Setting => $"{(long)Limit.TotalMilliseconds}ms";

    /// <summary>Holds for the transaction in which it is run.</summary>
    public string Sql => $"set local lock_timeout = '{Setting}'";
}
