using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using static CaseStudies.Server.Tests.Capture.Batches;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A batch of which each item is judged by itself.</summary>
public sealed class BatchTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Fact]
    public async Task Each_item_gets_its_own_answer_in_its_place_and_spoils_no_other()
    {
        await Api.OpenedAsync(server, "ysc", "mixed");
        var unconditional = JsonNode.Parse($$$"""{"command":"{{{Guid.NewGuid()}}}","entry":"{{{Guid.NewGuid()}}}","reason":{"code":"other"}}""")!;
        var results = await EachAsync(
            ("mixed", "record", Record(Sentences.Milestone("a"))),
            ("mixed", "record", Record(Sentences.Youth(Guid.NewGuid(), 3))),
            ("mixed", "record", Record("""{"kind":"milestone_reached","milestone":"b"}""")),
            ("mixed", "withdraw", Withdraw(Guid.NewGuid(), "\"version\":3")),
            ("mixed", "withdraw", unconditional),
            ("unopened", "record", Record(Sentences.Milestone("c"))),
            ("Not A Key", "record", Record(Sentences.Milestone("d"))),
            ("mixed", "remember", Record(Sentences.Milestone("e"))),
            ("mixed", "record", Record(Sentences.Milestone("f"))));

        Assert.Equal(["recorded", "refused", "malformed", "refused", "refused", "refused", "malformed", "malformed", "recorded"], results.Outcomes());
        Assert.Equal([null, "session-unknown", "malformed", "entry-unknown", "basis-missing", "initiative-unknown", "malformed", "malformed", null],
            results.Select(r => r.Code()));
        Assert.Equal([null, 422, 400, 404, 428, 404, 400, 400, null], results.Select(r => (int?)r!["problem"]?["status"]));
        Assert.All(results.Select((r, i) => (Pointer: r.Pointer(), Index: i)).Where(p => p.Pointer is not null),
            p => Assert.Contains($"{p.Index}", p.Pointer, StringComparison.Ordinal));
        Assert.Equal((4, 5), (results[0].Versions().Single(), results[8].Versions().Single()));
        Assert.All(results, r => Assert.True(r!["problem"] is not { } p || ((string)p["ja"]!).Length > 5 && ((string)p["en"]!).Length > 5));
    }

    [Fact]
    public async Task Items_of_one_initiative_are_decided_in_their_order()
    {
        await Api.OpenedAsync(server, "ysc", "in-order");
        var session = Guid.NewGuid();
        var (held, counted) = (Record(Sentences.Session(session, "2025-06-01")), Record(Sentences.Youth(session, 5)));
        var corrected = Correct(counted.Id(), counted.Basis(), Sentences.Youth(session, 6));
        var withdrawn = Withdraw(held.Id(), held.Basis());

        var results = await EachAsync(
            ("in-order", "record", held), ("in-order", "record", counted), ("in-order", "correct", corrected), ("in-order", "withdraw", withdrawn),
            ("in-order", "record", Record(Sentences.Youth(session, 1, "late"))), ("in-order", "undo", Undo(withdrawn.Id())),
            ("in-order", "record", Record(Sentences.Youth(session, 1, "late"))));

        Assert.Equal(["recorded", "recorded", "recorded", "recorded", "refused", "recorded", "recorded"], results.Outcomes());
        Assert.Equal([4, 5, 6, 7, 8, 9], results.Where(r => r.Code() is null).Select(r => r.Versions().Single()));
    }

    [Fact]
    public async Task Alone_and_again_in_a_batch_it_is_the_same_command_with_the_same_answer()
    {
        var api = await Api.OpenedAsync(server, "ysc", "again");
        var milestone = Record(Sentences.Milestone("first"));
        var other = Record(Sentences.Milestone("other"));
        var recorded = await AnsweredAsync(api, "/entries", milestone);
        await AnsweredAsync(api, "/entries", other);
        var corrected = Correct(milestone.Id(), milestone.Basis(), Sentences.Milestone("first").Replace("2025-05-01", "2025-05-02", StringComparison.Ordinal));
        var correctedAlone = await AnsweredAsync(api, $"/entries/{milestone.Id().ToString().ToUpperInvariant()}/corrections", Without(corrected, "entry"));
        var withdrawn = Withdraw(other.Id(), "\"version\":5");
        var withdrawnAlone = await AnsweredAsync(api, $"/entries/{other.Id()}/withdrawal", Without(withdrawn, "entry", "version"), ifMatch: "\"5\"");
        var head = await server.HeadAsync("ysc", "again");
        // An id is the same id in capitals.
        corrected["entry"] = corrected["entry"]!.ToString().ToUpperInvariant();

        foreach (var mode in (string[])["each", "all", "each"])
        {
            var results = await SendAsync(_http, "ysc",
                Batches.Of(mode, ("again", "record", milestone), ("again", "correct", corrected), ("again", "withdraw", withdrawn)));
            Assert.Equal([recorded, correctedAlone, withdrawnAlone], results.Select(r => r!["recorded"]!.ToJsonString()));
            Assert.All(results, r => Assert.True((bool)r!["replayed"]!));
        }

        Assert.Equal(head, await server.HeadAsync("ysc", "again"));
    }

    [Fact]
    public async Task What_a_batch_recorded_is_answered_alike_when_it_is_sent_again_whatever_the_command()
    {
        await Api.OpenedAsync(server, "ysc", "verbs");
        var (a, b, session) = (Record(Sentences.Milestone("a"), Sentences.Milestone("a2")), Record(Sentences.Milestone("b")), Guid.NewGuid());
        var corrected = Correct(a.Id(), a.Basis(), Sentences.Milestone("a").Replace("2025-05-01", "2025-05-02", StringComparison.Ordinal));
        var change = Change(Guid.NewGuid(),
            $$"""{"entry":"{{a.Id()}}",{{corrected.Basis()}},"replacement":{{Sentences.Milestone("a")}}}""", $$"""{"entry":"{{b.Id()}}",{{b.Basis()}}}""");
        var undone = Undo(change.Id());
        (string, string, JsonNode)[] items =
        [
            ("verbs", "record", a), ("verbs", "record", b), ("verbs", "correct", corrected), ("verbs", "change", change), ("verbs", "undo", undone),
            ("verbs", "undo", Undo(undone.Id())),
            ("verbs", "record", Record(Sentences.Session(session, "2025-06-01"), Sentences.Youth(session, 4))),
            ("verbs", "withdraw", Withdraw(a.Id(), $"\"basis\":\"{Guid.NewGuid()}\"")),
        ];

        var first = await EachAsync(items);
        var second = await EachAsync(items);

        Assert.Equal("entry-changed-meanwhile", first[^1].Code());
        Assert.Equal(["recorded", "recorded", "recorded", "recorded", "recorded", "recorded", "recorded", "refused"], first.Outcomes());
        Assert.Equal([[4, 5], [6], [7], [8, 9], [10, 11], [12, 13], [14, 15]], first.SkipLast(1).Select(r => r.Versions()));
        Assert.All(first.SkipLast(1), r => Assert.False((bool)r!["replayed"]!));
        Assert.All(second.SkipLast(1), r => Assert.True((bool)r!["replayed"]!));
        Assert.Equal(first.Select(r => r!["recorded"]?.ToJsonString()), second.Select(r => r!["recorded"]?.ToJsonString()));
    }

    [Fact]
    public async Task The_same_id_with_another_body_or_for_another_initiative_is_refused_within_the_batch_too()
    {
        await Api.OpenedAsync(server, "ysc", "reused");
        await Api.OpenedAsync(server, "ysc", "reused-too");
        var command = Guid.NewGuid();

        var results = await EachAsync(
            ("reused", "record", Record(command, Sentences.Milestone("a"))), ("reused", "record", Record(command, Sentences.Milestone("b"))),
            ("reused", "record", Record(command, Sentences.Milestone("a"))));
        // In one batch the two initiatives would race for the id: one of them wins, either.
        var elsewhere = await EachAsync(("reused-too", "record", Record(command, Sentences.Milestone("a"))));

        Assert.Equal(["recorded", "refused", "recorded"], results.Outcomes());
        Assert.Equal("command-reused", results[1].Code());
        Assert.Equal(422, (int)elsewhere.Single()!["problem"]!["status"]!);
    }

    [Theory]
    [InlineData(1), InlineData(10)]
    public async Task A_thousand_items_cost_few_commits_and_keep_their_order(int initiatives)
    {
        var names = Enumerable.Range(0, initiatives).Select(i => $"full-{initiatives}-{i}").ToList();
        foreach (var name in names)
            await Api.OpenedAsync(server, "ysc", name);
        var items = Enumerable.Range(0, 1000).Select(i => (names[i % initiatives], "record", (JsonNode)Record(Sentences.Milestone($"m-{i}")))).ToList();

        var results = await EachAsync([.. items]);

        Assert.All(results, r => Assert.Equal("recorded", (string)r!["outcome"]!));
        foreach (var own in results.Select((r, i) => (Name: items[i].Item1, Version: r.Versions().Single())).GroupBy(r => r.Name))
            Assert.Equal(Enumerable.Range(4, 1000 / initiatives), own.Select(o => o.Version));
        var commits = await server.ScalarAsync<long>(
            "select count(distinct xmin::text) from casestudies.mt_events where causation_id = any($1)",
            (object)items.Select(i => i.Item3.Id().ToString()).ToArray());
        TestContext.Current.TestOutputHelper?.WriteLine($"{initiatives} initiatives: {commits} commits");
        Assert.InRange(commits, 1, 40);
    }

    [Fact]
    public async Task A_hundred_equal_batches_at_once_on_two_nodes_record_once_and_answer_alike()
    {
        await using var second = await server.AnotherNodeAsync();
        HttpClient[] nodes = [_http, second.Server.CreateClient()];
        await Api.OpenedAsync(server, "ysc", "crowd");
        var session = Guid.NewGuid();
        var held = Record(Sentences.Session(session, "2025-06-01"));
        var (counted, corrected) = (Record(Sentences.Youth(session, 4)), default(JsonObject)!);
        corrected = Correct(counted.Id(), counted.Basis(), Sentences.Youth(session, 5));
        var batch = Batches.Of("each", ("crowd", "record", held), ("crowd", "record", counted), ("crowd", "correct", corrected));

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => SendAsync(nodes[i % 2], "ysc", batch))));

        Assert.Single(answers.Select(a => string.Join('\n', a.Select(r => r!["recorded"]?.ToJsonString() ?? r.ToJsonString()))).Distinct());
        Assert.All(answers, a => Assert.Equal(["recorded", "recorded", "recorded"], a.Outcomes()));
        Assert.Equal(6, await server.HeadAsync("ysc", "crowd"));
    }

    private Task<JsonArray> EachAsync(params (string Initiative, string Verb, JsonNode Command)[] items) => SendAsync(_http, "ysc", Batches.Of("each", items));

    private static JsonObject Without(JsonObject command, params string[] members)
    {
        var rest = command.DeepClone().AsObject();
        foreach (var member in members)
            rest.Remove(member);
        return rest;
    }

    private async Task<string> AnsweredAsync(Api api, string path, JsonObject command, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api.Base + path, UriKind.Relative));
        request.Content = new StringContent(command.ToJsonString(), Encoding.UTF8, "application/json");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created, body);
        return body;
    }
}
