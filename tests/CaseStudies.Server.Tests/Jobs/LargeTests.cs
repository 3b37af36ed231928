using System.Net;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Tests.Import;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>Which imports and exports become jobs although nobody asked for one.</summary>
public sealed class LargeTests(LargeTests.SmallLimits server) : IClassFixture<LargeTests.SmallLimits>
{
    private const int ImportRows = 12, ExportRows = 10;
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    public sealed class SmallLimits(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            (builder.Configuration["Jobs:ImportRows"], builder.Configuration["Jobs:ExportRows"]) = ($"{ImportRows}", $"{ExportRows}");
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JobApi Jobs => new(server, _organisation);

    [Fact]
    public async Task A_large_import_becomes_a_job_and_a_small_one_is_answered_at_once()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "one");
        // The line of headers is a row, too.
        var (status, location, small) = await Jobs.ImportAsync(api, JobApi.File(ImportRows - 1), Guid.NewGuid(), prefer: null);
        Assert.Equal((HttpStatusCode.OK, null, "completed"), (status, location, (string)small["state"]!));
        Assert.Empty((await Jobs.GetAsync($"/organisations/{_organisation}/jobs")).AsArray());

        (status, location, var large) = await Jobs.ImportAsync(api, JobApi.File(ImportRows, "別の"), Guid.NewGuid(), prefer: null);

        Assert.Equal((HttpStatusCode.Accepted, $"/organisations/{_organisation}/jobs/{large["job"]}"), (status, location));
        var done = await Jobs.EndedAsync(location!);
        Assert.Equal(("done", ImportRows), ((string)done["state"]!, (int)done["result"]!["entries"]!));
    }

    [Theory, InlineData("csv"), InlineData("xlsx")]
    public async Task A_large_export_becomes_a_job_and_a_small_one_is_answered_at_once(string kind)
    {
        var api = await Api.OpenedAsync(server, _organisation, "one");
        Assert.Equal(3, (int)(await api.GetAsync("/entries"))["total"]!);
        // A workbook shows each entry twice: among all, and among those of its kind.
        for (var entries = 3; entries * (kind == "xlsx" ? 2 : 1) <= ExportRows; entries++)
        {
            Assert.Equal((HttpStatusCode.OK, null), await ExportedAsync(api, kind));
            await api.RecordAsync(Sentences.Milestone($"m-{entries}"));
        }

        var (status, location) = await ExportedAsync(api, kind);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("done", (string)(await Jobs.EndedAsync(location!))["state"]!);
        // What a page of another site has a browser ask for begins nothing.
        var jobs = (await Jobs.GetAsync($"/organisations/{_organisation}/jobs")).AsArray().Count;
        foreach (var from in new[] { "cross-site", "same-site" })
            Assert.Equal((HttpStatusCode.Forbidden, null), await ExportedAsync(api, kind, from));
        Assert.Equal(jobs, (await Jobs.GetAsync($"/organisations/{_organisation}/jobs")).AsArray().Count);
        foreach (var from in new[] { "same-origin", "none" })
            Assert.Equal(HttpStatusCode.Accepted, (await ExportedAsync(api, kind, from)).Status);
        // Of figures there are as few as before.
        using var figures = await _http.GetAsync(new Uri($"{api.Base}/figures.{kind}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, figures.StatusCode);
    }

    [Fact]
    public void Unless_told_otherwise_large_is_what_takes_longer_than_people_wait()
    {
        var options = new JobOptions(new ConfigurationBuilder().Build());
        Assert.Equal((2_000, 100_000), (options.ImportRows, options.ExportRows));
    }

    private async Task<(HttpStatusCode Status, string? Location)> ExportedAsync(Api api, string kind, string? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Base}/entries.{kind}");
        if (from is not null)
            request.Headers.Add("Sec-Fetch-Site", from);
        using var response = await _http.SendAsync(request, Cancellation);
        return (response.StatusCode, response.Headers.Location?.ToString());
    }
}
