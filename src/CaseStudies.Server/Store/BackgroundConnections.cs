using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>
/// The connections for work that is about no organisation in particular: the asynchronous views and messages, sweeps, backups, rebuilds, checks, and who
/// somebody is before any organisation is named. They see all rows. A test lists who uses them, and why.
/// </summary>
internal sealed class BackgroundConnections(string connectionString, TimeSpan? idleTransaction = null) : IAsyncDisposable
{
    /// <summary>Asked for by <see cref="RowSecurity"/>, and heeded for the roles of the background and of the owner only.</summary>
    public const string Setting = "casestudies.background";

    /// <remarks>The driver's reset keeps what a session began with.</remarks>
    public NpgsqlDataSource Source { get; } = StoreSetup.DataSource(connectionString, idleTransaction, builder =>
    {
        builder.Name = "casestudies-background"; // else its metrics could not be told from the other pools'
        builder.ConnectionStringBuilder.Options += $" -c {Setting}=on";
    });

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellation = default) => Source.OpenConnectionAsync(cancellation);

    public NpgsqlCommand Command(string sql) => Source.CreateCommand(sql);

    public void Clear() => Source.Clear();

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
