using System.Net;
using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Answers and pages say which period they are about, keep to the latest closed one, and offer the others.</summary>
public sealed class ShownPeriodTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Closed = """{"kind":"period_marked","state":"closed","from":"2025-04-01","to":"2026-03-31","on":"2026-07-01"}""";

    private static string Summary(string text, string from, string to) =>
        $$$"""
        {"kind":"narrative_written","section":"summary","text":{"ja":"{{{text}}}","en":"{{{text}}}"},"on":"2026-07-01","from":"{{{from}}}","to":"{{{to}}}"}
        """;

    private async Task<Api> TwoYearsAsync(string name)
    {
        server.Clock.Reset(Instant.FromUtc(2026, 7, 1, 0, 0));
        var api = await Api.OpenedAsync(server, "shown", name);
        await api.SessionAsync("2025-05-10", 4);
        await api.SessionAsync("2026-04-11", 7);
        await api.RecordAsync(Summary("昨年度の概要", "2025-04-01", "2026-03-31"));
        return api;
    }

    [Fact]
    public async Task A_closed_year_stays_on_the_page_with_its_own_text_when_the_next_year_begins()
    {
        var api = await TwoYearsAsync("closed");
        var running = await api.GetAsync("");
        Assert.Equal(("2026-04-01", "latest-recorded", "2026-04-01"),
            ((string)running["period"]!["from"]!, (string)running["periodChoice"]!, (string)running["figures"]![0]!["period"]!["from"]!));
        var page = await api.PageAsync("");
        Assert.Contains("最新の記録がある年度です", page, StringComparison.Ordinal);
        Assert.Contains("この期間についての文章はまだありません", page, StringComparison.Ordinal);
        Assert.DoesNotContain("昨年度の概要", page, StringComparison.Ordinal);
        Assert.Contains("href=\"?from=2025-04-01&amp;to=2026-03-31\"", page, StringComparison.Ordinal);

        await api.RecordAsync(Closed.Replace("closed", "in-review", StringComparison.Ordinal));
        await api.RecordAsync(Closed);
        var closed = await api.GetAsync("");
        Assert.Equal(("2025-04-01", "latest-closed", "4人"),
            ((string)closed["period"]!["from"]!, (string)closed["periodChoice"]!, (string)closed["figures"]![0]!["shown"]!["ja"]!));
        Assert.Equal("""[{"from":"2026-04-01","to":"2027-03-31"}]""", closed["otherPeriods"]!.ToJsonString());
        page = await api.PageAsync("");
        Assert.Contains("締切の済んだ、いちばん新しい期間です", page, StringComparison.Ordinal);
        Assert.Contains("昨年度の概要", page, StringComparison.Ordinal);

        var asked = await api.GetAsync("?from=2026-04-01&to=2027-03-31");
        Assert.Equal(("asked", "7人", "closed"),
            ((string)asked["periodChoice"]!, (string)asked["figures"]![0]!["shown"]!["ja"]!, (string)asked["otherPeriods"]![0]!["state"]!));
        Assert.Contains("(締切済み)", await api.PageAsync("?from=2026-04-01&to=2027-03-31"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_that_changes_the_period_of_the_page_is_announced()
    {
        server.Clock.Reset(Instant.FromUtc(2026, 7, 1, 0, 0));
        var api = await Api.OpenedAsync(server, "shown", "announced");
        await api.SessionAsync("2025-05-10", 4);

        Assert.Null((await EffectsAsync(api, Sentences.Session(Guid.NewGuid(), "2025-06-10")))["shownPeriod"]);
        var first = await EffectsAsync(api, Sentences.Session(Guid.NewGuid(), "2026-04-11"));
        Assert.Equal(("2025-04-01", "2026-04-01"), ((string)first["period"]!["from"]!, (string)first["shownPeriod"]!["from"]!));

        await api.RecordAsync(Sentences.Session(Guid.NewGuid(), "2026-04-11"));
        await api.RecordAsync(Closed.Replace("closed", "in-review", StringComparison.Ordinal));
        Assert.Equal("""{"from":"2025-04-01","to":"2026-03-31"}""", (await EffectsAsync(api, Closed))["shownPeriod"]!.ToJsonString());
    }

    [Fact]
    public async Task A_narrative_without_its_period_is_refused()
    {
        var api = await TwoYearsAsync("refused");
        var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(),
            """{"kind":"narrative_written","section":"summary","text":{"ja":"概要","en":"Summary"},"on":"2026-07-01"}"""));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "narrative-without-period"), (status, (string?)JsonNode.Parse(body)!["code"]));
    }

    private static async Task<JsonNode> EffectsAsync(Api api, string fact)
    {
        var (status, body) = await api.PostAsync("/effects", $$"""{"record":{{Api.Record(Guid.NewGuid(), fact)}}}""");
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }
}
