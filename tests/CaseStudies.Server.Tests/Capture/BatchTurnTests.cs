using System.Net;
using CaseStudies.Server.Access;
using Microsoft.Extensions.DependencyInjection;
using static CaseStudies.Server.Tests.Capture.Batches;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Large batches are recorded one at a time and in parts, so that whoever records one fact meanwhile does not wait for all of them.</summary>
public sealed class BatchTurnTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Organisation = "batch-turns";

    /// <summary>How many commands the largest of its commits holds, and how many commits there are.</summary>
    private const string Commits =
        """
        select max(n) || '/' || (count(*) > 1) from (
            select count(*) n from casestudies.command_ledger where tenant_id = $1 and stream_id = $2 and first_version > 1 group by xmin::text) c
        """;

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private Turns Turns => server.Host.Services.GetRequiredService<HeavyWork>().Batches;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData("each"), InlineData("all")]
    public async Task A_large_one_waits_for_another_organisations_and_whoever_records_little_does_not(string mode)
    {
        var api = await Api.OpenedAsync(server, Organisation, mode);
        var held = await Turns.BeginAsync(new("another"), Cancellation);
        var large = SendAsync(_http, Organisation, Milestones(mode, 250));
        await Until.HoldsAsync(() => Task.FromResult(Turns.Waiting), waiting => waiting == 1);
        Assert.Equal(["recorded", "recorded"], (await SendAsync(_http, Organisation, Milestones(mode, 2))).Outcomes());
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), Sentences.Milestone("alone")))).Status);
        Assert.False(large.IsCompleted);

        held.Dispose();

        Assert.All((await large).Outcomes(), o => Assert.Equal("recorded", o));
        (await Turns.BeginAsync(new("another"), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Dispose();
    }

    [Fact]
    public async Task A_large_one_stands_in_line_in_parts_and_keeps_its_order()
    {
        await Api.OpenedAsync(server, Organisation, "parts");
        var results = await SendAsync(_http, Organisation, Milestones("each", 300, "parts"));

        Assert.Equal(Enumerable.Range(4, 300), results.Select(r => r.Versions().Single()));
        Assert.Equal("64/true", await server.ScalarAsync<string>(Commits, Organisation, "parts"));
    }

    private static System.Text.Json.Nodes.JsonObject Milestones(string mode, int number, string? initiative = null) => Of(mode,
        Enumerable.Range(0, number).Select(i => (initiative ?? mode, "record", (System.Text.Json.Nodes.JsonNode)Record(
            Sentences.Milestone($"m-{Guid.NewGuid():n}"[..20])))));
}
