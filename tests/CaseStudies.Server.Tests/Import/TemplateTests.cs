using System.Net;
using System.Net.Http.Headers;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A template that is downloaded, filled in and sent back is imported without a mapping.</summary>
public sealed class TemplateTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] s_facts =
    [
        """{"kind":"term_defined","dimension":"group","term":"youth","label":{"ja":"若者","en":"Young people"},"on":"2025-04-01"}""",
        """{"kind":"term_defined","dimension":"channel","term":"phone","label":{"ja":"電話","en":"Telephone"},"on":"2025-04-01"}""",
        """{"kind":"strand_started","strand":"garden","name":{"ja":"花壇整備活動","en":"Flower beds"},"on":"2025-04-01"}""",
        """
        {"kind":"survey_introduced","instrument":"mood","version":1,"title":{"ja":"気持ち","en":"Mood"},"on":"2025-04-01",
        "items":[{"item":"again","question":{"ja":"また来たいですか","en":"Would you come again?"},
        "answers":[{"answer":"yes","label":{"ja":"はい","en":"Yes"}},{"answer":"no","label":{"ja":"いいえ","en":"No"}}]}]}
        """,
    ];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private async Task<ImportApi> OpenedAsync()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku", s_facts);
        await api.Api.SessionAsync("2025-04-05", 1);
        return api;
    }

    [Theory]
    [InlineData("headcounts", "ja", ""), InlineData("headcounts", "en", ""), InlineData("attendance", "ja", ""), InlineData("attendance", "en", "")]
    [InlineData("survey", "ja", "?wave=pre"), InlineData("survey", "en", "?wave=pre"), InlineData("events", "ja", "")]
    [InlineData("events", "en", "?fact=quantity_observed")]
    public async Task A_template_that_is_filled_in_imports_without_a_mapping(string kind, string language, string query)
    {
        var api = await OpenedAsync();
        var template = await DownloadAsync($"{kind}.xlsx{query}", language);
        Assert.Empty(Written.Errors(template));
        var filled = await FilledAsync(template, kind, language == "ja");
        var announced = await api.DryRunAsync(filled, name: "記入.xlsx");
        Assert.True(announced.Status == HttpStatusCode.OK, announced.Body.ToJsonString());
        Assert.True((announced.Count("willBeRecorded"), announced.Count("cannotBe")) == (2, 0), announced.Body.ToJsonString());
        var done = await api.SendAsync($"/imports/{Guid.NewGuid()}?file={announced.Body["file"]}&digest={announced.Body["digest"]}", filled, null, "記入.xlsx",
            TestContext.Current.CancellationToken);
        Assert.Equal("completed", (string)done.Body["state"]!);
    }

    [Theory]
    [InlineData("nothing.xlsx"), InlineData("survey.xlsx?instrument=other"), InlineData("events.xlsx?fact=strand_started")]
    public async Task There_is_no_template_for_what_cannot_be_imported(string what)
    {
        await OpenedAsync();
        using var answer = await _http.GetAsync(new Uri($"/organisations/{_organisation}/initiatives/hachifuku/templates/{what}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<byte[]> DownloadAsync(string what, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get,
            new Uri($"/organisations/{_organisation}/initiatives/hachifuku/templates/{what}", UriKind.Relative));
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Writes two rows below the headers of the template's first table.</summary>
    private static Task<byte[]> FilledAsync(byte[] template, string kind, bool ja)
    {
        var (name, rows) = Written.Sheets(template).First(s => s.Value.Count > 0 && s.Key is not ("使い方" or "How to use" or "_lists"));
        var headers = rows[0].Select(h => h?.ToString() ?? "").TakeWhile(h => h.Length > 0).ToList();
        return Written.XlsxAsync(
            SheetTable.FromRows(name, [.. headers.Select(h => new SheetColumn(h))],
                Enumerable.Range(1, 2).Select(n => (IReadOnlyList<SheetValue>)[.. headers.Select((h, i) => Value(kind, h, i, n, ja))])));
    }

    private static SheetValue Value(string kind, string header, int column, int row, bool ja) => (kind, header) switch
    {
        (_, "開催日" or "Date" or "回答日" or "日付" or "On") => new NodaTime.LocalDate(2025, 5, 9 + row),
        (_, "活動" or "Strand") => ja ? "ふれあい喫茶" : "Café",
        (_, "番号" or "No" or "回答番号" or "Response ID") => row,
        (_, "若者" or "Young people") => 2 + row,
        ("attendance", "名前" or "Name") => $"人 {row}",
        ("attendance", _) when column == 2 => "○",
        ("survey", _) when column == 2 => ja ? "はい" : "Yes",
        (_, "方法") => "電話",
        (_, "Quantity") => "visits",
        (_, "Value") => 3,
        (_, "Unit") => "times",
        _ => (string?)null,
    };
}
