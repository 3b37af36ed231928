using System.Text.Json.Nodes;
using CaseStudies.Server.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Read;

/// <summary>The relation is a copy of the stream. However it comes to differ, no figure is served from it until it is made anew.</summary>
public sealed class DamagedRelationTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("row-lost", "delete from casestudies.entries where stream_id = $1 and version = 5", 5)]
    [InlineData("end-lost", "delete from casestudies.entries where stream_id = $1 and version = 7", 7)]
    [InlineData("two-lost", "delete from casestudies.entries where stream_id = $1 and version >= 6", 6)]
    [InlineData("all-lost", "delete from casestudies.entries where stream_id = $1", 1)]
    [InlineData("fact-unreadable", "update casestudies.entries set fact = '{\"kind\":\"nonsense\"}' where stream_id = $1 and version = 5", 5)]
    [InlineData("fact-of-another-form", "update casestudies.entries set fact = '[1]' where stream_id = $1 and version = 5", 5)]
    [InlineData("fact-lost", "update casestudies.entries set fact = null where stream_id = $1 and version = 5", 5)]
    [InlineData("by-unreadable", "update casestudies.entries set recorded_by = 'a b' where stream_id = $1 and version = 5", 5)]
    [InlineData("row-too-many",
        "insert into casestudies.entries select tenant_id, stream_id, 8, recorded_at, recorded_by, source, kind, occurred_on, identity, gen_random_uuid(), "
            + "null, fact, null, null from casestudies.entries where stream_id = $1 and version = 7", 8)]
    [InlineData("row-far-away",
        "insert into casestudies.entries select tenant_id, stream_id, 20, recorded_at, recorded_by, source, kind, occurred_on, identity, gen_random_uuid(), "
            + "null, fact, null, null from casestudies.entries where stream_id = $1 and version = 7", 20)]
    public async Task A_relation_that_differs_from_its_stream_serves_no_figure_until_it_is_rebuilt(string initiative, string damage, int version)
    {
        var api = await RecordedAsync(initiative);

        await server.ExecuteAsync(damage, initiative);

        var figure = await FigureAsync(api);
        if (figure is not null) // without the row that adopted it there is no figure at all
        {
            Assert.Equal("blocked", (string?)figure["status"]);
            Assert.Null(figure["value"]);
            Assert.Null(figure["shown"]);
        }

        var problems = (await api.GetAsync(""))["problems"]!.AsArray().Select(p => (string)p!).ToList();
        Assert.Contains(problems, p => p.Contains($" {version}", StringComparison.Ordinal));
        var rebuilt = await server.Host.Services.GetRequiredService<Rebuild>()
            .WriteAsync(new("ysc"), new(initiative), eventsCount: false, TestContext.Current.CancellationToken);
        Assert.Equal((false, true), (rebuilt.Equal, rebuilt.Written));
        Assert.Equal(("computed", "9人"), await api.YouthAsync());
        Assert.Empty((await api.GetAsync(""))["problems"]!.AsArray());
    }

    [Theory]
    [InlineData("event-lost", "delete from casestudies.mt_events where stream_id = $1 and version = 5", 5)]
    [InlineData("last-event-lost", "delete from casestudies.mt_events where stream_id = $1 and version = 7", 7)]
    public async Task An_event_that_is_gone_blocks_even_though_the_relation_still_has_its_row(string initiative, string damage, int version)
    {
        var api = await RecordedAsync(initiative);

        await server.ExecuteAsync(damage, initiative);

        Assert.Equal(("blocked", null), await api.YouthAsync());
        // Nothing can bring it back: a rebuild must not turn what is lost into a smaller number.
        var rebuilt = await server.Host.Services.GetRequiredService<Rebuild>()
            .WriteAsync(new("ysc"), new(initiative), eventsCount: true, TestContext.Current.CancellationToken);
        Assert.Equal((false, false), (rebuilt.Equal, rebuilt.Written));
        Assert.Equal(("blocked", null), await api.YouthAsync());
        Assert.Contains((await api.GetAsync(""))["problems"]!.AsArray(), p => ((string)p!).Contains($" {version}", StringComparison.Ordinal));
    }

    /// <summary>Seven events; nine young people.</summary>
    private async Task<Api> RecordedAsync(string initiative)
    {
        var api = await Api.OpenedAsync(server, "ysc", initiative);
        await api.SessionAsync("2025-05-10", 4);
        await api.SessionAsync("2025-06-14", 5);
        Assert.Equal(("computed", "9人"), await api.YouthAsync());
        return api;
    }

    private static async Task<JsonNode?> FigureAsync(Api api) =>
        (await api.GetAsync("/figures")).AsArray().SingleOrDefault();
}
