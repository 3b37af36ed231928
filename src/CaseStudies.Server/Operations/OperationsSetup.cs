using CaseStudies.Server.Observability;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CaseStudies.Server.Operations;

/// <summary>Everything that an operator's tools ask for: probes, telemetry, logs, proxy, compression.</summary>
internal static class OperationsSetup
{
    /// <param name="embedded">The database is this program's own: its disk is watched too.</param>
    /// <param name="dataDirectory">Where it lies; null: the database is asked.</param>
    public static void AddOperations(this WebApplicationBuilder builder, string connectionString, bool embedded, string? dataDirectory)
    {
        builder.Services.AddHealth(connectionString, embedded, dataDirectory);
        builder.Services.AddCompression();
        builder.Services.AddHsts(o => (o.MaxAge, o.IncludeSubDomains) = (TimeSpan.FromDays(365), true));
        builder.Services.AddLogFormat();
        var root = Proxy.PathBaseOf(builder.Configuration) + "/";
        builder.Services.Configure<OpenApiOptions>("v1", o => o.AddDocumentTransformer((document, _, _) =>
        {
            document.Servers = [new() { Url = root }];
            return Task.CompletedTask;
        }));
        builder.AddTelemetryExport();
        if (!TelemetryExport.IsOn(builder.Configuration))
            return;
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthMetrics>();
        builder.Services.Configure<HealthCheckPublisherOptions>(o =>
            (o.Delay, o.Period, o.Timeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)));
    }

    /// <summary>First in the pipeline.</summary>
    public static void UseOperations(this WebApplication app, Proxy proxy)
    {
        proxy.Use(app);
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<HeadMiddleware>();
        app.Lifetime.ApplicationStarted.Register(() => app.Logger.LogInformation("CaseStudies {Version} has started", ProductVersion.Full));
    }

    public static void MapOperations(this WebApplication app)
    {
        app.MapHealth();
        if (app.Configuration.GetValue("Scalar:Enabled", true))
            app.MapScalarPage();
    }
}
