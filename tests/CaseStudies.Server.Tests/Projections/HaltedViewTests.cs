using CaseStudies.Server.Commands;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>
/// A row of an unknown kind without the store's .NET type halts the asynchronous view for every organisation. No program
/// writes such a row. Nobody must take the halted view for a current one, and the rebuild gets it going again.
/// </summary>
public sealed class HaltedViewTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_halted_portfolio_says_since_when_it_is_behind_and_a_rebuild_sets_it_going_again()
    {
        var (api, others) = (await Api.OpenedAsync(server, "ysc", "garden"), await Api.OpenedAsync(server, "posse", "pantry"));
        await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));
        Assert.Null((await PortfolioAsync("posse")).BehindSince);
        server.Clock.AdvanceHours(1);
        var halted = server.Clock.GetCurrentInstant();

        await server.RawEventAsync("ysc", "garden", "from_the_future", "{}", dotnetType: null);
        await Until.TrueAsync(() => server.ScalarAsync<bool>(
            "select exists (select 1 from casestudies.mt_event_progression where name = 'Portfolio:All' and pause_reason is not null)"));
        await others.SessionAsync("2025-05-10", 7);
        server.Clock.AdvanceHours(1);
        await others.SessionAsync("2025-06-10", 8);

        // Figures do not depend on it.
        Assert.Equal(("computed", "15人"), await others.YouthAsync());
        Assert.Equal(("blocked", null), await api.YouthAsync());
        // The view knows how many events there are, and since when it has missed some.
        var theirs = await PortfolioAsync("posse");
        Assert.Equal((7, halted, null), (theirs.Events, theirs.BehindSince, theirs.Blocked));
        Assert.Equal((4, halted), ((await PortfolioAsync("ysc")).Events, (await PortfolioAsync("ysc")).BehindSince));

        using var output = new StringWriter();
        Assert.False(await RebuildCommand.RunAsync(
            server.Host.Services, new(output, TextWriter.Null, Domain.Language.En), new(Write: true), TestContext.Current.CancellationToken));

        Assert.Contains("portfolio: rebuilt", output.ToString());
        await server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((7, null, null),
            ((await PortfolioAsync("posse")).Events, (await PortfolioAsync("posse")).BehindSince, (await PortfolioAsync("posse")).Blocked));
        Assert.Equal("1 of 4 events could not be read into this view.", (await PortfolioAsync("ysc")).Blocked);
        await others.SessionAsync("2025-07-10", 1);
        await Until.HoldsAsync(() => PortfolioAsync("posse"), item => item is { Events: 9, BehindSince: null });
    }

    [Fact]
    public async Task A_node_that_does_not_keep_the_view_says_so_and_writes_nothing_beside_the_one_that_does()
    {
        await using var other = await server.AnotherNodeAsync();

        Assert.False(await other.Services.GetRequiredService<PortfolioRebuild>().RunAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    private async Task<PortfolioItem> PortfolioAsync(string organisation) =>
        Assert.Single(await server.Host.Services.GetRequiredService<PortfolioReader>()
            .InitiativesAsync(new(organisation), TestContext.Current.CancellationToken));
}
