using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>
/// What an act would do is announced as it then comes, and announcing does nothing. <c>CASESTUDIES_EFFECTS=3</c> makes three acts in each sample, and not one.
/// </summary>
public sealed class EffectsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly int s_acts = RunSettings.Number("CASESTUDIES_EFFECTS", 1);

    [Fact]
    public async Task Whatever_is_done_to_the_twenty_samples_was_announced()
    {
        var loader = new SampleLoader(Service<Server.Capture.Recorder>(), Service<Server.Capture.OrganisationRecorder>());
        var samples = await loader.LoadAsync((_, _, _) => { }, TestContext.Current.CancellationToken);
        var (made, refused, changed) = (0, 0, 0);
        foreach (var (index, sample) in samples.Index())
        {
            var api = new Api(server, sample.Organisation.Value, sample.Initiative.Value);
            for (var i = 0; i < s_acts; i++)
            {
                var act = (await RandomActs.OfAsync(api, index * 3 + i)).Next();
                var (accepted, figures) = await AnnouncedAsync(api, act);
                _ = accepted ? made++ : refused++;
                changed += figures > 0 ? 1 : 0;
            }
        }

        Assert.Equal(20, samples.Count);
        Assert.True(made >= 10 * s_acts && (refused >= 1 || s_acts < 3) && changed >= 5 * s_acts,
            $"{made} made, {refused} refused, {changed} that changed a figure");
    }

    [Fact]
    public async Task The_first_act_of_an_initiative_is_announced_too()
    {
        var api = new Api(server, "effects", "first");
        var answer = await EffectsAsync(api, "record", JsonNode.Parse(Api.Record(Guid.NewGuid(), Sentences.Opening))!.AsObject());
        Assert.Null(answer["refused"]);
        Assert.Equal(0, (int)answer["version"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await api.TryGetAsync("/figures")).Status);
    }

    [Fact]
    public async Task A_conflict_and_a_target_are_seen_before_and_after()
    {
        var api = await Api.OpenedAsync(server, "effects", "conflict");
        await api.RecordAsync("""{"kind":"target_set","target":"youth","comparison":"at-least","value":"5","unit":"people","on":"2025-04-01"}""");
        await api.RecordAsync(Sentences.YouthAgainst("youth"));
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-05-10"), Sentences.Youth(session, 4));

        var effects = await EffectsAsync(api, "record", JsonNode.Parse(Api.Record(Guid.NewGuid(), Sentences.Youth(session, 7)))!.AsObject());
        var change = effects["figures"]!.AsArray().Single()!;

        Assert.Equal((1, 0), (effects["conflictsArising"]!.AsArray().Count, effects["conflictsSettled"]!.AsArray().Count));
        var rival = await api.RecordAsync(Sentences.Youth(session, 7));
        var undone = await EffectsAsync(api, "undo",
            new() { ["command"] = Guid.NewGuid().ToString(), ["act"] = rival.ToString(), ["reason"] = new JsonObject { ["code"] = "duplicate" } });
        Assert.Equal((0, 1), (undone["conflictsArising"]!.AsArray().Count, undone["conflictsSettled"]!.AsArray().Count));
        Assert.Equal(("computed", "contested"), ((string)change["from"]!["status"]!, (string)change["to"]!["status"]!));
        Assert.Equal(("4人", "4〜7人"), ((string)change["from"]!["shown"]!["ja"]!, (string)change["to"]!["shown"]!["ja"]!));
        Assert.Equal((false, null), ((bool?)change["from"]!["target"]!["achieved"], (bool?)change["to"]!["target"]!["achieved"]));
        Assert.Single(change["notesNew"]!.AsArray());
        Assert.Equal("youth", (string)change["indicator"]!);
    }

    [Fact]
    public async Task A_period_may_be_named()
    {
        var api = await Api.OpenedAsync(server, "effects", "period");
        var count = await api.SessionAsync("2025-05-10", 4);
        var command = new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["act"] = count.ToString(),
            ["reason"] = new JsonObject { ["code"] = "other" } };
        Assert.Empty((await EffectsAsync(api, "undo", command, "?from=2025-06-01&to=2025-06-30"))["figures"]!.AsArray());
        Assert.Single((await EffectsAsync(api, "undo", command, "?from=2025-05-01&to=2025-05-31"))["figures"]!.AsArray());
    }

    [Theory]
    [InlineData("""{}""", "")]
    [InlineData("""{"forget":{}}""", "")]
    [InlineData("""{"record":{},"undo":{}}""", "")]
    [InlineData("""{"record":[]}""", "")]
    [InlineData("""{"record":{"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","facts":[]}}""", "/record/facts")]
    [InlineData("""{"record":{"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","facts":[{"kind":"initiative_reopened","on":"soon"}]}}""", "/record/facts/0/on")]
    public async Task What_is_no_act_is_refused_with_its_place(string body, string place)
    {
        var (status, answer) = await new Api(server, "effects", "malformed").PostAsync("/effects", body);
        Assert.Equal((HttpStatusCode.BadRequest, place), (status, (string?)JsonNode.Parse(answer)!["pointer"]));
    }

    /// <summary>Announces, makes the act, and compares. Whether it was accepted, and how many figures changed.</summary>
    private async Task<(bool Accepted, int Figures)> AnnouncedAsync(Api api, RandomAct act)
    {
        var written = await WrittenAsync();
        var announced = await EffectsAsync(api, act.Verb, act.Command);
        Assert.Equal(written, await WrittenAsync());
        var period = $"?from={announced["period"]!["from"]}&to={announced["period"]!["to"]}";
        var before = await FiguresAsync(api, period);
        var (status, body) = await api.PostAsync(act.Path, act.Sent.ToJsonString());
        var after = await FiguresAsync(api, period);
        Assert.Equal(status is HttpStatusCode.OK or HttpStatusCode.Created ? null : (string?)JsonNode.Parse(body)!["code"],
            (string?)announced["refused"]?["code"]);
        Assert.Equal(announced["refused"] is null ? null : (int)status, (int?)announced["refused"]?["status"]);
        foreach (var change in announced["figures"]!.AsArray())
        {
            var indicator = (string)change!["indicator"]!;
            Assert.Equal(before.GetValueOrDefault(indicator), change["from"] is { } from ? ClosedYear.Said(from) : null);
            Assert.NotEqual(before.GetValueOrDefault(indicator), change["to"] is { } now ? ClosedYear.Said(now) : null);
            if (change["to"] is { } to)
                before[indicator] = ClosedYear.Said(to);
            else
                before.Remove(indicator);
        }

        Assert.Equal(after.OrderBy(f => f.Key, StringComparer.Ordinal), before.OrderBy(f => f.Key, StringComparer.Ordinal));
        return (announced["refused"] is null, announced["figures"]!.AsArray().Count);
    }

    /// <summary>Of each figure what an announcement says of it too.</summary>
    private static async Task<Dictionary<string, string>> FiguresAsync(Api api, string period) =>
        (await api.GetAsync("/figures" + period)).AsArray().ToDictionary(f => (string)f!["indicator"]!, f => ClosedYear.Said(f!));

    private static async Task<JsonNode> EffectsAsync(Api api, string verb, JsonObject command, string query = "")
    {
        var (status, body) = await api.PostAsync("/effects" + query, new JsonObject { [verb] = command.DeepClone() }.ToJsonString());
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    private Task<string> WrittenAsync() => server.ScalarAsync<string>(
        "select concat_ws('/', (select count(*) from casestudies.mt_events), (select count(*) from casestudies.entries), (select count(*) from "
            + "casestudies.command_ledger), (select count(*) from vault.texts), (select md5(string_agg(data::text, '' order by tenant_id, id)) from "
            + "casestudies.mt_doc_initiativestate))");

    private T Service<T>() where T : notnull => server.Host.Services.GetRequiredService<T>();
}
