using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;
using NodaTime;

namespace CaseStudies.Server.Tests.Exports;

/// <summary>Which record, from what to what, when, who, why: for every change, in one download.</summary>
public sealed class ChangesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static async Task<JsonNode> LastAsync(Api api, string query = "") => (await api.GetAsync("/changes" + query))["changes"]!.AsArray()[^1]!;

    private async Task<(Api Api, Guid Session, Guid Act, Guid Count)> HeldAsync(string name)
    {
        var (api, session) = (await Api.OpenedAsync(server, "five", name), Guid.NewGuid());
        var act = await api.RecordAsync(Sentences.Session(session, "2025-05-10"));
        return (api, session, act, await api.RecordAsync(Sentences.Youth(session, 5)));
    }

    [Fact]
    public async Task A_correction_answers_all_five_questions()
    {
        var (api, session, _, count) = await HeldAsync("correction");
        var command = Guid.NewGuid();
        await AcceptedAsync(api, $"/entries/{count}/corrections",
            $$$"""
            {"command":"{{{command}}}","replacement":{{{Sentences.Youth(session, 8)}}},"basis":"{{{count}}}",
            "reason":{"code":"miscounted","note":"受付の紙と照らし合わせた"}}
            """);

        var change = await LastAsync(api);

        Assert.Equal(("corrected", count.ToString(), "participants_counted"), ((string)change["what"]!, (string)change["entry"]!, (string)change["kind"]!));
        Assert.Equal(("「ふれあい喫茶」のyouth 5人", "「ふれあい喫茶」のyouth 8人"), ((string)change["from"]!["ja"]!, (string)change["to"]!["ja"]!));
        Assert.Equal(("人数", "5", "8"),
            ((string)change["fields"]!.AsArray().Single()!["field"]!["ja"]!, (string)change["fields"]![0]!["from"]!["ja"]!,
                (string)change["fields"]![0]!["to"]!["ja"]!));
        Assert.Equal(("local-user", command.ToString(), "2026-04-01T00:00:00Z"),
            ((string)change["by"]!, (string)change["command"]!, (string)change["recordedAt"]!));
        Assert.Equal(("miscounted", "受付の紙と照らし合わせた", "2025-05-10"), ((string)change["reason"]!, (string)change["note"]!, (string)change["onAfter"]!));
    }

    [Fact]
    public async Task A_note_that_was_erased_is_said_to_be_erased()
    {
        var (api, _, _, count) = await HeldAsync("erased");
        await AcceptedAsync(api, $"/entries/{count}/withdrawal",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","basis":"{{{count}}}","reason":{"code":"other","note":"消される言葉"}}""");
        Assert.Equal((false, "消される言葉"), ((bool)(await LastAsync(api))["noteErased"]!, (string?)(await LastAsync(api))["note"]));
        await server.ExecuteAsync("delete from vault.texts where value = $1", "消される言葉");
        Assert.Equal((true, null), ((bool)(await LastAsync(api))["noteErased"]!, (string?)(await LastAsync(api))["note"]));
        Assert.Contains("(消去済み)", Encoding.UTF8.GetString(await FileAsync(api, "?format=csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_recorded_comes_from_nothing_and_what_is_undone_goes_there()
    {
        var (api, _, _, count) = await HeldAsync("nothing");
        var undone = await api.UndoAsync(count);
        await api.UndoAsync(undone);
        var last = (await api.GetAsync("/changes"))["changes"]!.AsArray().TakeLast(3).ToList();
        Assert.Equal(["recorded", "withdrawn", "reinstated"], last.Select(c => (string)c!["what"]!));
        Assert.Equal([(true, false), (false, true), (true, false)], last.Select(c => (c!["from"] is null, c["to"] is null)));
    }

    [Fact]
    public async Task A_period_holds_what_happened_in_it_as_known_before_or_after()
    {
        var (api, session, act, _) = await HeldAsync("period");
        await api.CorrectAsync(act, Sentences.Session(session, "2025-07-10"));
        foreach (var (month, expected) in new[] { ("05", 3), ("06", 0), ("07", 1) })
            Assert.Equal(expected, (int)(await api.GetAsync($"/changes?from=2025-{month}-01&to=2025-{month}-30"))["total"]!);
        Assert.Equal(1, (int)(await LastAsync(api, "?from=2025-07-01&to=2025-07-31"))["carried"]!);
    }

    [Fact]
    public async Task A_time_of_recording_may_be_asked_for()
    {
        var (api, _, _, count) = await HeldAsync("recorded");
        server.Clock.Advance(Duration.FromMinutes(5));
        var from = server.Clock.GetCurrentInstant().ToString();
        await api.WithdrawAsync(count);
        Assert.Equal(1, (int)(await api.GetAsync($"/changes?recordedFrom={from}"))["total"]!);
        Assert.DoesNotContain("withdrawn", (await api.GetAsync($"/changes?recordedTo={from}"))["changes"]!.AsArray().Select(c => (string)c!["what"]!));
        server.Clock.Reset(Instant.FromUtc(2026, 4, 1, 0, 0));
    }

    [Theory]
    [InlineData("ja", "変わった項目", "取り消し", "数え間違い")]
    [InlineData("en", "What changed", "withdrawn", "miscounted")]
    public async Task A_workbook_holds_a_row_for_each_change_in_the_readers_language(string language, string header, string what, string reason)
    {
        var (api, session, _, count) = await HeldAsync($"workbook-{language}");
        await api.CorrectAsync(count, Sentences.Youth(session, 8));
        await api.WithdrawAsync(count);

        var (status, body, type) = await api.TryGetAsync($"/changes?format=xlsx&lang={language}");
        var rows = ReadSheets.Rows(body, sheet: 1);

        Assert.Equal((HttpStatusCode.OK, XlsxWriter.ContentType), (status, type));
        Assert.Equal((int)(await api.GetAsync("/changes"))["total"]! + 1, rows.Count);
        var headers = ReadSheets.Texts(rows[0], 20);
        Assert.Contains(header, headers);
        var last = ReadSheets.Texts(rows[^1], 20);
        Assert.Contains(what, last);
        Assert.Contains(reason, last);
        Assert.Contains(ReadSheets.Rows(body, sheet: 0), r => ReadSheets.Texts(r, 1)[0]!.Contains("pseudonym", StringComparison.Ordinal) == (language == "en"));
    }

    [Fact]
    public async Task A_csv_begins_with_a_byte_order_mark_and_neutralises_formulas()
    {
        var (api, _, _, count) = await HeldAsync("csv");
        await AcceptedAsync(api, $"/entries/{count}/withdrawal",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","basis":"{{{count}}}","reason":{"code":"other","note":"=HYPERLINK(1)"}}""");
        var csv = await FileAsync(api, "?format=csv");
        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        Assert.Contains("'=HYPERLINK(1)", Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cp932_lacks_is_listed_and_never_replaced()
    {
        var (api, _, _, count) = await HeldAsync("cp932");
        Assert.Contains("ふれあい喫茶", Written.Cp932.GetString(await FileAsync(api, "?format=csv&encoding=cp932")), StringComparison.Ordinal);
        await AcceptedAsync(api, $"/entries/{count}/withdrawal",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","basis":"{{{count}}}","reason":{"code":"other","note":"ごめん😀"}}""");
        var (status, body, _) = await api.TryGetAsync("/changes?format=csv&encoding=cp932");
        var problem = JsonNode.Parse(body)!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 1, "😀"), (status, (int)problem["total"]!, (string?)problem["lacks"]![0]!["character"]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.TryGetAsync("/changes?format=csv&encoding=shift_jis")).Status);
    }

    [Theory]
    [InlineData("?format=pdf"), InlineData("?format=xlsx&encoding=cp932"), InlineData("?format=csv&encoding=latin1"), InlineData("?encoding=cp932")]
    [InlineData("?recordedFrom=today"), InlineData("?offset=-1")]
    public async Task What_there_is_not_is_refused(string query)
    {
        var (api, _, _, _) = await HeldAsync("refused-" + Guid.NewGuid().ToString("n")[..8]);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.TryGetAsync("/changes" + query)).Status);
    }

    [Fact]
    public async Task Long_lists_come_a_page_at_a_time_and_every_kind_is_told()
    {
        var api = await Projections.EveryKind.RecordedAsync(server, "five", "every-kind");
        foreach (var i in Enumerable.Range(0, 60))
            await api.RecordAsync(Sentences.Milestone($"m-{i}"));
        var first = await api.GetAsync("/changes");
        var second = await api.GetAsync($"/changes?offset={first["next"]}");
        Assert.Equal((100, null), (first["changes"]!.AsArray().Count, (int?)second["next"]));
        Assert.Equal((int)first["total"]!, 100 + second["changes"]!.AsArray().Count);
        var told = (await api.TryGetAsync("/changes?format=csv")).Body;
        foreach (var secret in new[] { "ないしょ", "たのしい", "棚の三段目", "また来ます", "付き添った", "担任から", "ひとこと" })
            Assert.DoesNotContain(secret, Encoding.UTF8.GetString(told), StringComparison.Ordinal);
    }

    private static async Task<byte[]> FileAsync(Api api, string query)
    {
        var (status, body, _) = await api.TryGetAsync("/changes" + query);
        Assert.True(status == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        return body;
    }

    private static async Task AcceptedAsync(Api api, string path, string json)
    {
        var (status, body) = await api.PostAsync(path, json);
        Assert.True(status == HttpStatusCode.OK, body);
    }
}
