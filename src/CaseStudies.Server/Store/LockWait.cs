namespace CaseStudies.Server.Store;

/// <summary>How long a command waits for the lock of its stream before it fails with 503 (<c>Store:LockTimeout</c>).</summary>
internal sealed record LockWait
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(10);

    public TimeSpan Limit { get; }

    /// <exception cref="ArgumentOutOfRangeException">Less than a millisecond, which PostgreSQL would take as no timeout at all.</exception>
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
