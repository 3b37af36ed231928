using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>Staff record a session in a browser, without a script.</summary>
public sealed class RecordingPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private const string Youth = "count.audience.youth.people";
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private string Initiative => $"/organisations/{_organisation}/initiatives/garden";

    private string Form => $"{Initiative}/record/cafe";

    [Fact]
    public async Task A_session_is_recorded_in_words_counted_and_undone()
    {
        var owner = await OpenedAsync();
        var before = await SessionsAsync(owner);
        Assert.Contains($"{Initiative}/record\"", await owner.PageAsync(server.One, Initiative), StringComparison.Ordinal);
        Assert.Contains($"{Form}\"", await owner.PageAsync(server.One, $"{Initiative}/record"), StringComparison.Ordinal);

        using var saved = await SaveAsync(owner, ("on", "2025-05-17"), (Youth, "５"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        var act = saved.Headers.Location!.OriginalString;
        var page = await owner.PageAsync(server.One, act);
        Assert.Contains("記録しました", page, StringComparison.Ordinal);
        Assert.Contains("5", page, StringComparison.Ordinal);
        Assert.Equal(before + 1, await SessionsAsync(owner));

        using var undone = await owner.SubmitAsync(server.Two, act, act, ("command", $"{Guid.NewGuid()}"));
        Assert.Equal((HttpStatusCode.SeeOther, act), (undone.StatusCode, undone.Headers.Location!.OriginalString));
        page = await owner.PageAsync(server.One, act);
        Assert.Contains("元に戻しました", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<button type=\"submit\">元に戻す", page, StringComparison.Ordinal);
        Assert.Equal(before, await SessionsAsync(owner));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_recorded_once_and_one_that_was_changed_since_is_refused()
    {
        var owner = await OpenedAsync();
        var before = await SessionsAsync(owner);
        (string, string)[] ids = [("command", $"{Guid.NewGuid()}"), ("session", $"{Guid.NewGuid()}"), ("on", "2025-05-17")];
        var forms = new List<HttpRequestMessage>();
        for (var i = 0; i < 4; i++)
            forms.Add(await owner.FilledInAsync(server.One, Form, Form, [.. ids, (Youth, "5")]));

        var answers = await Task.WhenAll(forms.Select((f, i) => owner.SendAsync(i % 2 == 0 ? server.One : server.Two, f)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location!.OriginalString).Distinct());
        Assert.Equal(before + 1, await SessionsAsync(owner));
        using var changed = await owner.SubmitAsync(server.One, Form, Form, [.. ids, (Youth, "6"), ("sure", "on")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, changed.StatusCode);
        Assert.Contains(answers[0].Headers.Location!.OriginalString, await Forms.TextAsync(changed), StringComparison.Ordinal);
        Assert.Equal(before + 1, await SessionsAsync(owner));
    }

    [Fact]
    public async Task A_likely_slip_is_asked_before_anything_is_recorded()
    {
        var owner = await OpenedAsync();
        (await SaveAsync(owner, ("on", "2025-05-17"), (Youth, "5"))).Dispose();
        var before = await SessionsAsync(owner);

        using var second = await SaveAsync(owner, ("on", "2025-05-17"), (Youth, "７"));
        var asked = await Forms.TextAsync(second);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Contains("同じ活動の回が一日に2回", asked, StringComparison.Ordinal);
        Assert.Contains("value=\"７\"", asked, StringComparison.Ordinal); // as it was typed
        using var nobody = await SaveAsync(owner, ("on", "2025-05-24"), (Youth, "0"));
        Assert.Contains("だれも来なかった", await Forms.TextAsync(nobody), StringComparison.Ordinal);
        Assert.Equal(before, await SessionsAsync(owner));

        using var sure = await SaveAsync(owner, ("on", "2025-05-17"), (Youth, "7"), ("sure", "on"));
        Assert.Equal(HttpStatusCode.SeeOther, sure.StatusCode);
        Assert.Equal(before + 1, await SessionsAsync(owner));
    }

    [Fact]
    public async Task A_day_in_a_closed_period_is_asked_too()
    {
        var owner = await OpenedAsync();
        foreach (var state in new[] { "in-review", "closed" })
            await owner.RecordAsync(server.One, Initiative, JsonNode.Parse(
                $$"""{"kind":"period_marked","state":"{{state}}","from":"2025-04-01","to":"2025-06-30","on":"2025-07-01"}""")!);

        using var late = await SaveAsync(owner, ("on", "2025-05-17"), (Youth, "5"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("締切後の変更", await Forms.TextAsync(late), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_listed_with_what_was_typed_and_nothing_is_recorded()
    {
        var owner = await OpenedAsync();
        var before = await SessionsAsync(owner);

        using var wrong = await SaveAsync(owner, ("on", "2025-02-30"), ("start", "25:00"), (Youth, "five<script>"));
        var page = await Forms.TextAsync(wrong);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        foreach (var field in new[] { "on", "start", Youth })
            Assert.Contains($"href=\"#{field}\"", page, StringComparison.Ordinal);
        Assert.Contains("five&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Equal(before, await SessionsAsync(owner));
        // A page with a script of our own, and no other.
        Assert.EndsWith("script-src 'self'; connect-src 'self'", wrong.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_a_refusal_is_told_on_the_page()
    {
        var owner = await OpenedAsync();
        foreach (var path in new[] { "/record/nothing", "/record/NO", "-not/record", $"/acts/{Guid.NewGuid()}" })
            Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(server.One, Initiative + path, "text/html"));

        using var early = await SaveAsync(owner, ("on", "1999-01-01"), (Youth, "5"));

        Assert.NotEqual(HttpStatusCode.SeeOther, early.StatusCode);
        Assert.Contains("role=\"alert\"", await Forms.TextAsync(early), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recorder_undoes_their_own_of_today_alone()
    {
        var owner = await OpenedAsync();
        var recorder = await server.MemberAsync(_organisation, Role.Recorder);
        using var owners = await SaveAsync(owner, ("on", "2025-05-17"), (Youth, "5"));
        using var own = await SaveAsync(recorder, ("on", "2025-05-24"), (Youth, "5"));
        var (theirs, mine) = (owners.Headers.Location!.OriginalString, own.Headers.Location!.OriginalString);

        using var refused = await recorder.SubmitAsync(server.One, theirs, theirs, ("command", $"{Guid.NewGuid()}"));
        using var undone = await recorder.SubmitAsync(server.One, mine, mine, ("command", $"{Guid.NewGuid()}"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("role=\"alert\"", await Forms.TextAsync(refused), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, undone.StatusCode);
    }

    private Task<HttpResponseMessage> SaveAsync(Browser browser, params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string> { ["command"] = $"{Guid.NewGuid()}", ["session"] = $"{Guid.NewGuid()}" };
        foreach (var (name, value) in fields)
            all[name] = value;
        return browser.SubmitAsync(server.One, Form, Form, [.. all.Select(f => (f.Key, f.Value))]);
    }

    private async Task<Browser> OpenedAsync()
    {
        var owner = await server.OwnerAsync(_organisation);
        await owner.RecordAsync(server.One, Initiative, Garden.Facts());
        return owner;
    }

    private Task<int> SessionsAsync(Browser owner) => server.SessionsAsync(owner, Initiative);
}
