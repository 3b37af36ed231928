using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>Who came to a session is ticked, read from cards, or enrolled at the door.</summary>
public sealed class AttendancePageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string Heron = "p-0000000a", Stork = "p-0000000b", Crane = "p-0000000c";
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly Guid _earlier = Guid.NewGuid(), _session = Guid.NewGuid();
    private Browser _owner = null!;

    private string Initiative => $"/organisations/{_organisation}/initiatives/garden";

    private string Page => $"{Initiative}/sessions/{_session}/attendance";

    [Fact]
    public async Task Those_who_came_last_are_first_and_whoever_is_ticked_is_recorded_once()
    {
        await OpenedAsync();
        var page = await _owner.PageAsync(server.One, Page);
        Assert.Equal(["鶴田", "白石", "青木"], NamesIn(page)); // the crane came before; the others by their names
        Assert.DoesNotContain("checked", page, StringComparison.Ordinal);

        var fields = Whole(("person", Heron), ("codes", $" {Crane.ToUpperInvariant()}　"));
        var (one, two) = (await _owner.FilledInAsync(server.One, Page, Page, fields), await _owner.FilledInAsync(server.Two, Page, Page, fields));
        using var first = await _owner.SendAsync(server.One, one);
        using var second = await _owner.SendAsync(server.Two, two);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, second.StatusCode));
        Assert.Equal([Heron, Crane], await ThereAsync());
        page = await _owner.PageAsync(server.One, Page);
        Assert.Equal(["白石"], NamesIn(page));
        Assert.Contains("出席の記録がある人(2人)", page, StringComparison.Ordinal);
        // The way back from what was recorded, where it is undone.
        var act = first.Headers.Location!.OriginalString;
        Assert.Contains($"href=\"{Page}\"", await _owner.PageAsync(server.One, act), StringComparison.Ordinal);
        (await _owner.SubmitAsync(server.One, act, act, ("command", $"{Guid.NewGuid()}"))).Dispose();
        Assert.Empty(await ThereAsync());
    }

    [Fact]
    public async Task A_newcomer_is_enrolled_with_a_name_in_the_vault_and_what_is_ticked_stays()
    {
        await OpenedAsync();
        var fields = Whole(("press", "enrol"), ("person", Stork), ("newcomer", "p-00000000000000ff"), ("name", "川瀬"), ("reading", "かわせ"),
            ("role", "volunteer"), ("basis", "consent"), ("guardian", "on"));
        using var enrolled = await SubmitAsync(fields);
        var page = await Forms.TextAsync(enrolled);
        using var again = await SubmitAsync(fields);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (enrolled.StatusCode, again.StatusCode));
        Assert.Equal(["p-00000000000000ff"], await ThereAsync());
        Assert.Matches($"value=\"{Stork}\" checked", page);
        Assert.Contains("川瀬", page, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"川瀬\"", page, StringComparison.Ordinal);
        var entry = JsonNode.Parse(await server.JsonAsync(_owner, $"{Initiative}/entries?kind=person_enrolled"))!["entries"]!.AsArray()
            .Single(e => (string?)e!["fact"]!["person"] == "p-00000000000000ff")!["fact"]!;
        Assert.Equal(("consent", true, "2025-05-10"), ((string)entry["basis"]!, (bool)entry["guardianConsented"]!, (string)entry["on"]!));
        Assert.DoesNotContain("川瀬", entry.ToJsonString(), StringComparison.Ordinal);
        // The reading is found, too.
        Assert.Contains("川瀬", await FoundAsync("かわせ"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_of_the_same_name_is_asked_for_and_never_made_a_second_person_unseen()
    {
        await OpenedAsync();
        (string, string)[] fields = [("press", "enrol"), ("name", "青 木"), ("role", "volunteer"), ("basis", "consent")];
        using var asked = await SubmitAsync(fields);
        var page = await Forms.TextAsync(asked);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        Assert.Matches($"type=\"radio\" name=\"same\" value=\"{Heron}\"", page);
        Assert.Contains("value=\"青 木\"", page, StringComparison.Ordinal);
        Assert.Empty(await ThereAsync());

        using var known = await SubmitAsync([.. fields, ("same", Heron)]);
        Assert.Equal([Heron], await ThereAsync());
        Assert.Equal(3, await EnrolmentsAsync());
        using var other = await SubmitAsync([.. fields, ("same", "another"), ("newcomer", "p-00000000000000aa")]);
        Assert.Equal(["p-00000000000000aa", Heron], await ThereAsync());
        Assert.Equal(4, await EnrolmentsAsync());
        // No id but one of those asked for.
        using var forged = await SubmitAsync([.. fields, ("same", Crane)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forged.StatusCode);
        using var nobody = await SubmitAsync(("press", "enrol"), ("name", "川瀬"), ("role", "volunteer"), ("basis", "consent"), ("same", Crane),
            ("newcomer", "p-00000000000000ab"));
        Assert.Contains("p-00000000000000ab", await ThereAsync());
        Assert.DoesNotContain(Crane, await ThereAsync());
    }

    [Fact]
    public async Task Nothing_is_recorded_from_what_cannot_be_read_and_what_was_written_stays()
    {
        await OpenedAsync();
        foreach (var (sent, target) in new ((string, string)[], string)[]
        {
            ([], "people"), ([("codes", "p-99999999")], "codes"), ([("codes", "青木")], "codes"), ([("person", Heron), ("name", "川瀬")], "name"),
            ([("press", "enrol"), ("name", "")], "name"), ([("press", "enrol"), ("name", "川瀬")], "basis"),
            ([("press", "enrol"), ("name", "川瀬"), ("basis", "consent"), ("role", "?")], "role"),
            ([("press", "enrol"), ("name", new string('長', 101)), ("basis", "consent")], "name"),
        })
        {
            using var refused = await SubmitAsync(sent);
            var page = await Forms.TextAsync(refused);
            Assert.True(refused.StatusCode == HttpStatusCode.UnprocessableEntity, target);
            Assert.Contains($"href=\"#{target}\"", page, StringComparison.Ordinal);
            Assert.Contains($"id=\"{target}\"", page, StringComparison.Ordinal);
            Assert.All(sent.Where(s => s.Item1 is "name" or "codes"), s => Assert.Contains($"value=\"{s.Item2}\"", page, StringComparison.Ordinal));
        }

        using var forged = await SubmitAsync([("person", "heron")]);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Empty(await ThereAsync());
        Assert.Equal(HttpStatusCode.NotFound, await _owner.StatusAsync(server.One, $"{Initiative}/sessions/{Guid.NewGuid()}/attendance", "text/html"));
    }

    [Fact]
    public async Task Where_nobody_is_enrolled_yet_the_page_offers_nothing_but_enrolling()
    {
        _owner = await server.OwnerAsync(_organisation);
        await _owner.RecordAsync(server.One, Initiative, [.. new FactExamples(path => path).Foundation(), Session(_session, "2025-05-10")]);
        var page = await _owner.PageAsync(server.One, Page);
        Assert.DoesNotContain("name=\"person\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"codes\"", page, StringComparison.Ordinal);
        Assert.Matches("<details open[^>]*>\\s*<summary>一覧にいない人を登録する", page);

        using var enrolled = await SubmitAsync(("press", "enrol"), ("name", "川瀬"), ("role", "participant"), ("basis", "consent"));

        Assert.Contains("登録し、出席を記録しました。", await Forms.TextAsync(enrolled), StringComparison.Ordinal);
        Assert.Equal(["p-0000000000000001"], await ThereAsync());
        Assert.Contains("参加者", await _owner.PageAsync(server.One, Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorder_is_asked_about_people_of_the_initiative_alone()
    {
        await OpenedAsync();
        await _owner.RecordAsync(server.One, $"/organisations/{_organisation}/initiatives/other",
            [.. new FactExamples(path => path).Foundation(), Enrolment("p-0000000d", "黒田")]);
        var recorder = await server.MemberAsync(_organisation, Role.Recorder);
        (string, string)[] fields = [("press", "enrol"), ("name", "黒田"), ("role", "volunteer"), ("basis", "consent")];

        using var asked = await SubmitAsync(fields);
        using var enrolled = await recorder.SubmitAsync(server.One, Page, Page, Whole([.. fields, ("newcomer", "p-00000000000000bb")]));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK), (asked.StatusCode, enrolled.StatusCode));
        Assert.Contains("p-0000000d", await Forms.TextAsync(asked), StringComparison.Ordinal);
        Assert.Equal(["p-00000000000000bb"], await ThereAsync());
    }

    private static IEnumerable<string> NamesIn(string page) =>
        Regex.Matches(page, "name=\"person\"[^>]*>\\s*<span>([^<]*)</span>").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));

    private static JsonNode Enrolment(string person, string name) => JsonNode.Parse(
        $$"""{"kind":"person_enrolled","person":"{{person}}","role":"volunteer","on":"2025-04-02","basis":"consent","name":"{{name}}"}""")!;

    private static JsonNode Session(Guid session, string on) =>
        JsonNode.Parse($$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"{{on}}"}""")!;

    private async Task OpenedAsync()
    {
        _owner = await server.OwnerAsync(_organisation);
        await _owner.RecordAsync(server.One, Initiative, [.. new FactExamples(path => path).Foundation(), Enrolment(Heron, "青木"), Enrolment(Stork, "白石"),
            Enrolment(Crane, "鶴田"), Session(_earlier, "2025-05-03"), Session(_session, "2025-05-10"),
            JsonNode.Parse($$"""{"kind":"person_attended","person":"{{Crane}}","session":"{{_earlier}}"}""")!]);
    }

    /// <summary>With the ids that the page makes, where the fields do not name them.</summary>
    private static (string Name, string Value)[] Whole(params (string Name, string Value)[] fields) =>
    [
        .. fields,
        .. new[] { ("command", $"{Guid.NewGuid()}"), ("enrolment", $"{Guid.NewGuid()}"), ("newcomer", "p-0000000000000001") }
            .Where(id => !Array.Exists(fields, f => f.Name == id.Item1)),
    ];

    private Task<HttpResponseMessage> SubmitAsync(params (string, string)[] fields) => _owner.SubmitAsync(server.One, Page, Page, Whole(fields));

    /// <summary>Those whose attendance is in force, by their ids.</summary>
    private async Task<IEnumerable<string>> ThereAsync() =>
        JsonNode.Parse(await server.JsonAsync(_owner, $"{Initiative}/entries?kind=person_attended"))!["entries"]!.AsArray()
            .Where(e => (string?)e!["fact"]!["session"] == $"{_session}" && (bool)e["inForce"]!).Select(e => (string)e!["fact"]!["person"]!)
            .Order(StringComparer.Ordinal);

    private async Task<int> EnrolmentsAsync() =>
        JsonNode.Parse(await server.JsonAsync(_owner, $"{Initiative}/entries?kind=person_enrolled"))!["entries"]!.AsArray().Count;

    private async Task<string> FoundAsync(string name)
    {
        var persons = $"/organisations/{_organisation}/persons";
        using var found = await _owner.SubmitAsync(server.One, persons, persons, ("name", name));
        return await Forms.TextAsync(found);
    }
}
