using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

public sealed class MappingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private Task<ImportApi> OpenedAsync(params string[] facts) => ImportApi.OpenedAsync(server, _organisation, "hachifuku", facts);

    private const string Youth = """{"kind":"term_defined","dimension":"group","term":"youth","label":{"ja":"若者","en":"Young people"},"on":"2025-04-01"}""";

    [Fact]
    public async Task A_mapping_that_was_saved_is_used_for_the_next_file_with_the_same_headers_wherever_they_stand()
    {
        var api = await OpenedAsync();
        const string Mapping = """{"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"いつ"},{"as":"group","header":"わかもの","scheme":"audience","group":"youth"}]}""";
        Assert.Equal(HttpStatusCode.OK, (await PutAsync("may", Mapping)).StatusCode);
        var moved = Csv("2025年度 ふれあい喫茶,", ",", "いつ,わかもの", "2025/5/10,3");
        var announced = await api.DryRunAsync(moved);
        Assert.Equal(("saved:may", 1, 3), ((string)announced.Body["mappingFrom"]!, announced.Count("willBeRecorded"), (int)announced.Body["mapping"]!["headerRow"]!));
        Assert.Equal(1, (await api.DryRunAsync(Csv("いつ,わかもの", "2025/5/10,3"), query: "?mapping=may")).Count("willBeRecorded"));
        Assert.Equal("import-mapping-unknown", (await api.DryRunAsync(moved, query: "?mapping=june")).Code);
        var saved = JsonNode.Parse(await _http.GetStringAsync(new Uri($"/organisations/{_organisation}/import-mappings", UriKind.Relative), TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal("may", (string)saved.Single()!["key"]!);
        using var body = new StringContent("""{"key":"may"}""", Encoding.UTF8, "application/json");
        using var removed = await _http.PostAsync(new Uri($"/organisations/{_organisation}/import-mappings/may/removal", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        Assert.Equal("import-mapping-unknown", (await api.DryRunAsync(moved, query: "?mapping=may")).Code);
    }

    [Fact]
    public async Task A_headcount_sheet_is_understood_by_its_headers()
    {
        var api = await OpenedAsync(Youth);
        await api.Api.SessionAsync("2025-04-05", 1);
        var announced = await api.DryRunAsync(Csv("令和7年度 集計,,,", "開催日,若者,参加者計,備考", "5/10,3,3,晴れ", "小計,3,3,"));
        Assert.Equal(HttpStatusCode.OK, announced.Status);
        Assert.Equal(["3 will-be-recorded", "4 left-out import-totals-row"], announced.Rows);
        Assert.Equal(["import-column-not-imported", "import-totals-column"], announced.Body["remarks"]!.AsArray().Select(r => (string)r!["code"]!).Order(StringComparer.Ordinal));
        Assert.Equal("4人", announced.After("youth"));
    }

    [Theory]
    [InlineData("""{"kind":"headcounts","columns":[]}""", 422), InlineData("""{"kind":"headcounts"}""", 400), InlineData("""{"kind":"x","columns":[]}""", 400), InlineData("[]", 400), InlineData("""{"kind":"headcounts","columns":[{"as":"date","header":"開催日"}],"extra":1}""", 400)]
    [InlineData("""{"kind":"headcounts","strand":"nowhere","columns":[{"as":"date","header":"開催日"},{"as":"group","header":"若者","scheme":"a","group":"b"}]}""", 422)]
    [InlineData("""{"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"日"},{"as":"group","header":"若者","scheme":"a","group":"b"}]}""", 422)]
    [InlineData("""{"kind":"survey","columns":[{"as":"date","header":"開催日"}]}""", 422), InlineData("""{"kind":"attendance","role":"participant","columns":[{"as":"name","header":"開催日"}]}""", 422)]
    [InlineData("""{"kind":"events","fact":"consultation_received","columns":[{"as":"member","member":"nothing","header":"開催日"}]}""", 422)]
    public async Task A_mapping_that_cannot_be_is_refused_with_what_is_wrong(string mapping, int status)
    {
        var api = await OpenedAsync();
        var refused = await api.DryRunAsync(Csv("開催日,若者", "5/10,3"), mapping);
        Assert.Equal(status, (int)refused.Status);
        Assert.False(string.IsNullOrEmpty((string?)refused.Body["ja"]));
        if (status == 422)
            Assert.NotEmpty(refused.Body["says"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"kind":"headcount","columns":[]}""", "/kind", "「headcounts」の誤りではありませんか", "Did you mean 'headcounts'?")]
    [InlineData("""{"kind":"headcounts","colums":[]}""", "/colums", "「columns」の誤りではありませんか", "Did you mean 'columns'?")]
    [InlineData("""{"kind":"headcounts","columns":[{"as":"datum","header":"日"}]}""", "/columns/0/as", "ここに書ける語は次のとおりです", "Write one of these words")]
    [InlineData("""{"kind":"headcounts","columns":[],"headerRow":"3"}""", "/headerRow", "整数を引用符なしで", "A whole number is needed here")]
    [InlineData("""{"kind":"headcounts","columns":[],"strand":"Café"}""", "/strand", "キーは a-z", "A key has")]
    public async Task A_slip_in_a_mapping_is_told_with_its_place_and_what_to_write(string mapping, string place, string ja, string en)
    {
        var api = await OpenedAsync();
        var inFile = (await api.DryRunAsync(Csv("開催日,若者", "5/10,3"), mapping)).Body;
        using var answer = await PutAsync("slip", mapping);
        var saved = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        foreach (var problem in new[] { inFile, saved })
        {
            Assert.Equal(("malformed", place), ((string)problem["code"]!, (string?)problem["pointer"]));
            Assert.Contains(ja, (string)problem["ja"]!, StringComparison.Ordinal);
            Assert.Contains(en, (string)problem["en"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hidden_sheets_and_other_sheets_are_told()
    {
        var api = await OpenedAsync(Youth);
        var file = await Written.XlsxAsync(
            SheetTable.FromRows("5月", [new("開催日"), new("若者")], [["2025/5/10", 3]]),
            SheetTable.FromRows("メモ", [new("覚え書き")], [["電話する"]]));
        var announced = await api.DryRunAsync(file, """{"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"開催日"},{"as":"group","header":"若者","scheme":"audience","group":"youth"}]}""", name: "集計.xlsx");
        Assert.Equal(["True", "False"], announced.Body["sheets"]!.AsArray().Select(s => s!["read"]!.GetValue<bool>().ToString()));
        Assert.Contains("import-sheet-not-read", announced.Body["remarks"]!.AsArray().Select(r => (string)r!["code"]!));
    }

    [Theory]
    [InlineData("sheet-other-kind", "%PDF-1.7"), InlineData("sheet-empty", ""), InlineData("import-no-mapping", "a,b\n1,2\n")]
    public async Task A_file_that_is_none_is_refused_and_leaves_nothing(string code, string content)
    {
        var api = await OpenedAsync();
        var events = await api.EventsAsync();
        Assert.Equal(code, (await api.DryRunAsync(Encoding.UTF8.GetBytes(content))).Code);
        Assert.Equal(code, (await api.SendAsync($"/imports/{Guid.NewGuid()}?file={new string('a', 64)}", Encoding.UTF8.GetBytes(content), null, "x.csv", TestContext.Current.CancellationToken)).Code is var said && said == "import-hash-differs" ? code : said);
        Assert.Equal(events, await api.EventsAsync());
    }

    private async Task<HttpResponseMessage> PutAsync(string key, string mapping)
    {
        using var body = new StringContent(mapping, Encoding.UTF8, "application/json");
        return await _http.PutAsync(new Uri($"/organisations/{_organisation}/import-mappings/{key}", UriKind.Relative), body, TestContext.Current.CancellationToken);
    }
}
