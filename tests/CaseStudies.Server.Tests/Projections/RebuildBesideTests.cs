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
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(12));
        var recording = Task.Run(async () =>
        {
            var recorded = 3;
            for (; !time.IsCancellationRequested; recorded += 2)
            {
                await api.SessionAsync("2025-05-10", 1);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            return recorded;
        }, TestContext.Current.CancellationToken);
        WebApplication? command = null;
        await using (await server.AnotherNodeAsync(app => command = app))
        {
            await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken); // the server has its views by then
            using var output = new StringWriter();
            Assert.True(await RebuildCommand.RunAsync(command!.Services, new(output, TextWriter.Null, Domain.Language.En), TestContext.Current.CancellationToken));
            // Whichever of the two nodes was given the view; never both.
            Assert.Matches("portfolio: (rebuilt|left as it is)", output.ToString());
        }

        var events = await recording;
        Assert.Equal(events, await server.CountAsync("entries", "ysc", "garden"));
        Assert.Equal((events, null, null), await CurrentAsync());
        await using var session = server.Store.QuerySession("ysc");
        Assert.Equal(events, (await session.LoadAsync<PortfolioEntry>("garden", TestContext.Current.CancellationToken))!.Applied);
        // And the program goes on keeping it.
        await api.SessionAsync("2025-06-10", 1);
        Assert.Equal((events + 2, null, null), await CurrentAsync());
    }

    /// <summary>The portfolio's line once the view has caught up, or after thirty seconds as it is.</summary>
    private async Task<(int Events, NodaTime.Instant? BehindSince, string? Blocked)> CurrentAsync()
    {
        for (var i = 0; ; i++)
        {
            var item = Assert.Single(await server.Host.Services.GetRequiredService<PortfolioReader>().InitiativesAsync(new("ysc"), TestContext.Current.CancellationToken));
            if (item.BehindSince is null || i == 300)
                return (item.Events, item.BehindSince, item.Blocked);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
