using NodaTime;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP, on 1 December 2025 of a fiscal year that runs to March: what is not over is told as such, what has not begun is no zero.</summary>
public sealed class SoFarTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_figure_of_a_running_year_says_up_to_which_day()
    {
        var api = await OpenedAsync("year");
        await api.RecordAsync(
            """{"kind":"target_set","target":"limit","comparison":"at-most","value":"20","unit":"people","on":"2025-04-01"}""",
            Sentences.YouthAgainst("limit"));

        var figure = await api.GetAsync("/figures/youth");
        var page = await api.PageAsync("/figures/youth?lang=en");

        Assert.Equal(("9人", "2025-12-01"), ((string?)figure["shown"]!["ja"], (string?)figure["soFar"]));
        Assert.Equal((null, true), ((bool?)figure["target"]!["achieved"], (bool?)figure["target"]!["isPending"]));
        Assert.Contains("so far, up to 1 December 2025", page, StringComparison.Ordinal);
        Assert.Contains("judged after the end of the period", page, StringComparison.Ordinal);
        Assert.Contains("途中(2025年12月1日まで)", await api.PageAsync("?lang=ja"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_is_not_reached_yet_is_not_told_as_missed()
    {
        var api = await OpenedAsync("yet");
        await api.RecordAsync(
            """{"kind":"target_set","target":"limit","comparison":"at-least","value":"20","unit":"people","on":"2025-04-01"}""",
            Sentences.YouthAgainst("limit"));

        Assert.Contains("not reached yet", await api.PageAsync("/figures/youth?lang=en"), StringComparison.Ordinal);
        Assert.Contains("not achieved", await api.PageAsync("/figures/youth?lang=en&from=2025-05-01&to=2025-05-31"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_to_come_has_no_value()
    {
        var api = await OpenedAsync("month");
        await api.RecordAsync(
            """
            {"kind":"indicator_adopted","indicator":"january","on":"2025-04-01","definition":{"label":{"ja":"1月","en":"January"},
            "formula":{"op":"count","of":{"kind":"session_held"}},"show":{"counts":"sessions","unit":{"ja":"回","en":"sessions"}},"when":{"month":"2026-01"}}}
            """);

        var figure = await api.GetAsync("/figures/january");

        Assert.Equal(("no-data", null), ((string?)figure["status"], (string?)figure["shown"]?["en"]));
        Assert.Equal("There is no value yet, because 1 January 2026 has not come.", (string?)figure["derivation"]!["notes"]![0]!["en"]);
    }

    private async Task<Api> OpenedAsync(string initiative)
    {
        server.Clock.Reset(Instant.FromUtc(2025, 12, 1, 0, 0));
        var api = await Api.OpenedAsync(server, "so-far", initiative);
        await api.SessionAsync("2025-05-10", 9);
        return api;
    }
}
