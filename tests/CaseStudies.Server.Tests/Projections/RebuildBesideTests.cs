using CaseStudies.Server.Commands;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>The command is run in a second terminal while the program serves from the same private database.</summary>
public sealed class RebuildBesideTests(RebuildBesideTests.Serving server) : IClassFixture<RebuildBesideTests.Serving>
{
    /// <summary>As the program runs, not as the other tests run it.</summary>
    public sealed class Serving(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Store:Alone"] = "false";
    }

    [Fact]
    public async Task A_rebuild_beside_the_serving_program_leaves_entries_and_portfolio_right()
    {
        var api = await Api.OpenedAsync(server, "ysc", "garden");
        using var enough = new CancellationTokenSource();
        var recorded = 3;
        var recording = Task.Run(async () =>
        {
            for (; !enough.IsCancellationRequested; Interlocked.Add(ref recorded, 2))
                await api.SessionAsync("2025-05-10", 1);
        }, TestContext.Current.CancellationToken);
        WebApplication? command = null;
        await using (await server.AnotherNodeAsync(app => command = app))
        {
            await Until.TrueAsync(async () => await KeepsAsync(server.Host.Services) || await KeepsAsync(command!.Services));
            await Until.TrueAsync(() => Volatile.Read(ref recorded) > 200 || recording.IsCompleted);
            using var output = new StringWriter();
            Assert.True(await RebuildCommand.RunAsync(
                command!.Services, new(output, TextWriter.Null, Domain.Language.En), new(Write: true), TestContext.Current.CancellationToken));
            // Whichever of the two nodes was given the view; never both.
            Assert.Matches("portfolio: (rebuilt|left as it is)", output.ToString());
        }

        await enough.CancelAsync();
        await recording;
        var events = recorded;
        Assert.Equal(events, await server.CountAsync("entries", "ysc", "garden"));
        Assert.Equal((events, null, null), await CurrentAsync());
        await using var session = server.Store.QuerySession("ysc");
        Assert.Equal(events, (await session.LoadAsync<PortfolioEntry>("garden", TestContext.Current.CancellationToken))!.Applied);
        // And the program goes on keeping it.
        await api.SessionAsync("2025-06-10", 1);
        Assert.Equal((events + 2, null, null), await CurrentAsync());
    }

    private static Task<bool> KeepsAsync(IServiceProvider node) =>
        node.GetRequiredService<PortfolioRebuild>().IsKeptHereAsync(TestContext.Current.CancellationToken);

    /// <summary>The portfolio's line once the view has caught up.</summary>
    private async Task<(int Events, NodaTime.Instant? BehindSince, string? Blocked)> CurrentAsync()
    {
        var reader = server.Host.Services.GetRequiredService<PortfolioReader>();
        var item = await Until.HoldsAsync(
            async () => Assert.Single(await reader.InitiativesAsync(new("ysc"), TestContext.Current.CancellationToken)), item => item.BehindSince is null);
        return (item.Events, item.BehindSince, item.Blocked);
    }
}
