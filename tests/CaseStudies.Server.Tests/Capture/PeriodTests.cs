using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A closed period refuses nothing and hides nothing.</summary>
public sealed class PeriodTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Year = "?from=2025-04-01&to=2026-03-31";

    private static string Mark(string state, string more = "") =>
        $$"""{"kind":"period_marked","state":"{{state}}","from":"2025-04-01","to":"2026-03-31","on":"2026-04-01"{{more}}}""";

    private async Task<(Api Api, Guid Session, Guid Act)> ClosedAsync(string name)
    {
        var (api, session) = (await Api.OpenedAsync(server, "periods", name), Guid.NewGuid());
        var act = await api.RecordAsync(Sentences.Session(session, "2025-05-10"), Sentences.Youth(session, 5));
        await api.RecordAsync(Mark("in-review"));
        await api.RecordAsync(Mark("closed"));
        return (api, session, act);
    }

    [Fact]
    public async Task What_is_said_of_a_closed_period_is_accepted_named_in_the_answer_and_listed()
    {
        var (api, session, act) = await ClosedAsync("listed");
        Assert.Equal([], await RestatesAsync(api, Sentences.Milestone("may").Replace("2025-05-01", "2026-04-01", StringComparison.Ordinal)));
        Assert.Equal(["2025-04-01/2026-03-31"], await RestatesAsync(api, Sentences.Milestone("may")));
        Assert.Equal(["2025-04-01/2026-03-31"], await RestatesAsync(api, Sentences.Youth(session, 3, "evening")));

        var period = (await api.GetAsync("/restatements"))["periods"]!.AsArray().Single()!;
        Assert.Equal(("closed", 2, 2), ((string)period["state"]!, (int)period["restatements"]!, period["changes"]!.AsArray().Count));
        var figure = period["figures"]!.AsArray().Single()!;
        Assert.Equal(("5人", "8人"), ((string)figure["from"]!["shown"]!["ja"]!, (string)figure["to"]!["shown"]!["ja"]!));
        Assert.Equal(("computed", "5人"), await api.YouthAsync($"{Year}&version={period["version"]}"));
        Assert.Equal(("computed", "8人"), await api.YouthAsync(Year));

        await api.WithdrawAsync(act);
        Assert.Equal(3, (int)(await api.GetAsync("/restatements"))["periods"]![0]!["restatements"]!);
        Assert.Equal((3, "closed"), ((int)(await api.GetAsync(Year))["restatements"]!, (string?)(await api.GetAsync(Year))["standing"]!["state"]));
    }

    [Fact]
    public async Task A_retry_is_told_the_same_even_after_the_period_is_open_again()
    {
        var (api, _, _) = await ClosedAsync("retry");
        var sent = Api.Record(Guid.NewGuid(), Sentences.Milestone("late"));
        var first = await api.PostAsync("/entries", sent);
        Assert.Contains("\"restates\":[{\"from\":\"2025-04-01\",\"to\":\"2026-03-31\",\"closing\":1,\"changes\":1}]", first.Body, StringComparison.Ordinal);
        Assert.Equal(first, await api.PostAsync("/entries", sent));
        await api.RecordAsync(Mark("reopened", ",\"cause\":\"late-information\",\"note\":\"議事録が出てきた\""));
        Assert.Equal(first, await api.PostAsync("/entries", sent));
        Assert.Equal([], await RestatesAsync(api, Sentences.Milestone("later")));
        var period = (await api.GetAsync("/restatements"))["periods"]![0]!;
        Assert.Equal(("reopened", 0, 0), ((string)period["state"]!, (int)period["restatements"]!, period["figures"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_session_that_is_moved_out_of_the_period_restates_it_and_the_count_that_follows_does_not()
    {
        var (api, session, act) = await ClosedAsync("moved");
        server.Clock.Advance(Duration.FromDays(30));
        var moved = await api.PostAsync($"/entries/{act}/corrections",
            $$$"""
            {"command":"{{{Guid.NewGuid()}}}","replacement":{{{Sentences.Session(session, "2026-04-20")}}},"basis":"{{{act}}}","reason":{"code":"wrong-date"}}
            """);
        Assert.Contains("\"restates\"", moved.Body, StringComparison.Ordinal);
        Assert.Equal([], await RestatesAsync(api, Sentences.Youth(session, 3, "evening")));
        var change = (await api.GetAsync("/restatements"))["periods"]![0]!["changes"]!.AsArray().Single()!;
        Assert.Equal(("2025-05-10", "2026-04-20", 1, "wrong-date"),
            ((string)change["onBefore"]!, (string)change["onAfter"]!, (int)change["carried"]!, (string)change["reason"]!));
    }

    [Fact]
    public async Task The_effect_says_beforehand_that_a_closed_period_would_be_restated()
    {
        var (api, session, _) = await ClosedAsync("announced");
        var (_, body) = await api.PostAsync("/effects", $$"""{"record":{{Api.Record(Guid.NewGuid(), Sentences.Youth(session, 3, "evening"))}}}""");
        Assert.Equal("2025-04-01", (string)JsonNode.Parse(body)!["restates"]!.AsArray().Single()!["from"]!);
    }

    [Theory]
    [InlineData("closed", "", "period-not-in-review")]
    [InlineData("reopened", "", "period-reopened-without-cause")]
    [InlineData("in-review", "", "period-not-open")]
    public async Task The_order_of_marks_is_kept(string state, string more, string code)
    {
        var (api, _, _) = await ClosedAsync($"order-{state}");
        var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), Mark(state, more)));
        Assert.Equal(code, (string?)JsonNode.Parse(body)!["code"]);
        Assert.True((int)status is 409 or 422);
    }

    [Fact]
    public async Task A_mark_is_neither_withdrawn_nor_undone()
    {
        var (api, _, _) = await ClosedAsync("stays");
        var mark = (string)(await api.GetAsync("/entries?kind=period_marked"))["entries"]![1]!["command"]!;
        foreach (var path in new[] { $"/entries/{mark}/withdrawal", $"/acts/{mark}/undo" })
        {
            var (status, body) = await api.PostAsync(path,
                $$$"""
                {"command":"{{{Guid.NewGuid()}}}"{{{(path.EndsWith("undo", StringComparison.Ordinal) ? "" : $",\"basis\":\"{mark}\"")}}},
                "reason":{"code":"other"}}
                """);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, "period-mark-stays"), (status, (string?)JsonNode.Parse(body)!["code"]));
        }
    }

    [Fact]
    public async Task The_page_tells_how_often_the_period_was_restated()
    {
        var (api, _, _) = await ClosedAsync("page");
        Assert.Contains("締切後の変更はありません", await PageAsync(api), StringComparison.Ordinal);
        await api.RecordAsync(Sentences.Milestone("late"));
        Assert.Contains("その後の変更が1件あります", await PageAsync(api), StringComparison.Ordinal);
    }

    private async Task<string> PageAsync(Api api)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, api.Base + Year);
        request.Headers.Accept.ParseAdd("text/html");
        using var response = await server.Host.Server.CreateClient().SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> RestatesAsync(Api api, string fact)
    {
        var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), fact));
        Assert.True(status == HttpStatusCode.Created, body);
        return [.. (JsonNode.Parse(body)!["restates"]?.AsArray() ?? []).Select(p => $"{p!["from"]}/{p["to"]}")];
    }
}
