using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using static CaseStudies.Server.Tests.Capture.Batches;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A batch that is recorded as a whole or not at all.</summary>
public sealed class AtomicBatchTests(AtomicBatchTests.Impatient server) : IClassFixture<AtomicBatchTests.Impatient>
{
    /// <summary>Gives up on locks after two seconds.</summary>
    public sealed class Impatient(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder) => builder.Configuration["Store:LockTimeout"] = "00:00:02";
    }

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Fact]
    public async Task All_items_of_several_initiatives_are_one_commit_and_stand_on_each_other()
    {
        await Api.OpenedAsync(server, "ysc", "whole-a");
        await Api.OpenedAsync(server, "ysc", "whole-b");
        var session = Guid.NewGuid();
        var opening = Record(Sentences.Opening);
        var (held, counted) = (Record(Sentences.Session(session, "2025-06-01")), Record(Sentences.Youth(session, 4)));
        (string, string, JsonNode)[] items =
        [
            ("whole-b", "record", Record(Sentences.Milestone("b"))), ("whole-a", "record", held), ("whole-new", "record", opening),
            ("whole-a", "record", counted),
            ("whole-a", "correct", Correct(counted.Id(), counted.Basis(), Sentences.Youth(session, 5))),
            ("whole-new", "record", Record(Sentences.Milestone("new"))),
        ];

        var results = await AllAsync(items);

        Assert.All(results, r => Assert.Equal(("recorded", false), ((string)r!["outcome"]!, (bool)r["replayed"]!)));
        Assert.Equal([4, 4, 1, 5, 6, 2], results.Select(r => r.Versions().Single()));
        Assert.Equal(1, await server.ScalarAsync<long>(
            "select count(distinct xmin::text) from casestudies.mt_events where causation_id = any($1)",
            (object)items.Select(i => i.Item3.Id().ToString()).ToArray()));
        var again = await AllAsync(items);
        Assert.Equal(results.Select(r => r!["recorded"]!.ToJsonString()), again.Select(r => r!["recorded"]!.ToJsonString()));
        Assert.All(again, r => Assert.True((bool)r!["replayed"]!));
    }

    [Theory]
    [InlineData("refused"), InlineData("malformed"), InlineData("unconditional")]
    public async Task One_that_is_refused_or_unreadable_leaves_nothing_of_the_others(string what)
    {
        await Api.OpenedAsync(server, "ysc", $"none-{what}");
        await Api.OpenedAsync(server, "ysc", $"none-too-{what}");
        var before = await WrittenAsync();
        (string, string, JsonNode) bad = what switch
        {
            "refused" => ($"none-{what}", "record", Record(Sentences.Youth(Guid.NewGuid(), 3))),
            "malformed" => ($"none-{what}", "record", Record("""{"kind":"moon_observed"}""")),
            _ => ($"none-{what}", "withdraw",
                JsonNode.Parse($$$"""{"command":"{{{Guid.NewGuid()}}}","entry":"{{{Guid.NewGuid()}}}","reason":{"code":"other"}}""")!),
        };
        (string, string, JsonNode)[] good =
        [
            ($"none-{what}", "record", Record(Sentences.Milestone("a"))),
            ($"none-too-{what}", "record",
                Record("""{"kind":"voice_recorded","on":"2025-05-01","speaker":"parent","words":"ありがとう","publicationConsented":true}""")),
            ($"opened-{what}", "record", Record(Sentences.Opening)),
        ];

        var results = await AllAsync(good[0], good[1], bad, good[2]);

        Assert.Equal(["not-recorded", "not-recorded", what == "malformed" ? "malformed" : "refused", "not-recorded"], results.Outcomes());
        Assert.Contains("2", results[2].Pointer(), StringComparison.Ordinal);
        Assert.Equal(before, await WrittenAsync());
        Assert.All(await AllAsync(good), r => Assert.Equal("recorded", (string)r!["outcome"]!));
    }

    [Fact]
    public async Task What_an_earlier_sending_recorded_is_said_to_be_recorded_though_the_rest_is_refused()
    {
        await Api.OpenedAsync(server, "ysc", "partly");
        (string, string, JsonNode) known = ("partly", "record", Record(Sentences.Milestone("known")));
        await AllAsync(known);

        var results = await AllAsync(
            known, ("partly", "record", Record(Sentences.Milestone("new"))), ("partly", "record", Record(Sentences.Youth(Guid.NewGuid(), 1))));

        Assert.Equal(["recorded", "not-recorded", "refused"], results.Outcomes());
        Assert.True((bool)results[0]!["replayed"]!);
    }

    [Fact]
    public async Task Bundles_over_the_same_streams_in_any_order_end_whole_beside_single_acts_and_other_nodes()
    {
        await using var second = await server.AnotherNodeAsync();
        HttpClient[] nodes = [_http, second.Server.CreateClient()];
        var names = Enumerable.Range(0, 6).Select(i => $"tangle-{i}").ToArray();
        foreach (var name in names)
            await Api.OpenedAsync(server, "ysc", name);
        var random = new Random(7);
        var bundles = Enumerable.Range(0, 40).Select(i =>
        {
            var streams = names.OrderBy(_ => random.Next()).Take(1 + i % 6).Append($"tangle-new-{i % 4}").ToArray();
            random.Shuffle(streams);
            // Every fourth is refused at its end; the others open a stream, if none has yet.
            return (Refused: i % 4 == 3, Batch: Batches.Of("all", streams
                .Select(s => (s, "record", (JsonNode)Record(s.Contains("new", StringComparison.Ordinal) ? Sentences.Opening : Sentences.Milestone($"b-{i}"))))
                .Where(s => i < 4 || !s.s.Contains("new", StringComparison.Ordinal))
                .Concat(i % 4 == 3 ? [(names[0], "record", Record(Sentences.Youth(Guid.NewGuid(), 1)))] : [])));
        }).ToList();

        var sent = bundles.Select((b, i) => Task.Run(() => WholeAsync(nodes[i % 2], b.Batch)));
        var single = Enumerable.Range(0, 40).Select(i => Task.Run(
            () => SendAsync(nodes[i % 2], "ysc", Batches.Of("each", names.Select(n => (n, "record", (JsonNode)Record(Sentences.Milestone($"s-{i}"))))))));
        var (answers, singles) = (await Task.WhenAll(sent), await Task.WhenAll(single));

        Assert.All(singles.SelectMany(s => s), r => Assert.Equal("recorded", (string)r!["outcome"]!));
        foreach (var (answer, (refused, _)) in answers.Zip(bundles))
            Assert.Equal(refused ? ["not-recorded", "refused"] : ["recorded"], answer.Outcomes().Distinct().Order(StringComparer.Ordinal));

        // Views and roll-backs are in transactions for a moment; none stays in one.
        const string Held = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
        await Until.HoldsAsync(() => server.ScalarAsync<long>(Held), held => held == 0);
    }

    [Fact]
    public async Task A_held_stream_is_answered_busy_in_time_and_nothing_is_recorded()
    {
        await Api.OpenedAsync(server, "ysc", "bundle-held");
        await Api.OpenedAsync(server, "ysc", "bundle-free");
        var batch = Batches.Of("all", ("bundle-free", "record", Record(Sentences.Milestone("a"))), ("bundle-held", "record", Record(Sentences.Milestone("a"))));
        await using (var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand(
                "begin; select version from casestudies.mt_streams where tenant_id = 'ysc' and id = 'bundle-held' for update", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var before = await WrittenAsync();
            var watch = Stopwatch.StartNew();

            var (status, body) = await PostAsync(_http, "ysc", batch.ToJsonString());

            Assert.True(status == HttpStatusCode.ServiceUnavailable, body);
            // Not at once; and in time, for the stream is still held.
            Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(1.5), $"{watch.Elapsed}");
            Assert.Equal(before, await WrittenAsync());
        }

        Assert.Equal(["recorded", "recorded"], (await SendAsync(_http, "ysc", batch)).Outcomes());
    }

    [Fact]
    public async Task Of_a_batch_judged_one_by_one_what_follows_an_undecided_item_of_its_initiative_is_undecided_too()
    {
        await Api.OpenedAsync(server, "ysc", "stuck");
        await Api.OpenedAsync(server, "ysc", "flowing");
        var session = Guid.NewGuid();
        (string, string, JsonNode)[] items = [("stuck", "record", Record(Sentences.Session(session, "2025-06-01"))),
            ("flowing", "record", Record(Sentences.Milestone("a"))), ("stuck", "record", Record(Sentences.Youth(session, 2)))];
        await using (var holder = new NpgsqlConnection(server.ConnectionString + ";Pooling=false"))
        {
            await holder.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand($"select pg_advisory_lock(hashtextextended('ysc/{items[0].Item3.Id()}', 0))::text", holder);
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

            var results = await SendAsync(_http, "ysc", Batches.Of("each", items));

            Assert.Equal(["undecided", "recorded", "undecided"], results.Outcomes());
            Assert.Equal(503, (int)results[2]!["problem"]!["status"]!);
        }

        Assert.Equal(["recorded", "recorded", "recorded"], (await SendAsync(_http, "ysc", Batches.Of("each", items))).Outcomes());
    }

    private Task<JsonArray> AllAsync(params (string Initiative, string Verb, JsonNode Command)[] items) => SendAsync(_http, "ysc", Batches.Of("all", items));

    /// <summary>As a client does: busy means come again.</summary>
    private static async Task<JsonArray> WholeAsync(HttpClient node, JsonObject batch)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (status, body) = await PostAsync(node, "ysc", batch.ToJsonString());
            if (status != HttpStatusCode.ServiceUnavailable || attempt == 20)
            {
                Assert.True(status == HttpStatusCode.OK, body);
                return JsonNode.Parse(body)!["results"]!.AsArray();
            }
        }
    }

    private Task<string> WrittenAsync() => server.ScalarAsync<string>(
        """
        select concat_ws('/', (select count(*) from casestudies.mt_events), (select count(*) from casestudies.mt_streams),
            (select count(*) from casestudies.entries), (select count(*) from casestudies.command_ledger), (select count(*) from vault.texts))
        """);
}
