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
            ("?knownAt=2026-04-06T12:00:00Z", "computed", "14人"),
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
