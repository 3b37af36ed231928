using System.Text.Json.Nodes;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Projections;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

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
        var live = await RebuildAsync("rich");
        Assert.Equal(("", 64), (string.Join('\n', live.Differences), live.Checksum.Length));
        var checksum = live.Checksum;

        // A rebuild from nothing, so that every row is written.
        await server.ExecuteAsync("delete from casestudies.entries where stream_id = 'rich'");
        await server.ExecuteAsync("delete from casestudies.mt_doc_initiativestate where id = 'rich'");
        var rebuilt = await RebuildAsync("rich");

        var events = await server.HeadAsync("ysc", "rich");
        Assert.Equal((events, 0, true), (rebuilt.Events, rebuilt.Unreadable, rebuilt.Written));
        Assert.Equal(events + 1, rebuilt.Differences.Length);
        Assert.Equal(checksum, rebuilt.Checksum);
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
            Assert.Equal(delete && i == 0, (await RebuildAsync(initiative)).Written);
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
    public async Task Only_what_differs_is_written_and_only_when_told_to()
    {
        var api = await Api.OpenedAsync(server, "ysc", "some");
        await api.SessionAsync("2025-05-10", 4);
        var (relation, writers) = (await server.RelationAsync("ysc", "some"), await server.WritersAsync("ysc", "some"));
        await server.ExecuteAsync("delete from casestudies.entries where stream_id = 'some' and version = 2");
        await server.ExecuteAsync("update casestudies.entries set identity = 'other' where stream_id = 'some' and version = 4");

        Assert.False(await RunAsync("some", write: false, out var said));

        Assert.Contains("ysc/some 2: the event has no entry\nysc/some 4: the entry's identity does not follow from its fact\nysc/some: 5 events, 0 unreadable, "
            + "2 differences, checksum ", said.ToString());
        Assert.EndsWith("2 differences. Nothing of them was written; --write writes what follows from the events.\n", said.ToString());
        Assert.Equal(4, (await server.WritersAsync("ysc", "some")).Split(',').Length);
        Assert.True(await RunAsync("some", write: true, out said));
        Assert.Contains("2 differences (written as the events say), checksum ", said.ToString());
        Assert.Equal(relation, await server.RelationAsync("ysc", "some"));
        var after = await server.WritersAsync("ysc", "some");
        Assert.Equal([true, false, true, false, true], after.Split(',').Zip(writers.Split(','), (a, b) => a == b));
        // And again: nothing.
        Assert.True(await RunAsync("some", write: true, out said));
        Assert.Matches("(?m)^ysc/some: 5 events, 0 unreadable, 0 differences, checksum [0-9a-f]{64}$", said.ToString());
        Assert.Equal(after, await server.WritersAsync("ysc", "some"));
    }

    [Fact]
    public async Task Comparing_waits_for_nobody_and_nobody_waits_for_it()
    {
        await Api.OpenedAsync(server, "ysc", "held");
        await using var connection = await server.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var writer = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var locking = new NpgsqlCommand("select version from casestudies.mt_streams where id = 'held' for update", connection);
        await locking.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // With --write, too, as long as nothing differs.
        Assert.True(await RunAsync("held", write: false, out _));
        Assert.True(await RunAsync("held", write: true, out _));
    }

    private Task<bool> RunAsync(string initiative, bool write, out StringWriter output) => RebuildCommand.RunAsync(
        server.Host.Services, new(output = new StringWriter { NewLine = "\n" }, TextWriter.Null, Domain.Language.En),
        new(new(new("ysc"), new(initiative)), write), TestContext.Current.CancellationToken);

    private Task<InitiativeFindings> RebuildAsync(string initiative) => server.Host.Services.GetRequiredService<Rebuild>()
        .WriteAsync(new("ysc"), new(initiative), eventsCount: false, TestContext.Current.CancellationToken);
}
