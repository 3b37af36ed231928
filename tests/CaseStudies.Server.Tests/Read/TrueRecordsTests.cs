using System.Net;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP: what is true can be recorded, and the figures read it as it is.</summary>
public sealed class TrueRecordsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Responses = """{"kind":"survey_response_recorded","where":{"instrument":["end"],"wave":["post"]}}""";

    private const string Tallies = """{"kind":"survey_tallied","where":{"instrument":["end"],"wave":["post"]}}""";

    [Fact]
    public async Task A_strand_that_ended_starts_again_and_has_two_runs()
    {
        var api = await Api.OpenedAsync(server, "true-records", "restart");
        await api.RecordAsync(Adopted("months", """{"op":"running","strand":"cafe","unit":"month"}""", "length", "months"));
        await api.RecordAsync("""{"kind":"strand_ended","strand":"cafe","on":"2025-05-20"}""");
        Assert.Contains("strand-not-running", await RefusedAsync(api, Sentences.Session(Guid.NewGuid(), "2025-10-04")), StringComparison.Ordinal);

        await api.RecordAsync("""{"kind":"strand_started","strand":"cafe","name":{"ja":"新しい喫茶","en":"New café"},"on":"2025-10-01"}""");
        await api.RecordAsync("""{"kind":"strand_ended","strand":"cafe","on":"2025-11-30"}""");
        await api.RecordAsync(Sentences.Session(Guid.NewGuid(), "2025-10-04"), Sentences.Session(Guid.NewGuid(), "2025-05-10"));

        Assert.Equal("4 months", (string?)(await api.GetAsync("/figures/months"))["shown"]!["en"]);
        Assert.Contains("strand-not-running", await RefusedAsync(api, Sentences.Session(Guid.NewGuid(), "2025-08-02")), StringComparison.Ordinal);
        Assert.Contains("If it ended and starts again, record its end first.", await RefusedAsync(
            api, """{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-11-01"}"""), StringComparison.Ordinal);
        Assert.Contains("New café", await api.PageAsync("?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_leaves_one_strand_is_still_enrolled_in_the_other()
    {
        var api = await Api.OpenedAsync(server, "true-records", "leaving");
        await api.RecordAsync(Adopted("members",
            """{"op":"distinct","of":[{"kind":"person_enrolled","where":{"strand":["cafe"]},"inForce":"at-end"}],"by":"person"}""", "people", "people"));
        await api.RecordAsync(
            """{"kind":"strand_started","strand":"garden","name":{"ja":"花壇","en":"Garden"},"on":"2025-04-01"}""",
            """{"kind":"person_enrolled","person":"p-00000001","role":"user","strand":"cafe","on":"2025-04-02","basis":"consent"}""",
            """{"kind":"person_enrolled","person":"p-00000001","role":"user","strand":"garden","on":"2025-04-02","basis":"consent"}""",
            """{"kind":"person_left","person":"p-00000001","strand":"garden","on":"2025-06-30"}""");

        Assert.Equal("1 person", (string?)(await api.GetAsync("/figures/members"))["shown"]!["en"]);
        Assert.Contains("p-00000001 left (Garden)", await api.PageAsync("/entries?lang=en"), StringComparison.Ordinal);

        await api.RecordAsync("""{"kind":"person_left","person":"p-00000001","on":"2025-07-31"}""");

        Assert.Equal("0 people", (string?)(await api.GetAsync("/figures/members"))["shown"]!["en"]);
    }

    [Fact]
    public async Task An_item_that_takes_several_answers_is_tallied_and_shared_by_respondents()
    {
        var api = await Api.OpenedAsync(server, "true-records", "several");
        await api.RecordAsync(Introduced("", 1), Introduced(",\"multiple\":true", 2));
        Assert.Contains("mark the item of the instrument with multiple: true", await RefusedAsync(api, Tallied(1, "2026-03-01")), StringComparison.Ordinal);
        Assert.Contains("answer-of-several", await RefusedAsync(api, Answered(2, "2026-03-01")), StringComparison.Ordinal);
        await api.RecordAsync(Tallied(2, "2026-03-01"));
        string Share(string answers) => $$"""{"op":"share","of":{{Responses}},"item":"why","tallies":{{Tallies}},"answers":[{{answers}}]}""";
        await api.RecordAsync(Adopted("friends", Share("\"friends\""), "share", "%", ",\"percent\":true"),
            Adopted("either", Share("\"friends\",\"meals\""), "share", "%", ",\"percent\":true"));

        Assert.Equal(["80%", "80–100%"],
            new[] { await api.GetAsync("/figures/friends"), await api.GetAsync("/figures/either") }.Select(f => (string?)f["shown"]!["en"]));
    }

    [Fact]
    public async Task A_person_answers_a_wave_again_a_year_later_without_a_conflict()
    {
        var api = await Api.OpenedAsync(server, "true-records", "rounds");
        await api.RecordAsync(Introduced("", 1));
        await api.RecordAsync(Answered(1, "2025-04-10"));
        await api.RecordAsync(Answered(1, "2026-03-10"));
        Assert.Empty((await api.GetAsync("/conflicts"))["conflicts"]!.AsArray());

        await api.RecordAsync(Answered(1, "2026-03-20"));

        var page = await api.GetAsync("/conflicts");
        Assert.Equal(["2026-03-10", "2026-03-20"], page["conflicts"]![0]!["entries"]!.AsArray().Select(e => (string?)e!["fact"]!["on"]));
        Assert.Contains("If both responses of a person are true, withdraw neither", (string?)page["settle"]!["en"], StringComparison.Ordinal);
        Assert.Contains("withdraw neither", await api.PageAsync("/conflicts?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_the_named_are_among_the_counted_may_be_unknown()
    {
        var api = await Api.OpenedAsync(server, "true-records", "overlap");
        var session = Guid.NewGuid();
        string Headcount(string unit) => $$"""
            {"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"youth","count":5,"unit":"{{unit}}","overlap":"unknown"}
            """;
        await api.RecordAsync(Sentences.Session(session, "2025-06-01"), Headcount("people"),
            $$"""{"kind":"person_attended","session":"{{session}}","person":"p-00000001"}""",
            $$"""{"kind":"person_attended","session":"{{session}}","person":"p-00000002"}""");

        Assert.Equal(("computed", "5〜7人"), await api.YouthAsync());
        Assert.Contains("it is unknown whether the 2 people recorded by name are among the 5 counted", await api.PageAsync("/figures/youth?lang=en"),
            StringComparison.Ordinal);
        Assert.Contains("overlap-of-other-unit", await RefusedAsync(api, Headcount("pairs")), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(Api api, string fact)
    {
        var (status, problem) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), fact));
        Assert.True(status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict, problem);
        return problem;
    }

    private static string Introduced(string multiple, int version) =>
        $$$"""
        {"kind":"survey_introduced","instrument":"end","version":{{{version}}},"title":{"ja":"調査","en":"Survey"},"on":"2025-04-01","items":[
        {"item":"why","question":{"ja":"来る理由","en":"Why do you come?"}{{{multiple}}},"answers":[
        {"answer":"friends","label":{"ja":"友だち","en":"friends"}},{"answer":"meals","label":{"ja":"食事","en":"meals"}}]}]}
        """;

    private static string Tallied(int version, string on) =>
        $$$$"""
        {"kind":"survey_tallied","instrument":"end","version":{{{{version}}}},"wave":"post","on":"{{{{on}}}}","respondents":10,
        "tallies":{"why":{"friends":8,"meals":6}}}
        """;

    private static string Answered(int version, string on) =>
        $$$"""
        {"kind":"survey_response_recorded","instrument":"end","version":{{{version}}},"wave":"post","on":"{{{on}}}","person":"p-00000001",
        "answers":{"why":"meals"}}
        """;

    private static string Adopted(string key, string formula, string counts, string unit, string more = "") =>
        $$$$"""
        {"kind":"indicator_adopted","indicator":"{{{{key}}}}","on":"2025-04-01","definition":{"label":{"ja":"指標","en":"Indicator"},
        "formula":{{{{formula}}}},"show":{"counts":"{{{{counts}}}}","unit":{"ja":"{{{{unit}}}}","en":"{{{{unit}}}}"}{{{{more}}}}}}}
        """;
}
