using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CaseStudies.Server.Operations;

/// <summary>Room on the disk of the embedded PostgreSQL, which stops when there is none left. A database of somebody else's is theirs to watch.</summary>
internal sealed class DiskCheck(NpgsqlDataSource source) : IHealthCheck
{
    public const string FreeMegabytes = "freeMegabytes";
    private const long Scarce = 1024, TooLittle = 128;
    private string? _directory;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var ask = source.CreateCommand("select current_setting('data_directory')");
        _directory ??= (string)(await ask.ExecuteScalarAsync(cancellationToken).WaitAsync(cancellationToken))!;
        return Judge(new DriveInfo(_directory).AvailableFreeSpace / (1024 * 1024));
    }

    internal static HealthCheckResult Judge(long free)
    {
        var data = new Dictionary<string, object> { [FreeMegabytes] = free };
        return free switch
        {
            < TooLittle => HealthCheckResult.Unhealthy($"Less than {TooLittle} MiB are free where the database lies.", data: data),
            < Scarce => HealthCheckResult.Degraded($"Less than {Scarce} MiB are free where the database lies.", data: data),
            _ => HealthCheckResult.Healthy(data: data),
        };
    }
}
