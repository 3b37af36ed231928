using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Import;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A dry run whose sender has gone stops where it is: nobody will read its answer, and others need the processor.</summary>
public sealed class LeftSenderTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"開催日"},{"as":"group","header":"若者","scheme":"audience","group":"youth"}]}
        """;

    /// <summary>Asked once for the snapshot and once for each command that is decided.</summary>
    private sealed class Leaving(IClock clock, int after, CancellationTokenSource sender) : IClock
    {
        public int Asked { get; private set; }

        public Instant GetCurrentInstant()
        {
            if (++Asked == after)
                sender.Cancel();
            return clock.GetCurrentInstant();
        }
    }

    private sealed class WithClock(IServiceProvider services, IClock clock) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IClock) ? clock : services.GetService(serviceType);
    }

    [Fact]
    public async Task It_goes_no_further_wherever_it_is()
    {
        await Api.OpenedAsync(server, "left-sender", "one");
        var file = ImportApi.Csv(["開催日,若者", .. Enumerable.Range(0, 300).Select(i => $"{new LocalDate(2025, 4, 1).PlusDays(i):uuuu-MM-dd},{i + 1}")]);
        var (all, whole) = await RunAsync(file, leaveAfter: int.MaxValue);
        Assert.Null(all);
        Assert.InRange(whole, 600, 610); // a session and a count for each row, the beginning and the end

        // At the beginning, in a group, at its end, and when all that is left are the figures.
        foreach (var leave in new[] { 1, 5, 256, 257, whole - 1, whole })
        {
            var (stopped, asked) = await RunAsync(file, leave);
            Assert.IsAssignableFrom<OperationCanceledException>(stopped);
            Assert.Equal(leave, asked);
        }
    }

    [Fact]
    public async Task Rows_are_not_planned_for_nobody()
    {
        using var sender = new CancellationTokenSource();
        var rows = ImportApi.Csv(["開催日,若者", .. Enumerable.Range(0, 50).Select(i => $"2025-05-10,{i}")]);
        var (_, plan) = await PlannedAsync(rows, sender.Token);
        using var reading = plan.Rows().GetEnumerator();
        Assert.True(reading.MoveNext());
        await sender.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => reading.MoveNext());
    }

    private async Task<(ImportFile File, ImportPlan Plan)> PlannedAsync(byte[] rows, CancellationToken sender)
    {
        var (builder, organisation) = (server.Host.Services.GetRequiredService<PlanBuilder>(), "left-plan");
        await Api.OpenedAsync(server, organisation, "one");
        await using var connection = await server.Source.OpenConnectionAsync(sender);
        var ground = (await builder.GroundAsync(connection, new(organisation), new("one"), new(Guid.NewGuid()), sender))!;
        var file = await ImportFile.OpenAsync(new MemoryStream(rows), "集計.csv", sender);
        return (file, PlanBuilder.Plan(ground, file.Sheets, Mapped(), sender));
    }

    private async Task<(Exception? Stopped, int Asked)> RunAsync(byte[] file, int leaveAfter)
    {
        using var sender = new CancellationTokenSource();
        var services = server.Host.Services;
        var clock = new Leaving(server.Clock, leaveAfter, sender);
        var imports = ActivatorUtilities.CreateInstance<ImportService>(services, new WithClock(services, clock));
        using var open = await ImportFile.OpenAsync(new MemoryStream(file), "集計.csv", sender.Token);
        var stopped = await Record.ExceptionAsync(() =>
            imports.DryRunAsync(new(new("left-sender"), new("one"), new("local-user"), Role.Owner), open, new(Mapped()), sender.Token));
        return (stopped, clock.Asked);
    }

    private static ImportMapping Mapped() => ImportRequest.Mapping(JsonNode.Parse(Mapping)!.AsObject());
}
