using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>An event that cannot be read makes figures blocked, never smaller, and stops nobody.</summary>
public sealed class BlockedTests(StrangeServer server) : IClassFixture<StrangeServer>
{
    private const string Mended = """{"title":{"ja":"直した名","en":"Mended name"},"on":"2025-05-01"}""";

    [Theory]
    [InlineData("unknown-store", "unknown kind, through the store", "never_heard_of")]
    [InlineData("unreadable-store", "unreadable body, through the store", "unreadable_later")]
    [InlineData("throwing-store", "fold throws, through the store", "indigestible")]
    [InlineData("unknown-hand", "unknown kind, by hand", "from_the_future")]
    [InlineData("unreadable-hand", "unreadable body, by hand", "initiative_renamed")]
    [InlineData("throwing-hand", "fold throws, by hand", "initiative_renamed")]
    public async Task It_blocks_its_own_initiative_only_and_a_rebuild_after_the_mending_computes_again(string organisation, string how, string kind)
    {
        var neighbour = organisation + "-next";
        var (api, others) = (await Api.OpenedAsync(server, organisation, "garden"), await Api.OpenedAsync(server, neighbour, "garden"));
        await api.SessionAsync("2025-05-10", 4);
        var before = server.Clock.GetCurrentInstant();
        server.Clock.AdvanceHours(1);

        await server.WriteAsync(organisation, "garden", how); // version 6
        await server.BackAsync(organisation, "garden", 6);

        // The figure: blocked, with the version and the kind, and no value.
        var figure = await api.GetAsync("/figures/youth");
        Assert.Equal(("blocked", null, null), ((string)figure["status"]!, figure["value"], figure["shown"]));
        Assert.Contains(figure["derivation"]!["notes"]!.AsArray(),
            n => ((string)n!["en"]!).Contains($"Event 6 ({kind}) cannot be read", StringComparison.Ordinal));
        // Before it, all is as it was.
        Assert.Equal(("computed", "4人"), await api.YouthAsync($"?knownAt={before}"));
        Assert.Equal(("computed", "4人"), await api.YouthAsync("?version=5"));
        // Recording goes on, and the figure stays blocked.
        await api.SessionAsync("2025-06-14", 5);
        Assert.Equal(("blocked", null), await api.YouthAsync());
        // Everybody else is served, figures and portfolio.
        await others.SessionAsync("2025-05-10", 7);
        Assert.Equal(("computed", "7人"), await others.YouthAsync());
        await WaitAsync();
        Assert.Equal("1 of 8 events could not be read into this view.", (await PortfolioAsync(organisation)).Blocked);
        Assert.Equal(new PortfolioItem(new("garden"), new("はち福", "Hachifuku"), new(2025, 4, 1), 5, server.Clock.GetCurrentInstant(), false, null),
            await PortfolioAsync(neighbour));
        using var output = new StringWriter();
        Assert.False(await RebuildCommand.RunAsync(server.Host.Services, new(output, TextWriter.Null, Domain.Language.En), new(Write: true),
            TestContext.Current.CancellationToken));
        Assert.Contains($"{organisation}/garden: 8 events, 1 unreadable", output.ToString());
        await WaitAsync();
        Assert.NotNull((await PortfolioAsync(organisation)).Blocked);

        // Somebody mends what was stored. The .NET type with it: the store believes that before the name of the kind.
        await server.ExecuteAsync(
            "update casestudies.mt_events set type = 'initiative_renamed', data = $2::jsonb, headers = $3::jsonb, mt_dotnet_type = 'mended.by.hand' where "
                + "tenant_id = $1 and stream_id = 'garden' and version = 6",
            organisation, Mended, StoreSql.Headers);
        await RebuildCommand.RunAsync(
            server.Host.Services, new(TextWriter.Null, TextWriter.Null, Domain.Language.En), new(Write: true), TestContext.Current.CancellationToken);

        Assert.Equal(("computed", "9人"), await api.YouthAsync());
        await WaitAsync();
        Assert.Equal(new PortfolioItem(new("garden"), new("直した名", "Mended name"), new(2025, 4, 1), 8, server.Clock.GetCurrentInstant(), false, null),
            await PortfolioAsync(organisation));
    }

    [Fact]
    public async Task A_body_that_is_spoilt_after_it_was_folded_is_found_and_its_entry_is_kept_until_somebody_decides_for_the_event()
    {
        var api = await Api.OpenedAsync(server, "spoilt", "garden");
        await api.SessionAsync("2025-05-10", 4);
        await server.ExecuteAsync("update casestudies.mt_events set data = '{\"session\":1}' where tenant_id = 'spoilt' and version = 5");
        using var output = new StringWriter();

        Assert.False(await RebuildCommand.RunAsync(server.Host.Services, new(output, TextWriter.Null, Domain.Language.En), new(Write: true),
            TestContext.Current.CancellationToken));

        Assert.Contains("spoilt/garden 5: entry and event differ in", output.ToString());
        Assert.Matches("spoilt/garden: 5 events, 1 unreadable, [0-9]+ differences, checksum", output.ToString());
        Assert.Equal(("computed", "4人"), await api.YouthAsync());

        Assert.False(await RebuildCommand.RunAsync(server.Host.Services, new(output, TextWriter.Null, Domain.Language.En),
            new(new(new("spoilt"), new("garden")), Write: true, TrustEvents: true), TestContext.Current.CancellationToken));

        Assert.Equal(("blocked", null), await api.YouthAsync());
    }

    [Fact]
    public async Task The_reason_never_quotes_the_body()
    {
        var api = await Api.OpenedAsync(server, "quiet", "garden");
        await server.RawEventAsync("quiet", "garden", "initiative_renamed", """{"title":"山田花子","on":"山田花子"}""");

        Assert.Equal(("blocked", null), await api.YouthAsync());
        Assert.DoesNotContain("山田", (await api.GetAsync("")).ToJsonString(s_unescaped));
    }

    private static readonly System.Text.Json.JsonSerializerOptions s_unescaped =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Task WaitAsync() => server.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(20));

    private async Task<PortfolioItem> PortfolioAsync(string organisation) =>
        Assert.Single(await server.Host.Services.GetRequiredService<PortfolioReader>()
            .InitiativesAsync(new(organisation), TestContext.Current.CancellationToken));
}
