using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>The buttons of the lists that wait for a person: conflicts, likely duplicates, likely slips.</summary>
public sealed class SettlementTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private string Initiative => $"/organisations/{_organisation}/initiatives/garden";

    private string Settlements => $"{Initiative}/settlements";

    [Fact]
    public async Task A_surplus_session_is_withdrawn_by_its_button_and_comes_back_by_undo()
    {
        var owner = await OpenedAsync(Held("2025-06-07"), Held("2025-06-07"));
        var page = await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates");
        var keepOne = Decisions(page).First(d => d.ContainsKey("withdraw"));
        Assert.Contains("<option value=\"duplicate\" selected", page, StringComparison.Ordinal);

        var act = await DecideAsync(owner, "likely-duplicates", [.. keepOne.Select(f => (f.Key, f.Value)), ("reason", "duplicate")]);
        Assert.Contains("二重に見える記録はありません", await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates"), StringComparison.Ordinal);
        // The button pressed twice is one decision.
        Assert.Equal(act, await DecideAsync(owner, "likely-duplicates", [.. keepOne.Select(f => (f.Key, f.Value)), ("reason", "duplicate")]));

        (await owner.SubmitAsync(server.One, act, act, ("command", $"{Guid.NewGuid()}"))).Dispose();
        Assert.NotEmpty(Decisions(await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates")));
    }

    [Fact]
    public async Task Sessions_that_are_each_a_happening_of_their_own_are_told_apart()
    {
        var owner = await OpenedAsync(Held("2025-06-07"), Held("2025-06-07"));
        var apart = Decisions(await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates")).Single(d => d.ContainsKey("keep"));
        await DecideAsync(owner, "likely-duplicates", [.. apart.Select(f => (f.Key, f.Value))]);
        Assert.Contains("二重に見える記録はありません", await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_two_counts_that_contradict_each_other_is_kept_for_a_reason_that_is_chosen()
    {
        var session = $"{Guid.NewGuid()}";
        var owner = await OpenedAsync(Held("2025-06-07", session), Counted(session, 5), Counted(session, 7));
        var page = await owner.PageAsync(server.One, $"{Initiative}/conflicts");
        var keepOne = Decisions(page).First();
        Assert.DoesNotContain(" selected", page, StringComparison.Ordinal); // nobody has said why

        using var unreasoned = await owner.SubmitAsync(server.One, $"{Initiative}/conflicts", Settlements,
            [.. keepOne.Select(f => (f.Key, f.Value)), ("reason", "")]);
        Assert.Equal(HttpStatusCode.BadRequest, unreasoned.StatusCode);
        await DecideAsync(owner, "conflicts", [.. keepOne.Select(f => (f.Key, f.Value)), ("reason", "miscounted")]);
        Assert.Contains("食い違いはありません", await owner.PageAsync(server.One, $"{Initiative}/conflicts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_likely_slip_is_confirmed()
    {
        var owner = await OpenedAsync(Held("2025-06-07", start: "10:00:00"), Held("2025-06-07", start: "14:00:00"));
        var right = Decisions(await owner.PageAsync(server.One, $"{Initiative}/warnings")).Single();
        Assert.Equal("second-session", right["slip"]);
        await DecideAsync(owner, "warnings", [.. right.Select(f => (f.Key, f.Value))]);
        Assert.Contains("確かめる必要のある記録はありません", await owner.PageAsync(server.One, $"{Initiative}/warnings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_is_not_withdrawn_unseen()
    {
        var owner = await OpenedAsync(Held("2025-06-07"), Held("2025-06-07"));
        var ways = Decisions(await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates")).Where(d => d.ContainsKey("withdraw")).ToList();
        await DecideAsync(owner, "likely-duplicates", [.. ways[0].Select(f => (f.Key, f.Value)), ("reason", "duplicate")]);
        var stale = ways[0].ToDictionary(f => f.Key, f => f.Value);
        stale["command"] = $"{Guid.NewGuid()}";
        using var late = await owner.SubmitAsync(server.One, $"{Initiative}/facts", Settlements,
            [.. stale.Select(f => (f.Key, f.Value)), ("reason", "duplicate")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Theory]
    [InlineData("withdraw", "x:1"), InlineData("withdraw", "00000000-0000-0000-0000-000000000001"), InlineData("keep", ""), InlineData("slip", "none")]
    public async Task What_is_no_form_of_ours_is_refused(string field, string value)
    {
        var owner = await OpenedAsync();
        using var refused = await owner.SubmitAsync(server.One, $"{Initiative}/facts", Settlements,
            ("command", $"{Guid.NewGuid()}"), ("reason", "duplicate"), (field, value));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_list_as_it_was_known_before_has_no_buttons()
    {
        var owner = await OpenedAsync(Held("2025-06-07"), Held("2025-06-07"));
        var now = await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates");
        var version = Regex.Match(now, "第([0-9]+)版\\)").Groups[1].Value;
        var page = await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates?version={version}");
        Assert.Contains("同じ活動の、時刻も人数も同じ回", page, StringComparison.Ordinal);
        Assert.Empty(Decisions(page));
        Assert.NotEmpty(Decisions(now));
    }

    [Fact]
    public async Task A_recorder_sees_the_list_without_buttons_and_is_refused()
    {
        var owner = await OpenedAsync(Held("2025-06-07"), Held("2025-06-07"));
        var apart = Decisions(await owner.PageAsync(server.One, $"{Initiative}/likely-duplicates")).Single(d => d.ContainsKey("keep"));
        var recorder = await server.MemberAsync(_organisation, Role.Recorder);
        Assert.Empty(Decisions(await recorder.PageAsync(server.One, $"{Initiative}/likely-duplicates")));
        using var refused = await recorder.SubmitAsync(server.One, $"{Initiative}/record/cafe", Settlements, [.. apart.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    /// <summary>The hidden fields of each button of the page.</summary>
    private List<Dictionary<string, string>> Decisions(string page) =>
    [
        .. Regex.Matches(page, $"<form method=\"post\" action=\"{Settlements}\".*?</form>", RegexOptions.Singleline).Select(form =>
            Regex.Matches(form.Value, "<input type=\"hidden\" name=\"(command|keep|on|slip|withdraw)\" value=\"([^\"]*)\"")
                .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value)),
    ];

    private async Task<string> DecideAsync(Browser browser, string list, params (string, string)[] fields)
    {
        using var decided = await browser.SubmitAsync(server.Two, $"{Initiative}/{list}", Settlements, fields);
        Assert.True(decided.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(decided));
        return decided.Headers.Location!.OriginalString;
    }

    private static JsonObject Held(string on, string? session = null, string? start = null)
    {
        var held = new JsonObject { ["kind"] = "session_held", ["session"] = session ?? $"{Guid.NewGuid()}", ["strand"] = "cafe", ["on"] = on };
        if (start is not null)
            held["start"] = start;
        return held;
    }

    private static JsonObject Counted(string session, int count) => new()
    {
        ["kind"] = "participants_counted", ["session"] = session, ["scheme"] = "audience", ["group"] = "youth", ["count"] = count,
    };

    private async Task<Browser> OpenedAsync(params JsonObject[] facts)
    {
        var owner = await server.OwnerAsync(_organisation);
        await owner.RecordAsync(server.One, Initiative, Garden.Facts());
        foreach (var fact in facts)
            await owner.RecordAsync(server.One, Initiative, fact);
        return owner;
    }
}
