using System.Net;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>An initiative of 2024 whose fiscal year 2025 gets closed, with definitions that look beyond that year.</summary>
internal static class ClosedYear
{
    public const string Query = "?from=2025-04-01&to=2026-03-31";
    public const string Year = "2025-04-01/2026-03-31";

    public static readonly Guid Session = new("0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f01");

    private static readonly string[] s_said = ["version", "label", "status", "value", "shown", "target", "comparisons", "notes"];

    private static readonly string[] s_facts =
    [
        """
        {"kind":"initiative_opened","title":{"ja":"はち福","en":"Hachifuku"},"forms":[{"ja":"居場所","en":"A place to be"}],
        "audiences":[{"ja":"若者","en":"Young people"}],"areas":[{"ja":"福生市","en":"Fussa"}],"on":"2024-04-01"}
        """,
        """{"kind":"strand_started","strand":"cafe","name":{"ja":"ふれあい喫茶","en":"Café"},"on":"2024-04-01"}""",
        """
        {"kind":"survey_introduced","instrument":"mood","version":1,"title":{"ja":"気持ち","en":"Mood"},"on":"2024-04-01","items":[
        {"item":"lonely","question":{"ja":"孤独","en":"Lonely?"},"answers":[{"answer":"never","label":{"ja":"ない","en":"Never"},"score":1},
        {"answer":"often","label":{"ja":"ある","en":"Often"},"score":4}]}]}
        """,
        Indicator("youth", "attendances", "人", """
            {"op":"sum","of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"}
            """, ""","target":"youth" """),
        Wave("before"), Wave("after"),
        Indicator("lonelier", "people", "人", """
            {"op":"paired-change","of":{"kind":"survey_response_recorded","where":{"instrument":["mood"]}},"items":["lonely"],
            "before":"before","after":"after","as":"risen"}
            """),
        Indicator("staying", "people", "人", """
            {"op":"cohort","enters":{"kind":"person_enrolled"},"visits":{"kind":"person_attended"},"minimumVisits":1,"seenWithinDays":500,
            "cutOff":"2026-06-30","as":"people"}
            """),
        Indicator("held", "sessions", "回", """{"op":"count","of":{"kind":"session_held"}}""", ""","against":[{"what":"year-before"}]"""),
        Indicator("regulars", "people", "人", """
            {"op":"distinct","of":[{"kind":"person_attended","who":{"of":{"kind":"person_attended"},"over":"ever","atLeast":2}}],"by":"person"}
            """),
        Indicator("asked", "entries", "件", """{"op":"count","of":{"kind":"consultation_received"}}""", ""","against":[{"what":"year-before"}]"""),
        Indicator("partners", "organisations", "団体", """{"op":"list","of":[{"kind":"partner_linked"}],"by":"partner"}"""),
        $$"""{"kind":"session_held","session":"{{Session}}","strand":"cafe","on":"2025-05-10"}""",
        $$"""
        {"kind":"participants_counted","session":"{{Session}}","scheme":"audience","group":"youth","count":5,"unit":"people"}
        """,
        Enrolled(1), Enrolled(2), Attended(1, Session), Attended(2, Session), Answered(1, "after", "often", "2025-06-01"), Asked("2025-06-01"),
        Linked("市", "2025-06-01"),
    ];

    private static string Wave(string wave) =>
        $$"""{"kind":"term_defined","dimension":"wave","term":"{{wave}}","label":{"ja":"{{wave}}","en":"{{wave}}"},"on":"2024-04-01"}""";

    /// <summary>Opened in 2024, with everything recorded that the figures of 2025 need; not closed yet.</summary>
    public static async Task<Api> OpenedAsync(ServerFixture server, string organisation, string initiative)
    {
        var api = new Api(server, organisation, initiative);
        await api.RecordAsync(s_facts);
        return api;
    }

    public static async Task CloseAsync(this Api api)
    {
        await api.RecordAsync(Mark("in-review"));
        await api.RecordAsync(Mark("closed"));
    }

    public static Task ReopenAsync(this Api api) => api.RecordAsync(Mark("reopened", ""","cause":"late-information" """));

    /// <summary>The closings of the year, in their order.</summary>
    public static async Task<List<JsonNode>> ClosingsAsync(this Api api) =>
        [.. (await api.GetAsync("/restatements" + Query))["periods"]!.AsArray().SelectMany(p => p!["closings"]!.AsArray()).Select(c => c!)];

    /// <summary>Of each figure of the year what an announcement says of it too.</summary>
    public static async Task<Dictionary<string, string>> FiguresAsync(this Api api) =>
        (await api.GetAsync("/figures" + Query)).AsArray().ToDictionary(f => (string)f!["indicator"]!, f => Said(f!));

    /// <summary>What makes a figure another one: not the arithmetic of the same value, nor a term in its sentence.</summary>
    public static string Said(JsonNode figure) => new JsonObject(
        s_said.Where(m => figure[m] is not null).Select(m => KeyValuePair.Create(m, (JsonNode?)figure[m]!.DeepClone()))).ToJsonString();

    /// <summary>What an answer says of the closed periods: days, closing, changes.</summary>
    public static List<string> Restates(JsonNode answer) =>
        [.. (answer["restates"]?.AsArray() ?? []).Select(r => $"{r!["from"]}/{r["to"]} #{r["closing"]} {r["changes"]}")];

    public static async Task<JsonNode> EffectsAsync(this Api api, string verb, JsonNode command)
    {
        var (status, body) = await api.PostAsync("/effects", new JsonObject { [verb] = command.DeepClone() }.ToJsonString());
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    public static string Mark(string state, string more = "") =>
        $$"""{"kind":"period_marked","state":"{{state}}","from":"2025-04-01","to":"2026-03-31","on":"2026-04-01"{{more}}}""";

    public static string Person(int number) => $"p-{number:x8}";

    public static string Enrolled(int person, string on = "2025-05-01") =>
        $$"""{"kind":"person_enrolled","person":"{{Person(person)}}","role":"participant","on":"{{on}}","basis":"consent"}""";

    public static string Left(int person, string on) => $$"""{"kind":"person_left","person":"{{Person(person)}}","on":"{{on}}"}""";

    public static string Attended(int person, Guid session) => $$"""{"kind":"person_attended","person":"{{Person(person)}}","session":"{{session}}"}""";

    public static string Merged(int kept, int merged) =>
        $$"""{"kind":"people_merged","kept":"{{Person(kept)}}","merged":"{{Person(merged)}}","on":"2026-04-01"}""";

    public static string Answered(int person, string wave, string answer, string on) => $$$"""
        {"kind":"survey_response_recorded","instrument":"mood","version":1,"wave":"{{{wave}}}","on":"{{{on}}}",
        "answers":{"lonely":"{{{answer}}}"},"person":"{{{Person(person)}}}"}
        """;

    public static string Asked(string on) => $$"""{"kind":"consultation_received","on":"{{on}}","channel":"phone"}""";

    public static string Linked(string name, string on) =>
        $$$"""{"kind":"partner_linked","partner":"city","name":{"ja":"{{{name}}}","en":"{{{name}}}"},"class":"npo","role":"host","on":"{{{on}}}"}""";

    public static string Target(int value, string on) =>
        $$"""{"kind":"target_set","target":"youth","comparison":"at-least","value":"{{value}}","unit":"people","on":"{{on}}"}""";

    /// <summary>A revision of the indicator <c>asked</c> from this day on.</summary>
    public static string Revised(int version, string on) => Indicator("asked", "entries", "件", """{"op":"count","of":{"kind":"consultation_received"}}""")
        .Replace("indicator_adopted", "indicator_revised", StringComparison.Ordinal)
        .Replace("\"on\":\"2024-04-01\"", $$$"""
            "on":"{{{on}}}","version":{{{version}}},"why":{"ja":"見直し","en":"Review"}
            """, StringComparison.Ordinal);

    private static string Indicator(string key, string counts, string unit, string formula, string more = "") => $$$"""
        {"kind":"indicator_adopted","indicator":"{{{key}}}","on":"2024-04-01","definition":{"label":{"ja":"{{{key}}}","en":"{{{key}}}"},
        "formula":{{{formula}}},"show":{"counts":"{{{counts}}}","unit":{"ja":"{{{unit}}}","en":"{{{counts}}}"}}{{{more}}}}}
        """;
}
