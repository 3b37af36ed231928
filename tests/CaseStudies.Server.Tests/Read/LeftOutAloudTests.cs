using System.Net;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP: what a figure does not count is named, and what is not certain blocks it.</summary>
public sealed class LeftOutAloudTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Places =
        """{"op":"sum","of":{"kind":"session_planned","where":{"unit":["people"]}},"quantity":"capacity"}""";

    [Fact]
    public async Task The_places_of_a_cancelled_plan_are_left_out_by_that_rule()
    {
        var api = await Api.OpenedAsync(server, "left-out", "cancelled");
        await api.RecordAsync(Adopted("places", Places, "attendances", "places"));
        await api.RecordAsync(Planned("2025-06-07"), Planned("2025-06-14"));
        await api.RecordAsync("""{"kind":"session_cancelled","strand":"cafe","on":"2025-06-14"}""");

        var figure = await api.GetAsync("/figures/places");

        Assert.Equal(("20 places", "cancelled"), ((string?)figure["shown"]!["en"], (string?)figure["derivation"]!["parts"]![0]!["leftOut"]![0]!["rule"]));
        Assert.Contains("the plan was cancelled", await api.PageAsync("/figures/places?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_of_hours_counts_times_too_also_over_midnight()
    {
        var api = await Api.OpenedAsync(server, "left-out", "hours");
        await api.RecordAsync(Adopted("hours", """{"op":"sum","of":{"kind":"activity_logged"},"quantity":"hours"}""", "hours", "hours"));
        await api.RecordAsync(
            """{"kind":"activity_logged","person":"p-00000001","activity":"outreach","on":"2025-06-02","hours":"2"}""",
            """{"kind":"activity_logged","person":"p-00000001","activity":"outreach","on":"2025-06-03","start":"22:00:00","end":"01:00:00"}""");

        Assert.Equal("5 hours", (string?)(await api.GetAsync("/figures/hours"))["shown"]!["en"]);
    }

    [Fact]
    public async Task Times_in_the_wrong_order_are_refused_and_nothing_is_recorded()
    {
        var api = await Api.OpenedAsync(server, "left-out", "order");
        var before = (await api.GetAsync("/entries"))["entries"]!.AsArray().Count;

        var (status, problem) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(),
            $$"""{"kind":"session_held","session":"{{Guid.NewGuid()}}","strand":"cafe","on":"2025-05-10","start":"15:00:00","end":"13:00:00"}"""));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, before), (status, (await api.GetAsync("/entries"))["entries"]!.AsArray().Count));
        Assert.Contains("night-too-long", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heads_without_a_name_are_told_beside_the_number_of_people()
    {
        var api = await Api.OpenedAsync(server, "left-out", "nameless");
        await api.RecordAsync(Adopted("people", """{"op":"distinct","of":[{"kind":"person_attended"}],"by":"person"}""", "people", "people"));
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-05-10"), Sentences.Youth(session, 9),
            $$"""{"kind":"person_attended","person":"p-00000001","session":"{{session}}"}""");

        Assert.Equal("At 1 session on the days counted, 8 heads have no name and are not in this figure.",
            (string?)(await api.GetAsync("/figures/people"))["derivation"]!["notes"]![0]!["en"]);
    }

    [Fact]
    public async Task Who_completed_and_left_is_not_told_as_lost()
    {
        var api = await Api.OpenedAsync(server, "left-out", "completed");
        await api.RecordAsync(
            """{"kind":"person_enrolled","person":"p-00000001","role":"student","on":"2025-05-01","basis":"consent"}""",
            """{"kind":"stage_reached","person":"p-00000001","stage":"completed","on":"2025-10-01"}""",
            """{"kind":"person_left","person":"p-00000001","on":"2025-10-02"}""");
        await api.RecordAsync(Adopted("stayed",
            """
            {"op":"cohort","enters":{"kind":"person_enrolled"},"visits":{"kind":"person_attended"},"minimumVisits":1,"seenWithinDays":365,
            "cutOff":"2025-12-31","as":"share","completedBy":{"kind":"stage_reached","where":{"stage":["completed"]}}}
            """, "share", "%", ",\"percent\":true"));

        Assert.Equal("100%", (string?)(await api.GetAsync("/figures/stayed"))["shown"]!["en"]);
        Assert.Contains("Entries that show who completed", await api.PageAsync("/figures/stayed?lang=en"), StringComparison.Ordinal);
    }

    private static string Planned(string on) => $$"""{"kind":"session_planned","strand":"cafe","on":"{{on}}","capacity":"20"}""";

    private static string Adopted(string key, string formula, string counts, string unit, string more = "") =>
        $$$$"""
        {"kind":"indicator_adopted","indicator":"{{{{key}}}}","on":"2025-04-01","definition":{"label":{"ja":"指標","en":"Indicator"},
        "formula":{{{{formula}}}},"show":{"counts":"{{{{counts}}}}","unit":{"ja":"{{{{unit}}}}","en":"{{{{unit}}}}"}{{{{more}}}}}}}
        """;
}
