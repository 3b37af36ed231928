using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Recording;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A file is checked, changed by choosing, imported and undone in a browser, without a script.</summary>
public sealed class ImportPageTests(AccountNodes server) : IClassFixture<AccountNodes>
{
    private static readonly string[] s_sheet = ["日付,若者,高齢者,備考", "2025/6/7,3,2,雨", "2025/6/14,4,1,", "2025/6/21,5,,晴れ"];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private string Initiative => $"/organisations/{_organisation}/initiatives/garden";

    private string Page => $"{Initiative}/import";

    [Fact]
    public async Task A_sheet_is_checked_imported_and_undone()
    {
        var owner = await OpenedAsync();
        var before = await SessionsAsync(owner);
        var found = await CheckedAsync(owner, Csv(s_sheet));
        Assert.Contains("記録する:3行", found, StringComparison.Ordinal);
        Assert.Contains("2025/6/7 / 2025/6/14 / 2025/6/21", found, StringComparison.Ordinal);
        Assert.Equal(before, await SessionsAsync(owner));

        using var imported = await SendAsync(owner, Csv(s_sheet), [.. Hidden(found), ("press", "commit")]);
        Assert.Equal(HttpStatusCode.SeeOther, imported.StatusCode);
        var result = imported.Headers.Location!.OriginalString;
        Assert.Contains("完了", await owner.PageAsync(server.Two, result), StringComparison.Ordinal);
        Assert.Equal(before + 3, await SessionsAsync(owner));
        Assert.Contains($"href=\"{result}\"", await owner.PageAsync(server.One, Page), StringComparison.Ordinal);

        // The button pressed twice imports once.
        using var again = await SendAsync(owner, Csv(s_sheet), [.. Hidden(found), ("press", "commit")]);
        Assert.Equal((HttpStatusCode.SeeOther, result), (again.StatusCode, again.Headers.Location!.OriginalString));
        Assert.Equal(before + 3, await SessionsAsync(owner));

        using var undone = await owner.SubmitAsync(server.Two, result, result, ("press", "undo"), ("reason", "entered-by-mistake"));
        Assert.Equal(HttpStatusCode.SeeOther, undone.StatusCode);
        Assert.Contains("元に戻した", await owner.PageAsync(server.One, result), StringComparison.Ordinal);
        Assert.Equal(before, await SessionsAsync(owner));
    }

    [Fact]
    public async Task A_column_is_taken_for_something_else_by_choosing()
    {
        var owner = await OpenedAsync();
        var found = await CheckedAsync(owner, Csv(s_sheet));
        var seniors = Regex.Match(found, "<th scope=\"row\">高齢者</th>.*?name=\"(use\\.[0-9]+)\"", RegexOptions.Singleline).Groups[1].Value;
        using var second = await SendAsync(owner, Csv(s_sheet), [.. Hidden(found), ("press", "again"), (seniors, "ignored")]);
        var chosen = await Forms.TextAsync(second);
        Assert.True(second.StatusCode == HttpStatusCode.OK, chosen);
        Assert.Contains("人数の記録 2", found, StringComparison.Ordinal);
        Assert.DoesNotContain("人数の記録 2", chosen, StringComparison.Ordinal);
        Assert.Contains("人数の記録 1", chosen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_without_a_year_fall_into_the_fiscal_year_that_is_typed()
    {
        var owner = await OpenedAsync();
        var file = Csv("日付,若者", "6月7日,3", "1月10日,4");
        Assert.Contains("記録する:2行", await CheckedAsync(owner, file, ("year", "２０２５")), StringComparison.Ordinal);
        using var first = await SendAsync(owner, file, ("press", "check"));
        using var wrong = await SendAsync(owner, file, [.. Hidden(await Forms.TextAsync(first)), ("press", "again"), ("year", "昨年")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("西暦の4桁", await Forms.TextAsync(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_told_beside_the_form()
    {
        var owner = await OpenedAsync();
        foreach (var (file, name, fields, status) in ((byte[]? File, string Name, (string, string)[] Fields, HttpStatusCode Status)[])
        [
            (null, "", [("press", "check")], HttpStatusCode.BadRequest),
            ([0x50, 0x4b, 3, 4, 0], "broken.xlsx", [("press", "check")], HttpStatusCode.UnprocessableEntity),
            (Csv("い,ろ,は", "1,2,3"), "い.csv", [("press", "check")], HttpStatusCode.UnprocessableEntity),
            (Csv(s_sheet), "名簿.csv", [("press", "check"), ("saved", "nothing")], HttpStatusCode.NotFound),
        ])
        {
            using var refused = await SendAsync(owner, file, name, fields);
            var page = await Forms.TextAsync(refused);
            Assert.True(refused.StatusCode == status, $"{name}: {refused.StatusCode} {page}");
            Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
            Assert.Contains("type=\"file\"", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Another_file_than_the_one_that_was_checked_is_not_imported()
    {
        var owner = await OpenedAsync();
        var hidden = Hidden(await CheckedAsync(owner, Csv(s_sheet)));
        using var other = await SendAsync(owner, Csv([.. s_sheet, "2025/6/28,9,9,"]), [.. hidden, ("press", "commit")]);
        Assert.NotEqual(HttpStatusCode.SeeOther, other.StatusCode);
        Assert.Contains("role=\"alert\"", await Forms.TextAsync(other), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_page_or_one_that_makes_no_sense_is_refused()
    {
        var owner = await OpenedAsync();
        using var unsigned = await SendAsync(owner, Csv(s_sheet), "名簿.csv", [("press", "check")], token: "none");
        Assert.Equal(HttpStatusCode.BadRequest, unsigned.StatusCode);
        using var unknown = await SendAsync(owner, Csv(s_sheet), ("press", "check"), ("kind", "nothing"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        using var twice = await SendAsync(owner, Csv(s_sheet), ("press", "check"), ("press", "check"));
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
        using var large = await SendAsync(owner, Csv(s_sheet), ("press", "check"), ("kind", new string('x', 5000)));
        Assert.Equal(HttpStatusCode.BadRequest, large.StatusCode);
    }

    [Fact]
    public async Task A_large_file_is_imported_by_a_job_that_leads_to_its_result()
    {
        var owner = await OpenedAsync();
        var rows = Enumerable.Range(0, 2_100).Select(i => new DateTime(2025, 8, 1).AddDays(i % 200).AddMinutes(i / 200))
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t:yyyy/M/d},{t:HH:mm},3"));
        var file = Csv(["日付,開始,若者", .. rows]);
        var found = await CheckedAsync(owner, file);
        using var asked = await SendAsync(owner, file, [.. Hidden(found), ("press", "commit")]);
        Assert.True(asked.StatusCode == HttpStatusCode.SeeOther, await Forms.TextAsync(asked));
        var job = asked.Headers.Location!.OriginalString;
        Assert.Contains("/jobs/", job, StringComparison.Ordinal);
        await CheckWhileItGoesOnAsync(owner, $"{Page}/{Hidden(found).Single(f => f.Item1 == "import").Item2}");
        await Until.TrueAsync(async () => (await owner.PageAsync(server.One, job)).Contains("取り込みの結果を見る", StringComparison.Ordinal));
        var result = Regex.Match(await owner.PageAsync(server.One, job), $"href=\"({Page}/[0-9a-f-]+)\"").Groups[1].Value;
        var page = await owner.PageAsync(server.One, result);
        Assert.True(page.Contains("2100行から、記録または訂正 4200件", StringComparison.Ordinal), page);
    }

    /// <summary>Nobody completes an import in its middle. It may end between two requests.</summary>
    private async Task CheckWhileItGoesOnAsync(Browser owner, string result)
    {
        using var shown = await owner.GetAsync(server.One, result);
        if (await Forms.TextAsync(shown) is var page && !page.Contains("進み具合を見る", StringComparison.Ordinal))
            return;
        Assert.DoesNotContain("value=\"complete\"", page, StringComparison.Ordinal);
        using var pressed = await owner.SubmitAsync(server.Two, Page, result, ("press", "complete"));
        Assert.True(pressed.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.SeeOther, $"{pressed.StatusCode}");
    }

    [Fact]
    public async Task A_recorder_imports_nothing()
    {
        await OpenedAsync();
        var recorder = await server.MemberAsync(_organisation, Role.Recorder);
        Assert.Equal(HttpStatusCode.Forbidden, await recorder.StatusAsync(server.One, Page, "text/html"));
        Assert.DoesNotContain($"href=\"{Page}\"", await recorder.PageAsync(server.One, Initiative), StringComparison.Ordinal);
    }

    /// <summary>What a check shows once the strand and the group of each column are chosen, as the page asks for.</summary>
    private async Task<string> CheckedAsync(Browser owner, byte[] file, params (string, string)[] more)
    {
        using var first = await SendAsync(owner, file, ("press", "check"), ("kind", ""));
        var asked = await Forms.TextAsync(first);
        Assert.True(first.StatusCode == HttpStatusCode.UnprocessableEntity, asked);
        Assert.Contains("<option value=\"cafe\"", asked, StringComparison.Ordinal);
        var groups = Regex.Matches(asked, "name=\"(group\\.[0-9]+)\" aria-label=\"([^\"]+)の区分\".*?</select>", RegexOptions.Singleline)
            .Select(m => (m.Groups[1].Value, Regex.Match(m.Value, $"<option value=\"([^\"]+)\"[^>]*>{m.Groups[2].Value}").Groups[1].Value));
        using var again = await SendAsync(owner, file, [.. Hidden(asked), ("press", "again"), ("strand", "cafe"), .. groups, .. more]);
        var found = await Forms.TextAsync(again);
        Assert.True(again.StatusCode == HttpStatusCode.OK, found);
        return found;
    }

    private static (string, string)[] Hidden(string page) =>
    [
        .. Regex.Matches(page, "<input type=\"hidden\" name=\"(import|hash|digest|mapping)\" value=\"([^\"]*)\"")
            .Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value))),
    ];

    private Task<HttpResponseMessage> SendAsync(Browser browser, byte[] file, params (string, string)[] fields) =>
        SendAsync(browser, file, "名簿.csv", fields);

    private async Task<HttpResponseMessage> SendAsync(
        Browser browser, byte[]? file, string name, (string Name, string Value)[] fields, string? token = null)
    {
        token ??= Regex.Match(await browser.PageAsync(server.One, Page), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        // A browser sends the empty field of a file that was not chosen, too.
        var part = new ByteArrayContent(file ?? []);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
        var form = new MultipartFormDataContent { { new StringContent(token), "\"__RequestVerificationToken\"" }, part };
        foreach (var (field, value) in fields)
            form.Add(new StringContent(value), $"\"{field}\"");
        return await browser.SendAsync(server.One, new(HttpMethod.Post, Page)
        {
            Content = form, Headers = { { "Sec-Fetch-Site", "same-origin" }, { "Accept", "text/html" } },
        });
    }

    private Task<int> SessionsAsync(Browser owner) => server.SessionsAsync(owner, Initiative);

    private async Task<Browser> OpenedAsync()
    {
        var owner = await server.OwnerAsync(_organisation);
        await owner.RecordAsync(server.One, Initiative, Garden.Facts());
        await owner.RecordAsync(server.One, Initiative, Term("youth", "若者"), Term("seniors", "高齢者"));
        return owner;

        static JsonObject Term(string term, string label) => new()
        {
            ["kind"] = "term_defined", ["dimension"] = "group", ["term"] = term, ["on"] = "2025-04-01",
            ["label"] = new JsonObject { ["ja"] = label, ["en"] = term },
        };
    }
}
