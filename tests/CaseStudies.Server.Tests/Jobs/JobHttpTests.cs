using System.Net;
using CaseStudies.Server.Jobs;
using CaseStudies.Sheets.Tests;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>The other kinds of job.</summary>
public sealed class JobHttpTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JobApi Jobs => new(server, _organisation);

    [Theory, InlineData("/entries.csv?lang=ja&kind=session_held"), InlineData("/entries.xlsx?lang=en&from=2025-04-01&to=2026-03-31"),
        InlineData("/figures.csv?lang=en"), InlineData("/figures.xlsx?lang=ja")]
    public async Task An_export_as_a_job_is_the_file_that_the_address_gives_at_once(string path)
    {
        var api = await Api.OpenedAsync(server, _organisation, "one");
        await api.SessionAsync("2025-12-05", 3);
        var version = await server.ScalarAsync<int>("select max(version) from casestudies.entries where tenant_id = $1", _organisation);
        var (status, location) = await AskedAsync(api.Base + path);
        Assert.Equal(HttpStatusCode.Accepted, status);
        await api.SessionAsync("2025-12-06", 4); // not in a file that was asked for before

        var done = await Jobs.EndedAsync(location!);

        Assert.Equal(("done", $"{location}/file", "export"), ((string)done["state"]!, (string)done["file"]!, (string)done["kind"]!));
        Assert.Equal((long)done["total"]!, (long)done["done"]!);
        using var fetched = await _http.GetAsync(new Uri($"{location}/file", UriKind.Relative), Cancellation);
        using var direct = await _http.GetAsync(new Uri($"{api.Base}{path}&version={version}", UriKind.Relative), Cancellation);
        Assert.Equal(direct.Content.Headers.ContentDisposition!.FileName, fetched.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(direct.Content.Headers.ContentType, fetched.Content.Headers.ContentType);
        if (path.Contains(".csv", StringComparison.Ordinal))
            Assert.Equal(await direct.Content.ReadAsStringAsync(Cancellation), await fetched.Content.ReadAsStringAsync(Cancellation));
        else
            Assert.Equal(
                Written.Sheets(await direct.Content.ReadAsByteArrayAsync(Cancellation)).Select(s => $"{s.Key} {s.Value.Count}"),
                Written.Sheets(await fetched.Content.ReadAsByteArrayAsync(Cancellation))
                    .Select(s => $"{s.Key} {s.Value.Count}"));
    }

    [Fact]
    public async Task The_list_of_initiatives_is_refreshed_and_everything_rebuilt_by_jobs()
    {
        await Api.OpenedAsync(server, _organisation, "one");
        await Api.OpenedAsync(server, _organisation, "two");
        var id = Guid.NewGuid();
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal(HttpStatusCode.Accepted,
                (await Jobs.PostAsync($"/organisations/{_organisation}/jobs", $$"""{"job":"{{id}}","kind":"rebuild"}""")).Status);
        var rebuilt = await Jobs.EndedAsync($"/organisations/{_organisation}/jobs/{id}");
        Assert.Equal(("done", true, 2, 2), ((string)rebuilt["state"]!, (bool)rebuilt["result"]!["equal"]!,
            rebuilt["result"]!["initiatives"]!.AsArray().Count, (int)rebuilt["done"]!));

        Assert.Equal(HttpStatusCode.Conflict,
            (await Jobs.PostAsync($"/organisations/{_organisation}/jobs", $$"""{"job":"{{id}}","kind":"refresh-portfolio"}""")).Status);
        var refresh = Guid.NewGuid();
        await Jobs.PostAsync($"/organisations/{_organisation}/jobs", $$"""{"job":"{{refresh}}","kind":"refresh-portfolio"}""");
        Assert.Equal("done", (string)(await Jobs.EndedAsync($"/organisations/{_organisation}/jobs/{refresh}"))["state"]!);
        Assert.Equal(2, (await Jobs.GetAsync($"/organisations/{_organisation}/initiatives")).AsArray().Count);
    }

    [Fact]
    public async Task A_rebuild_tells_what_differs_and_writes_it_only_if_that_was_asked_for()
    {
        var api = await Api.OpenedAsync(server, _organisation, "one");
        await api.SessionAsync("2025-12-05", 3);
        await server.ExecuteAsync("delete from casestudies.entries where tenant_id = $1 and version = 5", _organisation);

        var told = await RebuiltAsync("");
        Assert.Equal(("blocked", null), await api.YouthAsync());
        var written = await RebuiltAsync(""","write":true""");

        var line = told["initiatives"]![0]!;
        Assert.Equal((false, false, "entry-missing", 5), ((bool)told["equal"]!, (bool)line["written"]!, (string)line["differences"]![0]!["kind"]!,
            (int)line["differences"]![0]!["version"]!));
        Assert.True((bool)written["initiatives"]![0]!["written"]!);
        Assert.Equal(("computed", "3人"), await api.YouthAsync());
        Assert.True((bool)(await RebuiltAsync(""))["equal"]!);
        // What contradicts itself is left for a person.
        await server.ExecuteAsync(
            "update casestudies.entries set fact = jsonb_set(fact, '{count}', '4') where tenant_id = $1 and version = 5", _organisation);
        var left = await RebuiltAsync(""","write":true""");
        Assert.Equal((false, "entry-differs", "fact"), ((bool)left["initiatives"]![0]!["written"]!,
            (string)left["initiatives"]![0]!["differences"]![0]!["kind"]!, (string)left["initiatives"]![0]!["differences"]![0]!["in"]!));
        Assert.Equal(HttpStatusCode.BadRequest, (await Jobs.PostAsync($"/organisations/{_organisation}/jobs",
            $$"""{"job":"{{Guid.NewGuid()}}","kind":"refresh-portfolio","write":true}""")).Status);
    }

    [Fact]
    public async Task A_refresh_is_left_to_the_node_that_keeps_the_view()
    {
        await using var other = await server.AnotherNodeAsync();
        var (here,
            there) = (server.Host.Services.GetServices<IJobWork>().OfType<RefreshJob>().Single(), other.Services.GetServices<IJobWork>().OfType<RefreshJob>()
            .Single());
        Assert.False(await there.CanRunHereAsync(Cancellation));
        await Until.TrueAsync(() => here.CanRunHereAsync(Cancellation));
    }

    [Fact]
    public async Task Another_organisation_sees_nothing_of_a_job()
    {
        await Api.OpenedAsync(server, _organisation, "one");
        var id = Guid.NewGuid();
        await Jobs.PostAsync($"/organisations/{_organisation}/jobs", $$"""{"job":"{{id}}","kind":"rebuild"}""");
        using var elsewhere = await _http.GetAsync(new Uri($"/organisations/other/jobs/{id}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Empty((await Jobs.GetAsync("/organisations/other/jobs")).AsArray());
    }

    [Fact]
    public async Task An_organisation_with_fifty_jobs_that_wait_gets_no_more_and_another_one_does()
    {
        var store = server.Host.Services.GetRequiredService<IDocumentStore>();
        await using (var session = store.LightweightSession(_organisation))
        {
            var far = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(1); // nobody wakes them
            session.Insert(Enumerable.Range(0, 50).Select(_ => new Job
            {
                Id = Guid.NewGuid(), Organisation = new(_organisation), Kind = "rebuild", By = new("local-user"), AskedAt = far, WokenAt = far,
            }));
            await session.SaveChangesAsync(Cancellation);
        }

        var (status, told) = await AskAsync(_organisation);
        Assert.Equal((HttpStatusCode.TooManyRequests, "job-too-many"), (status, (string)told["code"]!));
        Assert.Equal(HttpStatusCode.Accepted, (await AskAsync(_organisation + "b")).Status);

        Task<(HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body)> AskAsync(string organisation) => Jobs.PostAsync(
            $"/organisations/{organisation}/jobs", $$"""{"job":"{{Guid.NewGuid()}}","kind":"rebuild"}""");
    }

    private async Task<System.Text.Json.Nodes.JsonNode> RebuiltAsync(string more)
    {
        var id = Guid.NewGuid();
        await Jobs.PostAsync($"/organisations/{_organisation}/jobs", $$"""{"job":"{{id}}","kind":"rebuild"{{more}}}""");
        var done = await Jobs.EndedAsync($"/organisations/{_organisation}/jobs/{id}");
        Assert.Equal("done", (string)done["state"]!);
        return done["result"]!;
    }

    private async Task<(HttpStatusCode Status, string? Location)> AskedAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Prefer", "respond-async" } } };
        using var response = await _http.SendAsync(request, Cancellation);
        return (response.StatusCode, response.Headers.Location?.ToString());
    }
}
