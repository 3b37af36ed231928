using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Lists kept at the door: one row for each person who came.</summary>
public sealed class CheckInTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","columns":[{"as":"date","header":"日付"},{"as":"time","header":"受付時刻"},
        {"as":"name","header":"氏名"}]}
        """;

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    private Task<long> CountAsync(string kind) =>
        server.ScalarAsync<long>("select count(*) from casestudies.entries where tenant_id = $1 and kind = $2", _organisation, kind);

    [Fact]
    public async Task A_list_of_dates_and_names_is_understood_without_a_mapping_and_says_how()
    {
        var api = await OpenedAsync();
        var sheet = Csv("No,日付,氏名,備考", "1,2025/5/17,山田 花子,", "2,令和7年5月10日,山田 花子,初回", "3,2025/5/17,佐藤 次郎,", "4,2025/5/17,山田　花子,", "5,2025/5/17,山田 花子,再入場",
            "合計,,5,", ",,,", "6,2025/5/17,その他3名,");
        var announced = await api.DryRunAsync(sheet);
        Assert.Equal(("attendance", "proposed"), ((string)announced.Body["mapping"]!["kind"]!, (string)announced.Body["mappingFrom"]!));
        Assert.Contains("import-row-per-attendance", announced.Body["remarks"]!.AsArray().Select(r => (string)r!["code"]!));
        Assert.Equal(
            ["2 will-be-recorded", "3 will-be-recorded", "4 will-be-recorded", "5 will-be-recorded", "6 left-out import-checked-in-again",
                "7 left-out import-totals-row", "9 will-be-recorded import-nameless"], announced.Rows);
        Assert.Contains("2 行目", (string)announced.Body["rows"]![4]!["says"]![0]!["ja"]!, StringComparison.Ordinal);
        await api.SendCommitAsync(sheet, announced, Guid.NewGuid());
        Assert.Equal((2L, 4L, 1L), (await CountAsync("session_held"), await CountAsync("person_attended"), await CountAsync("participants_counted")));
        Assert.Equal(["2025-05-17 others 3"], await api.CountsAsync());
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(sheet)).Body["state"]!);
    }

    [Fact]
    public async Task New_people_are_enrolled_on_their_first_day_wherever_it_stands()
    {
        var api = await OpenedAsync();
        await api.CommitAsync(Csv("日付,受付時刻,氏名", "2025/5/17,13:05,山田 花子", "2025/5/10,13:10,山田 花子", "2025/5/17,13:20,佐藤 次郎"), Mapping);
        Assert.Equal(["2025-05-10", "2025-05-17"], (await api.Api.GetAsync("/entries?kind=person_enrolled"))["entries"]!.AsArray()
            .Select(e => (string)e!["occurredOn"]!).Order(StringComparer.Ordinal));
        Assert.Equal(0, await server.ScalarAsync<long>(
            "select count(*) from casestudies.mt_events where tenant_id = $1 and data::text ~ '山田|花子'", _organisation));
    }

    [Fact]
    public async Task Of_several_sessions_on_a_day_it_is_the_first_that_was_not_over()
    {
        var api = await OpenedAsync();
        var (morning, afternoon) = (Guid.NewGuid(), Guid.NewGuid());
        await api.Api.RecordAsync(Session(morning, "10:00:00", "12:00:00"), Session(afternoon, "14:00:00", "16:00:00"));
        var sheet = Csv("日付,受付時刻,氏名", "2025/5/10,9:50,山田 花子", "2025/5/10,11:59,佐藤 次郎", "2025/5/10,12:00,鈴木 三郎", "2025/5/10,15:00,山田 花子",
            "2025/5/10,16:00,高橋 四郎", "2025/5/10,,高橋 四郎", "2025-05-10 15:30,,匿名");
        var announced = await api.DryRunAsync(sheet, Mapping);
        Assert.Equal(["6 cannot-be import-session-ambiguous", "7 cannot-be import-session-ambiguous"],
            announced.Rows.Where(r => r.Contains("cannot", StringComparison.Ordinal)));
        await api.SendCommitAsync(sheet, announced, Guid.NewGuid(), Mapping);
        Assert.Equal((2L, 2L), (await CameAsync(morning), await CameAsync(afternoon)));
        Assert.Equal(["2025-05-10 anonymous 1"], await api.CountsAsync());
        Assert.Equal(2L, await CountAsync("session_held"));

        Task<long> CameAsync(Guid session) => server.ScalarAsync<long>(
            "select count(*) from casestudies.entries where tenant_id = $1 and kind = 'person_attended' and fact ->> 'session' = $2", _organisation,
            $"{session}");

        static string Session(Guid id, string start, string end) =>
            $$"""{"kind":"session_held","session":"{{id}}","strand":"cafe","on":"2025-05-10","start":"{{start}}","end":"{{end}}"}""";
    }

    [Fact]
    public async Task Each_row_may_name_its_strand()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku",
            """{"kind":"strand_started","strand":"garden","name":{"ja":"花壇","en":"Garden"},"on":"2025-04-01"}""");
        var announced = await api.DryRunAsync(Csv("日付,活動,氏名", "2025/5/10,花壇,山田 花子", "2025/5/10,ふれあい喫茶,山田 花子", "2025/5/10,卓球,山田 花子", "2025/5/10,,山田 花子"));
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 cannot-be import-strand-unknown", "5 cannot-be import-strand-missing"], announced.Rows);
    }

    [Fact]
    public async Task A_row_that_lacks_something_says_what()
    {
        var api = await OpenedAsync();
        Assert.Equal(
            ["2 cannot-be import-date-missing", "3 cannot-be import-value-unreadable", "4 cannot-be import-name-missing", "5 cannot-be import-value-unreadable",
                "6 cannot-be import-nameless-how-many", "7 left-out import-note-row"],
            (await api.DryRunAsync(Csv("日付,受付時刻,氏名", ",13:00,山田 花子", "2025/5/32,,山田 花子", "2025/5/10,,", "2025/5/10,25:70,山田 花子", "2025/5/10,,その他",
                "※ 雨,,"), Mapping)).Rows);
    }

    [Theory]
    [InlineData("日付,氏名,方法,内容", "2025/5/10,山田 花子,電話,生活の相談")] // a list of consultations
    [InlineData("開催日,参加者", "2025/5/10,12")] // a headcount
    public async Task What_may_be_something_else_is_not_taken_for_it(string header, string row)
    {
        var api = await OpenedAsync();
        var announced = await api.DryRunAsync(Csv(header, row));
        Assert.NotEqual("attendance", (string?)announced.Body["mapping"]?["kind"]);
    }

    [Fact]
    public async Task A_form_at_the_door_gives_a_time_stamp()
    {
        var api = await OpenedAsync();
        var sheet = Csv("タイムスタンプ,お名前", "2025/05/10 13:02:11,山田 花子", "2025/05/10 13:05:40,佐藤 次郎");
        var announced = await api.DryRunAsync(sheet);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded"], announced.Rows);
        await api.SendCommitAsync(sheet, announced, Guid.NewGuid());
        Assert.Equal((1L, 2L), (await CountAsync("session_held"), await CountAsync("person_attended")));
    }

    [Fact]
    public async Task A_workbook_with_one_sheet_for_each_strand_is_read_whole()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku",
            """{"kind":"strand_started","strand":"garden","name":{"ja":"花壇","en":"Garden"},"on":"2025-04-01"}""");
        var file = await Written.XlsxAsync(
            SheetTable.FromRows("花壇", [new("日付"), new("氏名")], [["2025/5/10", "山田 花子"]]),
            SheetTable.FromRows("ふれあい喫茶", [new("日付"), new("氏名")], [["2025/5/10", "山田 花子"]]));
        Assert.Equal(["2 will-be-recorded", "2 will-be-recorded"], (await api.DryRunAsync(file, name: "受付.xlsx")).Rows);
    }
}
