using System.Net;
using System.Text;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

public sealed class AttendanceTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","fiscalYear":2025,
        "columns":[{"as":"name","header":"氏名"},{"as":"furigana","header":"ふりがな"},{"as":"total","header":"出席日数"}]}
        """;

    private static readonly string[] s_sheet =
    [
        "氏名,ふりがな,5/10,5月17日,令和7年5月24日,5/31,出席日数",
        "山田 花子,やまだ はなこ,○,×,出,,2",
        "髙橋一郎,たかはし いちろう,1,レ,0,,2",
        "佐藤　次郎,さとう じろう,,✓,,,1",
        "合計,,2,2,1,0,5",
    ];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    [Fact]
    public async Task Names_become_pseudonyms_that_stay_the_same_next_month()
    {
        var api = await OpenedAsync();
        var sheet = Csv([.. s_sheet.Select(l => l.Replace("レ", "○", StringComparison.Ordinal))]);
        var announced = await api.DryRunAsync(sheet, Mapping);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 will-be-recorded", "5 left-out import-totals-row"], announced.Rows);
        Assert.Contains("import-day-without-marks", announced.Body["remarks"]!.AsArray().Select(r => (string)r!["code"]!));
        await api.SendCommitAsync(sheet, announced, Guid.NewGuid(), Mapping);
        Assert.Equal((3L, 5L, 3L), (await CountAsync("session_held"), await CountAsync("person_attended"), await CountAsync("person_enrolled")));
        Assert.Equal(0, await server.ScalarAsync<long>(
            "select count(*) from casestudies.mt_events where tenant_id = $1 and (data::text ~ '山田|花子|やまだ|髙橋' or headers::text ~ '山田')", _organisation));
        Assert.Equal(3, await server.ScalarAsync<long>("select count(*) from vault.texts where tenant_id = $1 and field = 'furigana'", _organisation));

        var june = Csv("氏名,ふりがな,6/7", "山田 花子,やまだ はなこ,○", "鈴木 三郎,すずき さぶろう,○");
        var mapping = Mapping.Replace(""",{"as":"total","header":"出席日数"}""", "", StringComparison.Ordinal);
        await api.CommitAsync(june, mapping);
        Assert.Equal((4L, 7L, 4L), (await CountAsync("session_held"), await CountAsync("person_attended"), await CountAsync("person_enrolled")));
        Assert.Equal(4, await server.ScalarAsync<long>(
            "select count(distinct fact->>'person') from casestudies.entries where tenant_id = $1 and kind = 'person_attended'", _organisation));
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(june, mapping)).Body["state"]!);
    }

    [Fact]
    public async Task Two_spellings_of_one_person_are_proposed_for_merging_and_never_merged()
    {
        var api = await OpenedAsync();
        var sheet = Csv("氏名,ふりがな,5/10,出席日数", "髙橋 一郎,たかはし いちろう,○,1", "高橋一郎,,○,1", "ﾔﾏﾀﾞ ﾊﾅｺ,,○,1", "ヤマダ　ハナコ,,○,1", "山田 花子,やまだ はなこ,○,1", "山田 華子,ヤマダ ハナコ,○,1");
        var people = (await api.DryRunAsync(sheet, Mapping)).Body["people"]!.AsArray();
        Assert.Equal(
            ["same-name 髙橋 一郎 = 高橋一郎", "same-name ﾔﾏﾀﾞ ﾊﾅｺ = ヤマダ　ハナコ", "same-reading 山田 花子 = 山田 華子"],
            people.Select(p => $"{p!["why"]} {p["names"]![0]} = {p["names"]![1]}").Order(StringComparer.Ordinal));
        await api.CommitAsync(sheet, Mapping);
        Assert.Equal(6, await server.ScalarAsync<long>(
            "select count(distinct fact->>'person') from casestudies.entries where tenant_id = $1 and kind = 'person_attended'", _organisation));
        await api.Api.RecordAsync(people.Single(p => (string)p!["why"]! == "same-reading")!["merge"]!.ToJsonString());
        Assert.Equal(2, (await api.DryRunAsync(sheet, Mapping)).Body["people"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_mark_that_nobody_knows_is_told_and_may_be_mapped()
    {
        var api = await OpenedAsync();
        var sheet = Csv("氏名,ふりがな,5/10,5/17,出席日数", "山田 花子,,△,○,2", "山田 花子,,○,○,2", ",,○,,1");
        Assert.Equal(["2 cannot-be import-mark-unknown", "3 cannot-be import-name-repeated", "4 cannot-be import-name-missing"],
            (await api.DryRunAsync(sheet, Mapping)).Rows);
        var mapped = Mapping.Replace("\"strand\"", """
            "values":{"mark":{"△":"present"}},"strand"
            """, StringComparison.Ordinal);
        Assert.Equal("2 will-be-recorded", (await api.DryRunAsync(sheet, mapped)).Rows[0]);
    }

    [Fact]
    public async Task Year_and_month_may_stand_above_the_days()
    {
        var api = await OpenedAsync();
        var sheet = Csv("参加者名簿,,,", "氏名,ふりがな,2025年5月,,6月", ",,10,17日,7", "山田 花子,やまだ,○,,○");
        var announced = await api.DryRunAsync(sheet,
            """
            {"kind":"attendance","strand":"cafe","fiscalYear":2025,"headerRow":2,"headerRows":2,
            "columns":[{"as":"name","header":"氏名"},{"as":"furigana","header":"ふりがな"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, announced.Status);
        Assert.Equal(["2025-05-10", "2025-06-07"],
            announced.Body["rows"]![0]!["entries"]!.AsArray().Where(e => (string)e!["kind"]! == "session_held").Select(e => (string)e!["to"]!["on"]!));
    }

    [Theory]
    [InlineData("utf-8"), InlineData("bom"), InlineData("cp932"), InlineData("utf-16"), InlineData("tsv"), InlineData("semicolons")]
    public async Task Each_encoding_gives_the_same(string encoding)
    {
        var api = await OpenedAsync();
        var text = string.Join("\r\n", s_sheet).Replace("レ", "○", StringComparison.Ordinal).Replace("✓", "○", StringComparison.Ordinal);
        byte[] file = encoding switch
        {
            "bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            "cp932" => Written.Cp932.GetBytes(text),
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "tsv" => Encoding.UTF8.GetBytes(text.Replace(',', '\t')),
            "semicolons" => Encoding.UTF8.GetBytes(text.Replace(',', ';')),
            _ => Encoding.UTF8.GetBytes(text),
        };
        Assert.Equal("completed", (string)(await api.CommitAsync(file, Mapping)).Body["state"]!);
        Assert.Equal((3L, 5L, 3L), (await CountAsync("session_held"), await CountAsync("person_attended"), await CountAsync("person_enrolled")));
    }

    private Task<long> CountAsync(string kind) =>
        server.ScalarAsync<long>("select count(*) from casestudies.entries where tenant_id = $1 and kind = $2", _organisation, kind);
}
