using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Persons;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Backup;
using CaseStudies.Server.Tests.Import;
using CaseStudies.Server.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Persons;

/// <summary>
/// Who is erased is nowhere any more: in no table, log, later file or restored backup, and nothing is left against which names could be tried.
/// </summary>
public sealed class ErasureTests(PostgresFixture postgres, ErasureServer server) : IClassFixture<ErasureServer>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    [Fact]
    public async Task Nothing_that_is_stored_logged_read_or_restored_has_the_name_and_every_figure_is_as_it_was()
    {
        var known = new Erased(server, _organisation);
        await known.RecordAsync();
        string[] dictionary = [known.Name, known.Spelling, "山田花子", "佐藤桜子", "鈴木一郎", known.Reading, "Yamada Sakurako"];
        var commands = await CommandsAsync(known);
        var (before, backup, read) = (await known.FiguresAsync(), (await Backups.TakeAsync(server.Host.Services)).File, await known.EverythingReadAsync());
        foreach (var word in known.Words)
            Assert.Contains("vault.texts", await server.TablesWithAsync(word));
        Assert.Contains(known.Name, read, StringComparison.Ordinal);
        Assert.Equal([known.Name], await known.GuessedAsync(server.Source, dictionary, commands));

        var (status, body) = await known.EraseAsync(Guid.NewGuid());

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        Assert.Equal([known.Person, known.Second], body["persons"]!.AsArray().Select(p => (string)p!));
        await GoneAsync(known, server.Source);
        Assert.Equal(before, await known.FiguresAsync());
        read = await known.EverythingReadAsync();
        Assert.All(known.Words, word => Assert.DoesNotContain(word, read, StringComparison.Ordinal));
        Assert.Contains("消去済み", read, StringComparison.Ordinal);
        Assert.Contains("鈴木三郎", read, StringComparison.Ordinal); // others are as they were
        Assert.All(known.Words, word => Assert.DoesNotContain(word, server.Log.Text, StringComparison.Ordinal));
        Assert.Empty(await known.GuessedAsync(server.Source, dictionary, commands));

        // A backup of afterwards.
        await using (var later = Backups.Aside(await postgres.NewDatabaseAsync()))
        {
            await Backups.RestoreAsync(later.Services, (await Backups.TakeAsync(server.Host.Services)).File);
            await GoneAsync(known, later.Services.GetRequiredService<BackgroundConnections>().Source);
        }

        // A backup of before has the name, until the erasures that came later are done again.
        var list = ErasureList.Read((await server.Host.Services.GetRequiredService<ErasureList>().AllAsync(TestContext.Current.CancellationToken))
            .Where(e => e.Organisation.Value == _organisation).Select(ErasureList.Write));
        await using var earlier = Backups.Aside(await postgres.NewDatabaseAsync());
        await Backups.RestoreAsync(earlier.Services, backup);
        var restored = earlier.Services.GetRequiredService<BackgroundConnections>().Source;
        Assert.NotEmpty(await StoredTexts.TablesWithAsync(restored, known.Name));
        var again = earlier.Services.GetRequiredService<ErasureList>();
        Assert.Equal(new(1, 1, 0), await again.RepeatAsync(list, TestContext.Current.CancellationToken));
        await GoneAsync(known, restored);
        Assert.Empty(await known.GuessedAsync(restored, dictionary, commands));
        Assert.Equal(new(0, 2, 0), await again.RepeatAsync(list, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_erasure_counts_once_and_says_on_what_ground_without_saying_who()
    {
        var known = new Erased(server, _organisation);
        await known.RecordAsync();
        var command = Guid.NewGuid();
        var first = await known.EraseAsync(command, "retention-over");

        var second = await known.EraseAsync(command, "retention-over");

        Assert.Equal((HttpStatusCode.OK, first.Body.ToJsonString()), (second.Status, second.Body.ToJsonString()));
        Assert.Equal("command-reused", (string)(await known.EraseAsync(command, "other")).Body["code"]!);
        var stored = JsonNode.Parse(await server.ScalarAsync<string>(
            $"select string_agg(data::text, '') from {MartenTables.Events} where tenant_id = $1 and type = 'person_erased'", _organisation))!;
        Assert.Equal("retention-over", (string)stored["ground"]!);
        Assert.Equal(new[] { known.Person, known.Second }.Order(StringComparer.Ordinal), stored["persons"]!.AsArray().Select(p => (string)p!));
        Assert.Equal(2, stored.AsObject().Count);
    }

    [Fact]
    public async Task Nobody_is_erased_who_is_not_known_and_nobody_while_a_file_comes_in()
    {
        var known = new Erased(server, _organisation);
        await known.RecordAsync();
        Assert.Equal("person-unknown", (string)(await known.EraseAsync(Guid.NewGuid(), person: $"p-{Guid.NewGuid():n}")).Body["code"]!);
        var import = Guid.NewGuid();
        await Interrupted.CommitAsync(
            server, _organisation, "one", ImportApi.Csv("氏名,ふりがな,6/14", $"{known.Name},,○", "田中四郎,,○"), Erased.Mapping, import, after: 2);

        var (status, body) = await known.EraseAsync(Guid.NewGuid());

        Assert.Equal((HttpStatusCode.Conflict, "erasure-waits-for-import"), (status, (string)body["code"]!));
        await known.One.AbandonAsync(import);
        Assert.Equal(HttpStatusCode.OK, (await known.EraseAsync(Guid.NewGuid())).Status);
        await GoneAsync(known, server.Source);
    }

    [Fact]
    public async Task Who_comes_again_after_an_erasure_is_somebody_new()
    {
        var known = new Erased(server, _organisation);
        await known.RecordAsync();
        await known.EraseAsync(Guid.NewGuid());

        await known.One.CommitAsync(ImportApi.Csv("氏名,ふりがな,7/5", $"{known.Name},,○"), Erased.Mapping);

        var now = await server.ScalarAsync<string>("select person from vault.texts where tenant_id = $1 and value = $2", _organisation, known.Name);
        Assert.NotEqual(known.Person, now);
        Assert.Equal(
            [known.Name],
            (await known.RecordOfAsync(now))["records"]!.AsArray().SelectMany(r => r!["texts"]!.AsArray()).Select(t => (string)t!["value"]!));
        Assert.False((bool)(await known.RecordOfAsync(now))["erased"]!);
        Assert.True((bool)(await known.RecordOfAsync())["erased"]!);
    }

    [Fact]
    public async Task What_is_recorded_of_a_person_is_told_whole_in_all_initiatives_and_under_all_ids()
    {
        var known = new Erased(server, _organisation);
        await known.RecordAsync();

        var record = await known.RecordOfAsync(known.Second);

        Assert.Equal([known.Second, known.Person], record["ids"]!.AsArray().Select(p => (string)p!));
        var told = record["records"]!.AsArray();
        Assert.Equal(
            ["one consultation_received", "one people_merged", "one person_attended", "one person_attended", "one person_enrolled", "one person_enrolled",
                "one voice_recorded", "one voice_recorded", "two person_attended", "two person_enrolled"],
            told.Select(r => $"{r!["initiative"]} {r["kind"]}").Order(StringComparer.Ordinal));
        Assert.Equal(known.Words.Append(known.Name).Order(StringComparer.Ordinal),
            told.SelectMany(r => r!["texts"]!.AsArray()).Select(t => (string)t!["value"]!).Order(StringComparer.Ordinal));
        var withdrawn = told.Single(r => (string)r!["what"]! == "withdrawn")!;
        Assert.Equal(("wrong-person", false, "local-user"), ((string)withdrawn["reason"]!, (bool)withdrawn["inForce"]!, (string)withdrawn["by"]!));
        Assert.Equal(("import", 2), ((string)told.First(r => (string)r!["kind"]! == "person_attended")!["source"]!,
            (int)told.First(r => (string)r!["kind"]! == "person_attended")!["origin"]!["row"]!));
        Assert.DoesNotContain("鈴木三郎", record.ToJsonString(CaseStudies.Domain.DomainJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_of_import_jobs_go_and_files_that_were_made_are_named()
    {
        var (known, jobs) = (new Erased(server, _organisation), new JobApi(server, _organisation));
        await known.RecordAsync();
        var (_, imported, _) = await jobs.ImportAsync(known.One, JobApi.File(2), Guid.NewGuid());
        Assert.Equal("done", (string)(await jobs.EndedAsync(imported!))["state"]!);
        var made = await known.ExportedAsync();
        await jobs.EndedAsync(made);

        var (status, body) = await known.EraseAsync(Guid.NewGuid());

        Assert.Equal(HttpStatusCode.OK, status);
        var export = Assert.Single(body["exports"]!.AsArray())!;
        Assert.Equal((made[^36..], "one", "local-user"), ((string)export["job"]!, (string)export["initiative"]!, (string)export["by"]!));
        Assert.Null((await jobs.GetAsync(imported!))["result"]);
        Assert.Equal(1, await server.ScalarAsync<long>("select count(distinct job_id) from vault.job_files where tenant_id = $1", _organisation));
    }

    [Fact]
    public async Task On_the_command_line_a_restore_does_the_erasures_of_the_list_again()
    {
        var (known, folder, target) = (
            new Erased(server, _organisation), Directory.CreateTempSubdirectory("casestudies-erasures"), await postgres.NewDatabaseAsync());
        var (backup, list, torn) = (Path.Combine(folder.FullName, "a.backup"), Path.Combine(folder.FullName, "list"), Path.Combine(folder.FullName, "torn"));
        await known.RecordAsync();
        var taken = await ProgramProcess.RunAsync(server.ConnectionString, Backups.Passphrase, "backup", backup);
        Assert.True(taken.Code == 0, taken.Error);
        await known.EraseAsync(Guid.NewGuid());

        var written = await ProgramProcess.RunAsync(server.ConnectionString, null, "erasures", list);
        Assert.True(written.Code == 0, written.Error);
        var lines = await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken);
        Assert.Contains(known.Person, lines, StringComparison.Ordinal);
        Assert.All(known.Words, word => Assert.DoesNotContain(word, lines, StringComparison.Ordinal));
        await File.WriteAllTextAsync(torn, lines[..^10], TestContext.Current.CancellationToken);
        var refused = await ProgramProcess.RunAsync(target, Backups.Passphrase, "restore", backup, "--erasures", torn);
        Assert.Equal((1, ""), (refused.Code, refused.Output));
        Assert.Contains("cannot be read as a list of erasures", refused.Error, StringComparison.Ordinal);

        var restored = await ProgramProcess.RunAsync(target, Backups.Passphrase, "restore", backup, "--erasures", list);

        Assert.True(restored.Code == 0, restored.Error);
        Assert.Matches("Erasures done again: [1-9][0-9]* now", restored.Output);
        await using var source = NpgsqlDataSource.Create(target);
        await GoneAsync(known, source);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("{}"), InlineData("[]"), InlineData("山田"), InlineData("""{"organisation":"npo","persons":[],"ground":"other","at":"2026-04-01T00:00:00Z"}""")]
    [InlineData("""{"organisation":"npo","persons":["taro"],"ground":"other","at":"2026-04-01T00:00:00Z"}""")]
    [InlineData("""{"organisation":"npo","persons":["p-0123456789abcdef"],"ground":"why","at":"2026-04-01T00:00:00Z"}""")]
    public void A_line_that_is_no_erasure_is_named(string line)
    {
        const string Whole = """{"organisation":"npo","persons":["p-0123456789abcdef"],"ground":"other","at":"2026-04-01T00:00:00Z"}""";
        Assert.Equal([Whole], ErasureList.Read([Whole, ""]).Select(ErasureList.Write));
        Assert.Equal("2", Assert.Throws<FormatException>(() => ErasureList.Read([Whole, line])).Message);
    }

    private static async Task GoneAsync(Erased known, NpgsqlDataSource source) =>
        Assert.Empty(await StoredTexts.TablesWithAsync(source, known.Words));

    /// <summary>The bodies of the commands that said the name, as everybody could write them who knows all else of them.</summary>
    private async Task<IReadOnlyList<(Guid Id, string Body)>> CommandsAsync(Erased known)
    {
        var commands = new List<(Guid, string)>();
        await using var select = server.Source.CreateCommand(
            "select command, fact::text from casestudies.entries where tenant_id = $1 and kind = 'person_enrolled' and source = 'import'");
        select.Parameters.Add(new() { Value = _organisation });
        await using var reader = await select.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            var fact = JsonNode.Parse(reader.GetString(1))!.AsObject();
            var said = new JsonObject { ["kind"] = "person_enrolled" };
            foreach (var member in (string[])["person", "role", "on", "basis"])
                said[member] = (string)fact[member]!;
            said["name"] = "{name}";
            commands.Add((reader.GetGuid(0), System.Text.Encoding.UTF8.GetString(CanonicalJson.Bytes(new JsonObject
            {
                ["record"] = new JsonObject { ["command"] = reader.GetGuid(0).ToString(), ["facts"] = new JsonArray(said) },
            }))));
        }

        Assert.NotEmpty(commands);
        Assert.NotEmpty(known.Person);
        return commands;
    }
}
