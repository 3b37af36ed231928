using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>
/// Ends sessions whose program froze while its statements were half sent. They keep their locks, PostgreSQL waits for the rest without a limit, and
/// whatever stands behind the locks fails until the program wakes up. Every node looks for itself, and ends the sessions of all.
/// </summary>
/// <remarks>
/// <c>idle_in_transaction_session_timeout</c> counts only between statements, and <c>statement_timeout</c> only while one runs. PostgreSQL 17 has
/// <c>transaction_timeout</c>, but that would end a long transaction that is well.
/// </remarks>
internal sealed class HalfSentSessions(CommitConnections serving, BackgroundConnections background, TimeSpan idle, ILogger<HalfSentSessions> log)
    : BackgroundService
{
    /// <summary>A session copies a table for as long as that takes, and its state does not change meanwhile.</summary>
    private const string End =
        """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and usename = current_user and state = 'active' and wait_event = 'ClientRead'
          and state_change < clock_timestamp() - $1 and query not ilike 'copy %'
        """;

    /// <returns>How many were ended.</returns>
    public async Task<long> EndAsync(CancellationToken cancellation)
    {
        await using var one = await serving.OpenAsync();
        await using var other = await background.OpenAsync(cancellation);
        return await EndAsync(one, cancellation) + await EndAsync(other, cancellation); // a role may end its own sessions
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(idle);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await EndAsync(stoppingToken) is > 0 and var ended)
                    log.LogWarning("{Number} sessions were ended whose program had stopped in the middle of a statement", ended);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The next look may do better; the message may quote data.
                log.LogWarning("Looking for half-sent statements failed: {Exception}", e.GetType().Name);
            }
        }
    }

    private async Task<long> EndAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(End, connection) { Parameters = { new() { Value = idle } } };
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
