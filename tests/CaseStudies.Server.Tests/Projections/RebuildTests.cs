using System.Text.Json.Nodes;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Projections;

public sealed class RebuildTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string State = "select data::text || ' ' || mt_version from casestudies.mt_doc_initiativestate where tenant_id = $1 and id = $2";

    [Fact]
    public void The_rich_stream_has_a_fact_of_every_kind() => Assert.Equal(
        InitiativeEventCatalogue.Facts.Keys.Order(),
        EveryKind.Facts.Select(f => (string)JsonNode.Parse(f)!["kind"]!).Distinct().Order());

    [Fact]
    public async Task Rebuilding_a_stream_with_every_kind_changes_not_one_byte()
    {
        var api = await EveryKind.RecordedAsync(server, "ysc", "rich");
        var (relation, state) = (await server.RelationAsync("ysc", "rich"), await server.ScalarAsync<string>(State, "ysc", "rich"));
        var figures = (await api.GetAsync("/figures")).ToJsonString();
        Assert.Equal(("computed", "7人"), await api.YouthAsync());

        var rebuilt = await RebuildAsync("rich");

        Assert.Equal((await server.HeadAsync("ysc", "rich"), 0), (rebuilt.Events, rebuilt.Unreadable));
        Assert.Equal(rebuilt.Before, rebuilt.After);
        Assert.Equal(64, rebuilt.After.Length);
        Assert.Equal(relation, await server.RelationAsync("ysc", "rich"));
        Assert.Equal(state, await server.ScalarAsync<string>(State, "ysc", "rich"));
        Assert.Equal(figures, (await api.GetAsync("/figures")).ToJsonString());
    }

    [Theory]
    [InlineData("kept", false)]
    [InlineData("deleted", true)]
    public async Task Recording_goes_on_after_a_rebuild_and_the_state_follows_every_event(string initiative, bool delete)
    {
        var api = await Api.OpenedAsync(server, "ysc", initiative);
        await api.SessionAsync("2025-05-10", 4);
        if (delete)
            await server.ExecuteAsync("delete from casestudies.mt_doc_initiativestate where tenant_id = 'ysc' and id = $1", initiative);

        // Often enough that a revision of the document's own would run ahead of the stream's.
        for (var i = 0; i < 8; i++)
            Assert.True((await RebuildAsync(initiative)).Equal);
        // The strand must be known at once to the act that follows the one that starts it.
        await api.RecordAsync("""{"kind":"strand_started","strand":"second","name":{"ja":"二","en":"Two"},"on":"2025-05-01"}""");
        await api.RecordAsync("""{"kind":"session_cancelled","strand":"second","on":"2025-06-08"}""");
        await api.SessionAsync("2025-06-10", 5);

        var live = await server.ScalarAsync<string>(State, "ysc", initiative);
        Assert.EndsWith($" {await server.HeadAsync("ysc", initiative)}", live);
        Assert.True((await RebuildAsync(initiative)).Equal);
        Assert.Equal(live, await server.ScalarAsync<string>(State, "ysc", initiative));
        Assert.Equal(("computed", "9人"), await api.YouthAsync());
    }

    [Fact]
    public async Task A_relation_that_was_edited_is_reported_and_mended()
    {
        var api = await Api.OpenedAsync(server, "edited", "edited");
        await api.SessionAsync("2025-05-10", 4);
        var relation = await server.RelationAsync("edited", "edited");
        await server.ExecuteAsync(
            "update casestudies.entries set fact = jsonb_set(fact, '{count}', '400') where tenant_id = 'edited' and kind = 'participants_counted'");
        Assert.Equal(("computed", "400人"), await api.YouthAsync());
        using var output = new StringWriter();

        Assert.False(await RebuildCommand.RunAsync(server.Host.Services, new(output, TextWriter.Null, Domain.Language.En),
            TestContext.Current.CancellationToken));

        Assert.Contains("edited/edited: 5 events, 0 unreadable, 0 problems, rows and figures CHANGED, checksum ", output.ToString());
        Assert.Equal(relation, await server.RelationAsync("edited", "edited"));
        Assert.Equal(("computed", "4人"), await api.YouthAsync());
        using var again = new StringWriter();
        Assert.True(await RebuildCommand.RunAsync(server.Host.Services, new(again, TextWriter.Null, Domain.Language.En),
            TestContext.Current.CancellationToken));
        Assert.Matches("(?m)^edited/edited: 5 events, 0 unreadable, 0 problems, rows and figures equal, checksum [0-9a-f]{64}$", again.ToString());
        Assert.Contains("portfolio: rebuilt", again.ToString());
    }

    private Task<RebuiltInitiative> RebuildAsync(string initiative) =>
        server.Host.Services.GetRequiredService<Rebuild>().InitiativeAsync(new("ysc"), new(initiative), TestContext.Current.CancellationToken);
}
