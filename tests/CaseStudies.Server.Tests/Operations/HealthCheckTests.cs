using CaseStudies.Server.Commands;
using CaseStudies.Server.Operations;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wolverine;
using Wolverine.Runtime;

namespace CaseStudies.Server.Tests.Operations;

/// <summary>What each check finds where something is wrong that leaves the database reachable.</summary>
public sealed class HealthCheckTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_halted_view_and_a_message_that_was_given_up_are_told_and_leave_the_server_ready()
    {
        var api = await Api.OpenedAsync(server, "ysc", "garden");
        await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(HealthStatus.Healthy, (await ReportAsync()).Status);

        await server.RawEventAsync("ysc", "garden", "from_the_future", "{}", dotnetType: null);
        await api.SessionAsync("2025-05-10", 7);
        var runtime = server.Host.Services.GetRequiredService<IWolverineRuntime>();
        var message = new Envelope { Id = Guid.NewGuid(), MessageType = "given-up", Destination = new("local://durable"), ContentType = "application/json",
            Data = [1] };
        await runtime.Storage.Inbox.MoveToDeadLetterStorageAsync(message, new InvalidOperationException());

        var report = await UntilAsync(r => r.Entries["views"].Status == HealthStatus.Degraded && r.Entries["queue"].Status == HealthStatus.Degraded);

        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Contains("Portfolio:All", report.Entries["views"].Description, StringComparison.Ordinal);
        Assert.True((long)report.Entries["views"].Data[ViewsCheck.EventsBehind] > 0);
        Assert.Equal(1, report.Entries["queue"].Data[QueueCheck.DeadLetters]);
        await server.Host.Scenario(s =>
        {
            s.Get.Url("/health/ready");
            s.StatusCodeShouldBe(200);
        });

        await RebuildCommand.RunAsync(
            server.Host.Services, new(TextWriter.Null, TextWriter.Null, Domain.Language.En), new(Write: true), TestContext.Current.CancellationToken);
        await UntilAsync(r => r.Entries["views"].Status == HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_table_that_is_missing_and_one_that_differs_are_told_apart()
    {
        var check = new SchemaCheck(server.Store, TimeSpan.Zero);
        await server.ExecuteAsync("alter table casestudies.import_mappings add column newer text");
        await UntilAsync(check, HealthStatus.Degraded);
        await server.ExecuteAsync("alter table casestudies.import_mappings rename to elsewhere");
        await UntilAsync(check, HealthStatus.Unhealthy);
        await server.ExecuteAsync("alter table casestudies.elsewhere rename to import_mappings");
        await server.ExecuteAsync("alter table casestudies.import_mappings drop column newer");
        await UntilAsync(check, HealthStatus.Healthy);
    }

    [Theory]
    [InlineData(10_000, HealthStatus.Healthy), InlineData(1_023, HealthStatus.Degraded), InlineData(127, HealthStatus.Unhealthy)]
    public void Little_room_is_told_before_there_is_none(long freeMegabytes, HealthStatus status) =>
        Assert.Equal(status, DiskCheck.Judge(freeMegabytes).Status);

    private Task<HealthReport> ReportAsync() =>
        server.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

    private Task<HealthReport> UntilAsync(Func<HealthReport, bool> wanted) => Until.HoldsAsync(
        ReportAsync, wanted,
        seen: report => string.Join(", ", report.Entries.Select(e => $"{e.Key}: {e.Value.Status} {e.Value.Description}")));

    private static async Task UntilAsync(SchemaCheck check, HealthStatus wanted)
    {
        var context = new HealthCheckContext { Registration = new("schema", check, HealthStatus.Unhealthy, null) };
        await Until.HoldsAsync(() => check.CheckHealthAsync(context), result => result.Status == wanted, seen: result => $"{result.Status}, never {wanted}");
    }
}
