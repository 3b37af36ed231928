using System.Net;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Tests.Import;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>What a browser is shown of jobs, and what the buttons there do. No page has a script.</summary>
public sealed class JobPageTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JobApi Jobs => new(server, _organisation);

    private string All => $"/organisations/{_organisation}/jobs";

    [Fact]
    public async Task The_progress_is_shown_until_the_job_has_ended()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku");
        var (_, location, _) = await Jobs.ImportAsync(api, JobApi.File(3), Guid.NewGuid());
        await Jobs.EndedAsync(location!);
        var (ended, refresh) = await PageAsync(location!, "ja");
        Assert.Contains("<h1>表の取り込み</h1>", ended, StringComparison.Ordinal);
        Assert.Contains("完了", ended, StringComparison.Ordinal);
        Assert.Null(refresh);
        Assert.DoesNotContain("<form", ended, StringComparison.Ordinal);

        var address = await StoredAsync(Running("export") with { Phase = "writing", Done = 30, Total = 120 });
        var (running, again) = await PageAsync(address, "en");
        Assert.Contains("<h1>Export to a file</h1>", running, StringComparison.Ordinal);
        Assert.Contains("max=\"120\" value=\"30\"", running, StringComparison.Ordinal);
        Assert.Contains("Writing the file 30 / 120", running, StringComparison.Ordinal);
        Assert.Equal("2", again);
        Assert.DoesNotContain("<script", running, StringComparison.Ordinal);
        var (list, _) = await PageAsync(All, "en");
        Assert.Contains("Import of a spreadsheet", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"{address}\"", list, StringComparison.Ordinal);
    }

    [Theory, InlineData("ja", "処理はありません"), InlineData("en", "There are no jobs")]
    public async Task The_settings_lead_to_the_jobs_and_none_is_said_to_be_none(string language, string none)
    {
        Assert.Contains($"href=\"{All}\"", (await PageAsync($"/organisations/{_organisation}/settings", language)).Body, StringComparison.Ordinal);

        var (list, _) = await PageAsync(All, language);

        Assert.Contains(none, list, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"list\"", list, StringComparison.Ordinal);
    }

    [Theory, InlineData("ja", "処理をやめる", "取りやめています"), InlineData("en", "Cancel this job", "Being cancelled")]
    public async Task A_running_job_is_cancelled_by_its_button(string language, string button, string state)
    {
        var address = await StoredAsync(Running(RebuildJob.Key));
        var form = $"<form method=\"post\" action=\"{address}?lang={language}\" class=\"act\">";
        Assert.Contains(form, (await PageAsync($"{address}?lang={language}", "xx")).Body, StringComparison.Ordinal);
        Assert.Contains($"<button type=\"submit\" name=\"press\" value=\"cancel\">{button}</button>", (await PageAsync(address, language)).Body,
            StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.SeeOther, $"{address}?lang={language}"), await PressAsync($"{address}?lang={language}", "cancel"));

        var (page, _) = await PageAsync(address, language);
        Assert.Contains(state, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
        Assert.Equal("local-user", (await Jobs.FindAsync(address))!.CancelledBy!.Value.Value);
    }

    [Fact]
    public async Task A_failed_job_is_retried_by_its_button()
    {
        await Api.OpenedAsync(server, _organisation, "one");
        var address = await StoredAsync(New(RebuildJob.Key) with { State = JobState.Failed, EndedAt = server.Clock.GetCurrentInstant(), Problem = "internal" });
        var (failed, _) = await PageAsync(address, "ja");
        Assert.Contains("<button type=\"submit\" name=\"press\" value=\"retry\">もう一度試す</button>", failed, StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.SeeOther, address), await PressAsync(address, "retry"));

        Assert.Equal("done", (string)(await Jobs.EndedAsync(address))["state"]!);
        // Pressed on a page that was opened before: the page tells how it stands.
        foreach (var late in new[] { "retry", "cancel" })
            Assert.Equal((HttpStatusCode.SeeOther, address), await PressAsync(address, late));
        Assert.Equal(JobState.Done, (await Jobs.FindAsync(address))!.State);
    }

    [Theory, InlineData("ja", "もう一度送れば、続きから始まります。"), InlineData("en", "Send it again to go on where it stopped.")]
    public async Task A_failed_job_whose_file_is_gone_has_no_button_and_says_what_to_do(string language, string advice)
    {
        var address = await StoredAsync(New("import") with { State = JobState.Failed, EndedAt = server.Clock.GetCurrentInstant(), WithFile = true });
        var (failed, _) = await PageAsync(address, language);
        Assert.Contains(advice, failed, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_button_of_the_page_sends_is_refused()
    {
        var address = await StoredAsync(Running(RebuildJob.Key));
        Assert.Equal(HttpStatusCode.BadRequest, (await PressAsync(address, "remove")).Status);
        var tooMany = Enumerable.Range(0, 2_000).Select(i => KeyValuePair.Create($"press{i}", "cancel"));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(address, new(tooMany))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PressAsync($"{All}/{Guid.NewGuid()}", "cancel")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PressAsync($"/organisations/other/jobs/{address.Split('/')[^1]}", "cancel")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PressAsync(address, "cancel", origin: "https://elsewhere.example")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Jobs.PostAsync(address, """{"press":"cancel"}""")).Status);
        Assert.Null((await Jobs.FindAsync(address))!.CancelledBy);
    }

    private Job New(string kind) => server.Host.Services.GetRequiredService<JobQueue>().New(Guid.NewGuid(), new(_organisation), kind, new("local-user"));

    /// <summary>On a node that holds it for longer than any test.</summary>
    private Job Running(string kind) => New(kind) with
    {
        State = JobState.Running, WokenAt = server.Clock.GetCurrentInstant(), Runner = Guid.NewGuid(),
        Node = server.Host.Services.GetRequiredService<JobOptions>().Node, BeatAt = server.Clock.GetCurrentInstant() + Duration.FromHours(1),
    };

    private async Task<string> StoredAsync(Job job)
    {
        await using var session = server.Store.LightweightSession(_organisation);
        session.Insert(job);
        await session.SaveChangesAsync(Cancellation);
        return $"{All}/{job.Id}";
    }

    private async Task<(string Body, string? Refresh)> PageAsync(string address, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/html" }, { "Accept-Language", language } } };
        using var response = await _http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsStringAsync(Cancellation), response.Headers.TryGetValues("Refresh", out var refresh) ? refresh.Single() : null);
    }

    /// <summary>As a browser sends a form.</summary>
    private Task<(HttpStatusCode Status, string? Location)> PressAsync(string address, string button, string origin = "http://localhost") =>
        SendAsync(address, new([new("press", button)]), origin);

    private async Task<(HttpStatusCode Status, string? Location)> SendAsync(string address, FormUrlEncodedContent form, string origin = "http://localhost")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = form, Headers = { { "Accept", "text/html" }, { "Origin", origin } },
        };
        using var response = await _http.SendAsync(request, Cancellation);
        return (response.StatusCode, response.Headers.Location?.ToString());
    }
}
