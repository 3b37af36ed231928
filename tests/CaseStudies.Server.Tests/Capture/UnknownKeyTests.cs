using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Import;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Over HTTP: a misspelt key is refused where it stands, with the nearest known ones in both languages, and nothing is recorded.</summary>
public sealed class UnknownKeyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly Guid s_session = new("00000000-0000-0000-0000-00000000000c");

    private static readonly string[] s_declared =
    [
        """{"kind":"term_defined","dimension":"group","term":"youth","label":{"ja":"若者","en":"Young people"},"on":"2025-04-01"}""",
        """{"kind":"term_defined","dimension":"scheme","term":"audience","label":{"ja":"対象","en":"Audience"},"on":"2025-04-01"}""",
        """{"kind":"term_defined","dimension":"venue","term":"community-hall","label":{"ja":"公民館","en":"Community hall"},"on":"2025-04-01"}""",
        """{"kind":"partner_linked","partner":"city-office","name":{"ja":"市","en":"City"},"class":"government","role":"host","on":"2025-04-01"}""",
        $$"""{"kind":"session_held","session":"{{s_session}}","strand":"cafe","on":"2025-05-10"}""",
    ];

    private static string Count(string scheme, string group) =>
        $$"""{"kind":"participants_counted","session":"{{s_session}}","scheme":"{{scheme}}","group":"{{group}}","count":4,"unit":"people"}""";

    private static string Adopted(string where) =>
        """
        {"kind":"indicator_adopted","indicator":"heads","on":"2025-04-01","definition":{"label":{"ja":"人数","en":"Heads"},
        "formula":{"op":"sum","of":{"kind":"participants_counted","where":{"unit":["people"],WHERE}},"quantity":"count"},
        "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}}}}
        """.Replace("WHERE", where, StringComparison.Ordinal);

    public static TheoryData<string, string, string, string> Mistyped => new()
    {
        { Count("audience", "yuoth"), "/facts/0/group", "key-unknown", "youth" },
        { Count("audeince", "youth"), "/facts/0/scheme", "key-unknown", "audience" },
        { """{"kind":"session_planned","strand":"cafe","on":"2026-05-10","venue":"comunity-hall"}""", "/facts/0/venue", "key-unknown", "community-hall" },
        { """{"kind":"partner_unlinked","partner":"city-ofice","on":"2025-06-01"}""", "/facts/0/partner", "key-unknown", "city-office" },
        { """{"kind":"session_cancelled","strand":"caffe","on":"2025-06-01"}""", "/facts/0", "strand-unknown", "cafe" },
        {
            """{"kind":"term_defined","dimension":"gruop","term":"men","label":{"ja":"男性","en":"Men"},"on":"2025-04-01"}""", "/facts/0/dimension",
            "dimension-unknown", "group"
        },
        { Adopted("\"scheme\":[\"audience\"],\"group\":[\"yuoth\"]"), "/facts/0/definition/formula/of/where/group/0", "definition-names-unknown", "youth" },
        { Adopted("\"scheme\":[\"audience\"],\"strnad\":[\"cafe\"]"), "/facts/0/definition/formula/of/where/strnad", "indicator-invalid", "strand" },
        { Adopted("\"scheme\":[\"audience\"],\"strand\":[\"caffe\"]"), "/facts/0/definition/formula/of/where/strand/0", "definition-names-unknown", "cafe" },
    };

    private async Task<Api> DeclaredAsync()
    {
        var api = await Api.OpenedAsync(server, "keys", $"k-{Guid.NewGuid():n}"[..20]);
        await api.RecordAsync(s_declared);
        return api;
    }

    [Theory, MemberData(nameof(Mistyped))]
    public async Task It_is_refused_with_its_place_and_the_nearest_keys(string fact, string at, string code, string nearest)
    {
        var api = await DeclaredAsync();
        var before = (await api.GetAsync("/entries"))["entries"]!.AsArray().Count;

        var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), fact));

        var problem = JsonNode.Parse(body)!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code, at), (status, (string?)problem["code"], (string?)problem["pointer"]));
        Assert.EndsWith(code, (string?)problem["type"], StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{nearest}'", (string?)problem["en"], StringComparison.Ordinal);
        Assert.Contains($"「{nearest}」", (string?)problem["ja"], StringComparison.Ordinal);
        Assert.Equal(before, (await api.GetAsync("/entries"))["entries"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_one_act_declares_first_its_later_facts_may_name()
    {
        var api = await DeclaredAsync();

        await api.RecordAsync(
            """{"kind":"term_defined","dimension":"group","term":"seniors","label":{"ja":"高齢者","en":"Seniors"},"on":"2025-04-01"}""",
            Count("audience", "seniors"), Adopted("\"scheme\":[\"audience\"],\"group\":[\"seniors\"]"));

        Assert.Equal("4 people", (string?)(await api.GetAsync("/figures/heads"))["shown"]!["en"]);
    }

    [Fact]
    public async Task A_file_with_an_undeclared_key_is_told_by_row_before_anything_is_recorded()
    {
        var api = await ImportApi.OpenedAsync(server, "keys", $"i-{Guid.NewGuid():n}"[..20], s_declared);
        const string Mapping = """
            {"kind":"events","fact":"referral_made","columns":[{"as":"member","member":"on","header":"日付"},
            {"as":"member","member":"destination","header":"先"},{"as":"member","member":"partner","header":"団体"}]}
            """;

        var answer = await api.DryRunAsync(ImportApi.Csv("日付,先,団体", "2025-05-10,office,city-office", "2025-05-11,office,city-ofice"), Mapping);

        Assert.Equal(["2 will-be-recorded", "3 cannot-be key-unknown"], answer.Rows);
        var says = answer.Body["rows"]![1]!["entries"]![0]!["says"]!;
        Assert.Contains("「city-office」のことですか。新しいものなら、先に「連携先」", (string?)says["ja"], StringComparison.Ordinal);
        Assert.Contains("Did you mean 'city-office'? If it is new, record the partner", (string?)says["en"], StringComparison.Ordinal);
        Assert.Empty((await api.Api.GetAsync("/entries?kind=referral_made"))["entries"]!.AsArray());
    }
}
