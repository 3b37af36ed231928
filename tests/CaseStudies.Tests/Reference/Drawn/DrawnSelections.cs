using System.Text.Json.Nodes;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Selections that often find something: their conditions are mostly read off a fact that was recorded.</summary>
/// <param name="recorded">Kind and body of every fact so far.</param>
internal sealed class DrawnSelections(Chance chance, IReadOnlyList<(string Kind, JsonObject Body)> recorded)
{
    private static readonly string[] s_kinds = [.. InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal)];
    private static readonly Dictionary<string, string[]> s_dimensions = s_kinds.ToDictionary(k => k, DimensionsOf);
    private static readonly string[] s_states = ["person_enrolled", "role_taken", "partner_linked"];

    public string AnyKind() => chance.Happens(0.93) ? chance.One(recorded).Kind : chance.One(s_kinds);

    /// <summary>A kind with the dimension, one that was recorded if there is one.</summary>
    public string KindWith(string dimension)
    {
        var there = recorded.Select(r => r.Kind).Where(k => Dimensions(k).Contains(dimension)).ToList();
        return chance.One(there.Count > 0 && chance.Happens(0.9) ? there : s_kinds.Where(k => Dimensions(k).Contains(dimension)).ToList());
    }

    public string OneOf(params string[] kinds)
    {
        var there = recorded.Select(r => r.Kind).Where(kinds.Contains).ToList();
        return chance.One<string>(there.Count > 0 && chance.Happens(0.95) ? [.. there] : kinds);
    }

    /// <summary>The key of a target or a baseline; mostly of one that was recorded, and in a unit that goes with the value.</summary>
    public string Declared(string kind, string dimension, string unit)
    {
        var all = recorded.Where(r => r.Kind == kind).ToList();
        var fitting = all.Where(r => Naive.NaiveUnits.GoWith(unit, r.Body)).ToList();
        var there = (fitting.Count > 0 && chance.Happens(0.85) ? fitting : all).ConvertAll(r => (string)r.Body[dimension]!);
        return chance.One<string>(there.Count > 0 && chance.Happens(0.95) ? there : Vocabulary.Values[dimension]);
    }

    public static string[] Dimensions(string kind) => s_dimensions[kind];

    private static string[] DimensionsOf(string kind)
    {
        var own = InitiativeEventCatalogue.Facts[kind];
        var ofSession = own.OfSession ? InitiativeEventCatalogue.Facts["session_held"].Dimensions : [];
        return [.. own.Dimensions.Concat(ofSession).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <param name="needed">Dimensions of which exactly one value is named.</param>
    public JsonObject Of(string kind, int depth = 0, params string[] needed)
    {
        var where = new JsonObject();
        var sample = recorded.Where(r => r.Kind == kind).Select(r => r.Body).ToList() is { Count: > 0 } bodies ? chance.One(bodies) : null;
        foreach (var dimension in needed)
            where[dimension] = new JsonArray(Value(kind, dimension, sample));
        for (var more = Dimensions(kind) is [] ? 0 : chance.One(0, 0, 0, 0, 1, 1, 1, 2); more > 0; more--)
            Add(where, kind, sample);
        var selection = new JsonObject { ["kind"] = kind };
        if (where.Count > 0)
            selection["where"] = where;
        if (depth < 2 && chance.Happens(0.16))
            selection["who"] = Members(kind, depth);
        if (selection["who"] is null)
            selection.Remove("who");
        if (s_states.Contains(kind) && chance.Happens(0.65))
            selection["inForce"] = chance.One("at-end", "during");
        return selection;
    }

    private void Add(JsonObject where, string kind, JsonObject? sample)
    {
        var dimension = chance.One(Dimensions(kind));
        if (kind == "survey_response_recorded" && chance.Happens(0.5))
        {
            where["instrument"] = new JsonArray("wellbeing");
            where[$"answer.{chance.One(Vocabulary.Items)}"] = new JsonArray(
                [.. chance.One(Vocabulary.Answers[..1], Vocabulary.Answers[..2], Vocabulary.Answers[1..3])]);
        }
        else if (!where.ContainsKey(dimension) && dimension is not ("wave" or "instrument"))
        {
            var values = new List<string> { Value(kind, dimension, sample), Value(kind, dimension, null) }.Distinct().ToList();
            where[dimension] = new JsonArray([.. values.Take(chance.From(1, 2))]);
        }
    }

    private string Value(string kind, string dimension, JsonObject? sample)
    {
        if (chance.Happens(0.8) && sample?[dimension] is JsonValue own)
            return own.ToString();
        return dimension switch
        {
            "unit" => chance.One(Vocabulary.Units(kind)),
            "session" => recorded.Where(r => r.Kind == "session_held").Select(r => (string)r.Body["session"]!).FirstOrDefault() ?? $"{chance.Guid()}",
            _ => chance.One(Vocabulary.Values[dimension]),
        };
    }

    private JsonObject? Members(string kind, int depth)
    {
        string[] admitted = ["person", "person", "session", "partner", "venue", "strand"];
        var possible = Dimensions(kind).Where(admitted.Contains).ToList();
        if (possible.Count == 0)
            return null;
        var by = possible.Contains("person") && chance.Happens(0.7) ? "person" : chance.One(possible);
        var members = new JsonObject { ["of"] = Of(KindWith(by), depth + 1), ["over"] = chance.One("counted", "ever") };
        if (chance.Happens(0.5))
            members["atLeast"] = chance.One(1, 2, 2, 3);
        if (by != "person" || chance.Happens(0.3))
            members["by"] = by;
        return members;
    }
}
