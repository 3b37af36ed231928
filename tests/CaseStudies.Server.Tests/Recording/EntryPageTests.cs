using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>An entry is corrected or withdrawn in a browser, for a reason, and nothing of its history is lost.</summary>
public sealed class EntryPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private Browser _owner = null!;
    private string _initiative = "";

    [Fact]
    public async Task A_headcount_is_corrected_with_its_reason_and_the_correction_is_undone()
    {
        var count = await OpenedAsync("participants_counted");
        var page = await _owner.PageAsync(server.One, count);
        Assert.Contains("name=\"count\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"4\"", page, StringComparison.Ordinal);

        var act = await PressedAsync(count, ("press", "correct"), ("count", "１４"), ("group", "all"), ("scheme", "visitors"), ("unit", "people"),
            ("reason", "miscounted"), ("note", "Kumquat"));
        page = await _owner.PageAsync(server.Two, count);
        Assert.Contains("14", page, StringComparison.Ordinal);
        Assert.Contains("4 → 14", Plain(page), StringComparison.Ordinal);
        Assert.Contains("数え間違い", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Kumquat", page, StringComparison.Ordinal);

        (await _owner.SubmitAsync(server.One, act, act, ("command", $"{Guid.NewGuid()}"))).Dispose();
        Assert.Contains("元に戻しました", await _owner.PageAsync(server.One, act), StringComparison.Ordinal);
        Assert.Contains("value=\"4\"", await _owner.PageAsync(server.One, count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_is_withdrawn_and_brought_back()
    {
        var count = await OpenedAsync("participants_counted");

        var act = await PressedAsync(count, ("press", "withdraw"), ("reason", "entered-by-mistake"));
        var page = await _owner.PageAsync(server.One, count);
        Assert.Contains("取り消されています", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"press\"", page, StringComparison.Ordinal);

        (await _owner.SubmitAsync(server.One, act, act, ("command", $"{Guid.NewGuid()}"))).Dispose();
        page = await _owner.PageAsync(server.One, act);
        Assert.Contains("元に戻しました", page, StringComparison.Ordinal);
        Assert.Contains("name=\"press\"", await _owner.PageAsync(server.One, count), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("withdraw"), InlineData("correct")]
    public async Task A_button_that_is_pressed_twice_leads_to_the_same_page(string press)
    {
        var count = await OpenedAsync("participants_counted");
        (string, string)[] fields = [("command", $"{Guid.NewGuid()}"), ("seen", await SeenAsync(count)), ("press", press), ("count", "7"), ("group", "all"),
            ("scheme", "visitors"), ("unit", "people"), ("reason", "miscounted")];
        var (one, two) = (await _owner.FilledInAsync(server.One, count, count, fields), await _owner.FilledInAsync(server.Two, count, count, fields));

        using var first = await _owner.SendAsync(server.One, one);
        using var second = await _owner.SendAsync(server.Two, two);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task What_somebody_else_has_changed_meanwhile_is_not_overwritten()
    {
        var count = await OpenedAsync("participants_counted");
        var (mine, theirs) = (await FilledAsync(count, "7"), await FilledAsync(count, "9"));
        using var first = await _owner.SendAsync(server.One, theirs);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);

        using var second = await _owner.SendAsync(server.Two, mine);

        Assert.Equal(HttpStatusCode.PreconditionFailed, second.StatusCode);
        Assert.Contains("role=\"alert\"", await Forms.TextAsync(second), StringComparison.Ordinal);
        Assert.Contains("value=\"9\"", await _owner.PageAsync(server.One, count), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_keeps_what_its_form_does_not_ask_for()
    {
        var session = await OpenedAsync("session_held");
        var before = await JsonOfAsync("session_held");

        await PressedAsync(session, ("press", "correct"), ("strand", "watering"), ("on", "2025-05-18"), ("start", "9:30"), ("sessionKind", "outing"),
            ("reason", "wrong-date"));

        var after = await JsonOfAsync("session_held");
        Assert.Equal((string)before["session"]!, (string)after["session"]!);
        Assert.Equal(("2025-05-18", "09:30:00", "outing"), ((string)after["on"]!, (string)after["start"]!, (string)after["sessionKind"]!));
        // Its headcount has moved with it.
        Assert.Contains("2025年5月18日", await _owner.PageAsync(server.One, $"{_initiative}/entries?kind=participants_counted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_changed_without_a_reason_or_with_a_word_that_nobody_knows()
    {
        var count = await OpenedAsync("participants_counted");
        using var without = await SubmitAsync(count, ("press", "withdraw"));
        using var unknown = await SubmitAsync(count, ("press", "correct"), ("count", "5"), ("group", "新しい区分"), ("scheme", "visitors"), ("unit", "people"),
            ("reason", "wrong-group"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (without.StatusCode, unknown.StatusCode));
        var page = await Forms.TextAsync(without);
        Assert.Contains("href=\"#reason-withdraw\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"reason-withdraw\"", page, StringComparison.Ordinal);
        page = await Forms.TextAsync(unknown);
        Assert.Contains("href=\"#group\"", page, StringComparison.Ordinal);
        Assert.Contains("新しい区分", page, StringComparison.Ordinal);
        Assert.Contains("value=\"4\"", await _owner.PageAsync(server.One, count), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await _owner.StatusAsync(server.One, $"{_initiative}/entries/{Guid.NewGuid()}", "text/html"));
    }

    [Fact]
    public async Task An_entry_with_a_private_text_is_not_corrected_here_and_can_be_withdrawn()
    {
        await OpenedAsync("session_held");
        await PressedAsync($"{_initiative}/facts/voice_recorded", ("on", "2025-05-10"), ("speaker", "こども"), ("words", "Kumquat"));
        var voice = await LinkAsync("voice_recorded");

        Assert.DoesNotContain("value=\"correct\"", await _owner.PageAsync(server.One, voice), StringComparison.Ordinal);
        await PressedAsync(voice, ("press", "withdraw"), ("reason", "consent-withdrawn"));
        Assert.Contains("取り消されています", await _owner.PageAsync(server.One, voice), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_each_kind_opens_with_its_content_and_says_the_same_when_nothing_is_typed()
    {
        await OpenedAsync("session_held");
        foreach (var kind in new[] { "strand_started", "initiative_opened", "participants_counted", "session_held" })
        {
            var (entry, before) = (await LinkAsync(kind), await JsonOfAsync(kind));
            var fields = Regex.Matches(await _owner.PageAsync(server.One, entry), "<(?:input|textarea|select)[^>]* name=\"([a-zA-Z.]+)\"[^>]*>")
                .Select(m => (Name: m.Groups[1].Value, Value: WebUtility.HtmlDecode(Regex.Match(m.Value, "value=\"([^\"]*)\"").Groups[1].Value)))
                .Where(f => before[f.Name] is JsonValue).ToList();
            Assert.All(fields.Where(f => f.Value.Length > 0), f => Assert.StartsWith(f.Value, $"{before[f.Name]}", StringComparison.Ordinal));
        }
    }

    /// <returns>The page of the entry of a kind, after a session with four people.</returns>
    private async Task<string> OpenedAsync(string kind)
    {
        _owner = await server.OwnerAsync(_organisation);
        _initiative = await PressedAsync($"/organisations/{_organisation}/opening", ("title", "花壇"), ("title.en", "Flower bed"), ("forms", "居場所"),
            ("audiences", "若者"), ("areas", "福生市"), ("on", "2025-04-01"));
        await PressedAsync($"{_initiative}/facts/strand_started", ("name", "水やり"), ("name.en", "Watering"), ("on", "2025-04-01"));
        await PressedAsync($"{_initiative}/record/watering", ("session", $"{Guid.NewGuid()}"), ("on", "2025-05-10"), ("count.visitors.all.people", "4"));
        return await LinkAsync(kind);
    }

    private async Task<string> LinkAsync(string kind) =>
        Regex.Match(await _owner.PageAsync(server.One, $"{_initiative}/entries?kind={kind}"), $"{_initiative}/entries/[0-9a-f-]{{36}}").Value;

    private async Task<JsonNode> JsonOfAsync(string kind) => JsonNode.Parse(await server.JsonAsync(_owner, $"{_initiative}/entries?kind={kind}"))!["entries"]!
        .AsArray().Single(e => e!["knownTo"] is null)!["fact"]!;

    private async Task<HttpRequestMessage> FilledAsync(string entry, string count) => await _owner.FilledInAsync(server.One, entry, entry,
        ("command", $"{Guid.NewGuid()}"), ("seen", await SeenAsync(entry)), ("press", "correct"), ("count", count), ("group", "all"), ("scheme", "visitors"),
        ("unit", "people"), ("reason", "miscounted"));

    private async Task<string> SeenAsync(string page) =>
        Regex.Match(await _owner.PageAsync(server.One, page), "name=\"seen\" value=\"([0-9]+)\"").Groups[1].Value;

    /// <returns>The page to which it leads.</returns>
    private async Task<string> PressedAsync(string path, params (string Name, string Value)[] fields)
    {
        using var answer = await SubmitAsync(path, fields);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(answer));
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields) => await _owner.SubmitAsync(
        server.One, path, path, [("command", $"{Guid.NewGuid()}"), ("seen", await SeenAsync(path)), .. fields]);

    private static string Plain(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]+>", ""));
}
