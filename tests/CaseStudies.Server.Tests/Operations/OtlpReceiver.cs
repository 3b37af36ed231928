using System.Collections.Concurrent;
using System.Text;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>Takes OTLP over HTTP and keeps it. Protobuf writes texts as they are, so that what was sent can be looked for in the bytes.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = [];
    private WebApplication? _app;

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await _app.StartAsync();
    }

    /// <summary>Sends all that a server exports here.</summary>
    public void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = _app!.Urls.First();
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
    }

    /// <summary>All that has come of one kind (traces, metrics, logs), once the server has sent what it still held.</summary>
    public string Received(IServiceProvider server, string? signal = null)
    {
        Assert.True(server.GetRequiredService<TracerProvider>().ForceFlush(10_000));
        Assert.True(server.GetRequiredService<MeterProvider>().ForceFlush(10_000));
        Assert.True(server.GetRequiredService<LoggerProvider>().ForceFlush(10_000));
        return string.Concat(_received.Where(r => signal is null || r.Signal == signal).Select(r => Encoding.UTF8.GetString(r.Body)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}

/// <summary>The real server, sending its telemetry to a receiver of the test's.</summary>
public class ObservedServer(PostgresFixture postgres) : ListeningServer(postgres), IAsyncLifetime
{
    public const string Failing = "/failing";

    public OtlpReceiver Receiver { get; } = new();

    protected override LogLevel Level => LogLevel.Information;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await Receiver.StartAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Receiver.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Configure(WebApplicationBuilder builder) => Receiver.Configure(builder);

    /// <summary>Lets the database refuse what is sent, and logs that as a library would.</summary>
    protected override void Map(WebApplication app) => app.MapGet(Failing, async (
        BackgroundConnections background, ILogger<ObservedServer> log, string value) =>
    {
        await using var command = background.Command("select cast($1 as integer)");
        command.Parameters.AddWithValue(value);
        try
        {
            await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException e)
        {
            log.LogError(e, "It failed");
            throw;
        }
    }).AllowAnonymous();
}
