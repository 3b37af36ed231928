using CaseStudies.Server.Access;
using CaseStudies.Server.Store;
using Marten;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CaseStudies.Server.Operations;

/// <summary>Answers probes: alive, as long as the program answers at all; ready, as long as it can record and read.</summary>
/// <remarks>What is only degraded stays ready: taking every node away because a view is late would help nobody.</remarks>
internal static class HealthEndpoints
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    public static void AddHealth(this IServiceCollection services, string connectionString, bool embedded, string? dataDirectory)
    {
        services.AddSingleton<HealthReports>();
        var checks = services.AddHealthChecks()
            .AddCheck<DatabaseCheck>(DatabaseCheck.Name, HealthStatus.Unhealthy, timeout: 2 * s_timeout)
            // One whose session does not answer says nothing about the clock, nor whether people can record.
            .AddCheck<ClockCheck>("clock", HealthStatus.Degraded, timeout: s_timeout)
            .AddCheck<SchemaCheck>("schema", HealthStatus.Unhealthy, timeout: s_timeout)
            .AddCheck<ViewsCheck>("views", HealthStatus.Degraded, timeout: s_timeout)
            .AddCheck<QueueCheck>("queue", HealthStatus.Degraded, timeout: s_timeout);
        // They remember what they saw last.
        services.AddSingleton(new DatabaseCheck(connectionString));
        services.AddSingleton(s => new SchemaCheck(s.GetRequiredService<IDocumentStore>(), TimeSpan.FromMinutes(1)));
        services.AddSingleton<ViewsCheck>().AddSingleton<QueueCheck>().AddSingleton<ClockCheck>();
        if (embedded)
        {
            checks.AddCheck<DiskCheck>("disk", HealthStatus.Degraded, timeout: s_timeout);
            services.AddSingleton(s => new DiskCheck(s.GetRequiredService<BackgroundConnections>(), dataDirectory));
            services.AddHostedService<DiskWatch>();
        }
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/health/live", _ => Task.FromResult(Results.Json(new Answer("healthy", null))));
        Map(routes, "/health/ready", ReadyAsync);
        // As it was called before there were two; the same as ready.
        Map(routes, "/health", ReadyAsync);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HealthReports, Task<IResult>> answer) =>
        routes.MapGet(path, (HealthReports reports) => answer(reports)).RequireAuthorization(Policies.Public).ExcludeFromDescription();

    private static async Task<IResult> ReadyAsync(HealthReports reports)
    {
        var report = await reports.LatestAsync();
        var checks = report.Entries.ToDictionary(e => e.Key, e => Check.FromEntry(e.Value));
        var status = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Results.Json(new Answer(Word(report.Status), checks), statusCode: status);
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private sealed record Answer(string Status, IReadOnlyDictionary<string, Check>? Checks);

    private sealed record Check(string Status, string? Reason, IReadOnlyDictionary<string, object> Data)
    {
        /// <summary>An exception's words may name hosts and users, and whoever asks need not be signed in.</summary>
        public static Check FromEntry(HealthReportEntry entry) => new(
            Word(entry.Status), entry.Exception is null ? entry.Description : "The check could not be made.", entry.Data);
    }
}
