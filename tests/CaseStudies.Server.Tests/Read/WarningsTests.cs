using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Import;
using Microsoft.Extensions.DependencyInjection;
using static CaseStudies.Server.Tests.Capture.ClosedYear;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP: a likely slip is recorded, told in the answer and beforehand, listed, and settled by a person.</summary>
public sealed class WarningsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly int[] s_usual = [8, 12, 10, 14, 12];
    private static readonly Guid s_one = new("5e551000-0000-4000-8000-000000000001"), s_two = new("5e551000-0000-4000-8000-000000000002");

    /// <summary>The slip, what was recorded before, and the act, with what it is called in both languages.</summary>
    public static TheoryData<string, string[], string[], string, string> Slips => new()
    {
        {
            "second-session", [Sentences.Session(s_one, "2025-05-10"), Sentences.Youth(s_one, 7)],
            [Sentences.Session(s_two, "2025-05-10"), Sentences.Youth(s_two, 8)],
            "同じ活動の回が一日に2回あります(いつもは1回)。", "2 sessions of one strand on one day (1 is usual)."
        },
        {
            "unusual-count", Usual, [Sentences.Session(s_one, "2025-06-10"), Sentences.Youth(s_one, 120)],
            "人数 120 は、この活動のいつもの人数(12)の10倍以上です。", "A headcount of 120 is at least 10 times the usual number in this strand (12)."
        },
        {
            "after-closing", ["""{"kind":"initiative_closed","on":"2025-05-01"}"""], [Sentences.Session(s_one, "2025-05-10"), Sentences.Youth(s_one, 7)],
            "取組が終了した日より後の回です。", "A session after the last day of the initiative."
        },
        {
            "after-leaving", [Left(1, "2025-05-09"), Sentences.Session(s_one, "2025-05-10")], [Attended(1, s_one)],
            "離脱した日より後の参加です。", "An attendance after the person&#x27;s last day."
        },
        {
            "long-day", [], [Worked("25")],
            "一人の活動時間が一日に25時間あります。", "25 hours of work by one person on one day."
        },
        {
            "captured-ahead", [], [Sentences.Session(s_one, "2025-05-10"), Sentences.Youth(s_one, 7)],
            "端末の時刻が、記録した時刻より先に進んでいます。", "The device claims a time that had not come when this was recorded."
        },
    };

    [Theory, MemberData(nameof(Slips))]
    public async Task A_likely_slip_is_recorded_told_listed_and_settled(string slip, string[] before, string[] act, string ja, string en)
    {
        var api = await Api.OpenedAsync(server, "slips", slip);
        if (before.Length > 0)
            await api.RecordAsync(before);
        var sent = Api.Record(Guid.NewGuid(), act);
        if (slip == "captured-ahead")
            sent = sent.Replace("\"facts\"", "\"capturedAt\":\"2030-01-01T00:00:00.5Z\",\"facts\"", StringComparison.Ordinal);

        var announced = await api.EffectsAsync("record", JsonNode.Parse(sent)!);
        var (status, body) = await api.PostAsync("/entries", sent);
        var answer = JsonNode.Parse(body)!;
        var line = (await ListedAsync(api)).Single();

        Assert.Equal((HttpStatusCode.Created, slip), (status, (string?)answer["warnings"]!.AsArray().Single()!["slip"]));
        Assert.True(JsonNode.DeepEquals(answer["warnings"], announced["warningsArising"]), announced.ToJsonString());
        Assert.Equal((slip, ja, WebUtility.HtmlDecode(en)), ((string?)line["slip"], (string?)line["text"]!["ja"], (string?)line["text"]!["en"]));
        Assert.Equal(answer["warnings"]![0]!["entries"]!.AsArray().Select(e => (string)e!), line["entries"]!.AsArray().Select(e => (string)e!["entry"]!));
        Assert.Equal(body, (await api.PostAsync("/entries", sent)).Body);
        Assert.Contains(ja, await api.PageAsync("/warnings?lang=ja"), StringComparison.Ordinal);
        Assert.Contains(en, await api.PageAsync("/warnings?lang=en"), StringComparison.Ordinal);
        Assert.Contains("1 likely slip:", await api.PageAsync("?lang=en"), StringComparison.Ordinal);

        var confirmed = await api.RecordAsync(Confirmed(slip, line));
        Assert.Empty(await ListedAsync(api));
        Assert.Contains("No entries look like a slip.", await api.PageAsync("/warnings?lang=en"), StringComparison.Ordinal);
        Assert.DoesNotContain("likely slip", await api.PageAsync("?lang=en"), StringComparison.Ordinal);

        await api.UndoAsync(confirmed);
        Assert.True(JsonNode.DeepEquals(line, (await ListedAsync(api)).Single()));
    }

    [Fact]
    public async Task The_figure_stays_as_it_is_and_leads_to_the_list()
    {
        var api = await Api.OpenedAsync(server, "slips", "figure");
        await api.RecordAsync([.. Usual, Sentences.Session(s_one, "2025-06-10"), Sentences.Youth(s_one, 120)]);

        Assert.Equal("youth", (string?)(await ListedAsync(api)).Single()["figures"]!.AsArray().Single());
        Assert.Equal(("computed", "176人"), await api.YouthAsync());
        Assert.Contains("記録間違いかもしれない記録(1件)も数えています", await api.PageAsync("/figures/youth?lang=ja"), StringComparison.Ordinal);
        Assert.Contains("/warnings", await api.PageAsync("/figures/youth?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_slip_is_told_nothing()
    {
        var api = await Api.OpenedAsync(server, "slips", "none");
        var (_, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), Usual));

        Assert.DoesNotContain("warnings", body, StringComparison.Ordinal);
        Assert.Empty(await ListedAsync(api));
    }

    [Fact]
    public async Task A_correction_settles_it_and_says_so_beforehand()
    {
        var api = await Api.OpenedAsync(server, "slips", "corrected");
        await api.RecordAsync(Usual);
        await api.RecordAsync(Sentences.Session(s_one, "2025-06-10"));
        var count = await api.RecordAsync(Sentences.Youth(s_one, 120));
        var change = JsonNode.Parse($$"""
            {"command":"{{Guid.NewGuid()}}","entry":"{{count}}","replacement":{{Sentences.Youth(s_one, 12)}},"reason":{"code":"miscounted"},"basis":"{{count}}"}
            """)!;

        var announced = await api.EffectsAsync("correct", change);
        await api.CorrectAsync(count, Sentences.Youth(s_one, 12));

        Assert.Equal("unusual-count", (string?)announced["warningsSettled"]!.AsArray().Single()!["slip"]);
        Assert.Empty(announced["warningsArising"]!.AsArray());
        Assert.Empty(await ListedAsync(api));
    }

    [Fact]
    public async Task Each_item_of_a_batch_is_told_its_own()
    {
        var api = await Api.OpenedAsync(server, "slips", "batch");

        Assert.Equal(["", "second-session", "long-day", ""], await SlipsAsync(
            "each", Sentences.Session(s_one, "2025-05-10"), Sentences.Session(s_two, "2025-05-10"), Worked("25"), Sentences.Milestone("may")));
        Assert.Equal(["long-day", "long-day"], await SlipsAsync("all", Worked("26", 2), Worked("27", 3)));
        Assert.Equal(4, (await ListedAsync(api)).Count);

        async Task<IEnumerable<string>> SlipsAsync(string mode, params string[] facts)
        {
            using var http = server.Host.Server.CreateClient();
            var results = await Batches.SendAsync(http, "slips", Batches.Of(
                mode, [.. facts.Select(f => ("batch", "record", Batches.Record(Guid.NewGuid(), f)))]));
            return results.Select(r => (string?)r!["recorded"]!["warnings"]?.AsArray().Single()!["slip"] ?? "");
        }
    }

    /// <summary>Ten times the usual in the last row of a sheet: the dry run, the commit and the list say the same.</summary>
    [Fact]
    public async Task An_import_is_told_what_looks_like_a_slip_beforehand_and_when_it_is_completed()
    {
        const string mapping =
            """
            {"kind":"headcounts","strand":"cafe","scheme":"audience",
            "columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"}]}
            """;
        var imports = await ImportApi.OpenedAsync(server, "slips", "import");
        var file = ImportApi.Csv(["日付,若者", .. s_usual.Append(120).Select((heads, i) => $"2025-06-0{i + 1},{heads}")]);

        var announced = await imports.DryRunAsync(file, mapping);
        var committed = await imports.SendCommitAsync(file, announced, Guid.NewGuid(), mapping);

        Assert.Equal("completed", (string?)committed.Body["state"]);
        Assert.Equal(("unusual-count", "2025-06-06"), (
            (string?)announced.Body["warnings"]!.AsArray().Single()!["slip"], (string?)announced.Body["warnings"]![0]!["on"]));
        Assert.True(JsonNode.DeepEquals(announced.Body["warnings"], committed.Body["warnings"]), committed.Body.ToJsonString());
        Assert.Single(await ListedAsync(imports.Api));
    }

    [Fact]
    public async Task What_was_known_then_had_the_warnings_of_that_time()
    {
        var api = await Api.OpenedAsync(server, "slips", "then");
        var long1 = await api.RecordAsync(Worked("25"));
        var version = await api.VersionAsync(long1);
        await api.WithdrawAsync(long1);

        Assert.Empty(await ListedAsync(api));
        Assert.Single(await ListedAsync(api, $"?version={version}"));
    }

    [Fact]
    public async Task Confirming_what_is_not_there_is_refused()
    {
        var api = await Api.OpenedAsync(server, "slips", "unknown");

        var (status, problem) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(),
            $$"""{"kind":"entries_confirmed","slip":"long-day","entries":["{{Guid.NewGuid()}}"],"on":"2025-05-11"}"""));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("entry-unknown", problem, StringComparison.Ordinal);
    }

    /// <summary>The claim of a device stands in the row as it follows from the event.</summary>
    [Fact]
    public async Task A_rebuild_would_find_the_same_clock_that_is_ahead()
    {
        var api = await Api.OpenedAsync(server, "slips", "rebuilt");
        await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), Worked("2"))
            .Replace("\"facts\"", "\"capturedAt\":\"2030-01-01T00:00:00.123456789Z\",\"facts\"", StringComparison.Ordinal));

        var found = await server.Host.Services.GetRequiredService<Rebuild>()
            .CompareAsync(new("slips"), new("rebuilt"), TestContext.Current.CancellationToken);

        Assert.Empty(found.Differences);
        Assert.Equal("captured-ahead", (string?)(await ListedAsync(api)).Single()["slip"]);
    }

    private static string[] Usual => [.. s_usual.SelectMany((heads, i) =>
    {
        var session = new Guid(i + 1, 7, 0, new byte[8]);
        return new[] { Sentences.Session(session, $"2025-06-0{i + 1}"), Sentences.Youth(session, heads) };
    })];

    private static string Worked(string hours, int person = 1) =>
        $$"""{"kind":"activity_logged","person":"{{Person(person)}}","activity":"watering","on":"2025-05-10","hours":"{{hours}}"}""";

    private static string Confirmed(string slip, JsonNode line) =>
        $$"""{"kind":"entries_confirmed","slip":"{{slip}}","on":"2025-06-11","entries":{{Ids(line)}}}""";

    private static string Ids(JsonNode line) => new JsonArray([.. line["entries"]!.AsArray().Select(e => (JsonNode?)(string?)e!["entry"])]).ToJsonString();

    private static async Task<List<JsonNode>> ListedAsync(Api api, string query = "") =>
        [.. (await api.GetAsync("/warnings" + query))["warnings"]!.AsArray().Select(w => w!)];
}
