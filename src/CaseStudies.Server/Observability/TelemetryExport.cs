using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CaseStudies.Server.Observability;

/// <summary>Sends traces, metrics and logs by OTLP once an endpoint is configured. Until then nothing is collected.</summary>
internal static class TelemetryExport
{
    /// <summary>The standard setting; the other <c>OTEL_*</c> settings of the OpenTelemetry SDK apply beside it.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static bool IsOn(IConfiguration configuration) => configuration[Endpoint] is { Length: > 0 };

    public static void AddTelemetryExport(this WebApplicationBuilder builder)
    {
        if (!IsOn(builder.Configuration))
            return;
        SpanPrivacy.HideExceptionMessages();
        var name = builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } named ? named : "casestudies";
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(name, serviceVersion: ProductVersion.Number))
            .WithTracing(t => t
                .AddAspNetCoreInstrumentation(o => o.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                .AddSource("Marten", "Wolverine", "Npgsql")
                .SetSampler(new ParentBasedSampler(new NoPollingSampler()))
                .AddProcessor(new SpanPrivacy()))
            .WithMetrics(m => m
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                // Wolverine appends the name of the service to the name of its meter.
                .AddMeter(Telemetry.MeterName, "Marten", "Wolverine*", "Npgsql"))
            .WithLogging(l => l.AddProcessor(new LogPrivacy()), o => o.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    /// <summary>
    /// Leaves out what runs by the clock and belongs to no request or message: the store and the queue ask the database several times a second.
    /// </summary>
    private sealed class NoPollingSampler : Sampler
    {
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Kind == ActivityKind.Client || samplingParameters.Name is "marten.daemon.highwatermark" or "wolverine_node_assignments"
                ? new(SamplingDecision.Drop)
                : new(SamplingDecision.RecordAndSample);
    }
}
