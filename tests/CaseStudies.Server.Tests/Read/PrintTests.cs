using System.Net;
using System.Text.RegularExpressions;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Tests.Read;

public sealed class PrintTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Fact]
    public async Task A_sheet_has_the_names_from_the_vault_in_their_order_room_for_others_and_the_groups_that_were_counted()
    {
        var api = await OpenedAsync("print-sheet");
        var html = await PageAsync($"{api.Base}/attendance-sheet?strand=cafe&on=2025-12-06&lang=ja");
        Assert.Equal(["あおき はな", "イシイ ケン", "(名前の記録なし)"], Regex.Matches(html, "<td class=\"name\">([^<]+)<").Select(m => m.Groups[1].Value.Trim()));
        Assert.Equal(8, Regex.Count(html, "newcomer"));
        Assert.Contains("2025年12月6日(土)", html, StringComparison.Ordinal);
        Assert.Contains("「ふれあい喫茶」", html, StringComparison.Ordinal);
        Assert.Equal(["youth"], Regex.Matches(html, "<span class=\"group\">([^<]+)<").Select(m => m.Groups[1].Value));
        Assert.Contains("Saturday, 6 December 2025", await PageAsync($"{api.Base}/attendance-sheet?strand=cafe&on=2025-12-06&lang=en"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_whose_reading_a_file_had_stands_where_it_is_looked_for()
    {
        var api = await Api.OpenedAsync(server, "print-read", "one");
        await EnrolAsync(api, "p-00000001", "あおき はな");
        var second = await EnrolAsync(api, "p-00000002", "渡辺 一郎");
        await EnrolAsync(api, "p-00000003", "いしい けん");
        await server.ExecuteAsync(
            "insert into vault.texts (tenant_id, id, stream_id, field, value, salt) values ('print-read', $1, 'one', 'furigana', 'アベ イチロウ', '\\x00')",
            FuriganaIds.ForEnrolment(new(new("print-read"), new("one")), second));
        var html = await PageAsync($"{api.Base}/attendance-sheet?on=2025-12-06");
        Assert.Equal(["あおき", "渡辺", "いしい"], Regex.Matches(html, "(あおき|渡辺|いしい)").Select(m => m.Value));
        Assert.Contains("<span class=\"reading\">アベ イチロウ</span>", html, StringComparison.Ordinal);
        Assert.Contains("アベ イチロウ", await PageAsync($"{api.Base}/cards?on=2025-12-06"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cards_hold_a_code_and_a_name_each_eight_to_a_page()
    {
        var api = await OpenedAsync("print-cards");
        for (var i = 0; i < 7; i++)
            await EnrolAsync(api, $"p-0000010{i}", $"なまえ{i}");
        var html = await PageAsync($"{api.Base}/cards?on=2025-12-06");
        Assert.Equal((10, 2), (Regex.Count(html, "<svg class=\"qr\""), Regex.Count(html, "class=\"card-sheet\"")));
        Assert.Contains("イシイ ケン", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_day_it_is_the_next_session_that_is_planned_or_today()
    {
        server.Clock.Reset(NodaTime.Instant.FromUtc(2026, 4, 1, 0, 0));
        var api = await OpenedAsync("print-next");
        Assert.Contains("2026年4月1日(水)", await PageAsync(api.Base + "/attendance-sheet?lang=ja"), StringComparison.Ordinal);
        await api.RecordAsync("""{"kind":"session_planned","strand":"cafe","on":"2026-04-11","venue":"hall"}""",
            """{"kind":"session_planned","strand":"cafe","on":"2026-04-18"}""");
        var html = await PageAsync(api.Base + "/attendance-sheet?lang=ja");
        Assert.Contains("2026年4月11日(土)", html, StringComparison.Ordinal);
        Assert.Contains("hall", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_was_erased_is_gone_and_another_organisations_vault_is_never_read()
    {
        var api = await OpenedAsync("print-gone");
        await server.ExecuteAsync("delete from vault.texts where tenant_id = 'print-gone' and value = 'あおき はな'");
        await server.ExecuteAsync("update vault.texts set tenant_id = 'print-elsewhere' where tenant_id = 'print-gone' and value = 'イシイ ケン'");
        var html = await PageAsync($"{api.Base}/attendance-sheet?on=2025-12-06");
        Assert.DoesNotContain("あおき", html, StringComparison.Ordinal);
        Assert.DoesNotContain("イシイ", html, StringComparison.Ordinal);
        Assert.Contains("p-00000001", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?strand=nowhere", HttpStatusCode.NotFound), InlineData("?strand=No", HttpStatusCode.BadRequest)]
    [InlineData("?on=soon", HttpStatusCode.BadRequest), InlineData("?on=2025-12-05&on=2025-12-06", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_or_not_of_its_form_is_refused(string query, HttpStatusCode status)
    {
        var api = await OpenedAsync("print-bad-" + Guid.NewGuid().ToString("n")[..8]);
        foreach (var what in new[] { "/attendance-sheet", "/cards" })
            Assert.Equal(status, (await _http.GetAsync(new Uri(api.Base + what + query, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<Api> OpenedAsync(string organisation)
    {
        var api = await Api.OpenedAsync(server, organisation, "one");
        await api.SessionAsync("2025-12-05", 3);
        await EnrolAsync(api, "p-00000001", "イシイ ケン");
        await EnrolAsync(api, "p-00000002", "あおき はな");
        await EnrolAsync(api, "p-00000003", null);
        return api;
    }

    private static Task<Guid> EnrolAsync(Api api, string person, string? name) => api.RecordAsync(
        $$"""
        {"kind":"person_enrolled","person":"{{person}}","role":"participant","on":"2025-05-01",
        "basis":"consent"{{(name is null ? "" : $",\"name\":\"{name}\"")}}}
        """);

    private async Task<string> PageAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, html);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        return html;
    }
}
