namespace CaseStudies.Server.Tests.Commands;

public sealed class ImportCommandTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("casestudies-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_sheet_is_announced_then_recorded_and_the_second_time_there_is_nothing_new()
    {
        var api = await Api.OpenedAsync(server, "import-command", "one");
        var (sheet, mapping) = ($"{_folder}/may.csv", $"{_folder}/mapping.json");
        await File.WriteAllTextAsync(sheet, "日付,若者\n2025-05-10,4\n2025-05-17,5\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(mapping, Mapping, TestContext.Current.CancellationToken);
        var line = $"import import-command/one {sheet} --mapping {mapping} --lang en";

        var announced = await RunAsync(true, line + " --dry-run");
        Assert.Contains("2 rows: to be recorded 2", announced.Output, StringComparison.Ordinal);
        Assert.Contains("→ 9 people", announced.Output, StringComparison.Ordinal);
        Assert.Equal("no-data", (await api.YouthAsync()).Status);
        Assert.Contains("Imported: 4 entries", (await RunAsync(true, line)).Output, StringComparison.Ordinal);
        Assert.Equal("9人", (await api.YouthAsync()).Shown);
        Assert.Contains("Imported: 4 entries", (await RunAsync(true, line)).Output, StringComparison.Ordinal); // the same import, finished already
        Assert.Contains("nothing new", (await RunAsync(true, $"{line} --id {Guid.NewGuid()}")).Output, StringComparison.Ordinal);
        Assert.Equal("9人", (await api.YouthAsync()).Shown);
    }

    [Fact]
    public async Task A_row_that_cannot_be_holds_all_back_unless_the_rest_is_wanted()
    {
        var api = await Api.OpenedAsync(server, "import-partly", "one");
        var (sheet, mapping) = ($"{_folder}/may.csv", $"{_folder}/mapping.json");
        await File.WriteAllTextAsync(sheet, "日付,若者\n2025-05-10,4\n2025-05-17,many\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(mapping, Mapping, TestContext.Current.CancellationToken);
        var line = $"import import-partly/one {sheet} --mapping {mapping} --lang en";
        Assert.Contains("row 3", (await RunAsync(false, line)).Output, StringComparison.Ordinal);
        Assert.Equal("no-data", (await api.YouthAsync()).Status);
        await RunAsync(true, line + " --partly");
        Assert.Equal("4人", (await api.YouthAsync()).Shown);
    }

    [Fact]
    public async Task A_mapping_that_lacks_something_is_shown_to_be_mended()
    {
        await Api.OpenedAsync(server, "import-mend", "one");
        await File.WriteAllTextAsync($"{_folder}/june.csv", "日付,若者\n2025-06-07,4\n", TestContext.Current.CancellationToken);
        var (shown, error) = await RunAsync(false, $"import import-mend/one {_folder}/june.csv --lang ja");
        Assert.Contains("「若者」の区分", error, StringComparison.Ordinal);
        Assert.Contains("--mapping", error, StringComparison.Ordinal);
        var mapping = System.Text.Json.Nodes.JsonNode.Parse(shown)!.AsObject();
        Assert.Equal(["日付", "若者"], mapping["columns"]!.AsArray().Select(c => c!["header"]!.GetValue<string>()));

        (mapping["strand"], mapping["scheme"], mapping["columns"]![1]!["group"]) = ("cafe", "audience", "youth");
        await File.WriteAllTextAsync($"{_folder}/mended.json", mapping.ToJsonString(), TestContext.Current.CancellationToken);
        await RunAsync(true, $"import import-mend/one {_folder}/june.csv --mapping {_folder}/mended.json");
    }

    [Fact]
    public async Task What_cannot_be_opened_or_is_not_there_is_said()
    {
        await Api.OpenedAsync(server, "import-none", "one");
        await File.WriteAllTextAsync($"{_folder}/x.csv", "日付,若者\n2025-05-10,4\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{_folder}/bad.json", "{", TestContext.Current.CancellationToken);
        string[] lines =
        [
            $"import import-none/one {_folder}/none.csv", $"import import-none/two {_folder}/x.csv", $"import import-none/one {_folder}/bad.json",
            $"import import-none/one {_folder}/x.csv --mapping {_folder}/bad.json", $"import import-none/one {_folder}/x.csv --mapping {_folder}/none.json",
        ];
        foreach (var line in lines)
        {
            var (ja, en) = ((await RunAsync(false, line)).Error, (await RunAsync(false, line + " --lang en")).Error);
            Assert.Contains(ja, c => c is >= 'ぁ' and <= 'ん');
            Assert.DoesNotContain(en, c => c is >= 'ぁ' and <= 'ん');
            Assert.NotEmpty(en);
        }
    }

    [Theory]
    [InlineData("ja", "続きから"), InlineData("en", "Run the same command again to go on")]
    public async Task Whoever_is_stopped_is_told_how_to_go_on(string language, string said)
    {
        await File.WriteAllTextAsync($"{_folder}/mapping.json", Mapping, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync($"{_folder}/x.csv", "日付,若者\n2025-05-10,4\n", TestContext.Current.CancellationToken);
        var line = $"import import-none/one {_folder}/x.csv --mapping {_folder}/mapping.json --lang {language}";
        Assert.Contains(said, (await RunAsync(false, line, new CancellationToken(canceled: true))).Error, StringComparison.Ordinal);
    }

    private const string Mapping =
        """{"kind":"headcounts","strand":"cafe","scheme":"audience","columns":[{"as":"date","header":"日付"},{"as":"group","header":"若者","group":"youth"}]}""";

    private async Task<(string Output, string Error)> RunAsync(bool expected, string line, CancellationToken? stop = null)
    {
        var host = stop is { } token ? new FixtureHost(server) { Stop = token } : new(server);
        var (code, output, error) = await host.TypeAsync(line, Domain.Language.Ja);
        Assert.True(code == (expected ? 0 : 1), $"{line}: {code} {output} {error}");
        return (output, error);
    }
}
