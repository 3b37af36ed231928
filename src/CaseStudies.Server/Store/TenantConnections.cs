using CaseStudies.Domain;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>
/// The connections of the program as it serves. There is no way to get one without naming an organisation, and PostgreSQL shows the rows of no other.
/// Group commits have <see cref="CommitConnections"/>; work over all organisations has <see cref="BackgroundConnections"/>.
/// </summary>
internal sealed class TenantConnections(string connectionString, TimeSpan? idleTransaction = null) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = StoreSetup.DataSource(connectionString, idleTransaction);

    /// <summary>Open until it is disposed of, and about this organisation until then.</summary>
    public async Task<NpgsqlConnection> OpenAsync(Slug organisation, CancellationToken cancellation = default)
    {
        try
        {
            return await NamedAsync(organisation, cancellation);
        }
        catch (Exception e) when (PostgresErrors.IsSessionDead(e))
        {
            Clear(); // after a restart of PostgreSQL, all are, and nothing was asked yet
            return await NamedAsync(organisation, cancellation);
        }
    }

    /// <summary>Queries that name their organisations themselves and change nothing, in one round trip.</summary>
    public async Task RunAsync(SqlBatch batch, CancellationToken cancellation)
    {
        try
        {
            await RunOnceAsync(batch, cancellation);
        }
        catch (Exception e) when (!batch.HasTold && PostgresErrors.IsSessionDead(e))
        {
            Clear();
            await RunOnceAsync(batch, cancellation);
        }
    }

    /// <summary>Closes all sessions, the busy ones when they come back; new ones take their place.</summary>
    public void Clear() => _source.Clear();

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<NpgsqlConnection> NamedAsync(Slug organisation, CancellationToken cancellation)
    {
        var connection = await _source.OpenConnectionAsync(cancellation);
        try
        {
            await using var name = new NpgsqlCommand(TenantNames.ForSession, connection)
            {
                Parameters = { new() { Value = TenantNames.Value([organisation]) } },
            };
            await name.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task RunOnceAsync(SqlBatch batch, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await batch.RunAsync(connection, cancellation);
    }
}
