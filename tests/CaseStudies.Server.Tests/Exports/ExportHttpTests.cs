using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Sheets;
using CaseStudies.Server.Tests.Projections;
using CaseStudies.Sheets.Tests;

namespace CaseStudies.Server.Tests.Exports;

public sealed class ExportHttpTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Fact]
    public async Task Every_entry_that_the_data_answer_has_is_in_the_files()
    {
        var api = await EveryKind.RecordedAsync(server, "export-all", "one");
        var all = (int)(await api.GetAsync("/entries"))["total"]!;
        var (csv, headers) = await BytesAsync(api.Base + "/entries.csv?lang=ja");
        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        Assert.Equal(all + 1, Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("text/csv; charset=utf-8", headers.ContentType!.ToString());
        Assert.Equal($"one-entries-v{await server.HeadAsync("export-all", "one")}.csv", headers.ContentDisposition!.FileName);
        Assert.DoesNotContain("ないしょ", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);

        var (xlsx, _) = await BytesAsync(api.Base + "/entries.xlsx?lang=ja");
        Assert.Empty(Written.Errors(xlsx));
        Assert.Equal(all + 1, Written.Sheets(xlsx)["すべての記録"].Count);
        var (cp932, _) = await BytesAsync(api.Base + "/entries.csv?lang=ja&encoding=cp932&kind=milestone_reached");
        Assert.Contains("節目", Written.Cp932.GetString(cp932), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_those_of_the_data_answer_also_as_known_earlier()
    {
        var api = await Api.OpenedAsync(server, "export-figures", "one");
        await api.SessionAsync("2025-12-05", 3);
        await api.SessionAsync("2025-12-06", 4);
        foreach (var (query, shown) in new[] { ("?lang=ja", "7人"), ("?lang=ja&version=5", "3人"), ("?lang=ja&from=2025-12-06&to=2025-12-06", "4人") })
        {
            Assert.Equal(shown, (await api.YouthAsync(query)).Shown);
            Assert.Contains(shown, Encoding.UTF8.GetString((await BytesAsync(api.Base + "/figures.csv" + query)).Body), StringComparison.Ordinal);
            Assert.Contains(shown, Written.Sheets((await BytesAsync(api.Base + "/figures.xlsx" + query)).Body).Values.First()[1]);
        }
    }

    [Fact]
    public async Task What_cp932_lacks_is_told_by_row_and_column_and_nothing_is_written()
    {
        var api = await Api.OpenedAsync(server, "export-lacks", "one");
        await api.RecordAsync("""{"kind":"milestone_reached","milestone":"bakery","description":{"ja":"𠮷野家と協力😀","en":"="},"on":"2025-12-05"}""");
        using var answer = await _http.GetAsync(new Uri(api.Base + "/entries.csv?lang=ja&encoding=cp932", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(2, (int)problem["total"]!);
        Assert.Equal([(5, 3, "𠮷", "U+20BB7"), (5, 3, "😀", "U+1F600")],
            problem["lacks"]!.AsArray().Select(l => ((int)l!["row"]!, (int)l["column"]!, (string)l["character"]!, (string)l["codePoint"]!)));
        // In English the cell holds what would be a formula.
        Assert.Contains(",'=", Encoding.UTF8.GetString((await BytesAsync(api.Base + "/entries.csv?lang=en")).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_not_of_its_form_is_refused()
    {
        var api = await Api.OpenedAsync(server, "export-bad", "one");
        foreach (var (path, status) in new[]
        {
            (api.Base + "/entries.csv?encoding=utf-7", HttpStatusCode.BadRequest), (api.Base + "/entries.xlsx?kind=none", HttpStatusCode.BadRequest),
            (api.Base + "/figures.csv?from=2025-04-01", HttpStatusCode.BadRequest),
            ("/organisations/export-bad/initiatives/none/entries.csv", HttpStatusCode.NotFound),
            ("/organisations/export-bad/initiatives/none/figures.xlsx", HttpStatusCode.NotFound),
        })
            Assert.Equal(status, (await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<(byte[] Body, HttpContentHeaders Headers)> BytesAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        return (body, answer.Content.Headers);
    }
}
