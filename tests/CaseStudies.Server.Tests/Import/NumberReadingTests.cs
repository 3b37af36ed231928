using CaseStudies.Sheets.Tests;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Numbers whose cells are merged, or that have a unit beside them.</summary>
public sealed class NumberReadingTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_merged_number_is_counted_once_or_told()
    {
        var api = await OpenedAsync();
        var heads = new Book
        {
            SheetData = """
                <row r="1"><c r="A1" t="inlineStr"><is><t>日付</t></is></c><c r="B1" t="inlineStr"><is><t>若者</t></is></c>
                <c r="C1" t="inlineStr"><is><t>高齢者</t></is></c></row>
                <row r="2"><c r="A2" t="inlineStr"><is><t>2025/5/10</t></is></c><c r="B2"><v>3</v></c></row>
                <row r="3"><c r="A3" t="inlineStr"><is><t>2025/5/11</t></is></c><c r="B3"><v>4</v></c><c r="C3"><v>2</v></c></row>
                <row r="4"><c r="A4" t="inlineStr"><is><t>2025/5/12</t></is></c><c r="C4"><v>2</v></c></row>
                <row r="5"><c r="A5" t="inlineStr"><is><t>2025/5/13</t></is></c><c r="B5"><v>6</v></c></row>
                <row r="6"><c r="D6" t="inlineStr"><is><t>二行目</t></is></c></row>
                """,
            After = """<mergeCells><mergeCell ref="B2:C2"/><mergeCell ref="B3:B4"/><mergeCell ref="A5:A6"/><mergeCell ref="B5:B6"/></mergeCells>""",
        };
        const string Heads = """
            {"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"},
            {"as":"group","header":"高齢者","group":"seniors"}]}
            """;
        Assert.Equal(["2 cannot-be import-count-merged", "3 will-be-recorded", "4 cannot-be import-count-merged", "5 will-be-recorded",
            "6 left-out import-empty-row"], (await api.DryRunAsync(heads.Bytes(), Heads, name: "人数.xlsx")).Rows);

        var amounts = new Book
        {
            SheetData = """
                <row r="1"><c r="A1" t="inlineStr"><is><t>番号</t></is></c><c r="B1" t="inlineStr"><is><t>日付</t></is></c>
                <c r="C1" t="inlineStr"><is><t>数量</t></is></c></row>
                <row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>2025/5/10</t></is></c><c r="C2"><v>200</v></c></row>
                <row r="3"><c r="A3"><v>2</v></c><c r="B3" t="inlineStr"><is><t>2025/5/11</t></is></c></row>
                """,
            After = """<mergeCells><mergeCell ref="C2:C3"/></mergeCells>""",
        };
        const string Amounts = """
            {"kind":"events","fact":"quantity_observed","constants":{"quantity":"leaflets","unit":"sheets"},
            "columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"on","header":"日付"},{"as":"member","member":"value","header":"数量"}]}
            """;
        var announced = await api.DryRunAsync(amounts.Bytes(), Amounts, name: "数量.xlsx");
        Assert.Equal(["2 will-be-recorded", "3 cannot-be import-count-merged"], announced.Rows);
    }

    [Theory]
    [InlineData("１４人", null), InlineData("14名", null), InlineData("14 人", null), InlineData("１４\u3000名様", null), InlineData("1000000", null)]
    [InlineData("14組", "「組」は、ここで数える単位ではありません"), InlineData("14世帯", "「世帯」は"), InlineData("14回", "「回」は"), InlineData("14頭", "数として読めません")]
    [InlineData("14人以上", "数として読めません"), InlineData("1.5", "0 から 1000000 までの整数"), InlineData("△3", "0 から 1000000 までの整数")]
    [InlineData("1000001人", "0 から 1000000 までの整数"), InlineData("1234567890123456", "0 から 1000000 までの整数")]
    public async Task A_headcount_may_have_its_counter_and_no_other(string cell, string? why)
    {
        var api = await OpenedAsync();
        const string Heads = """
            {"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"}]}
            """;
        var session = Guid.NewGuid();
        await api.Api.RecordAsync(Sentences.Session(session, "2025-05-11"));
        const string Listed = """
            {"kind":"events","fact":"participants_counted","constants":{"scheme":"audience","group":"youth"},
            "columns":[{"as":"member","member":"session","header":"回"},{"as":"member","member":"count","header":"人数"}]}
            """;

        var announced = new[]
        {
            await api.DryRunAsync(Csv("日付,若者", $"2025/5/10,{cell}"), Heads), await api.DryRunAsync(Csv("回,人数", $"{session},{cell}"), Listed),
        };

        foreach (var row in announced.Select(a => a.Body["rows"]![0]!))
        {
            Assert.Equal(why is null ? "will-be-recorded" : "cannot-be", (string)row["verdict"]!);
            if (why is not null)
                Assert.Contains(why, (string)row["says"]![0]!["ja"]!, StringComparison.Ordinal);
            else
                Assert.Contains(row["entries"]!.AsArray(), e => (int?)e!["to"]?["count"] is 14 or 1_000_000);
        }
    }

    [Fact]
    public async Task A_count_that_a_spreadsheet_took_for_a_day_is_told_so()
    {
        var book = new Book
        {
            SheetData = """
                <row r="1"><c r="A1" t="inlineStr"><is><t>日付</t></is></c><c r="B1" t="inlineStr"><is><t>若者</t></is></c></row>
                <row r="2"><c r="A2" t="inlineStr"><is><t>2025/5/10</t></is></c><c r="B2" t="d"><v>2025-05-10</v></c></row>
                """,
        };

        var announced = await (await OpenedAsync()).DryRunAsync(book.Bytes(),
            """
            {"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"}]}
            """, name: "人数.xlsx");

        Assert.Equal(["2 cannot-be import-value-unreadable"], announced.Rows);
        Assert.Contains("日付か時刻になっています", (string)announced.Body["rows"]![0]!["says"]![0]!["ja"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_beside_a_number_is_the_one_that_is_counted_or_told()
    {
        var api = await OpenedAsync();
        const string Heads = """
            {"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"},
            {"as":"group","header":"親子","group":"families","unit":"pairs"}]}
            """;
        Assert.Equal(["2 will-be-recorded", "3 cannot-be import-value-unreadable", "4 cannot-be import-value-unreadable"],
            (await api.DryRunAsync(Csv("日付,若者,親子", "2025/5/10,3名,2組", "2025/5/11,3組,2", "2025/5/12,3,2人"), Heads)).Rows);
        const string Hours = """
            {"kind":"events","fact":"activity_logged","constants":{"activity":"cooking"},
            "columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"person","header":"名前"},{"as":"member","member":"on","header":"日付"},
            {"as":"member","member":"hours","header":"時間数"}]}
            """;
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 cannot-be import-value-unreadable"],
            (await api.DryRunAsync(Csv("番号,名前,日付,時間数", "1,山田,2025/5/10,1.5", "2,山田,2025/5/11,2時間", "3,山田,2025/5/12,90分"), Hours)).Rows);
        const string Amounts = """
            {"kind":"events","fact":"quantity_observed","constants":{"quantity":"leaflets"},"values":{"unit":{"枚":"sheets"}},
            "columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"on","header":"日付"},{"as":"member","member":"value","header":"数量"},
            {"as":"member","member":"unit","header":"単位"}]}
            """;
        Assert.Equal(["2 will-be-recorded", "3 cannot-be import-value-unreadable"],
            (await api.DryRunAsync(Csv("番号,日付,数量,単位", "1,2025/5/10,200枚,枚", "2,2025/5/11,3冊,枚"), Amounts)).Rows);
    }

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, $"npo-{Guid.NewGuid():n}"[..20], "hachifuku");
}
