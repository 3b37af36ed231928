using System.Net;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

public sealed class HeadcountTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    internal const string Mapping = """
        {"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"start","header":"開始"},
        {"as":"group","header":"若者","group":"youth"},{"as":"group","header":"高齢者","group":"seniors"},{"as":"total","header":"合計"}]}
        """;

    internal static readonly string[] Sheet =
    [
        "日付,開始,若者,高齢者,合計",
        "2025/5/10,13:30,3,2,5",
        "令和7年5月17日,,４人,0,4",
        "2025/5/24,10:00,,7,7",
        "合計,,7,9,16",
        "※ 雨の日は少なめ",
    ];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    [Fact]
    public async Task A_sheet_comes_in_as_announced_and_a_second_time_changes_nothing()
    {
        var api = await OpenedAsync();
        var file = Csv(Sheet);
        var events = await api.EventsAsync();
        var announced = await api.DryRunAsync(file, Mapping);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 will-be-recorded", "5 left-out import-totals-row", "6 left-out import-note-row"],
            announced.Rows);
        Assert.Equal((null, "7人"), (announced.Before("youth"), announced.After("youth")));
        Assert.Equal(events, await api.EventsAsync());

        var import = Guid.NewGuid();
        var done = await api.SendCommitAsync(file, announced, import, Mapping);
        Assert.Equal(("completed", 0), ((string)done.Body["state"]!, (int)done.Body["failedRows"]!));
        Assert.Equal(announced.Body["counts"]!.ToJsonString(), done.Body["counts"]!.ToJsonString());
        Assert.Equal(announced.After("youth"), (await api.Api.YouthAsync()).Shown);
        Assert.Equal(["2025-05-10 seniors 2", "2025-05-10 youth 3", "2025-05-17 seniors 0", "2025-05-17 youth 4", "2025-05-24 seniors 7"],
            await api.CountsAsync());

        events = await api.EventsAsync();
        var again = await api.CommitAsync(file, Mapping);
        Assert.Equal(("nothing-to-do", 3), ((string)again.Body["state"]!, again.Count("alreadyRecorded")));
        Assert.Equal("completed", (string)(await api.SendCommitAsync(file, announced, import, Mapping)).Body["state"]!);
        Assert.Equal(events, await api.EventsAsync());
    }

    [Fact]
    public async Task A_corrected_file_corrects_and_what_was_changed_by_hand_stays()
    {
        var api = await OpenedAsync();
        await api.CommitAsync(Csv(Sheet), Mapping);
        var entries = (await api.Api.GetAsync("/entries?kind=participants_counted"))["entries"]!.AsArray();
        var seniors = entries.Single(e => (string)e!["fact"]!["group"]! == "seniors" && (int)e["fact"]!["count"]! == 7)!;
        await api.Api.PostAsync($"/entries/{seniors["entry"]}/corrections",
            $$$"""
            {"command":"{{{Guid.NewGuid()}}}","version":{{{seniors["version"]}}},
            "replacement":{"kind":"participants_counted","session":"{{{seniors["fact"]!["session"]}}}","scheme":"audience","group":"seniors","count":8},
            "reason":{"code":"miscounted"}}
            """);

        var corrected = Csv([.. Sheet.Select(l =>
            l.Replace("13:30,3,2,5", "14:00,5,2,7", StringComparison.Ordinal).Replace("10:00,,7,7", "10:00,1,9,10", StringComparison.Ordinal))]);
        var announced = await api.DryRunAsync(corrected, Mapping);
        Assert.Equal(["2 corrects", "3 already-recorded", "4 changed-by-hand import-changed-by-hand", "5 left-out import-totals-row",
            "6 left-out import-note-row"], announced.Rows);
        var byHand = announced.Body["rows"]!.AsArray()[2]!["entries"]!.AsArray().Single(e => (string)e!["verdict"]! == "changed-by-hand")!;
        Assert.Equal((8, 9), ((int)byHand["from"]!["count"]!, (int)byHand["to"]!["count"]!));
        await api.SendCommitAsync(corrected, announced, Guid.NewGuid(), Mapping);
        Assert.Equal(["2025-05-10 seniors 2", "2025-05-10 youth 5", "2025-05-17 seniors 0", "2025-05-17 youth 4", "2025-05-24 seniors 8", "2025-05-24 youth 1"],
            await api.CountsAsync());
        Assert.Equal(announced.After("youth"), (await api.Api.YouthAsync()).Shown);
        Assert.Equal(3, (await api.Api.GetAsync("/entries?kind=session_held"))["entries"]!.AsArray().Count(e => e!["knownTo"] is null));
    }

    [Fact]
    public async Task A_row_that_a_corrected_file_no_longer_has_is_told_and_stays()
    {
        var api = await OpenedAsync();
        await api.CommitAsync(Csv(Sheet), Mapping);
        var shorter = await api.DryRunAsync(Csv([.. Sheet.Where(l => !l.Contains("令和", StringComparison.Ordinal))]), Mapping);
        Assert.Equal(3, shorter.Body["remarks"]!.AsArray().Count(r => (string)r!["code"]! == "import-no-longer-said"));
        Assert.DoesNotContain((await api.DryRunAsync(Csv(Sheet), Mapping)).Body["remarks"]!.AsArray(), r => (string)r!["code"]! == "import-no-longer-said");
    }

    [Fact]
    public async Task A_session_recorded_by_hand_is_used_and_a_count_that_differs_is_a_contradiction()
    {
        var api = await OpenedAsync();
        await api.Api.SessionAsync("2025-05-10", 3);
        await api.Api.SessionAsync("2025-05-17", 9);
        var announced = await api.DryRunAsync(Csv(Sheet), Mapping);
        Assert.Equal(["2 will-be-recorded import-hand-stands", "3 cannot-be import-contradicts", "4 will-be-recorded"], announced.Rows.Take(3));
        await api.CommitAsync(Csv(Sheet), Mapping);
        Assert.Equal(["2025-05-10 seniors 2", "2025-05-10 youth 3", "2025-05-17 seniors 0", "2025-05-17 youth 9", "2025-05-24 seniors 7"],
            await api.CountsAsync());
        var rival = await api.CommitAsync(Csv(Sheet), Mapping.Replace("\"strand\"", "\"rivals\":true,\"strand\"", StringComparison.Ordinal));
        Assert.Equal("completed", (string)rival.Body["state"]!);
        Assert.Contains("2025-05-17 youth 4", await api.CountsAsync());
    }

    [Fact]
    public async Task Several_sessions_of_a_day_are_told_apart_by_their_start_or_not_at_all()
    {
        var api = await OpenedAsync();
        await api.Api.RecordAsync($$"""{"kind":"session_held","session":"{{Guid.NewGuid()}}","strand":"cafe","on":"2025-05-10","start":"10:00:00"}""",
            $$"""{"kind":"session_held","session":"{{Guid.NewGuid()}}","strand":"cafe","on":"2025-05-10","start":"14:00:00"}""");
        var sheet = Csv("日付,開始,若者", "2025/5/10,10:00,3", "2025/5/10,14:00,4");
        var mapping = Mapping.Replace(""",{"as":"group","header":"高齢者","group":"seniors"},{"as":"total","header":"合計"}""", "", StringComparison.Ordinal);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded"], (await api.DryRunAsync(sheet, mapping)).Rows.Select(r => r.Split(" import")[0]));
        Assert.Equal(["2 cannot-be import-session-ambiguous"], (await api.DryRunAsync(Csv("日付,開始,若者", "2025/5/10,,3"), mapping)).Rows);
        Assert.Equal(["2 will-be-recorded", "3 cannot-be import-repeated"],
            (await api.DryRunAsync(Csv("日付,開始,若者", "2025/5/11,,3", "2025/5/11,,4"), mapping)).Rows);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_says_why_and_is_left_whole()
    {
        var api = await OpenedAsync();
        var announced = await api.DryRunAsync(
            Csv("日付,開始,若者,高齢者,合計", "2025/5/32,13:30,3,2,5", "2025/5/10,25:00,3,2,5", "2025/5/10,,約3,2,5", "2025/3/1,,3,2,5", "2027/1/1,,3,2,5", ",,3,2,5",
                "2025/6/1,,3,2,5"), Mapping);
        Assert.Equal(
            ["2 cannot-be import-value-unreadable", "3 cannot-be import-value-unreadable", "4 cannot-be import-value-unreadable",
                "5 cannot-be occurred-before-opening", "6 cannot-be occurred-in-future", "7 cannot-be import-date-missing", "8 will-be-recorded"],
            announced.Rows);
        Assert.Equal("A", (string)announced.Body["rows"]![0]!["says"]![0]!["column"]!);
        await api.CommitAsync(Csv("日付,開始,若者,高齢者,合計", "2025/5/10,,約3,2,5", "2025/6/1,,3,2,5"), Mapping);
        Assert.Equal(["2025-06-01 seniors 2", "2025-06-01 youth 3"], await api.CountsAsync());
    }

    [Fact]
    public async Task The_commit_is_held_to_the_dry_run()
    {
        var api = await OpenedAsync();
        var file = Csv(Sheet);
        var announced = await api.DryRunAsync(file, Mapping);
        Assert.Equal("import-hash-differs", (await api.SendCommitAsync(Csv([.. Sheet.Take(3)]), announced, Guid.NewGuid(), Mapping)).Code);
        await api.Api.SessionAsync("2025-05-10", 4);
        Assert.Equal("import-plan-differs", (await api.SendCommitAsync(file, announced, Guid.NewGuid(), Mapping)).Code);
        Assert.Equal("import-hash-missing",
            (await api.SendAsync($"/imports/{Guid.NewGuid()}", file, Mapping, "x.csv", TestContext.Current.CancellationToken)).Code);
    }

    [Fact]
    public async Task The_name_of_the_file_is_in_the_vault_and_nowhere_else_and_no_copy_of_its_rows_is_kept()
    {
        var api = await OpenedAsync();
        var import = Guid.NewGuid();
        await api.CommitAsync(Csv(Sheet), Mapping, import);
        Assert.Equal(1, await server.ScalarAsync<long>("select count(*) from vault.texts where tenant_id = $1", _organisation));
        Assert.Equal("名簿.csv", await server.ScalarAsync<string>("select value from vault.texts where tenant_id = $1 and field = 'file-name'", _organisation));
        Assert.Empty(await server.TablesWithAsync("令和7年5月17日"));
        Assert.Equal(0, await server.ScalarAsync<long>(
            "select count(*) from casestudies.mt_events where tenant_id = $1 and (data::text like '%名簿%' or headers::text like '%名簿%')", _organisation));
        Assert.Equal(["1:2", "1:3", "1:4"],
            (await server.ScalarAsync<string>(
                "select string_agg(distinct sheet || ':' || sheet_row, ' ') from casestudies.entries where tenant_id = $1 and import = $2 and sheet > 0",
                _organisation, import)).Split(' ').Order(StringComparer.Ordinal));
    }
}
