using System.Text.Json.Nodes;
using static CaseStudies.Tests.Reference.Drawn.Vocabulary;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>An instrument in two versions, answers with gaps, and answers counted on paper.</summary>
internal static class DrawnSurveys
{
    public static JsonObject Introduced(Chance chance, string on) => new()
    {
        ["instrument"] = "wellbeing", ["version"] = chance.From(1, 2), ["title"] = Chance.Text("How are you?"), ["on"] = on,
        ["items"] = new JsonArray([.. Items.Select(item => new JsonObject
        {
            ["item"] = item, ["question"] = Chance.Text("How often?"),
            ["answers"] = new JsonArray([.. Answers.Select(answer => Answer(chance, answer))]), ["multiple"] = chance.Happens(0.9),
        })]),
    };

    private static JsonObject Answer(Chance chance, string answer)
    {
        var body = new JsonObject { ["answer"] = answer, ["label"] = Chance.Text(answer) };
        if (answer != "unsure")
            body["score"] = chance.From(0, 4);
        return body;
    }

    private static int Version(Chance chance) => chance.Happens(0.07) ? 2 : 1;

    public static JsonObject Response(Chance chance, string on, string[] people) => new()
    {
        ["instrument"] = "wellbeing", ["version"] = Version(chance), ["wave"] = chance.One(Waves), ["on"] = on,
        ["answers"] = new JsonObject(Items.Where(_ => chance.Happens(0.85))
            .Select(item => KeyValuePair.Create(item, (JsonNode?)JsonValue.Create(chance.Happens(0.1) ? "unsure" : chance.One(Answers[..3]))))),
        ["person"] = chance.Maybe(0.85, people), ["group"] = chance.Maybe(0.4, Values["group"]),
    };

    public static JsonObject Tally(Chance chance, string on) => new()
    {
        ["instrument"] = "wellbeing", ["version"] = Version(chance), ["wave"] = chance.One(Waves), ["on"] = on, ["respondents"] = chance.From(9, 20),
        ["tallies"] = new JsonObject(Items.Where(_ => chance.Happens(0.8)).Select(item => KeyValuePair.Create(item, (JsonNode?)new JsonObject(
            Answers.Where(_ => chance.Happens(0.7)).Select(a => KeyValuePair.Create(a, (JsonNode?)JsonValue.Create(chance.From(0, 3)))))))),
        ["group"] = chance.Maybe(0.3, Values["group"]), ["part"] = chance.Maybe(0.5, Values["part"]),
    };
}
