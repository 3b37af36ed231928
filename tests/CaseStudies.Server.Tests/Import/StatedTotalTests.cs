using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A total in a row that is not the sum of its parts is told, with both numbers. What is recorded are the parts.</summary>
public sealed class StatedTotalTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    [Fact]
    public async Task In_a_sheet_of_headcounts()
    {
        var api = await OpenedAsync();
        var sheet = Csv("日付,開始,若者,高齢者,合計", "2025/5/10,,3,2,6", "2025/5/17,,3,2,5", "2025/5/24,,4,,4人", "2025/5/31,,1,1,約2", "2025/6/7,,,,9",
            "2025/6/14,,,,0", "合計,,11,5,99");
        var announced = await api.DryRunAsync(sheet, HeadcountTests.Mapping);
        Assert.Equal(
            ["2 will-be-recorded import-total-contradicts", "3 will-be-recorded", "4 will-be-recorded", "5 will-be-recorded",
                "6 left-out import-empty-row,import-total-contradicts", "7 left-out import-empty-row", "8 left-out import-totals-row"], announced.Rows);
        var told = announced.Body["rows"]![0]!["says"]![0]!;
        Assert.Equal(("E", 2), ((string)told["column"]!, announced.Count("withNotes")));
        Assert.Equal("合計の欄は 6 ですが、この行の内訳を足すと 5 です。記録するのは内訳です。数か、取り込む列を確かめてください。", (string)told["ja"]!);
        Assert.StartsWith("The total says 6, but the parts in this row add up to 5.", (string)told["en"]!, StringComparison.Ordinal);
        Assert.Equal("completed", (string)(await api.SendCommitAsync(sheet, announced, Guid.NewGuid(), HeadcountTests.Mapping)).Body["state"]!);
        Assert.Contains("2025-05-10 youth 3", await api.CountsAsync());
    }

    [Fact]
    public async Task A_total_of_one_scheme_of_several_contradicts_none()
    {
        var api = await OpenedAsync();
        const string Mapping = """
            {"kind":"headcounts","strand":"cafe","columns":[{"as":"date","header":"日付"},{"as":"group","header":"男","scheme":"sex","group":"men"},
            {"as":"group","header":"女","scheme":"sex","group":"women"},{"as":"group","header":"若者","scheme":"audience","group":"youth"}]}
            """;
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 will-be-recorded import-total-contradicts"],
            (await api.DryRunAsync(Csv("日付,男,女,若者,計,平均", "2025/5/10,2,3,4,5,9", "2025/5/17,2,3,4,4,9", "2025/5/24,2,3,4,9,9"), Mapping)).Rows);
    }

    [Fact]
    public async Task In_a_sheet_of_marks()
    {
        var api = await OpenedAsync();
        const string Mapping = """
            {"kind":"attendance","strand":"cafe","fiscalYear":2025,"columns":[{"as":"name","header":"氏名"},{"as":"total","header":"出席日数"}]}
            """;
        Assert.Equal(
            ["2 will-be-recorded", "3 will-be-recorded import-total-contradicts", "4 left-out import-empty-row,import-total-contradicts",
                "5 will-be-recorded import-nameless,import-total-contradicts"],
            (await api.DryRunAsync(Csv("氏名,5/10,5/17,出席日数", "山田 花子,○,○,2", "佐藤 次郎,○,×,2", "鈴木 三郎,×,,1", "匿名,2,○,2"), Mapping)).Rows);
    }
}
