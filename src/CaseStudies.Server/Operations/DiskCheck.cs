using CaseStudies.Server.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseStudies.Server.Operations;

/// <summary>Room on the disk of the embedded PostgreSQL, which stops when there is none left. A database of somebody else's is theirs to watch.</summary>
/// <param name="directory">Where it lies. Null: the database is asked, and tells a superuser only.</param>
internal sealed class DiskCheck(BackgroundConnections background, string? directory = null) : IHealthCheck
{
    public const string FreeMegabytes = "freeMegabytes";
    private const long Scarce = 1024, TooLittle = 128;
    private string? _directory = directory;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        _directory ??= await AskAsync(cancellationToken);
        return Judge(new DriveInfo(_directory).AvailableFreeSpace / (1024 * 1024));
    }

    private async Task<string> AskAsync(CancellationToken cancellation)
    {
        await using var ask = background.Command("select current_setting('data_directory')");
        return (string)(await ask.ExecuteScalarAsync(cancellation).WaitAsync(cancellation))!;
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
