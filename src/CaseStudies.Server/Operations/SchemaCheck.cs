using System.Diagnostics;
using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Weasel.Core;

namespace CaseStudies.Server.Operations;

/// <summary>
/// Whether the database has the tables and functions that this release needs. Looking takes up to a second, for it reads the whole catalogue;
/// so it happens aside, once in a while, and a probe hears what was found last. The start made the tables as they must be.
/// </summary>
internal sealed class SchemaCheck(IDocumentStore store, TimeSpan interval) : IHealthCheck
{
    private readonly Lock _lock = new();
    private Task _looking = Task.CompletedTask;
    private long _begun = Stopwatch.GetTimestamp();
    private volatile Found _found = Found.AsNeeded;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (_looking.IsCompleted && (_found != Found.AsNeeded || Stopwatch.GetElapsedTime(_begun) >= interval))
                (_looking, _begun) = (Task.Run(LookAsync, CancellationToken.None), Stopwatch.GetTimestamp());
        }

        return Task.FromResult(_found switch
        {
            Found.AsNeeded => HealthCheckResult.Healthy(),
            Found.Differs => HealthCheckResult.Degraded(
                "The tables differ from those of this release: a newer release may have changed them. Upgrade this server."),
            _ => HealthCheckResult.Unhealthy("Tables or functions are missing in the database. Start the server again, or restore a backup."),
        });
    }

    private enum Found
    {
        AsNeeded,
        Differs,
        Lacks,
    }

    private async Task LookAsync()
    {
        try
        {
            var differences = (await store.Storage.Database.CreateMigrationAsync()).Deltas.Select(d => d.Difference).ToHashSet();
            _found = differences.Overlaps([SchemaPatchDifference.Create, SchemaPatchDifference.Invalid]) ? Found.Lacks
                : differences.Contains(SchemaPatchDifference.Update) ? Found.Differs
                : Found.AsNeeded;
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException or TimeoutException)
        {
            // The database is away, which is the other check's business; the last look stays true.
        }
    }
}
