using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>A figure is set up, tried, adopted and revised in a browser, without JSON.</summary>
public sealed class FigurePageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private string Initiative => $"/organisations/{_organisation}/initiatives/garden";

    private string Add => $"{Initiative}/indicators/new";

    private string Revision => $"{Initiative}/figures/sessions/revision";

    [Fact]
    public async Task Trying_shows_the_value_and_its_sentence_and_records_nothing()
    {
        var owner = await OpenedAsync();
        var before = await FiguresAsync(owner);

        using var tried = await SubmitAsync(owner, $"{Add}/headcounts", "try", ("of", "headcounts;scheme=audience;unit=people"), ("label", "来場者"));
        var page = await Forms.TextAsync(tried);

        Assert.Equal(HttpStatusCode.OK, tried.StatusCode);
        foreach (var said in new[] { "試算", "延べ人数", "<span class=\"number\">9</span>", "1件の記録を数えました", "くわしい説明", "まだ記録されていません", "value=\"来場者\"" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Equal(before, await FiguresAsync(owner));
    }

    [Fact]
    public async Task A_figure_is_found_from_the_case_study_adopted_and_undone()
    {
        var owner = await OpenedAsync();
        Assert.Contains($"{Add}\"", await owner.PageAsync(server.One, Initiative), StringComparison.Ordinal);
        Assert.Contains($"{Add}\"", await owner.PageAsync(server.One, $"{Initiative}/facts"), StringComparison.Ordinal);
        Assert.Contains($"{Add}/headcounts\"", await owner.PageAsync(server.One, Add), StringComparison.Ordinal);

        using var adopted = await SubmitAsync(owner, $"{Add}/headcounts", "adopt", ("of", "headcounts;scheme=audience;unit=people"), ("label", "来場者"),
            ("label.en", "Visitors"), ("headline", "on"));
        Assert.True(adopted.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(adopted));
        var act = adopted.Headers.Location!.OriginalString;

        Assert.Contains("来場者", await owner.PageAsync(server.Two, act), StringComparison.Ordinal);
        Assert.Contains("figures/visitors\"", await owner.PageAsync(server.One, Initiative), StringComparison.Ordinal);
        Assert.Contains("9人", await FiguresAsync(owner), StringComparison.Ordinal);
        (await owner.SubmitAsync(server.One, act, act, ("command", $"{Guid.NewGuid()}"))).Dispose();
        Assert.DoesNotContain("9人", await FiguresAsync(owner), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_one_figure_and_one_that_was_changed_since_is_refused()
    {
        var owner = await OpenedAsync();
        (string, string)[] fields = [("command", $"{Guid.NewGuid()}"), ("of", "sessions;sessionKind=regular"), ("label", "通常の回")];

        using var first = await SubmitAsync(owner, $"{Add}/sessions", "adopt", fields);
        using var second = await SubmitAsync(owner, $"{Add}/sessions", "adopt", fields);
        using var changed = await SubmitAsync(owner, $"{Add}/sessions", "adopt", [.. fields, ("note", "注記")]);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (first.StatusCode, second.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
        Assert.Contains(first.Headers.Location!.OriginalString, await Forms.TextAsync(changed), StringComparison.Ordinal);
        Assert.Single(await KeysAsync(owner), k => k != "sessions");
    }

    [Fact]
    public async Task Mistakes_and_refusals_keep_what_was_typed()
    {
        var owner = await OpenedAsync();
        var before = await FiguresAsync(owner);

        using var wrong = await SubmitAsync(owner, $"{Add}/sessions", "adopt", ("of", "nothing"), ("label", "<b>回数"));
        var page = await Forms.TextAsync(wrong);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("href=\"#of\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;回数", page, StringComparison.Ordinal);

        // 世帯 is no unit of sessions; a month and a first day contradict each other; nobody started that strand.
        foreach (var (press, refused) in new (string, (string, string)[])[]
        {
            ("try", [("unit", "世帯")]), ("adopt", [("month", "2025-05"), ("first", "2025-05-01")]), ("adopt", [("strand", "nowhere")]),
            ("try", [("strand", "nowhere")]),
        })
        {
            using var answer = await SubmitAsync(owner, $"{Add}/sessions", press, [("of", "sessions"), ("label", "開いた回"), .. refused]);
            page = await Forms.TextAsync(answer);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{answer.StatusCode}");
            Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
            Assert.Contains("value=\"開いた回\"", page, StringComparison.Ordinal);
        }

        Assert.Equal(before, await FiguresAsync(owner));
    }

    [Fact]
    public async Task A_revision_shows_before_and_after_and_takes_a_reason_and_a_day()
    {
        var owner = await OpenedAsync();
        Assert.Contains($"{Revision}\"", await owner.PageAsync(server.One, $"{Initiative}/figures/sessions"), StringComparison.Ordinal);
        Assert.Contains("value=\"開催数\"", await owner.PageAsync(server.One, Revision), StringComparison.Ordinal);
        (string, string)[] fields =
        [
            ("command", $"{Guid.NewGuid()}"), ("figure", "sessions"), ("seen", "1"), ("of", "sessions"), ("strand", "second"), ("label", "開催数"),
            ("headline", "on"),
        ];

        using var tried = await SubmitAsync(owner, Revision, "try", fields);
        var page = await Forms.TextAsync(tried);
        Assert.Contains("これまでの定義では", page, StringComparison.Ordinal);
        Assert.Contains("<strong>1回</strong>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"number\">0</span>", page, StringComparison.Ordinal);

        using var without = await SubmitAsync(owner, Revision, "adopt", fields);
        Assert.Contains("href=\"#why\"", await Forms.TextAsync(without), StringComparison.Ordinal);
        using var revised = await SubmitAsync(owner, Revision, "adopt", [.. fields, ("why", "二つ目の活動だけを見る")]);
        using var again = await SubmitAsync(owner, Revision, "adopt", [.. fields, ("why", "二つ目の活動だけを見る")]);
        Assert.True(revised.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(revised));
        Assert.Equal((HttpStatusCode.SeeOther, revised.Headers.Location), (again.StatusCode, again.Headers.Location));
        Assert.Contains("0回", await FiguresAsync(owner), StringComparison.Ordinal);

        // Somebody else's form, opened before: it would take this version back.
        using var late = await SubmitAsync(owner, Revision, "adopt",
            [("figure", "sessions"), ("seen", "1"), ("of", "sessions"), ("label", "回"), ("why", "名前")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("ほかの人がこの数値の定義を変えました", await Forms.TextAsync(late), StringComparison.Ordinal);
        using var same = await SubmitAsync(owner, Revision, "adopt", [.. fields[1..2], ("seen", "2"), .. fields[3..], ("why", "同じ"), ("label.en", "開催数")]);
        Assert.Contains("前の定義と同じです", await Forms.TextAsync(same), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_no_form_can_say_is_left_to_the_API()
    {
        var owner = await OpenedAsync();
        await owner.RecordAsync(server.One, Initiative, JsonNode.Parse("""
            {"kind":"indicator_adopted","indicator":"places","on":"2025-04-01","definition":{"label":{"ja":"会場","en":"Venues"},
            "formula":{"op":"list","of":[{"kind":"session_held"}],"by":"venue"},"show":{"counts":"places","unit":{"ja":"か所","en":"places"}}}}
            """)!);

        var page = await owner.PageAsync(server.One, $"{Initiative}/figures/places/revision?lang=en");

        Assert.Contains("Change it by the API", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<button type=\"submit\" name=\"press\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_opens_in_both_languages_and_no_other()
    {
        var owner = await OpenedAsync();
        foreach (var language in new[] { "ja", "en" })
        {
            foreach (var path in Enum.GetValues<FigureKind>().Select(k => $"{Add}/{Kebab.FromEnum(k)}").Append(Add).Append(Revision))
                Assert.Equal(HttpStatusCode.OK, await owner.StatusAsync(server.One, $"{path}?lang={language}", "text/html"));
        }

        string[] nowhere =
        [
            $"{Add}/nothing", $"{Initiative}/figures/nothing/revision", $"{Initiative}/figures/NO/revision", $"{Initiative}-not/indicators/new",
        ];
        foreach (var path in nowhere)
            Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(server.One, path, "text/html"));
        // Of several kinds of measure, each says which it is, also once it is chosen.
        Assert.Contains(">Number of sessions held: all</option>", await owner.PageAsync(server.One, $"{Add}/ratio?lang=en"), StringComparison.Ordinal);
        using var tried = await SubmitAsync(owner, $"{Add}/sessions?lang=en", "try", ("of", "sessions"), ("label", "回"), ("label.en", "Sessions held"));
        Assert.Contains("1 entry counted", await Forms.TextAsync(tried), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_neither_find_the_pages_nor_get_in()
    {
        await OpenedAsync();
        var staff = await server.MemberAsync(_organisation, Role.Staff);

        Assert.DoesNotContain("/indicators/new", await staff.PageAsync(server.One, Initiative), StringComparison.Ordinal);
        Assert.DoesNotContain("/revision", await staff.PageAsync(server.One, $"{Initiative}/figures/sessions"), StringComparison.Ordinal);
        foreach (var path in new[] { Add, $"{Add}/sessions", Revision })
            Assert.Equal(HttpStatusCode.Forbidden, await staff.StatusAsync(server.One, path, "text/html"));
    }

    private Task<HttpResponseMessage> SubmitAsync(Browser browser, string path, string press, params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string> { ["command"] = $"{Guid.NewGuid()}", ["on"] = "2025-04-01", ["press"] = press };
        foreach (var (name, value) in fields)
            all[name] = value;
        return browser.SubmitAsync(server.One, path, path, [.. all.Select(f => (f.Key, f.Value))]);
    }

    private async Task<Browser> OpenedAsync()
    {
        var owner = await server.OwnerAsync(_organisation);
        await owner.RecordAsync(server.One, Initiative, [.. Garden.Facts(), JsonNode.Parse(
            $$"""{"kind":"participants_counted","session":"{{FactExamples.Session}}","scheme":"audience","group":"youth","count":9,"unit":"people"}""")!]);
        return owner;
    }

    private async Task<string> FiguresAsync(Browser owner) => string.Join('\n', (await ListAsync(owner)).Select(f => $"{f!["indicator"]} {f["shown"]?["ja"]}"));

    private async Task<List<string>> KeysAsync(Browser owner) => [.. (await ListAsync(owner)).Select(f => (string)f!["indicator"]!)];

    private async Task<JsonArray> ListAsync(Browser owner) =>
        JsonNode.Parse(await server.JsonAsync(owner, $"{Initiative}/figures?from=2025-04-01&to=2026-03-31"))!.AsArray();
}
