using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Capture;
using CaseStudies.Server.Tests.Commands;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A wrong import is taken back as a whole; then the mended file comes in, or the same one.</summary>
public sealed class UndoImportTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string[] s_counts =
        ["2025-05-10 seniors 2", "2025-05-10 youth 3", "2025-05-17 seniors 0", "2025-05-17 youth 4", "2025-05-24 seniors 7"];

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    private async Task<(ImportApi Api, Guid Import)> ImportedAsync()
    {
        var (api, import) = (await OpenedAsync(), Guid.NewGuid());
        Assert.Equal("completed", (string)(await api.CommitAsync(Csv(HeadcountTests.Sheet), HeadcountTests.Mapping, import)).Body["state"]!);
        return (api, import);
    }

    [Fact]
    public async Task One_event_takes_everything_back_and_the_same_file_comes_in_again_under_another_id()
    {
        var (api, import) = await ImportedAsync();
        var (events, version) = (await api.EventsAsync(), (int)await api.EventsAsync());
        var command = Guid.NewGuid();
        var undone = await api.UndoAsync(import, command);
        Assert.Equal((HttpStatusCode.OK, events + 1), (undone.Status, await api.EventsAsync()));
        Assert.Equal(undone.Body.ToJsonString(), (await api.UndoAsync(import, command)).Body.ToJsonString());
        Assert.Empty(await api.CountsAsync());
        Assert.Equal(("no-data", "7人"), ((await api.Api.YouthAsync()).Status, (await api.Api.YouthAsync($"?version={version}")).Shown));
        Assert.Equal(("undone", true), await StateAsync());
        Assert.Equal("undone", (string)(await api.Api.GetAsync("/imports"))[0]!["state"]!);

        var file = Csv(HeadcountTests.Sheet);
        var announced = await api.DryRunAsync(file, HeadcountTests.Mapping);
        Assert.Equal(3, announced.Count("willBeRecorded"));
        var over = await api.SendCommitAsync(file, announced, import, HeadcountTests.Mapping);
        Assert.Equal((HttpStatusCode.Conflict, "import-undone"), (over.Status, over.Code));
        Assert.Equal("completed", (string)(await api.SendCommitAsync(file, announced, Guid.NewGuid(), HeadcountTests.Mapping)).Body["state"]!);
        Assert.Equal(s_counts, await api.CountsAsync());
        Assert.Equal("7人", (await api.Api.YouthAsync()).Shown);
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(file, HeadcountTests.Mapping)).Body["state"]!);

        async Task<(string, bool)> StateAsync() =>
            ((string)(await api.ProgressAsync(import))["state"]!, (await api.ProgressAsync(import))["undoneAt"] is not null);
    }

    [Fact]
    public async Task What_it_had_corrected_is_as_it_was_and_is_corrected_by_the_mended_file()
    {
        var (api, first) = await ImportedAsync();
        var wrong = Csv([.. HeadcountTests.Sheet.Select(l => l.Replace("13:30,3,2,5", "13:30,30,2,32", StringComparison.Ordinal))]);
        var import = Guid.NewGuid();
        await api.CommitAsync(wrong, HeadcountTests.Mapping, import);
        Assert.Contains("2025-05-10 youth 30", await api.CountsAsync());
        Assert.Equal("import-built-on", (await api.UndoAsync(first)).Code); // the last first
        Assert.Equal(HttpStatusCode.OK, (await api.UndoAsync(import)).Status);
        Assert.Equal(s_counts, await api.CountsAsync());
        var entry = (await api.Api.GetAsync("/entries?kind=participants_counted"))["entries"]!.AsArray()
            .Single(e => e!["knownTo"] is null && (int)e["fact"]!["count"]! == 3)!;
        Assert.Equal(3, (int)entry["revision"]!);
        var mended = Csv([.. HeadcountTests.Sheet.Select(l => l.Replace("13:30,3,2,5", "13:30,5,2,7", StringComparison.Ordinal))]);
        Assert.Equal("2 corrects", (await api.DryRunAsync(mended, HeadcountTests.Mapping)).Rows[0]);
        var again = Guid.NewGuid();
        await api.CommitAsync(mended, HeadcountTests.Mapping, again);
        Assert.Contains("2025-05-10 youth 5", await api.CountsAsync());
        Assert.Equal(HttpStatusCode.OK, (await api.UndoAsync(again)).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.UndoAsync(first)).Status);
        Assert.Empty(await api.CountsAsync());
    }

    [Fact]
    public async Task What_has_been_built_on_it_is_named_and_nothing_is_half_undone()
    {
        var (api, import) = await ImportedAsync();
        var counts = (await api.Api.GetAsync("/entries?kind=participants_counted"))["entries"]!.AsArray();
        var seniors = counts.Single(e => (int)e!["fact"]!["count"]! == 7)!;
        var session = (string)seniors["fact"]!["session"]!;
        var (status, body) = await api.Api.PostAsync($"/entries/{seniors["entry"]}/corrections",
            $$$"""
            {"command":"{{{Guid.NewGuid()}}}","version":{{{seniors["version"]}}},"reason":{"code":"miscounted"},
            "replacement":{"kind":"participants_counted","session":"{{{session}}}","scheme":"audience","group":"seniors","count":8}}
            """);
        Assert.True(status == HttpStatusCode.OK, body);
        var resting = await api.Api.RecordAsync(
            $$"""{"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"youth","count":1,"unit":"people"}""");
        var before = await api.CountsAsync();
        var refused = await api.UndoAsync(import);
        Assert.Equal((HttpStatusCode.Conflict, "import-built-on"), (refused.Status, refused.Code));
        Assert.Contains($"{seniors["entry"]}", (string)refused.Body["ja"]!, StringComparison.Ordinal);
        Assert.Contains($"1 other entry belongs to its sessions ({resting})", (string)refused.Body["en"]!, StringComparison.Ordinal);
        Assert.Equal(before, await api.CountsAsync());
        Assert.Equal("import-built-on", (string)(await EffectsAsync(api, import))["refused"]!["code"]!);

        await api.Api.WithdrawAsync(resting);
        Assert.Equal("import-built-on", (await api.UndoAsync(import)).Code);
        await WithdrawAsync(api, Guid.Parse((string)seniors["entry"]!));
        Assert.Equal(HttpStatusCode.OK, (await api.UndoAsync(import)).Status);
        Assert.Empty(await api.CountsAsync());
    }

    [Fact]
    public async Task An_entry_that_says_again_what_the_import_said_is_in_the_way_until_it_says_something_else()
    {
        var api = await OpenedAsync();
        await api.CommitAsync(Csv(HeadcountTests.Sheet), HeadcountTests.Mapping);
        var import = Guid.NewGuid();
        await api.CommitAsync(
            Csv([.. HeadcountTests.Sheet.Select(l => l.Replace("13:30,3,2,5", "13:30,30,2,32", StringComparison.Ordinal))]), HeadcountTests.Mapping, import);
        var entry = Guid.Parse((string)(await api.Api.GetAsync("/entries?kind=participants_counted"))["entries"]!.AsArray()
            .Single(e => (int)e!["fact"]!["count"]! == 30)!["entry"]!);
        await api.Api.UndoAsync(await WithdrawAsync(api, entry));
        Assert.Contains($"{entry}", (string)(await api.UndoAsync(import)).Body["en"]!, StringComparison.Ordinal);
        await WithdrawAsync(api, entry);
        Assert.Equal(HttpStatusCode.OK, (await api.UndoAsync(import)).Status);
        Assert.Equal(4, (await api.CountsAsync()).Count);
    }

    [Fact]
    public async Task Its_entries_are_out_of_reach_and_its_sessions_unknown()
    {
        var (api, import) = await ImportedAsync();
        var count = (await api.Api.GetAsync("/entries?kind=participants_counted"))["entries"]![0]!;
        var withdrawal = await WithdrawAsync(api, Guid.Parse((string)count["entry"]!));
        Assert.Equal(HttpStatusCode.OK, (await api.UndoAsync(import)).Status);
        Assert.Equal("entry-not-in-force", Answer.Of(await api.Api.PostAsync($"/acts/{withdrawal}/undo",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","reason":{"code":"duplicate"}}""")).Code);
        var said = await server.ScalarAsync<Guid>(
            "select opens from casestudies.entries where tenant_id = $1 and kind = 'session_held' order by version limit 1", _organisation);
        Assert.Equal("entry-not-in-force", Answer.Of(await api.Api.PostAsync($"/entries/{said}/withdrawal",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","version":{{{await api.Api.VersionAsync(said)}}},"reason":{"code":"duplicate"}}""")).Code);
        Assert.Equal("act-unknown", Answer.Of(await api.Api.PostAsync($"/acts/{said}/undo",
            $$$"""{"command":"{{{Guid.NewGuid()}}}","reason":{"code":"duplicate"}}""")).Code);
        Assert.Equal("session-unknown", Answer.Of(await api.Api.PostAsync("/entries", Api.Record(Guid.NewGuid(),
            $$"""{"kind":"participants_counted","session":"{{count["fact"]!["session"]}}","scheme":"audience","group":"youth","count":1}"""))).Code);
    }

    [Fact]
    public async Task Announced_and_done_agree_on_what_is_restated_and_list_and_file_of_changes_say_it()
    {
        var (api, import) = await ImportedAsync();
        foreach (var state in new[] { "in-review", "closed" })
            await api.Api.RecordAsync($$"""{"kind":"period_marked","state":"{{state}}","from":"2025-05-01","to":"2025-05-20","on":"2025-06-01"}""");
        var announced = await EffectsAsync(api, import);
        Assert.Equal(["2025-05-01/2025-05-20 #1 6"], ClosedYear.Restates(announced));
        Assert.Equal("7人", (string)announced["restates"]![0]!["figures"]![0]!["from"]!["shown"]!["ja"]!);
        var undone = await api.UndoAsync(import);
        Assert.Equal(["2025-05-01/2025-05-20 #1 6"], ClosedYear.Restates(undone.Body));
        Assert.Equal(["2025-05-01/2025-05-20 #1 6"], ClosedYear.Restates(await api.ProgressAsync(import)));
        var listed = (await api.Api.GetAsync("/restatements?from=2025-05-01&to=2025-05-20"))["periods"]![0]!["closings"]![0]!["changes"]!.AsArray();
        Assert.Equal(6, listed.Count);
        Assert.All(listed, c => Assert.Equal(("withdrawn", "restatement", $"{import}", "entered-by-mistake", "別の年度だった"),
            ((string)c!["what"]!, (string)c["as"]!, (string)c["origin"]!["import"]!, (string)c["reason"]!, (string)c["note"]!)));
        Assert.All(listed, c => Assert.Single(c!["restates"]!.AsArray()));
    }

    [Fact]
    public async Task The_relation_is_that_of_a_rebuild()
    {
        var (api, import) = await ImportedAsync();
        await api.UndoAsync(import);
        var (code, output, error) = await new FixtureHost(server).TypeAsync($"rebuild {_organisation}/hachifuku");
        Assert.True(code == 0, output + error);
    }

    [Fact]
    public async Task The_feed_tells_the_undoing_under_its_import()
    {
        var (api, import) = await ImportedAsync();
        await api.UndoAsync(import);
        var last = (await api.Api.GetAsync("/feed")).AsArray()[^1]!;
        Assert.Equal(("import_undone", $"{import}"), (((string)last["type"]!).Split('.')[^1], (string)last["subject"]!));
    }

    [Theory]
    [InlineData("unknown", HttpStatusCode.NotFound, "import-unknown")]
    [InlineData("open", HttpStatusCode.Conflict, "import-not-completed")]
    [InlineData("abandoned", HttpStatusCode.Conflict, "import-not-completed")]
    [InlineData("undone", HttpStatusCode.Conflict, "import-undone")]
    public async Task Only_a_completed_import_is_undone_and_only_once(string how, HttpStatusCode status, string code)
    {
        var (api, import) = (await OpenedAsync(), Guid.NewGuid());
        if (how is "open" or "abandoned")
            await Interrupted.CommitAsync(server, _organisation, "hachifuku", Csv(HeadcountTests.Sheet), HeadcountTests.Mapping, import, after: 2);
        if (how == "abandoned")
            await api.AbandonAsync(import);
        if (how == "undone")
        {
            await api.CommitAsync(Csv(HeadcountTests.Sheet), HeadcountTests.Mapping, import);
            await api.UndoAsync(import);
        }

        var refused = await api.UndoAsync(import);
        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_command_line_undoes_it_too()
    {
        var (api, import) = await ImportedAsync();
        var host = new FixtureHost(server);
        var undone = await host.TypeAsync($"undo-import {_organisation}/hachifuku {import} --lang en --reason wrong-date");
        Assert.Equal((0, $"Undone: nothing that the import {import} recorded or corrected is in force any longer."), (undone.Code, undone.Output.Trim()));
        Assert.Empty(await api.CountsAsync());
        var none = await host.TypeAsync($"undo-import {_organisation}/hachifuku {Guid.NewGuid()} --lang en");
        Assert.Equal(1, none.Code);
        Assert.Contains("has no import", none.Error, StringComparison.Ordinal);
    }

    private static async Task<Guid> WithdrawAsync(ImportApi api, Guid entry)
    {
        var command = Guid.NewGuid();
        var (status, body) = await api.Api.PostAsync($"/entries/{entry}/withdrawal",
            $$$"""{"command":"{{{command}}}","version":{{{await api.Api.VersionAsync(entry)}}},"reason":{"code":"duplicate"}}""");
        Assert.True(status == HttpStatusCode.OK, body);
        return command;
    }

    private static async Task<JsonNode> EffectsAsync(ImportApi api, Guid import) => JsonNode.Parse((await api.Api.PostAsync("/effects",
        $$$$"""{"undoImport":{"command":"{{{{Guid.NewGuid()}}}}","import":"{{{{import}}}}","reason":{"code":"wrong-date"}}}""")).Body)!;
}
