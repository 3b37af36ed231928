using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>The connections of group commits: a pool of its own, whose sessions are set up as they open and not again for every transaction.</summary>
/// <remarks>
/// Npgsql resets a pooled session before it is used again, which would cost a commit more than its locks. These sessions are not reset. So nothing that
/// uses them may leave anything behind its transaction: a group commit takes transactions' locks only.
/// </remarks>
internal sealed class CommitConnections(string connectionString, TimeSpan idleTransaction, LockWait wait) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = StoreSetup.DataSource(connectionString, idleTransaction, builder =>
    {
        builder.Name = "casestudies-commits"; // else its metrics could not be told from the other pool's
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        (string Name, string Value)[] settings = [("lock_timeout", wait.Setting), .. KeyLookups.Settings];
        builder.ConnectionStringBuilder.Options += string.Concat(settings.Select(s => $" -c {s.Name}={s.Value}"));
    });

    public LockWait Wait { get; } = wait;

    public ValueTask<NpgsqlConnection> OpenAsync() => _source.OpenConnectionAsync();

    /// <summary>Closes all sessions, the busy ones when they come back; new ones take their place.</summary>
    public void Clear() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
