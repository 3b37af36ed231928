using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

public sealed class SurveyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Instrument = """
        {"kind":"survey_introduced","instrument":"mood","version":1,"title":{"ja":"気持ち","en":"Mood"},"on":"2025-04-01","items":[
          {"item":"lonely","question":{"ja":"孤独だと感じることはどのくらいありますか","en":"How often do you feel lonely?"},
          "answers":[{"answer":"never","label":{"ja":"決してない","en":"Never"},"score":1},{"answer":"often","label":{"ja":"常にある","en":"Always"},"score":4}]},
          {"item":"again","question":{"ja":"また来たいですか","en":"Would you come again?"},
          "answers":[{"answer":"yes","label":{"ja":"はい","en":"Yes"}},{"answer":"no","label":{"ja":"いいえ","en":"No"}}]}]}
        """;

    private const string Mapping = """
        {"kind":"survey","instrument":"mood","version":1,"wave":"pre",
        "columns":[{"as":"date","header":"タイムスタンプ"},{"as":"answer","item":"lonely","header":"Q1. 孤独だと感じることはどのくらいありますか"},
        {"as":"answer","item":"again","header":"また来たいですか"},{"as":"comment","header":"ご意見"}]}
        """;

    private static readonly string[] s_sheet =
    [
        "タイムスタンプ,Q1. 孤独だと感じることはどのくらいありますか,また来たいですか,ご意見,メール",
        "2025/05/10 13:30:05,決してない,はい,とても楽しかった,a@example.org",
        "2025/05/10 13:31:00,4. 常にある,いいえ,,b@example.org",
        "2025/05/10 1:31:00 午後 GMT+9,,はい,,",
        "2025/05/11 9:00:00,ときどき,はい,,",
    ];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku", Instrument);

    [Fact]
    public async Task A_forms_export_comes_in_once_and_a_mended_answer_is_a_correction()
    {
        var api = await OpenedAsync();
        var announced = await api.DryRunAsync(Csv(s_sheet), Mapping);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded", "4 will-be-recorded", "5 cannot-be import-answer-unknown"], announced.Rows);
        Assert.Contains("import-column-not-imported", announced.Body["remarks"]!.AsArray().Select(r => (string)r!["code"]!));
        await api.SendCommitAsync(Csv(s_sheet), announced, Guid.NewGuid(), Mapping);
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(Csv(s_sheet), Mapping)).Body["state"]!);
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from casestudies.mt_events where tenant_id = $1 and data::text ~ 'とても|example.org'",
            _organisation));

        var mended = Csv([.. s_sheet.Select(l =>
            l.Replace("常にある,いいえ", "常にある,はい", StringComparison.Ordinal).Replace("とても楽しかった", "楽しかった", StringComparison.Ordinal))]);
        announced = await api.DryRunAsync(mended, Mapping);
        Assert.Equal(["2 corrects", "3 corrects", "4 already-recorded", "5 cannot-be import-answer-unknown"], announced.Rows);
        await api.SendCommitAsync(mended, announced, Guid.NewGuid(), Mapping);
        Assert.Equal(3, (await api.Api.GetAsync("/entries?kind=survey_response_recorded"))["entries"]!.AsArray().Count(e => e!["knownTo"] is null));
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(mended, Mapping)).Body["state"]!);
    }

    [Fact]
    public async Task Of_several_responses_of_one_moment_none_is_taken_for_another()
    {
        var api = await OpenedAsync();
        string[] sheet = [s_sheet[0], "2025/05/10 13:30,決してない,はい,,", "2025/05/10 13:30,常にある,いいえ,,"];
        await api.CommitAsync(Csv(sheet), Mapping);
        Assert.Equal(["2 already-recorded", "3 already-recorded"], (await api.DryRunAsync(Csv(sheet), Mapping)).Rows);
        Assert.Equal(["2 cannot-be import-same-moment"], (await api.DryRunAsync(Csv(sheet[0], sheet[2]), Mapping)).Rows);
        Assert.Equal(["2 already-recorded", "3 corrects"],
            (await api.DryRunAsync(Csv(sheet[0], sheet[1], sheet[2].Replace("いいえ", "はい", StringComparison.Ordinal)), Mapping)).Rows);
    }

    [Fact]
    public async Task The_questions_are_found_by_themselves_and_only_the_wave_is_asked()
    {
        var api = await OpenedAsync();
        var asked = await api.DryRunAsync(Csv(s_sheet));
        Assert.Equal("import-mapping-wrong", asked.Code);
        Assert.Equal("import-mapping-lacks", (string)asked.Body["says"]![0]!["code"]!);
        var mapping = asked.Body["mapping"]!;
        Assert.Equal(["again", "lonely"],
            mapping["columns"]!.AsArray().Where(c => (string)c!["as"]! == "answer").Select(c => (string)c!["item"]!).Order(StringComparer.Ordinal));
        mapping["wave"] = "pre";
        Assert.Equal(3, (await api.DryRunAsync(Csv(s_sheet), mapping.ToJsonString())).Count("willBeRecorded"));
    }
}
