using System.Diagnostics;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Problems;
using Npgsql;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>What probes are told while the database comes and goes.</summary>
public sealed class HealthTests(UnreliableServer server) : IClassFixture<UnreliableServer>
{
    /// <summary>What an operator is promised.</summary>
    private static readonly TimeSpan s_promised = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Ready_says_each_check_and_live_says_none()
    {
        await UntilAsync(200, TimeSpan.FromMinutes(1));

        var (ready, former, live) = (await server.GetAsync("/health/ready"), await server.GetAsync("/health"), await server.GetAsync("/health/live"));

        var checks = JsonNode.Parse(ready.Body)!["checks"]!.AsObject();
        Assert.Equal(["clock", "database", "disk", "queue", "schema", "views"], checks.Select(c => c.Key).Order());
        Assert.All(checks, c => Assert.Equal("healthy", (string)c.Value!["status"]!));
        Assert.True((int)checks["disk"]!["data"]!["freeMegabytes"]! > 0);
        Assert.Equal(ready.Body, former.Body);
        Assert.Equal((200, """{"status":"healthy"}"""), (live.Status, live.Body));
    }

    [Fact]
    public async Task A_stopped_database_turns_ready_within_five_seconds_and_back_within_five_of_its_return()
    {
        await UntilAsync(200, TimeSpan.FromMinutes(1));
        await server.Database.StopAsync();

        var down = await UntilAsync(503, s_promised);

        Assert.Equal("unhealthy", (string)down["checks"]!["database"]!["status"]!);
        Assert.All(new NpgsqlConnectionStringBuilder(server.Database.ConnectionString) is var c ? [c.Password!, c.Host!, c.Username!] : Array.Empty<string>(),
            secret => Assert.DoesNotContain(secret, down.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(200, (await server.GetAsync("/health/live")).Status);

        await server.Database.StartAsync();

        await UntilAsync(200, s_promised);
        await RecordAsync();
    }

    [Fact]
    public async Task A_frozen_database_turns_ready_within_five_seconds_and_back_within_five_of_its_thaw()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "freezes processes by signal");
        await UntilAsync(200, TimeSpan.FromMinutes(1));
        server.Database.Freeze();
        try
        {
            await UntilAsync(503, s_promised);
        }
        finally
        {
            server.Database.Thaw();
        }

        await UntilAsync(200, s_promised);
        await RecordAsync();
    }

    /// <summary>Being ready must mean that people can record.</summary>
    private async Task RecordAsync()
    {
        var opening = HostileServer.Record(HostileServer.Examples.Foundation());
        var answer = await server.PostAsync($"/organisations/alpha/initiatives/i-{Guid.NewGuid():n}/entries", opening.ToJsonString());
        Assert.True(answer.Status == 201, answer.Body);
    }

    /// <summary>Asks as a probe does, until the status is the wanted one. The limit is what operators were promised.</summary>
    private async Task<JsonNode> UntilAsync(int status, TimeSpan limit)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = await Until.HoldsAsync(
            () => server.GetAsync("/health/ready"), answer => answer.Status == status, limit, answer => $"{answer.Status}, not {status}: {answer.Body}");
        var elapsed = Stopwatch.GetElapsedTime(start);
        Assert.True(elapsed <= limit, $"{status} after {elapsed}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{status} after {elapsed}");
        return JsonNode.Parse(answer.Body)!;
    }
}
