using System.Net;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Imports that are interrupted, resumed, abandoned, or begun beside another one.</summary>
public sealed class ResumedImportTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    [Fact]
    public async Task A_session_recorded_by_hand_while_the_import_was_cut_short_takes_none_of_its_counts()
    {
        var api = await OpenedAsync();
        var (file, import) = (Csv(HeadcountTests.Sheet), Guid.NewGuid());
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", file, HeadcountTests.Mapping, import, after: 4);
        await api.Api.RecordAsync($$"""{"kind":"session_held","session":"{{Guid.NewGuid()}}","strand":"cafe","on":"2025-05-10","start":"13:30:00"}""");
        Assert.Equal("completed", (string)(await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping)).Body["state"]!);
        Assert.Equal(["2025-05-10 seniors 2", "2025-05-10 youth 3", "2025-05-17 seniors 0", "2025-05-17 youth 4", "2025-05-24 seniors 7"],
            await api.CountsAsync());
    }

    [Fact]
    public async Task An_abandoned_import_never_was_and_the_same_file_comes_in_afterwards()
    {
        var api = await OpenedAsync();
        var (file, import) = (Csv(HeadcountTests.Sheet), Guid.NewGuid());
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", file, HeadcountTests.Mapping, import, after: 4);
        Assert.Equal("open", (string)(await api.ProgressAsync(import))["state"]!);
        Assert.Empty(await api.CountsAsync());
        Assert.Equal("abandoned", (string)(await api.AbandonAsync(import)).Body["state"]!);
        Assert.Equal(HttpStatusCode.Conflict,
            (await api.SendCommitAsync(file, await api.DryRunAsync(file, HeadcountTests.Mapping), import, HeadcountTests.Mapping)).Status);
        Assert.Empty(await api.CountsAsync());
        var said = await server.ScalarAsync<Guid>(
            "select command from casestudies.entries where tenant_id = $1 and kind = 'participants_counted' order by version limit 1", _organisation);
        var undone = Answer.Of(await api.Api.PostAsync($"/acts/{said}/undo", $$$"""{"command":"{{{Guid.NewGuid()}}}","reason":{"code":"miscounted"}}"""));
        Assert.Equal((HttpStatusCode.NotFound, "act-unknown"), (undone.Status, undone.Code));
        Assert.Equal("completed", (string)(await api.CommitAsync(file, HeadcountTests.Mapping)).Body["state"]!);
        Assert.Equal(5, (await api.CountsAsync()).Count);
    }

    [Fact]
    public async Task What_an_import_under_way_said_is_changed_by_nobody_until_it_has_ended()
    {
        var api = await OpenedAsync();
        var (file, import) = (Csv(HeadcountTests.Sheet), Guid.NewGuid());
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", file, HeadcountTests.Mapping, import, after: 4);
        var said = await server.ScalarAsync<Guid>(
            "select opens from casestudies.entries where tenant_id = $1 and kind = 'participants_counted' order by version limit 1", _organisation);

        var early = Answer.Of(await WithdrawAsync());
        Assert.Equal((HttpStatusCode.Conflict, "entry-pending"), (early.Status, early.Code));
        await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping);
        Assert.Equal(HttpStatusCode.OK, (await WithdrawAsync()).Status);
        Assert.Equal(4, (await api.CountsAsync()).Count);

        async Task<(HttpStatusCode Status, string Body)> WithdrawAsync() => await api.Api.PostAsync($"/entries/{said}/withdrawal",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","version":{{{await api.Api.VersionAsync(said)}}},"reason":{"code":"miscounted"}}""");
    }

    [Fact]
    public async Task An_import_does_not_go_on_by_another_mapping_than_it_began_with()
    {
        var api = await OpenedAsync();
        var (file, import) = (Csv(HeadcountTests.Sheet), Guid.NewGuid());
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", file, HeadcountTests.Mapping, import, after: 2);
        var events = await api.EventsAsync();
        var other = await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping.Replace("\"audience\"", "\"age\"", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.Conflict, "import-other-mapping"), (other.Status, other.Code));
        Assert.Equal(events, await api.EventsAsync());
        Assert.Equal("completed", (string)(await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping)).Body["state"]!);
        Assert.Equal(5, (await api.CountsAsync()).Count);
    }

    [Fact]
    public async Task A_row_that_can_no_longer_be_recorded_keeps_a_resumed_import_open_until_somebody_says_so()
    {
        var api = await OpenedAsync();
        var (file, import) = (Csv(HeadcountTests.Sheet), Guid.NewGuid());
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", file, HeadcountTests.Mapping, import, after: 3);
        await api.Api.RecordAsync($$"""{"kind":"session_held","session":"{{Guid.NewGuid()}}","strand":"cafe","on":"2025-05-17","start":"10:00:00"}""",
            $$"""{"kind":"session_held","session":"{{Guid.NewGuid()}}","strand":"cafe","on":"2025-05-17","start":"14:00:00"}""");
        var resumed = await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping);
        Assert.Equal(("open", 1), ((string)resumed.Body["state"]!, (int)resumed.Body["counts"]!["cannotBe"]!));
        Assert.Empty(await api.CountsAsync());
        Assert.Equal("completed", (string)(await api.CompleteAsync(import)).Body["state"]!);
        Assert.Equal(3, (await api.CountsAsync()).Count);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(5), InlineData(7)]
    public async Task An_import_that_is_cut_off_goes_on_where_it_stopped(int after)
    {
        var api = await OpenedAsync();
        var (file, import) = (Csv(HeadcountTests.Sheet), Guid.NewGuid());
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", file, HeadcountTests.Mapping, import, after);
        Assert.Equal(("open", after), ((string)(await api.ProgressAsync(import))["state"]!, (int)(await api.ProgressAsync(import))["entries"]!));
        Assert.Empty(await api.CountsAsync());
        Assert.Equal("import-under-way", (await api.SendCommitAsync(file, announced, Guid.NewGuid(), HeadcountTests.Mapping)).Code);
        var done = await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping);
        Assert.Equal(("completed", 8), ((string)done.Body["state"]!, (int)done.Body["entries"]!));
        Assert.Equal(["2025-05-10 seniors 2", "2025-05-10 youth 3", "2025-05-17 seniors 0", "2025-05-17 youth 4", "2025-05-24 seniors 7"],
            await api.CountsAsync());
        Assert.Equal(announced.After("youth"), (await api.Api.YouthAsync()).Shown);
    }

    [Fact]
    public async Task A_sender_who_hangs_up_finds_the_import_where_it_was()
    {
        var api = await OpenedAsync();
        var (import, mapping) = (Guid.NewGuid(),
            HeadcountTests.Mapping.Replace(""",{"as":"group","header":"高齢者","group":"seniors"},{"as":"total","header":"合計"}""", "", StringComparison.Ordinal));
        var file = Csv(["日付,開始,若者", .. Enumerable.Range(0, 300).Select(i => $"2025/{5 + (i / 28 % 8)}/{1 + (i % 28)},{10 + (i / 224)}:00,{i % 20}")]);
        var announced = await api.DryRunAsync(file, mapping);
        using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sent = api.SendCommitAsync(file, announced, import, mapping, hangUp.Token);
        const string Rows = "select count(*) from casestudies.entries where tenant_id = $1 and import = $2 and sheet > 0";
        await Until.TrueAsync(async () => sent.IsCompleted || await server.ScalarAsync<long>(Rows, _organisation, import) > 0);
        await hangUp.CancelAsync();
        await Task.WhenAny(sent);
        Answer done;
        do
            done = await api.SendCommitAsync(file, announced, import, mapping);
        while (done.Code is "import-not-open"); // the first request is still ending
        Assert.Equal(("completed", 600), ((string)done.Body["state"]!, (int)done.Body["entries"]!));
        Assert.Equal(announced.After("youth"), (await api.Api.YouthAsync()).Shown);
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_end_with_each_entry_once()
    {
        var api = await OpenedAsync();
        var file = Csv(HeadcountTests.Sheet);
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        var imports = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        var answers = await Task.WhenAll(imports.Concat(imports.Take(1)).Select(i => api.SendCommitAsync(file, announced, i, HeadcountTests.Mapping)));
        Assert.Contains(answers, a => a.Status == HttpStatusCode.OK && (string?)a.Body["state"] == "completed");
        Assert.All(answers, a => Assert.True(
            a.Status == HttpStatusCode.OK || a.Code is "import-under-way" or "import-plan-differs" or "import-not-open", a.Body.ToJsonString()));
        Assert.Equal(5, (await api.CountsAsync()).Count);
    }
}
