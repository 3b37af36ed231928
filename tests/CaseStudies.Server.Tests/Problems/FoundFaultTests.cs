using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>Bodies that once were faults of ours, or left a name where none may be; one by one, with the answer they get.</summary>
public sealed class FoundFaultTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Theory]
    [InlineData("a list holds null", "/facts/1", 400, "malformed"), InlineData("a nested list holds null", "/facts/0/items/0/answers/0", 400, "malformed")]
    [InlineData("a formula without an operation", "/facts/0", 400, "malformed"), InlineData("a kind of 7000 characters", "/facts/0", 400, "malformed")]
    [InlineData("a version that is no number", "/facts/0", 400, "malformed")]
    [InlineData("a day before the year 1", "/facts/0/on", 400, "malformed"), InlineData("a pause to the end of time", "/facts/0/to", 400, "malformed")]
    [InlineData("a private text that is too long", "/facts/0/words", 400, "malformed")]
    [InlineData("the lowest version there is", null, 409, "indicator-version-out-of-order"), InlineData("an item twice", null, 422, "item-repeated")]
    [InlineData("an answer twice", null, 422, "item-repeated")]
    [InlineData("a time zone of 7000 characters", null, 422, "time-zone-unknown"), InlineData("a name in a condition", null, 422, "indicator-invalid")]
    [InlineData("a name for an item", null, 422, "indicator-invalid")]
    public async Task It_is_refused_for_what_it_is(string what, string? place, int status, string code)
    {
        var body = HostileServer.Record(Act(what));

        var problem = await server.RefusedAsync(what, () => new(HttpMethod.Post, Initiative(what) + "/entries"), HostileServer.Utf8(body.ToJsonString()),
            expected: status);

        Assert.Equal(code, (string)problem!["code"]!);
        Assert.StartsWith(place ?? "", (string?)problem["pointer"] ?? "", StringComparison.Ordinal);
        Assert.True(code != "indicator-invalid" || ((string)problem["en"]!).Contains("a-z, 0-9 and -", StringComparison.Ordinal), (string?)problem["en"]);
        Assert.Equal(200, (await server.GetAsync(HostileServer.Alpha)).Status);
    }

    private static string Initiative(string what) =>
        what.Contains("time zone", StringComparison.Ordinal) ? "/organisations/alpha/initiatives/elsewhere" : HostileServer.Alpha;

    private static JsonNode[] Act(string what)
    {
        var (kind, change) = Change(what);
        // Where nothing stands before it that would be refused first.
        var act = kind == "initiative_opened" ? [HostileServer.Examples.Foundation()[0]] : HostileServer.Examples.Act(kind);
        change(act[^1].AsObject());
        return what == "a list holds null" ? [.. act, null!] : act;
    }

    private static (string Kind, Action<JsonObject> Change) Change(string what) => what switch
    {
        "a list holds null" => ("milestone_reached", _ => { }),
        "a nested list holds null" => ("survey_introduced", f => f["items"]![0]!["answers"]![0] = null),
        "a formula without an operation" => ("indicator_adopted", f => f["definition"]!["formula"] = new JsonObject()),
        "a kind of 7000 characters" => ("milestone_reached", f => f["kind"] = new string('k', 7_000)),
        "a version that is no number" => ("milestone_reached", f => f["v"] = "山田"),
        "a day before the year 1" => ("baseline_recorded", f => f["on"] = "-0005-01-01"),
        "a pause to the end of time" => ("person_paused", f => f["to"] = "9999-12-31"),
        "a private text that is too long" => ("voice_recorded", f => f["words"] = new string('声', 4_001)),
        "the lowest version there is" => ("indicator_revised", f => f["version"] = int.MinValue),
        "an item twice" => ("survey_introduced", f => f["items"]!.AsArray().Add(Other(f["items"]![0]!))),
        "an answer twice" => ("survey_introduced", f => f["items"]![0]!["answers"]!.AsArray().Add(f["items"]![0]!["answers"]![0]!.DeepClone())),
        "a time zone of 7000 characters" => ("initiative_opened", f => f["timeZone"] = new string('z', 7_000)),
        "a name in a condition" => ("indicator_adopted", f => f["definition"]!["formula"]!["of"]!["where"]!["group"] = new JsonArray("山田太郎")),
        _ => ("indicator_adopted", f =>
        {
            f["definition"]!["formula"] = JsonNode.Parse(
                """{"op":"share","of":{"kind":"survey_response_recorded","where":{"instrument":["key"],"wave":["key"]}},"item":"山田太郎","answers":["key"]}""");
            f["definition"]!["show"] = JsonNode.Parse("""{"counts":"share","percent":true,"unit":{"ja":"%","en":"%"}}""");
        }),
    };

    private static JsonNode Other(JsonNode item)
    {
        var other = item.DeepClone();
        other["answers"]![0]!["answer"] = "other";
        return other;
    }
}
