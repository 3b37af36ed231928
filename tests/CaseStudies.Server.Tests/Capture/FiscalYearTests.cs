using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Backup;
using CaseStudies.Server.Commands;
using CaseStudies.Server.Read;
using CaseStudies.Server.Tests.Backup;
using CaseStudies.Server.Tests.Import;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Capture;

public sealed class FiscalYearTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _organisation = $"year-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Fact]
    public async Task What_is_asked_without_days_is_of_the_organisations_own_year()
    {
        var api = await OpenedAsync();
        Assert.Equal((4, "4人"), (await FirstMonthAsync(), (await api.YouthAsync()).Shown));

        Assert.Equal(HttpStatusCode.NoContent, await DeclareAsync(1));
        Assert.Equal((1, "1人"), (await FirstMonthAsync(), (await api.YouthAsync()).Shown));
        Assert.Equal(("2026-01-01", "2026-12-31"), Days((await api.GetAsync(""))["period"]!));
        Assert.Equal("4人", (await api.YouthAsync("?from=2025-04-01&to=2026-03-31")).Shown);
        var effects = JsonNode.Parse(
            (await api.PostAsync("/effects",
                $$"""{"record":{{Api.Record(Guid.NewGuid(), """{"kind":"consultation_received","on":"2026-03-05","channel":"phone"}""")}}}""")).Body)!;
        Assert.Equal(("2026-01-01", "2026-12-31"), Days(effects["period"]!));
    }

    [Fact]
    public async Task Pages_files_and_the_command_line_call_it_by_its_name()
    {
        var api = await OpenedAsync();
        await DeclareAsync(1);

        Assert.Contains("2026年度(2026年1月1日から2026年12月31日まで)", await PageAsync(api, "?lang=ja"), StringComparison.Ordinal);
        Assert.Contains("fiscal year 2026 (1 January 2026 to 31 December 2026)", await PageAsync(api, "?lang=en"), StringComparison.Ordinal);
        Assert.Contains("期間:2025年4月1日から2026年3月31日まで", await PageAsync(api, "?lang=ja&from=2025-04-01&to=2026-03-31"), StringComparison.Ordinal);
        var view = await server.Host.Services.GetRequiredService<InitiativeReader>()
            .ReadAsync(new(_organisation), new("one"), new(), TestContext.Current.CancellationToken);
        var lines = new StringWriter();
        await FigureLines.WriteAsync(view!, new(lines, TextWriter.Null, Domain.Language.Ja));
        Assert.Contains("2026年度(2026年1月1日から2026年12月31日まで)", lines.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Said_anew_it_is_corrected_and_said_twice_it_is_said_once()
    {
        var api = await OpenedAsync();
        var command = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.NoContent, await DeclareAsync(10, command));
        Assert.Equal(HttpStatusCode.NoContent, await DeclareAsync(10, command));
        Assert.Equal(HttpStatusCode.NoContent, await DeclareAsync(10));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await DeclareAsync(11, command));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await DeclareAsync(13));
        Assert.Equal(HttpStatusCode.NoContent, await DeclareAsync(4));

        Assert.Equal((4, "4人"), (await FirstMonthAsync(), (await api.YouthAsync()).Shown));
        Assert.Equal(["10", "4"], await SaidAsync());
    }

    [Fact]
    public async Task A_days_year_in_a_sheet_and_its_figures_follow_it()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "one",
            """{"kind":"term_defined","dimension":"group","term":"youth","label":{"ja":"若者","en":"Young people"},"on":"2025-04-01"}""");
        await api.Api.SessionAsync("2025-05-10", 1);
        var file = ImportApi.Csv("2024年度 集計,,", "開催日,若者,参加者計", "4/5,3,3", "5/3,2,2");
        Assert.Equal(["3 cannot-be occurred-before-opening", "4 cannot-be occurred-before-opening"], (await api.DryRunAsync(file)).Rows);

        await DeclareAsync(9);
        var announced = await api.DryRunAsync(file);
        Assert.Equal(("2024-09-01", "2025-08-31"), Days(announced.Body["figures"]!));
        Assert.Equal("6人", announced.After("youth"));
        // What was announced holds for the calendar by which it was.
        await DeclareAsync(4);
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendCommitAsync(file, announced, Guid.NewGuid())).Status);
        await DeclareAsync(9);
        await api.SendCommitAsync(file, announced, Guid.NewGuid());
        Assert.Equal(["2025-04-05 youth 3", "2025-05-03 youth 2", "2025-05-10 youth 1"], await api.CountsAsync());
    }

    [Fact]
    public async Task What_a_backup_checks_does_not_hang_on_it()
    {
        await OpenedAsync();
        var (_, before) = await Backups.TakeAsync(server.Host.Services);
        await DeclareAsync(7);
        var (_, after) = await Backups.TakeAsync(server.Host.Services);

        Assert.True(Mine(before.Checks).Same(Mine(after.Checks)));
        Assert.Equal(Mine(before.Checks).Periods, Mine(after.Checks).Periods);

        InitiativeCheck Mine(IEnumerable<InitiativeCheck> checks) => checks.Single(c => c.Organisation == _organisation);
    }

    /// <summary>Three young visitors in 2025 and one in 2026, all within one year from April.</summary>
    private async Task<Api> OpenedAsync()
    {
        var api = await Api.OpenedAsync(server, _organisation, "one");
        await api.SessionAsync("2025-12-10", 3);
        await api.SessionAsync("2026-02-10", 1);
        return api;
    }

    private static (string? From, string? To) Days(JsonNode of) => ((string?)of["from"], (string?)of["to"]);

    private async Task<HttpStatusCode> DeclareAsync(int month, Guid? command = null)
    {
        using var body = new StringContent($$$"""{"command":"{{{command ?? Guid.NewGuid()}}}","fiscalYear":{"firstMonth":{{{month}}}}}""", Encoding.UTF8,
            "application/json");
        using var response = await _http.PutAsync(new Uri($"/organisations/{_organisation}/fiscal-year", UriKind.Relative), body,
            TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task<int> FirstMonthAsync() => (int)JsonNode.Parse(
        await _http.GetStringAsync(new Uri($"/organisations/{_organisation}/fiscal-year", UriKind.Relative),
            TestContext.Current.CancellationToken))!["firstMonth"]!;

    private async Task<string[]> SaidAsync() => (await server.ScalarAsync<string>(
        "select string_agg(data ->> 'firstMonth', ',' order by version) from casestudies.mt_events where tenant_id = $1 and type = 'fiscal_year_declared'",
        _organisation)).Split(',');

    private async Task<string> PageAsync(Api api, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, api.Base + query) { Headers = { { "Accept", "text/html" } } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
