using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Tests.Read;

public sealed class KnownAtTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly Instant s_start = Instant.FromUtc(2026, 4, 1, 0, 0);

    [Fact]
    public async Task A_figure_can_be_asked_for_as_it_was_known_at_any_instant_and_any_version()
    {
        server.Clock.Reset(s_start);
        var api = await Api.OpenedAsync(server, "ysc", "known");        // 1–3, day 0
        server.Clock.AdvanceDays(1);
        await api.SessionAsync("2025-05-10", 4);                        // 4, 5, day 1
        server.Clock.AdvanceDays(1);
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-06-14")); // 6, day 2
        var count = await api.RecordAsync(Sentences.Youth(session, 5)); // 7, day 2
        server.Clock.AdvanceDays(1);
        await api.SessionAsync("2025-04-05", 10);                       // 8, 9, day 3: late
        server.Clock.AdvanceDays(1);
        await api.CorrectAsync(count, Sentences.Youth(session, 6)); // 10, day 4
        server.Clock.AdvanceDays(1);
        await api.WithdrawAsync(count);     // 11, day 5

        (string Query, string Status, string? Shown)[] expected =
        [
            ("", "computed", "14人"),
            ("?knownAt=2026-03-31T23:59:59Z", "", null),
            ("?knownAt=2026-04-01T00:00:00Z", "no-data", null),
            ("?knownAt=2026-04-01T23:59:59.999999Z", "no-data", null),
            ("?knownAt=2026-04-02T00:00:00Z", "computed", "4人"),
            ("?knownAt=2026-04-03T12:00:00Z", "computed", "9人"),
            ("?knownAt=2026-04-04T12:00:00Z", "computed", "19人"),
            ("?knownAt=2026-04-05T12:00:00Z", "computed", "20人"),
            ("?knownAt=2026-04-06T00:00:00Z", "computed", "14人"),
            ("?version=3", "no-data", null),
            ("?version=5", "computed", "4人"),
            ("?version=6", "computed", "4人"),
            ("?version=7", "computed", "9人"),
            ("?version=9", "computed", "19人"),
            ("?version=10", "computed", "20人"),
            ("?version=11", "computed", "14人"),
        ];
        foreach (var (query, status, shown) in expected)
        {
            if (status.Length == 0)
                Assert.Empty((await api.GetAsync("/figures" + query)).AsArray()); // the indicator was not adopted yet
            else
                Assert.Equal((query, status, shown), await NamedAsync(query));
        }

        async Task<(string, string, string?)> NamedAsync(string query)
        {
            var (status, shown) = await api.YouthAsync(query);
            return (query, status, shown);
        }
    }

    [Fact]
    public async Task A_day_ends_where_the_initiative_is_and_a_time_may_have_any_offset()
    {
        server.Clock.Reset(s_start);                                    // 09:00 in Japan
        var api = await Api.OpenedAsync(server, "ysc", "known-days");
        server.Clock.Reset(Instant.FromUtc(2026, 4, 2, 14, 59, 59));    // 23:59:59 in Japan
        await api.SessionAsync("2025-05-10", 4);
        server.Clock.Reset(Instant.FromUtc(2026, 4, 2, 15, 0));         // 00:00 of the next day
        await api.SessionAsync("2025-05-11", 5);

        foreach (var (asked, shown) in new[]
        {
            ("2026-04-01", null), ("2026-04-02", "4人"), ("2026-04-03", "9人"), ("2026-04-02T23:59:58%2B09:00", null),
            ("2026-04-02T23:59:59%2B09:00", "4人"), ("2026-04-02T23:59:59+09:00", "4人"), ("2026-04-02T10:59:59-04:00", "4人"),
            ("2026-04-02T14:59:59.999999Z", "4人"), ("2026-04-03T00:00:00+09:00", "9人"),
        })
            Assert.Equal((asked, shown), (asked, (await api.YouthAsync("?knownAt=" + asked)).Shown));
        Assert.Equal("2026-04-02T14:59:59.999999999Z", (string?)(await api.GetAsync("?knownAt=2026-04-02"))["knownAt"]);
        Assert.Contains("2026年4月2日 23:59", await api.PageAsync("?knownAt=2026-04-02&lang=ja"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Today_means_now()
    {
        server.Clock.Reset(s_start);
        var api = await Api.OpenedAsync(server, "ysc", "known-today");
        await api.SessionAsync("2025-05-10", 4);

        Assert.Equal(("computed", "4人"), await api.YouthAsync("?knownAt=2026-04-01"));
        Assert.Null((await api.GetAsync("?knownAt=2026-04-01"))["knownAt"]);
        Assert.Matches(@"現在\s*\(第5版\)", await api.PageAsync("?knownAt=2026-04-01&lang=ja"));
        Assert.Equal("no-data", (await api.YouthAsync("?knownAt=2026-04-01&from=2025-06-01&to=2025-06-30")).Status);
    }

    [Theory]
    [InlineData("2026-04-03"), InlineData("2999-12-31"), InlineData("2026-04-02T00:00:05.000001Z"), InlineData("2026-04-02T09:00:06+09:00")]
    public async Task The_future_is_refused_wherever_it_is_asked_for(string asked)
    {
        server.Clock.Reset(s_start);
        var api = await Api.OpenedAsync(server, "ysc", $"future-{Guid.NewGuid():n}"[..20]);
        server.Clock.AdvanceDays(1);
        foreach (var path in new[]
        {
            "", "/figures", "/figures/youth", "/entries", "/conflicts", "/restatements", "/changes", "/entries.csv", "/entries.xlsx", "/figures.csv",
            "/figures.xlsx", "/changes?format=csv",
        })
        {
            var (status, body, type) = await api.TryGetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}knownAt={asked}");
            Assert.Equal((path, HttpStatusCode.BadRequest, "application/problem+json"), (path, status, type));
            var problem = JsonNode.Parse(body)!;
            Assert.Contains("(Asia/Tokyo), today is 2026-04-02. Give a day up to today", (string)problem["en"]!, StringComparison.Ordinal);
            Assert.Contains("今日は 2026-04-02 です。今日までの日付か", (string)problem["ja"]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Asia/Tokyo", "2026-03-31", "2026-03-31T14:59:59.999999999Z"), InlineData("Asia/Tokyo", "2026-04-01", null)]
    [InlineData("America/New_York", "2026-03-08", "2026-03-09T03:59:59.999999999Z"), InlineData("America/New_York", "2026-03-31", null)] // 23 hours long
    [InlineData("America/Sao_Paulo", "2018-11-03", "2018-11-04T02:59:59.999999999Z")] // the next day has no midnight
    public void A_day_is_known_to_its_last_moment(string zone, string day, string? last)
    {
        Assert.True(KnownAt.TryParse(day, out var knownAt));
        Assert.Equal(last is null ? null : WrittenTime.Parse(last),
            knownAt!.Value.Last(DateTimeZoneProviders.Tzdb[zone], s_start, Duration.FromSeconds(5)));
    }

    [Fact]
    public void A_day_that_begins_within_the_tolerated_skew_has_begun()
    {
        var (tokyo, ahead) = (DateTimeZoneProviders.Tzdb["Asia/Tokyo"], Duration.FromSeconds(5));
        var tomorrow = new KnownAt(null, new(2026, 4, 2));

        Assert.Null(tomorrow.Last(tokyo, Instant.FromUtc(2026, 4, 1, 14, 59, 55), ahead));
        Assert.Throws<MalformedException>(() => tomorrow.Last(tokyo, Instant.FromUtc(2026, 4, 1, 14, 59, 54), ahead));
    }

    [Fact]
    public async Task When_the_clock_goes_back_nothing_is_recorded_before_its_predecessor()
    {
        server.Clock.Reset(s_start + Duration.FromDays(10));
        var api = await Api.OpenedAsync(server, "ysc", "backwards");
        await api.SessionAsync("2025-05-10", 4);
        server.Clock.Reset(s_start + Duration.FromDays(2));
        await api.SessionAsync("2025-06-10", 5);
        server.Clock.Reset(s_start + Duration.FromDays(12));
        await api.SessionAsync("2025-07-10", 6);

        Assert.Equal(
            ["11", "11", "11", "11", "11", "11", "11", "13", "13"],
            await server.ScalarAsync<string[]>(
                "select array_agg(to_char(timestamp at time zone 'UTC', 'DD') order by version) from casestudies.mt_events where stream_id = 'backwards'"));
        Assert.Equal(("computed", "9人"), await api.YouthAsync("?knownAt=2026-04-11T00:00:00Z"));
        Assert.Equal(("computed", "15人"), await api.YouthAsync());
    }

    [Fact]
    public async Task An_entry_says_over_which_versions_each_of_its_contents_was_known()
    {
        server.Clock.Reset(s_start);
        var api = await Api.OpenedAsync(server, "ysc", "intervals");
        var entry = await api.RecordAsync(Sentences.Milestone("first"));
        await api.CorrectAsync(entry, Sentences.Milestone("second"));
        await api.WithdrawAsync(entry);

        var lines = (await api.GetAsync("/entries?kind=milestone_reached"))["entries"]!.AsArray();

        Assert.Equal(["first 4–5", "second 5–6"], lines.Select(l => $"{l!["fact"]!["milestone"]} {l["knownFrom"]}–{l["knownTo"]}"));
        Assert.Equal(["miscounted", "miscounted"], lines.Select(l => (string)l!["closedBy"]!["code"]!));
    }
}
