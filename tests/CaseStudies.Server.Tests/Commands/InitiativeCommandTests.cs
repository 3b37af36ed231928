using System.Text.Json.Nodes;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Tests;

namespace CaseStudies.Server.Tests.Commands;

public sealed class InitiativeCommandTests(ServerFixture server) : IClassFixture<ServerFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("casestudies-commands-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Figures_stand_on_the_terminal_as_the_data_answer_has_them()
    {
        var api = await Api.OpenedAsync(server, "command-figures", "one");
        await api.SessionAsync("2025-12-05", 3);
        await api.SessionAsync("2025-12-06", 4);
        Assert.EndsWith("youth  若者  7人", (await RunAsync(0, "figures command-figures/one")).Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("3人", (await RunAsync(0, "figures command-figures/one --from 2025-12-05 --to 2025-12-05")).Output, StringComparison.Ordinal);
        Assert.Contains("[no data]", (await RunAsync(0, "figures command-figures/one --version 3 --lang en")).Output, StringComparison.Ordinal);
        Assert.Contains("7人", (await RunAsync(0, "figures command-figures/one --known-at 2026-04-01")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("youth", (await RunAsync(0, "figures command-figures/one --known-at 2026-03-31")).Output, StringComparison.Ordinal);
        await RunAsync(0, "figures command-figures/one --known-at 2026-04-01T09:00:00+09:00");
        Assert.Contains("今日は 2026-04-01 です", (await RunAsync(1, "figures command-figures/one --known-at 2026-04-02")).Error,
            StringComparison.Ordinal);
        var framed = (await RunAsync(0, "figures command-figures/one", terminal: true)).Output;
        Assert.Matches("│ youth +│ 若者 +│ 7人 +│", framed);
        var json = JsonNode.Parse((await RunAsync(0, "figures command-figures/one --json")).Output);
        Assert.True(JsonNode.DeepEquals(await api.GetAsync("/figures"), json));
        await RunAsync(0, $"figures command-figures/one --csv {_folder}/f.csv");
        Assert.Contains(",7人,7,", await File.ReadAllTextAsync($"{_folder}/f.csv", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_written_whole_and_never_over_a_file_unasked()
    {
        var api = await Api.OpenedAsync(server, "command-export", "one");
        await api.SessionAsync("2025-12-05", 3);
        await RunAsync(0, $"export command-export/one {_folder}/e.xlsx");
        Assert.Empty(Written.Errors(await File.ReadAllBytesAsync($"{_folder}/e.xlsx", TestContext.Current.CancellationToken)));
        var (_, told) = await RunAsync(0, $"export command-export/one {_folder}/e.csv", terminal: true);
        Assert.Contains("100%", told, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync(0, $"export command-export/one {_folder}/quiet.csv")).Error);
        var before = await File.ReadAllBytesAsync($"{_folder}/e.csv", TestContext.Current.CancellationToken);
        Assert.Contains("--force", (await RunAsync(1, $"export command-export/one {_folder}/e.csv --lang en")).Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync($"{_folder}/e.csv", TestContext.Current.CancellationToken));
        await RunAsync(0, $"export command-export/one {_folder}/e.csv --lang en --force");
        Assert.NotEqual(before, await File.ReadAllBytesAsync($"{_folder}/e.csv", TestContext.Current.CancellationToken));

        await api.RecordAsync("""{"kind":"milestone_reached","milestone":"bakery","description":{"ja":"𠮷野家と協力","en":"Help"},"on":"2025-12-05"}""");
        Assert.Contains("U+20BB7", (await RunAsync(1, $"export command-export/one {_folder}/sjis.csv --encoding cp932")).Error, StringComparison.Ordinal);
        Assert.NotEmpty((await RunAsync(1, $"export command-export/one {_folder}/none/e.csv")).Error);
        Assert.NotEmpty((await RunAsync(1, $"export command-export/one {_folder}/e.pdf")).Error);
        Assert.Equal(["e.csv", "e.xlsx", "quiet.csv"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("figures nobody/one"), InlineData("figures command-export/none"), InlineData("export nobody/one x.csv")]
    public async Task Who_is_not_there_is_said(string line)
    {
        Assert.Contains("no initiative", (await RunAsync(1, line + " --lang en")).Error, StringComparison.Ordinal);
        Assert.Contains("ここにはありません", (await RunAsync(1, line)).Error, StringComparison.Ordinal);
    }

    private async Task<(string Output, string Error)> RunAsync(int expected, string line, bool terminal = false)
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync(line, Domain.Language.Ja, terminal);
        Assert.True(code == expected, $"{line}: {code} {error}");
        return (output, error);
    }
}
