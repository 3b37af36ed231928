using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Formulas about what few others would find. With few conditions, so that more of it meets.</summary>
internal static class AskedFormulas
{
    public static JsonObject Of(string op, Chance chance, Func<LocalDate> day) => op switch
    {
        "share of several answers" => SeveralAnswers(chance),
        "sum of heads" => Heads(),
        "people and heads" => PeopleAndHeads(),
        "cohort of a strand" => StrandCohort(chance, day),
        _ => throw new InvalidOperationException(op),
    };

    private static JsonObject Heads() => new() { ["op"] = "sum", ["of"] = Headcounts(), ["quantity"] = "count" };

    private static JsonObject PeopleAndHeads() => new()
    {
        ["op"] = "distinct", ["of"] = new JsonArray(Of("person_attended")), ["by"] = "person",
        ["heads"] = Headcounts(),
    };

    private static JsonObject SeveralAnswers(Chance chance)
    {
        (string, string)[] conditions = [("instrument", "wellbeing"), ("version", "1"), ("wave", chance.One("before", "after"))];
        return new()
        {
            ["op"] = "share", ["of"] = Of("survey_response_recorded", conditions), ["item"] = chance.One(Vocabulary.Items),
            ["answers"] = new JsonArray([.. Vocabulary.Answers[..3]]), ["tallies"] = Of("survey_tallied", conditions),
        };
    }

    private static JsonObject StrandCohort(Chance chance, Func<LocalDate> day) => new()
    {
        ["op"] = "cohort", ["enters"] = Of("person_enrolled"), ["visits"] = Of("person_attended", ("strand", chance.One(Vocabulary.Strands))),
        ["minimumVisits"] = 1, ["seenWithinDays"] = 200, ["cutOff"] = Chance.Iso(LocalDate.Max(day(), day())), ["as"] = "people",
    };

    private static JsonObject Headcounts() => Of("participants_counted", ("scheme", "age"), ("unit", "people"));

    private static JsonObject Of(string kind, params (string Dimension, string Value)[] conditions)
    {
        var selection = new JsonObject { ["kind"] = kind };
        if (conditions.Length > 0)
            selection["where"] = new JsonObject(conditions.Select(c => KeyValuePair.Create(c.Dimension, (JsonNode?)new JsonArray(c.Value))));
        return selection;
    }
}
