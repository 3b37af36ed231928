using System.Net;
using CaseStudies.Server.Tests.Jobs;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Of a file, only what is imported is kept. Each test plants a word in a column and looks for it in the whole database.</summary>
public sealed class MappedOnlyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Survey = """
        {"kind":"survey_introduced","instrument":"mood","version":1,"title":{"ja":"気持ち","en":"Mood"},"on":"2025-04-01","items":[
          {"item":"again","question":{"ja":"また来たいですか","en":"Would you come again?"},
          "answers":[{"answer":"yes","label":{"ja":"はい","en":"Yes"}},{"answer":"no","label":{"ja":"いいえ","en":"No"}}]}]}
        """;

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    /// <summary>A mapped cell, and cells of columns that the mapping ignores, does not name, or names for a use that this kind of sheet does not have;
    /// and one without a header.</summary>
    private readonly (string Mapped, string Ignored, string Unnamed, string Unused, string Headless) _words =
        (Word("mapped"), Word("ignored"), Word("unnamed"), Word("unused"), Word("headless"));

    private static string Word(string what) => $"canary-{what}-{Guid.NewGuid():n}"[..24];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku", Survey);

    [Theory]
    [InlineData("attendance", """ "strand":"cafe","role":"participant","basis":"consent","fiscalYear":2025 """, """{"as":"name","header":"内容"}""", "5/10", "○",
        "comment")]
    [InlineData("attendance", """ "strand":"cafe","role":"participant","basis":"consent" """, """{"as":"name","header":"内容"},{"as":"date","header":"日付"}""",
        "日付", "2025/5/10", "comment")]
    [InlineData("headcounts", """ "strand":"cafe","scheme":"audience" """,
        """{"as":"title","header":"内容"},{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"}""", "日付,若者", "2025/5/10,3", "name")]
    [InlineData("events", """ "fact":"consultation_received","constants":{"channel":"phone"} """,
        """{"as":"member","member":"note","header":"内容"},{"as":"member","member":"on","header":"日付"}""", "日付", "2025/5/10", "comment")]
    [InlineData("survey", """ "instrument":"mood","version":1,"wave":"pre" """,
        """{"as":"comment","header":"内容"},{"as":"date","header":"日付"},{"as":"answer","item":"again","header":"また来たいですか"}""", "日付,また来たいですか",
        "2025/05/10 13:30:05,はい", "venue")]
    public async Task Only_the_cells_of_columns_that_are_imported_are_kept(string kind, string how, string columns, string header, string cells, string unused)
    {
        var api = await OpenedAsync();
        var mapping = $$"""{"kind":"{{kind}}",{{how}},"columns":[{{columns}},{"as":"ignored","header":"病歴"},{"as":"{{unused}}","header":"連絡"}]}""";
        var file = Csv($"病歴,内容,{header},電話,連絡,", $"カルテ {_words.Ignored},{_words.Mapped},{cells},{_words.Unnamed},{_words.Unused},{_words.Headless}");

        var announced = await api.DryRunAsync(file, mapping);

        Assert.True(announced.Status == HttpStatusCode.OK, announced.Body.ToJsonString());
        Assert.Equal(["2 will-be-recorded"], announced.Rows);
        // A dry run keeps nothing of the file at all.
        Assert.Empty(await KeptAsync());

        var import = Guid.NewGuid();
        Assert.Equal("completed", (string)(await api.SendCommitAsync(file, announced, import, mapping)).Body["state"]!);

        Assert.Equal([_words.Mapped], await KeptAsync());
        var vault = string.Join('\n', await server.VaultAsync(_organisation));
        Assert.Equal(kind != "headcounts", vault.Contains(_words.Mapped, StringComparison.Ordinal)); // the title of a session is public
        Assert.DoesNotContain("カルテ", vault, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-u", vault, StringComparison.Ordinal);
        // What is left out was said before.
        Assert.Equal(3, announced.Body["remarks"]!.AsArray().Count(r => (string)r!["code"]! == "import-column-not-imported"));
    }

    [Fact]
    public async Task Until_the_commit_a_column_may_be_taken_or_left_and_the_mapping_of_the_commit_decides()
    {
        var api = await OpenedAsync();
        var file = Csv("日付,若者,内容,備考", $"2025/5/10,3,{_words.Mapped},{_words.Ignored}");

        await api.DryRunAsync(file, Headcounts("ignored", "title"));
        Assert.Equal("completed", (string)(await api.CommitAsync(file, Headcounts("title", "ignored"))).Body["state"]!);

        Assert.Equal([_words.Mapped], await KeptAsync());
    }

    [Fact]
    public async Task A_job_has_the_file_until_it_has_ended_and_then_only_what_was_imported_is_kept()
    {
        var (api, jobs) = (await OpenedAsync(), new JobApi(server, _organisation));
        var file = Consultations();
        var announced = await api.DryRunAsync(file, JobApi.Mapping);
        string? location;
        await using (var connection = await server.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var holding = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // Somebody holds the initiative, so that the job cannot end before anybody has looked.
            await using var hold = new Npgsql.NpgsqlCommand("select 1 from casestudies.mt_streams where tenant_id = $1 for update", connection, holding)
            {
                Parameters = { new() { Value = _organisation } },
            };
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            (_, location, _) = await jobs.SendAsync(api, file, $"{announced.Body["file"]}", Guid.NewGuid());
            Assert.Equal(["vault.job_files"], await server.TablesWithAsync(_words.Ignored));
        }

        Assert.Equal("done", (string)(await jobs.EndedAsync(location!))["state"]!);

        Assert.Equal([_words.Mapped], await KeptAsync());
    }

    [Fact]
    public async Task A_job_that_fails_keeps_nothing_of_the_file_and_goes_on_once_the_file_is_sent_again()
    {
        var (api, jobs, import, other) = (await OpenedAsync(), new JobApi(server, _organisation), Guid.NewGuid(), Guid.NewGuid());
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", Csv(HeadcountTests.Sheet), HeadcountTests.Mapping, other, after: 2);
        var file = Consultations();
        var (_, location, _) = await jobs.ImportAsync(api, file, import);
        Assert.Equal("import-under-way", (string)(await jobs.EndedAsync(location!))["problem"]!["code"]!);

        Assert.Empty(await KeptAsync());

        await api.AbandonAsync(other);
        await jobs.ImportAsync(api, file, import);
        Assert.Equal("done", (string)(await jobs.EndedAsync(location!))["state"]!);
        Assert.Equal([_words.Mapped], await KeptAsync());
    }

    private static string Headcounts(string content, string remark) => $$"""
        {"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"},
        {"as":"{{content}}","header":"内容"},{"as":"{{remark}}","header":"備考"}]}
        """;

    /// <summary>For the mapping of <see cref="JobApi"/>, which names three of these columns.</summary>
    private byte[] Consultations() => Csv("日付,方法,内容,病歴", $"2025/5/10,phone,{_words.Mapped},{_words.Ignored}");

    /// <summary>Those of the planted words that the database has anywhere.</summary>
    private async Task<IReadOnlyList<string>> KeptAsync()
    {
        var kept = new List<string>();
        foreach (var word in new[] { _words.Mapped, _words.Ignored, _words.Unnamed, _words.Unused, _words.Headless })
        {
            if ((await server.TablesWithAsync(word)).Count > 0)
                kept.Add(word);
        }

        return kept;
    }
}
