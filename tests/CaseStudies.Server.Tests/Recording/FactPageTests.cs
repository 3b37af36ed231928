using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>An initiative is set up and told of in a browser, without JSON.</summary>
public sealed class FactPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    [Fact]
    public async Task From_nothing_to_a_session_in_the_browser_alone()
    {
        var owner = await server.OwnerAsync(_organisation);
        var home = $"/organisations/{_organisation}";
        Assert.Contains($"{home}/opening\"", await owner.PageAsync(server.One, home), StringComparison.Ordinal);

        var initiative = await PressedAsync(owner, $"{home}/opening", ("title", "花壇の世話"), ("title.en", "Flower bed"), ("forms", "居場所\n交流"),
            ("audiences", "若者"), ("areas", "福生市"), ("on", "2025-04-01"));
        Assert.Equal($"{home}/initiatives/flower-bed", initiative);
        Assert.Contains("花壇の世話", await owner.PageAsync(server.One, initiative), StringComparison.Ordinal);
        Assert.Contains($"{initiative}/facts/strand_started\"", await owner.PageAsync(server.One, $"{initiative}/record"), StringComparison.Ordinal);

        var started = await PressedAsync(owner, $"{initiative}/facts/strand_started", ("name", "水やり"), ("name.en", "Watering"), ("on", "2025-04-01"));
        Assert.Contains("水やり", await owner.PageAsync(server.Two, started), StringComparison.Ordinal);
        await PressedAsync(owner, $"{initiative}/facts/strand_rescheduled", ("strand", "watering"), ("schedule", "毎週水曜日 10:00"), ("on", "2025-04-01"));
        Assert.Contains($"{initiative}/record/watering\"", await owner.PageAsync(server.One, $"{initiative}/record"), StringComparison.Ordinal);

        var session = await PressedAsync(owner, $"{initiative}/record/watering", ("session", $"{Guid.NewGuid()}"), ("on", "2025-05-10"),
            ("count.visitors.all.people", "4"));
        Assert.Contains("記録しました", await owner.PageAsync(server.One, session), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_word_is_offered_the_next_time_and_the_fact_is_undone_with_it()
    {
        var (owner, initiative) = await OpenedAsync();
        var act = await PressedAsync(owner, $"{initiative}/facts/session_planned", ("strand", "watering"), ("on", "2025-07-01"), ("venue", "図書館"));
        Assert.Contains("図書館", await owner.PageAsync(server.One, $"{initiative}/facts/session_planned"), StringComparison.Ordinal);
        Assert.Contains("図書館", await owner.PageAsync(server.One, act), StringComparison.Ordinal);

        (await owner.SubmitAsync(server.One, act, act, ("command", $"{Guid.NewGuid()}"))).Dispose();

        Assert.Contains("元に戻しました", await owner.PageAsync(server.One, act), StringComparison.Ordinal);
        Assert.DoesNotContain("図書館", await owner.PageAsync(server.One, $"{initiative}/facts/session_planned"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_one_command_though_its_word_and_its_name_are_known_by_then()
    {
        var (owner, initiative) = await OpenedAsync();
        foreach (var (kind, fields) in new (string, (string, string)[])[]
        {
            ("session_planned", [("strand", "watering"), ("on", "2025-07-01"), ("venue", "図書館")]), ("strand_started", [("name", "散歩"), ("on", "2025-06-01")]),
        })
        {
            var (path, command) = ($"{initiative}/facts/{kind}", ("command", $"{Guid.NewGuid()}"));
            using var first = await owner.SubmitAsync(server.One, path, path, [command, .. fields]);
            using var second = await owner.SubmitAsync(server.Two, path, path, [command, .. fields]);
            Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, second.StatusCode));
            Assert.Equal(first.Headers.Location, second.Headers.Location);

            // What was changed since is not recorded, and the page leads to what was.
            using var changed = await owner.SubmitAsync(server.One, path, path, [command, .. fields, ("start", "10:00"), ("name.en", "Walk")]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
            Assert.Contains(first.Headers.Location!.OriginalString, await Forms.TextAsync(changed), StringComparison.Ordinal);
        }

        var started = JsonNode.Parse(await server.JsonAsync(owner, $"{initiative}/entries?kind=strand_started"))!["entries"]!.AsArray();
        Assert.Equal(["散歩", "水やり"], started.Select(e => (string)e!["fact"]!["name"]!["ja"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Mistakes_and_refusals_keep_what_was_typed()
    {
        var (owner, initiative) = await OpenedAsync();
        using var wrong = await SubmitAsync(owner, $"{initiative}/facts/outcome_observed", ("outcome", "<b>joy"), ("on", "never"), ("text", "言葉"));
        var page = await Forms.TextAsync(wrong);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("href=\"#on\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;joy", page, StringComparison.Ordinal);

        // Its last day came before its first.
        using var early = await SubmitAsync(owner, $"{initiative}/facts/strand_ended", ("strand", "watering"), ("on", "2025-03-01"));
        Assert.True((int)early.StatusCode is >= 400 and < 500, $"{early.StatusCode}");
        Assert.Contains("role=\"alert\"", await Forms.TextAsync(early), StringComparison.Ordinal);

        using var again = await SubmitAsync(owner, $"/organisations/{_organisation}/opening", ("title", "花壇"), ("key", "flower-bed"), ("forms", "居場所"),
            ("audiences", "若者"), ("areas", "福生市"), ("on", "2025-04-01"));
        Assert.True((int)again.StatusCode is >= 400 and < 500, $"{again.StatusCode}");
        using var key = await SubmitAsync(owner, $"/organisations/{_organisation}/opening", ("title", "花壇"), ("key", "No Key"), ("forms", "居場所"),
            ("audiences", "若者"), ("areas", "福生市"), ("on", "2025-04-01"));
        Assert.Contains("href=\"#key\"", await Forms.TextAsync(key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_form_opens_in_both_languages_and_no_other()
    {
        var (owner, initiative) = await OpenedAsync();
        foreach (var kind in CaseStudies.Server.Recording.FactForm.Kinds)
        {
            foreach (var language in new[] { "ja", "en" })
                Assert.Equal(HttpStatusCode.OK, await owner.StatusAsync(server.One, $"{initiative}/facts/{kind}?lang={language}", "text/html"));
        }

        foreach (var kind in new[] { "person_enrolled", "nothing", "initiative_opened" })
            Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(server.One, $"{initiative}/facts/{kind}", "text/html"));
        var offered = await owner.PageAsync(server.One, $"{initiative}/facts");
        Assert.All(CaseStudies.Server.Recording.FactForm.Kinds, k => Assert.Contains($"/facts/{k}\"", offered, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_voice_goes_to_the_vault()
    {
        var (owner, initiative) = await OpenedAsync();
        var act = await PressedAsync(owner, $"{initiative}/facts/voice_recorded", ("on", "2025-05-10"), ("speaker", "こども"), ("words", "Kumquat secret"));

        Assert.DoesNotContain("Kumquat", await owner.PageAsync(server.One, act), StringComparison.Ordinal);
        Assert.DoesNotContain("Kumquat", await server.JsonAsync(owner, $"{initiative}/entries"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_is_chosen_by_name_and_the_name_goes_no_further()
    {
        var (owner, initiative) = await OpenedAsync();
        await owner.RecordAsync(server.One, initiative, JsonNode.Parse(
            """{"kind":"person_enrolled","person":"p-0000000a","role":"volunteer","on":"2025-04-02","basis":"consent","name":"青木"}""")!);
        Assert.Contains("<option value=\"p-0000000a\">青木 (p-0000000a)</option>", await owner.PageAsync(server.One, $"{initiative}/facts/activity_logged"),
            StringComparison.Ordinal);

        var act = await PressedAsync(owner, $"{initiative}/facts/activity_logged", ("person", "p-0000000a"), ("activity", "準備"), ("on", "2025-05-10"),
            ("hours", "２.５"));

        var page = await owner.PageAsync(server.One, act);
        Assert.Contains("2.5時間", page, StringComparison.Ordinal);
        Assert.DoesNotContain("青木", page, StringComparison.Ordinal);
        using var unknown = await SubmitAsync(owner, $"{initiative}/facts/person_left", ("person", "青木"), ("on", "2025-06-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("href=\"#person\"", await Forms.TextAsync(unknown), StringComparison.Ordinal);
    }

    private async Task<(Browser Owner, string Initiative)> OpenedAsync()
    {
        var owner = await server.OwnerAsync(_organisation);
        var initiative = await PressedAsync(owner, $"/organisations/{_organisation}/opening", ("title", "花壇"), ("title.en", "Flower bed"), ("forms", "居場所"),
            ("audiences", "若者"), ("areas", "福生市"), ("on", "2025-04-01"));
        await PressedAsync(owner, $"{initiative}/facts/strand_started", ("name", "水やり"), ("name.en", "Watering"), ("on", "2025-04-01"));
        return (owner, initiative);
    }

    /// <returns>The page to which it leads.</returns>
    private async Task<string> PressedAsync(Browser browser, string path, params (string Name, string Value)[] fields)
    {
        using var answer = await SubmitAsync(browser, path, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(answer));
        return answer.Headers.Location!.OriginalString;
    }

    private Task<HttpResponseMessage> SubmitAsync(Browser browser, string path, params (string Name, string Value)[] fields) =>
        browser.SubmitAsync(server.One, path, path, [("command", $"{Guid.NewGuid()}"), .. fields]);
}
