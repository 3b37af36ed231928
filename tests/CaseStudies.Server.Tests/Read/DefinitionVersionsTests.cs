using System.Net;
using System.Text;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP: which version of a definition a figure goes by, and the value by the others.</summary>
public sealed class DefinitionVersionsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Year = "from=2025-04-01&to=2026-03-31";
    private const string FirstHalf = "from=2025-04-01&to=2025-09-30";

    [Fact]
    public async Task A_year_that_spans_a_revision_gives_the_values_by_both_versions_in_every_form()
    {
        var api = await RevisedAsync("spans");

        var figure = await api.GetAsync($"/figures/youth?{Year}");
        var line = (await api.GetAsync($"/figures?{Year}")).AsArray().Single(f => (string?)f!["indicator"] == "youth")!;
        var (figurePage, studyPage) = (await api.PageAsync($"/figures/youth?{Year}&lang=en"), await api.PageAsync($"?{Year}&lang=en"));
        var csv = Encoding.UTF8.GetString((await api.TryGetAsync($"/figures.csv?{Year}&lang=en")).Body);

        Assert.Equal((2, "1回", 1, "9人"), ((int?)figure["version"], (string?)figure["shown"]!["ja"], (int?)figure["otherVersions"]![0]!["version"],
            (string?)figure["otherVersions"]![0]!["shown"]!["ja"]));
        Assert.Equal("9人", (string?)line["otherVersions"]![0]!["shown"]!["ja"]);
        Assert.Contains("spans 2 versions of the definition", studyPage, StringComparison.Ordinal);
        Assert.Contains("Counted by version 1", figurePage, StringComparison.Ordinal);
        Assert.Contains("definitionVersion=1", figurePage, StringComparison.Ordinal);
        Assert.Contains("version 1: 9 people", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Either_version_can_be_asked_for_over_any_period()
    {
        var api = await RevisedAsync("either");

        var (governing, asked) = (await api.GetAsync($"/figures/youth?{FirstHalf}"), await api.GetAsync($"/figures/youth?{FirstHalf}&definitionVersion=2"));

        Assert.Equal((1, 2, "1回"), ((int?)governing["version"], (int?)asked["version"], (string?)asked["shown"]!["ja"]));
        Assert.Empty(governing["otherVersions"]!.AsArray());
        Assert.Equal("Version 1 of the definition governs this period. This figure is counted by version 2, as asked.",
            (string?)asked["derivation"]!["notes"]![0]!["en"]);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_refused_with_those_that_are()
    {
        var api = await RevisedAsync("missing");

        var (status, problem, _) = await api.TryGetAsync("/figures/youth?definitionVersion=3");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("Those that there are: 1, 2.", Encoding.UTF8.GetString(problem), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_is_not_corrected()
    {
        var api = await Api.OpenedAsync(server, "versions", "corrected");
        var adopted = await api.RecordAsync(Definition("indicator_adopted", "sessions", "回", ""));

        var (status, problem) = await api.PostAsync($"/entries/{adopted}/corrections",
            $$$"""
            {"command":"{{{Guid.NewGuid()}}}","basis":"{{{adopted}}}","reason":{"code":"other"},
            "replacement":{{{Definition("indicator_adopted", "sessions", "件", "")}}}}
            """);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("definition-is-revised", problem, StringComparison.Ordinal);
    }

    private async Task<Api> RevisedAsync(string initiative)
    {
        var api = await Api.OpenedAsync(server, "versions", initiative);
        await api.SessionAsync("2025-05-10", 9);
        await api.RecordAsync(Definition("indicator_revised", "youth", "回", ""","version":2,"why":{"ja":"変更","en":"Change"}"""));
        return api;
    }

    private static string Definition(string kind, string indicator, string unit, string more) =>
        $$$"""
        {"kind":"{{{kind}}}","indicator":"{{{indicator}}}","on":"2025-10-01"{{{more}}},
        "definition":{"label":{"ja":"開催","en":"Sessions"},"formula":{"op":"count","of":{"kind":"session_held"}},
        "show":{"counts":"sessions","unit":{"ja":"{{{unit}}}","en":"sessions"}},"headline":true}}
        """;
}
