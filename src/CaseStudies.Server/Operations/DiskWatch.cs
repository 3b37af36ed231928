using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CaseStudies.Server.Operations;

/// <summary>Says in the log that the disk of the embedded PostgreSQL fills up, while there is still time. Nobody may be asking the probes.</summary>
internal sealed partial class DiskWatch(DiskCheck check, ILogger<DiskWatch> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);
    private HealthStatus _told = HealthStatus.Healthy;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_pause);
        do
        {
            try
            {
                Tell(await check.CheckHealthAsync(new(), stoppingToken));
            }
            catch (Exception e) when (e is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                // The database is away, which others say; or the system does not tell.
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Once for each change.</summary>
    internal void Tell(HealthCheckResult found)
    {
        if (found.Status != _told && found.Status == HealthStatus.Healthy)
            Enough(log);
        else if (found.Status != _told)
            Scarce(log, found.Status == HealthStatus.Unhealthy ? LogLevel.Error : LogLevel.Warning, found.Description!);
        _told = found.Status;
    }

    [LoggerMessage("{Found} PostgreSQL stops recording when nothing is left: make room.")]
    private static partial void Scarce(ILogger log, LogLevel level, string found);

    [LoggerMessage(LogLevel.Information, "There is enough room again where the database lies.")]
    private static partial void Enough(ILogger log);
}
