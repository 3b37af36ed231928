using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Import;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Forms of sheets that a reader may easily misread without a message.</summary>
public sealed class ReadingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Youth = """{"kind":"term_defined","dimension":"group","term":"youth","label":{"ja":"若者","en":"Young people"},"on":"2025-04-01"}""";

    private const string Survey = """
        {"kind":"survey_introduced","instrument":"mood","version":1,"title":{"ja":"気持ち","en":"Mood"},"on":"2025-04-01","items":[
          {"item":"morning","question":{"ja":"朝","en":"Morning"},"answers":[{"answer":"good","label":{"ja":"よい","en":"Good"}},
          {"answer":"bad","label":{"ja":"わるい","en":"Bad"}}]},
          {"item":"evening","question":{"ja":"夜","en":"Evening"},"answers":[{"answer":"good","label":{"ja":"よい","en":"Good"}},
          {"answer":"bad","label":{"ja":"わるい","en":"Bad"}}]}]}
        """;

    private const string SurveyMapping = """
        {"kind":"survey","instrument":"mood","version":1,"wave":"pre",
        "columns":[{"as":"date","header":"日時"},{"as":"response-id","header":"回答番号"},{"as":"answer","item":"morning","header":"朝"},
        {"as":"answer","item":"evening","header":"夜"},{"as":"comment","header":"ご意見"}]}
        """;

    private const string EventMapping = """
        {"kind":"events","fact":"consultation_received","fiscalYear":2025,"constants":{"strand":"cafe"},
         "columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"on","header":"相談日"},{"as":"member","member":"channel","header":"方法"},
         {"as":"member","member":"note","header":"内容"}]}
        """;

    private Task<ImportApi> OpenedAsync(params string[] facts) => ImportApi.OpenedAsync(server, $"npo-{Guid.NewGuid():n}"[..20], "hachifuku", facts);

    [Theory]
    [InlineData("若者（audience）"), InlineData("若者(audience)"), InlineData("若者 （audience）")]
    public async Task A_group_with_its_scheme_in_brackets_of_any_width_is_understood(string header)
    {
        var api = await OpenedAsync(Youth);
        await api.Api.SessionAsync("2025-04-05", 1);
        var session = Guid.NewGuid();
        await api.Api.RecordAsync($$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"2025-04-06"}""",
            $$"""{"kind":"participants_counted","session":"{{session}}","scheme":"age","group":"youth","count":1}""");
        var announced = await api.DryRunAsync(Csv($"開催日,{header}", "2025/5/10,3"));
        Assert.Equal("audience", (string?)announced.Body["mapping"]?["columns"]!.AsArray().Single(c => (string)c!["as"]! == "group")!["scheme"]);
        Assert.Equal(1, announced.Count("willBeRecorded"));
    }

    [Fact]
    public async Task A_column_that_numbers_the_rows_is_no_group()
    {
        var api = await OpenedAsync(Youth);
        await api.Api.SessionAsync("2025-04-05", 1);
        var announced = await api.DryRunAsync(Csv("No,開催日,若者", "1,2025/5/10,3", "2,2025/5/11,4"));
        Assert.Equal(HttpStatusCode.OK, announced.Status);
        Assert.Contains(announced.Body["remarks"]!.AsArray(), r => (string)r!["code"]! == "import-column-not-imported" && (string?)r["column"] == "A");
    }

    [Fact]
    public async Task A_grids_rows_are_found_in_brackets_however_short_they_are()
    {
        var api = await OpenedAsync(Survey);
        var asked = await api.DryRunAsync(Csv("タイムスタンプ,気分は [朝],気分は ［夜］", "2025/05/10 13:30:05,よい,わるい"));
        Assert.Equal(["evening", "morning"],
            asked.Body["mapping"]!["columns"]!.AsArray().Where(c => (string)c!["as"]! == "answer").Select(c => (string)c!["item"]!)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Garbled_texts_are_kept_nowhere()
    {
        var api = await OpenedAsync(Survey, Youth);
        Assert.Equal(["2 cannot-be import-value-unreadable", "3 will-be-recorded"],
            (await api.DryRunAsync(Csv("日時,回答番号,朝,夜,ご意見", "2025/05/10 13:30,1,よい,,楽し\uFFFDった", "2025/05/10 13:31,2,よい,,楽しかった"), SurveyMapping)).Rows);
        Assert.Equal(["2 cannot-be import-value-unreadable"], (await api.DryRunAsync(Csv("日付,内容,若者", "2025/5/10,夏\uE000祭り,3"),
            """
            {"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"日付"},{"as":"title","header":"内容"},
            {"as":"group","header":"若者","scheme":"audience","group":"youth"}]}
            """)).Rows);
    }

    [Theory]
    [InlineData("\uFA19谷", "神谷"), InlineData("\uFA1B井", "福井"), InlineData("髙﨑", "高崎"), InlineData("齊藤", "斎藤"), InlineData("𠮷田", "吉田")]
    [InlineData("ﾔﾏﾀﾞ", "やまだ")]
    public void Old_forms_of_a_name_are_the_same_loosely(string old, string common) => Assert.Equal(LooseTextKey.Name(common), LooseTextKey.Name(old));

    [Fact]
    public async Task A_comment_without_an_answer_is_a_response_too()
    {
        var api = await OpenedAsync(Survey);
        Assert.Equal(["2 will-be-recorded", "3 left-out import-empty-row", "4 left-out import-note-row"],
            (await api.DryRunAsync(Csv("日時,回答番号,朝,夜,ご意見", "2025/05/10 13:30,1,,,また来ます", "2025/05/10 13:31,2,,,", ",,,,以上"), SurveyMapping)).Rows);
    }

    [Fact]
    public async Task A_row_is_the_same_whatever_the_width_of_its_number()
    {
        var api = await OpenedAsync(Survey);
        await api.CommitAsync(Csv("番号,相談日,方法,内容", "12,5/10,phone,", "A-3,5/11,phone,"), EventMapping);
        Assert.Equal(["2 already-recorded", "3 already-recorded"],
            (await api.DryRunAsync(Csv("番号,相談日,方法,内容", "１２,5/10,phone,", "Ａ－３,5/11,phone,"), EventMapping)).Rows);
        await api.CommitAsync(Csv("日時,回答番号,朝,夜,ご意見", "2025/05/10 13:30,12,よい,,"), SurveyMapping);
        Assert.Equal(["2 corrects"], (await api.DryRunAsync(Csv("日時,回答番号,朝,夜,ご意見", "2025/05/10 13:30,１２,わるい,,"), SurveyMapping)).Rows);
    }

    [Fact]
    public async Task What_is_said_twice_is_told_with_its_place()
    {
        var api = await OpenedAsync();
        const string Mapping = """{"kind":"attendance","strand":"cafe","sheet":"*","fiscalYear":2025,"columns":[{"as":"name","header":"氏名"}]}""";
        var sheet = SheetTable.FromRows("5月", [new("氏名"), new("5/10"), new("5月10日")], [["佐藤", "○", "○"]]);
        var again = sheet with { Name = "5月の写し" };
        var rows = (await api.DryRunAsync(await Written.XlsxAsync(sheet, again), Mapping, name: "名簿.xlsx")).Body["rows"]!.AsArray();
        Assert.Equal(["Another column of this row", "Row 2 of sheet 1 says"],
            rows.Select(r => r!["entries"]!.AsArray().Select(e => (string?)e!["says"]?["en"]).OfType<string>().First())
                .Zip([26, 21], (said, length) => said[..length]));
    }

    [Fact]
    public async Task A_long_text_that_is_no_key_is_told_and_not_cut_within_a_letter()
    {
        var api = await OpenedAsync();
        var announced = await api.DryRunAsync(Csv("番号,相談日,方法,内容", $"1,5/10,{new string('あ', 38)}𠮷{new string('い', 9)},", "2,5/10,phone,"), EventMapping);
        Assert.Equal(["2 cannot-be import-value-unreadable", "3 will-be-recorded"], announced.Rows);
    }

    [Fact]
    public async Task A_header_that_is_missing_is_told_however_long_it_is()
    {
        var api = await OpenedAsync();
        var mapping = EventMapping.Replace("\"番号\"", $"\"{new string('番', 5_000)}\"", StringComparison.Ordinal);
        Assert.Equal("import-mapping-wrong", (await api.DryRunAsync(Csv("番号,相談日,方法,内容", "1,5/10,phone,"), mapping)).Code);
    }

    [Theory]
    [InlineData(EventMapping, """{"as":"member","member":"on","header":"相談日"}""", """{"as":"member","member":"on","header":"受付日"}""")]
    [InlineData(EventMapping, """{"as":"row-id","header":"番号"}""", """{"as":"row-id","header":"受付日"}""")]
    [InlineData(SurveyMapping, """{"as":"answer","item":"morning","header":"朝"}""", """{"as":"answer","item":"morning","header":"受付日"}""")]
    [InlineData(SurveyMapping, """{"as":"date","header":"日時"}""", """{"as":"date","header":"受付日"}""")]
    public async Task Two_columns_for_one_thing_are_refused(string mapping, string column, string again)
    {
        var api = await OpenedAsync(Survey);
        var file = Csv("番号,相談日,方法,内容,日時,回答番号,朝,夜,ご意見,受付日", "1,5/10,phone,,5/10,1,よい,よい,,5/11");
        Assert.Equal(HttpStatusCode.OK, (await api.DryRunAsync(file, mapping)).Status);
        Assert.Equal("import-mapping-wrong", (await api.DryRunAsync(file, mapping.Replace(column, $"{column},{again}", StringComparison.Ordinal))).Code);
    }

    [Fact]
    public async Task A_stamp_of_another_time_zone_is_the_day_that_it_was_here()
    {
        var api = await OpenedAsync(Survey);
        var announced = await api.DryRunAsync(
            Csv("日時,回答番号,朝,夜,ご意見", "2025-05-09T15:30:00Z,1,よい,,", "2025-05-10T00:30:00+09:00,2,よい,,", "2025/05/10 0:30:00,3,よい,,",
                "2025-05-09 20:00:00 GMT-4,4,よい,,"), SurveyMapping);
        Assert.Equal(Enumerable.Repeat("2025-05-10", 4), announced.Body["rows"]!.AsArray().Select(r => (string)r!["entries"]![0]!["to"]!["on"]!));
    }

    [Fact]
    public async Task A_month_that_is_kept_as_its_first_day_stands_above_days()
    {
        var api = await OpenedAsync();
        var book = new Book
        {
            Styles = Book.StylesOf("yyyy\"年\"m\"月\""),
            SheetData = """
                <row r="1"><c r="A1" t="inlineStr"><is><t>氏名</t></is></c><c r="B1" s="0"><v>45778</v></c><c r="C1" s="0"/><c r="D1" s="0"><v>45778</v></c></row>
                <row r="2"><c r="B2"><v>10</v></c><c r="C2"><v>17</v></c></row>
                <row r="3"><c r="A3" t="inlineStr"><is><t>山田</t></is></c><c r="B3"><v>1</v></c><c r="C3"><v>1</v></c><c r="D3"><v>1</v></c></row>
                """,
            After = """<mergeCells><mergeCell ref="B1:C1"/></mergeCells>""",
        };
        var announced = await api.DryRunAsync(book.Bytes(),
            """{"kind":"attendance","strand":"cafe","headerRow":1,"headerRows":2,"columns":[{"as":"name","header":"氏名"}]}""", name: "名簿.xlsx");
        Assert.Equal(["2025-05-01", "2025-05-10", "2025-05-17"],
            announced.Body["rows"]![0]!["entries"]!.AsArray().Where(e => (string)e!["kind"]! == "session_held").Select(e => (string)e!["to"]!["on"]!)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_has_a_card_and_no_name_is_enrolled_without_one()
    {
        var api = await OpenedAsync();
        var announced = await api.DryRunAsync(Csv("カード,氏名,2025/5/10", "p-0a1b2c3d,,○", "p-0a1b2c3e,山田,○"),
            """
            {"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","columns":[{"as":"person","header":"カード"},{"as":"name","header":"氏名"}]}
            """);
        Assert.Equal([null, "山田"], Enrolled(announced).Select(e => (string?)e!["to"]!["name"]));
        announced = await api.DryRunAsync(Csv("カード,2025/5/10", "p-0a1b2c3d,○"),
            """{"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","columns":[{"as":"person","header":"カード"}]}""");
        Assert.Equal("p-0a1b2c3d", (string?)Assert.Single(Enrolled(announced))!["to"]!["person"]);
    }

    [Theory, InlineData("P-0A1B2C3D"), InlineData("p-0A1b2c3D"), InlineData("ｐ－０Ａ１Ｂ２Ｃ３Ｄ")]
    public async Task A_card_in_capitals_or_wide_letters_is_the_same_card(string card)
    {
        var api = await OpenedAsync();
        var session = Guid.NewGuid();
        await api.Api.RecordAsync(Sentences.Session(session, "2025-05-10"),
            """{"kind":"person_enrolled","person":"p-0a1b2c3d","role":"participant","on":"2025-05-01","basis":"consent"}""");

        var attended = await api.DryRunAsync(Csv("カード,2025/5/10", $"{card},○"),
            """{"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","columns":[{"as":"person","header":"カード"}]}""");
        var listed = await api.DryRunAsync(Csv("回,人", $"{session.ToString().ToUpperInvariant()},{card}"),
            """
            {"kind":"events","fact":"person_attended","columns":[{"as":"member","member":"session","header":"回"},
            {"as":"member","member":"person","header":"人"}]}
            """);

        foreach (var announced in new[] { attended, listed })
        {
            Assert.Empty(Enrolled(announced));
            var entry = announced.Body["rows"]!.AsArray().SelectMany(r => r!["entries"]!.AsArray())
                .Single(e => (string)e!["kind"]! == "person_attended")!["to"]!;
            Assert.Equal(("p-0a1b2c3d", session.ToString()), ((string)entry["person"]!, (string)entry["session"]!));
        }
    }

    private static IEnumerable<JsonNode?> Enrolled(Answer announced) =>
        announced.Body["rows"]!.AsArray().SelectMany(r => r!["entries"]!.AsArray()).Where(e => (string)e!["kind"]! == "person_enrolled");
}
