using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>What a value counts, as its formula says, and which targets and baselines may stand beside it.</summary>
internal static class NaiveUnits
{
    private static readonly Dictionary<string, string[]> s_words = new()
    {
        ["people"] = ["people", "person", "persons", "different-people", "individual", "individuals"],
        ["attendances"] =
        [
            "attendances", "attendance", "visits", "visit", "visitors", "visitor", "heads", "head", "participants", "participant", "places-taken",
        ],
        ["person-months"] = ["person-months", "person-month"],
        ["pairs"] = ["pairs", "pair"],
        ["households"] = ["households", "household", "families", "family"],
        ["sessions"] = ["sessions", "session"],
        ["responses"] = ["responses", "response", "answers", "answer", "sheets"],
        ["organisations"] = ["organisations", "organisation", "organizations", "organization", "partners", "partner"],
        ["places"] = ["places", "place", "venues", "venue"],
        ["kg"] = ["kg", "kilogram", "kilograms"],
        ["g"] = ["g", "gram", "grams"],
        ["t"] = ["t", "ton", "tons", "tonne", "tonnes"],
        ["l"] = ["l", "litre", "litres", "liter", "liters"],
        ["km"] = ["km", "kilometre", "kilometres", "kilometer", "kilometers"],
        ["m"] = ["m", "metre", "metres", "meter", "meters"],
        ["yen"] = ["yen", "jpy"],
        ["usd"] = ["usd", "dollar", "dollars"],
        ["eur"] = ["eur", "euro", "euros"],
        ["minutes"] = ["minutes", "minute", "min"],
        ["hours"] = ["hours", "hour", "h"],
        ["days"] = ["days", "day"],
        ["weeks"] = ["weeks", "week"],
        ["months"] = ["months", "month"],
        ["years"] = ["years", "year"],
        ["points"] = ["points", "point"],
        ["percent"] = ["percent", "per-cent", "percentage"],
    };

    private static readonly Dictionary<string, string> s_unitOf =
        s_words.SelectMany(u => u.Value.Select(w => (Word: w, Unit: u.Key))).ToDictionary(w => w.Word, w => w.Unit);

    /// <summary>Every word that the guide lists.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. s_unitOf.Keys.Order(StringComparer.Ordinal)];

    /// <param name="percent">Whether the value is shown in per cent.</param>
    public static string Of(JsonNode formula, bool percent) => (string)formula["op"]! switch
    {
        "share" or "achievement" => "percent",
        "cohort" or "score" when (string)formula["as"]! == "share" => "percent",
        "ratio" => percent ? "percent" : "rate",
        "count" => Counted((string)formula["of"]!["kind"]!),
        "sum" => Summed(formula["of"]!),
        "distinct" or "list" => Keys((string)formula["by"]!),
        "hours" => "hours",
        "latest" => (string)formula["of"]!["kind"]! == "quantity_observed" ? Recorded(formula["of"]!) : "declared",
        "running" or "interval" => $"{formula["unit"]}s",
        "score" => "points",
        "paired-change" when (string)formula["as"]! == "mean" => "points",
        "cohort" or "paired-change" => "people",
        "per-month" or "per-week" or "per-session" or "per-key" => Each(formula, percent),
        var op => throw new InvalidOperationException(op),
    };

    /// <summary>Whether a target or a baseline may stand beside a value. Nobody asked for the unit of a target at first.</summary>
    public static bool GoWith(string unit, JsonObject declared)
    {
        if ((string?)declared["unit"] is not { } word)
            return unit != "percent" || Fraction.Read((string)declared["value"]!) is var value && (value <= 0 || value >= 1);
        var other = Read(word);
        return unit switch
        {
            "attendances" or "person-months" => other == unit || other == "people",
            "items" => other is "items" or "rate",
            "rate" => other is "items" or "rate" or "sessions",
            "declared" => true,
            _ => other == unit,
        };
    }

    private static string Counted(string kind) => kind switch
    {
        "session_held" => "sessions",
        "person_attended" => "attendances",
        "survey_response_recorded" => "responses",
        _ => "items",
    };

    private static string Summed(JsonNode selection) => (string)selection["kind"]! switch
    {
        "activity_logged" => "hours",
        "survey_tallied" => "responses",
        _ => Recorded(selection) is var unit && unit == "people" ? "attendances" : unit,
    };

    private static string Keys(string by) => by switch
    {
        "person" => "people",
        "partner" => "organisations",
        "session" => "sessions",
        "venue" => "places",
        _ => "items",
    };

    private static string Each(JsonNode formula, bool percent)
    {
        var of = formula["of"]!;
        if ((string)of["op"]! != "distinct" || (string)formula["take"]! != "total")
            return Of(of, percent);
        return ((string)of["by"]!, (string)formula["op"]!) switch
        {
            ("person", "per-month") => "person-months",
            ("person", "per-week") => "rate",
            ("person", _) => "attendances",
            _ => "items",
        };
    }

    private static string Recorded(JsonNode selection) => Read((string)selection["where"]!["unit"]![0]!);

    private static string Read(string word) =>
        s_unitOf.TryGetValue(word, out var unit) ? unit : word.Contains("-per-", StringComparison.Ordinal) ? "rate" : "items";
}
