using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CaseStudies.Server.Operations;

/// <summary>Whether the database answers and can be written. On a connection of its own: one from the pool may be dead, or all may be busy.</summary>
internal sealed class DatabaseCheck(string connectionString) : IHealthCheck
{
    public const string Name = "database";
    private const int Seconds = 2;

    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false, Timeout = Seconds, CommandTimeout = Seconds, CancellationTimeout = -1,
    }.ConnectionString;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await AskAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(Seconds), cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database can only be read: it is a standby, or its transactions are set to read only.");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            return HealthCheckResult.Unhealthy(e is PostgresException refused
                ? $"The database refuses the connection ({refused.SqlState})."
                : $"The database does not answer within {Seconds} seconds.");
        }
    }

    private async Task<bool> AskAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("select current_setting('transaction_read_only') = 'off'", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
