using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Trace;

namespace CaseStudies.Server.Tests.Operations;

public sealed class TelemetryTests(ObservedServer server, HostileServer silent) : IClassFixture<ObservedServer>, IClassFixture<HostileServer>
{
    [Fact]
    public async Task A_command_arrives_as_a_trace_a_metric_and_a_line_of_the_log()
    {
        await RecordAsync();
        Assert.Equal(404, (await server.GetAsync("/nowhere")).Status);
        await Until.TrueAsync(() => server.Receiver.Received(server.Services, "metrics").Contains("casestudies.views.lag", StringComparison.Ordinal));

        var traces = server.Receiver.Received(server.Services, "traces");
        // The request, and a statement below it.
        Assert.Contains("POST /organisations/{org}/initiatives/{id}/entries", traces, StringComparison.Ordinal);
        Assert.Contains("postgresql", traces, StringComparison.Ordinal);
        var metrics = server.Receiver.Received(server.Services, "metrics");
        foreach (var name in new[]
        {
            "casestudies.commands.accepted", "casestudies.commit.group_size", "casestudies.refusals", "not-found",
            "casestudies.jobs.waiting", "casestudies.jobs.dead_letters", "casestudies.health", "http.server.request.duration", "db.client.", "dotnet.gc",
        })
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        var logs = server.Receiver.Received(server.Services, "logs");
        Assert.Contains("POST /organisations/{org}/initiatives/{id}/entries 201", logs, StringComparison.Ordinal);
        Assert.All([traces, metrics, logs], sent => Assert.Contains(ProductVersion.Number, sent, StringComparison.Ordinal));
    }

    /// <summary>Names as they become in Prometheus: dots are underscores, and a unit or a kind is appended.</summary>
    [Fact]
    public async Task Every_metric_of_the_dashboard_is_one_that_the_server_sends()
    {
        Telemetry.FiguresBlocked(1);
        Telemetry.ImportRowSent();
        var file = Path.Combine(Nginx.SourceFolder(), "ops", "dashboards", "casestudies.json");
        var dashboard = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var named = Regex.Matches(dashboard, @"\b(?:casestudies|http_server|db_client_(?:connection|operation)|dotnet)_[a-z_]+").Select(m => m.Value)
            .Select(n => Regex.Replace(n, "_(?:total|bucket|count|sum)$", "")).Select(n => Regex.Replace(n, "_(?:seconds|bytes)$", "")).Distinct().ToList();
        Assert.True(named.Count > 12, $"{named.Count}");
        await RecordAsync();
        Assert.Equal(404, (await server.GetAsync("/nowhere")).Status);
        GC.Collect(); // the size of the heap is told from the first collection on

        await Until.TrueAsync(() => server.Receiver.Received(server.Services, "metrics").Replace('.', '_') is var sent && named.TrueForAll(sent.Contains));
    }

    [Fact]
    public async Task What_runs_by_the_clock_is_not_traced()
    {
        await server.GetAsync("/health/ready");
        var traces = server.Receiver.Received(server.Services, "traces");
        Assert.DoesNotContain("/health", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("marten.daemon.highwatermark", traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_what_a_caller_writes_into_a_request_line_or_a_header_is_sent()
    {
        var marker = $"Taro{Guid.NewGuid():n}";
        foreach (var (line, host) in new[]
        {
            ($"GET /guide?{marker}={marker}", "localhost"), ($"GET /{marker}/{marker}?x={marker}", "localhost"), ($"{marker} /guide", "localhost"),
            ("GET /guide", $"{marker}.localhost"),
        })
            await RawAsync($"{line} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {marker}\r\nReferer: http://{marker}/\r\n"
                + $"traceparent: 00-{Guid.NewGuid():n}-0123456789abcdef-01\r\n"
                + $"tracestate: a={marker}\r\nbaggage: name={marker}\r\nAuthorization: Bearer {marker}\r\nConnection: close\r\n\r\n");

        var sent = server.Receiver.Received(server.Services);

        Assert.Contains("GET /guide", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(marker, sent, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(marker, server.Log.Text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What the database says about a value it refuses quotes the value.</summary>
    [Fact]
    public async Task Nothing_of_an_exceptions_words_is_sent()
    {
        var marker = $"Taro{Guid.NewGuid():n}";
        Assert.Equal(500, (await server.GetAsync($"{ObservedServer.Failing}?value={marker}")).Status);

        var sent = server.Receiver.Received(server.Services);

        Assert.Contains(PostgresErrorCodes.InvalidTextRepresentation, server.Receiver.Received(server.Services, "traces"), StringComparison.Ordinal);
        Assert.Contains("exception.type", server.Receiver.Received(server.Services, "logs"), StringComparison.Ordinal);
        Assert.DoesNotContain(marker, sent, StringComparison.Ordinal);
        // The test bites: it is what the database said.
        Assert.Contains(marker, server.Log.Text, StringComparison.Ordinal);
    }

    private async Task RecordAsync()
    {
        var opening = HostileServer.Record(HostileServer.Examples.Foundation());
        Assert.Equal(201, (await server.PostAsync($"/organisations/alpha/initiatives/i-{Guid.NewGuid():n}/entries", opening.ToJsonString())).Status);
    }

    [Fact]
    public void Without_an_endpoint_nothing_is_collected() => Assert.Null(silent.Services.GetService<TracerProvider>());

    private async Task RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 ", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
