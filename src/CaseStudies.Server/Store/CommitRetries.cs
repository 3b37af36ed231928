using Marten;
using Npgsql;
using Polly;
using Polly.Retry;

namespace CaseStudies.Server.Store;

/// <summary>When the store may try a commit again: where PostgreSQL said that nothing of it was kept, and the transaction was the session's own.</summary>
/// <remarks>
/// After an error a transaction accepts nothing more. Trying again in somebody else's transaction would only hide the first error behind a second one.
/// </remarks>
internal static class CommitRetries
{
    private static readonly AsyncLocal<bool> s_off = new();

    /// <summary>Until disposed of, for this flow of control.</summary>
    public static IDisposable Off()
    {
        s_off.Value = true;
        return new Scope();
    }

    public static void Configure(StoreOptions options) => options.ConfigureWritePolly(pipeline => pipeline.AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = attempt => new(!s_off.Value && attempt.Outcome.Exception is { } e && RolledBack(e)),
        MaxRetryAttempts = 3,
        Delay = TimeSpan.FromMilliseconds(50),
        BackoffType = DelayBackoffType.Exponential,
    }));

    /// <summary>Conflicts between transactions, and resources that may be free a moment later. A connection that broke leaves it open what became of
    /// the commit.</summary>
    private static bool RolledBack(Exception e) => PostgresErrors.StateOf(e) is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
        or PostgresErrorCodes.InsufficientResources or PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory
        or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow;

    private sealed class Scope : IDisposable
    {
        public void Dispose() => s_off.Value = false;
    }
}
