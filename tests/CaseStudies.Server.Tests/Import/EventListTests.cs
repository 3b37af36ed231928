using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

public sealed class EventListTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"events","fact":"consultation_received","fiscalYear":2025,"constants":{"strand":"cafe"},"values":{"channel":{"電話":"phone","来所":"visit"}},
         "columns":[{"as":"row-id","header":"受付番号"},{"as":"member","member":"on","header":"相談日"},{"as":"member","member":"channel","header":"方法"},
         {"as":"member","member":"note","header":"内容"}]}
        """;

    private static readonly string[] s_sheet = ["受付番号,相談日,方法,内容", "1,5/10,電話,眠れない", "2,5/10,来所,", "3,5/11,手紙,", "4,,電話,x", "以上"];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    [Fact]
    public async Task Rows_with_numbers_are_corrected_by_them()
    {
        var api = await OpenedAsync();
        var announced = await api.DryRunAsync(Csv(s_sheet), Mapping);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 cannot-be import-value-unreadable", "5 cannot-be import-member-missing",
            "6 left-out import-empty-row"], announced.Rows);
        await api.SendCommitAsync(Csv(s_sheet), announced, Guid.NewGuid(), Mapping);
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(Csv(s_sheet), Mapping)).Body["state"]!);
        var mended = Csv([.. s_sheet.Select(l =>
            l.Replace("眠れない", "眠れるようになった", StringComparison.Ordinal).Replace("2,5/10", "2,5/12", StringComparison.Ordinal))]);
        Assert.Equal(["2 corrects", "3 corrects"], (await api.DryRunAsync(mended, Mapping)).Rows.Take(2));
        await api.CommitAsync(mended, Mapping);
        Assert.Equal(["2025-05-10", "2025-05-12"],
            (await api.Api.GetAsync("/entries?kind=consultation_received"))["entries"]!.AsArray().Where(e => e!["knownTo"] is null)
                .Select(e => (string)e!["occurredOn"]!));
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from casestudies.mt_events where tenant_id = $1 and data::text ~ '眠れ'", _organisation));
    }

    [Fact]
    public async Task Next_months_list_that_numbers_its_rows_anew_overwrites_nothing()
    {
        var api = await OpenedAsync();
        await api.CommitAsync(Csv("受付番号,相談日,方法,内容", "1,5/10,電話,", "2,5/11,来所,", "3,5/12,電話,", "4,5/13,電話,"), Mapping);
        var june = Csv("受付番号,相談日,方法,内容", "1,6/10,電話,", "2,6/11,電話,", "3,5/14,来所,", "4,5/15,電話,");
        Assert.Equal(["2 cannot-be import-number-reused", "3 cannot-be import-number-reused", "4 cannot-be import-number-reused", "5 corrects"],
            (await api.DryRunAsync(june, Mapping)).Rows);

        var own = Mapping.Replace("\"fiscalYear\"", "\"numbering\":\"2025-06\",\"fiscalYear\"", StringComparison.Ordinal);
        await api.CommitAsync(june, own);
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(june, own)).Body["state"]!);
        Assert.Equal(8, (await api.Api.GetAsync("/entries?kind=consultation_received"))["entries"]!.AsArray().Count(e => e!["knownTo"] is null));
    }

    [Fact]
    public async Task Equal_rows_without_numbers_are_as_many_facts_and_come_in_once()
    {
        var api = await OpenedAsync();
        var mapping = Mapping.Replace("""{"as":"row-id","header":"受付番号"},""", "", StringComparison.Ordinal);
        var file = Csv("相談日,方法,内容", "5/10,電話,", "5/10,電話,", "5/10,電話,");
        var announced = await api.DryRunAsync(file, mapping);
        Assert.Equal(3, announced.Count("willBeRecorded"));
        Assert.Contains("import-without-ids", announced.Body["remarks"]!.AsArray().Select(r => (string)r!["code"]!));
        await api.SendCommitAsync(file, announced, Guid.NewGuid(), mapping);
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(file, mapping)).Body["state"]!);
        Assert.Equal(3, await server.ScalarAsync<long>("select count(*) from casestudies.entries where tenant_id = $1 and kind = 'consultation_received'",
            _organisation));
    }

    [Theory]
    [InlineData("strand_started"), InlineData("people_merged"), InlineData("indicator_adopted"), InlineData("nonsense")]
    public async Task What_others_stand_on_does_not_come_by_a_table(string fact)
    {
        var api = await OpenedAsync();
        var refused = await api.DryRunAsync(Csv(s_sheet), Mapping.Replace("consultation_received", fact, StringComparison.Ordinal));
        Assert.Equal("import-mapping-wrong", refused.Code);
    }
}
