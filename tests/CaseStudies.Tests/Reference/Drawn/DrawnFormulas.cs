using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>A formula of every node of the algebra. Not each is admissible; <see cref="DrawnDefinitions"/> asks the rules.</summary>
internal sealed class DrawnFormulas(Chance chance, DrawnSelections selections, Func<LocalDate> day)
{
    public static readonly string[] Nodes =
    [
        "count", "sum", "distinct", "list", "hours", "latest", "running", "interval", "share", "ratio", "achievement", "cohort", "paired-change",
        "score", "per-month", "per-week", "per-session", "per-key",
    ];

    private static readonly string[] s_takes = ["range", "mean", "maximum", "total"];

    public JsonObject Of(string op, int depth = 0) => op switch
    {
        "count" => new() { ["op"] = op, ["of"] = selections.Of(selections.AnyKind()) },
        "sum" => Sum(),
        "sum of capacity" => Plain(Sum("session_planned")),
        "sum of hours" => Plain(Sum("activity_logged")),
        "distinct" => chance.Happens(0.4) ? People() : Keys(op),
        "list" => Keys(op),
        "hours" => new() { ["op"] = op, ["of"] = selections.Of(selections.OneOf("session_held", "activity_logged")) },
        "latest" => Latest(),
        "running" => new() { ["op"] = op, ["strand"] = chance.One(Vocabulary.Strands), ["unit"] = chance.One("week", "month") },
        "interval" => new() { ["op"] = op, ["of"] = selections.Of("session_held"), ["unit"] = chance.One("day", "week", "month"),
            ["take"] = chance.One(s_takes[..3]) },
        "share" => Share(),
        "share without tallies" => Share(tallies: false),
        "ratio" => Ratio(depth),
        "achievement" => Achievement(),
        "cohort" => Cohort(chance.Happens(0.4)),
        "cohort with completion" => Cohort(completion: true),
        "paired-change" => PairedChange(),
        "score" => Score(),
        "per-month" or "per-week" =>
            Taken(new() { ["op"] = op, ["of"] = Of(chance.One(s_spans), 1), ["strand"] = chance.One(Vocabulary.Strands) }),
        "per-session" => Taken(new() { ["op"] = op, ["of"] = OfSession(), ["sessions"] = selections.Of("session_held") }),
        "per-key" => PerKey(),
        _ => AskedFormulas.Of(op, chance, day),
    };

    private static readonly string[] s_simple = ["count", "count", "sum", "distinct", "hours"];
    private static readonly string[] s_spans = ["count", "count", "sum", "distinct", "distinct", "hours", "share", "ratio"];
    private static readonly string[] s_divided =
    [
        "count", "count", "sum", "distinct", "hours", "latest", "running", "per-month", "per-session", "cohort", "share", "interval", "paired-change", "score",
        "ratio",
    ];

    private static readonly string[] s_achieved =
    [
        "count", "sum", "sum", "distinct", "hours", "share", "latest", "ratio", "running", "interval", "cohort", "paired-change", "score", "per-month",
        "per-week", "per-session", "per-key",
    ];

    /// <summary>Often of like by like, or of a part by its whole.</summary>
    private JsonObject Ratio(int depth)
    {
        var op = chance.One(depth > 0 ? s_simple : s_divided);
        var of = Of(op, depth + 1);
        if (chance.Happens(0.2) && of["of"] is JsonObject { } part && part["where"] is not null)
        {
            var whole = of.DeepClone();
            whole["of"]!.AsObject().Remove("where");
            return Divided(of, whole);
        }

        return Divided(of, Of(chance.Happens(0.4) ? op : chance.One(depth > 0 ? s_simple : s_divided), depth + 1));
    }

    private JsonObject Achievement()
    {
        var of = Of(chance.One(s_achieved), 1);
        var target = selections.Declared("target_set", "target", Naive.NaiveUnits.Of(of, percent: false));
        return new() { ["op"] = "achievement", ["of"] = of, ["target"] = target };
    }

    private static JsonObject Divided(JsonNode of, JsonNode to) => new() { ["op"] = "ratio", ["of"] = of, ["to"] = to };

    private JsonObject Sum(params string[] kinds)
    {
        var kind = selections.OneOf(kinds is []
            ? ["participants_counted", "participants_counted", "quantity_observed", "session_planned", "survey_tallied", "activity_logged"]
            : kinds);
        var (quantity, needed) = kind switch
        {
            "participants_counted" => ("count", new[] { "scheme", "unit" }),
            "quantity_observed" => ("value", ["quantity", "unit"]),
            "session_planned" => ("capacity", ["unit"]),
            "survey_tallied" => ("respondents", ["instrument", "wave"]),
            _ => ("hours", []),
        };
        return new() { ["op"] = "sum", ["of"] = selections.Of(kind, 0, needed), ["quantity"] = quantity };
    }

    /// <summary>Mostly of all that there are in the days, so that more of them meet.</summary>
    private JsonObject Plain(JsonObject formula)
    {
        if (chance.Happens(0.3))
            return formula;
        var of = formula["of"]!.AsObject();
        of.Remove("who");
        foreach (var condition in (of["where"] as JsonObject ?? []).Select(c => c.Key).Where(c => c != "unit").ToList())
            of["where"]!.AsObject().Remove(condition);
        return formula;
    }

    private JsonObject Keys(string op)
    {
        var by = chance.One("person", "person", "person", "partner", "session", "venue", "strand", "thread", "group", "value", "role", "item");
        var kinds = Enumerable.Range(0, chance.One(1, 1, 2, 3)).Select(_ => selections.KindWith(by)).Distinct();
        return new() { ["op"] = op, ["of"] = new JsonArray([.. kinds.Select(k => selections.Of(k))]), ["by"] = by };
    }

    private JsonObject People()
    {
        var heads = selections.Of("participants_counted", 0, "scheme");
        heads["where"]!["unit"] = new JsonArray("people");
        return new() { ["op"] = "distinct", ["of"] = new JsonArray(selections.Of("person_attended")), ["by"] = "person", ["heads"] = heads };
    }

    private JsonObject Latest()
    {
        var kind = selections.OneOf("target_set", "baseline_recorded", "quantity_observed", "strand_rescheduled", "session_planned");
        var price = kind == "session_planned" && chance.Happens(0.5);
        string[] needed = kind switch
        {
            "target_set" => ["target"],
            "baseline_recorded" => ["baseline"],
            "quantity_observed" => ["quantity", "unit"],
            "session_planned" => price ? ["strand"] : ["strand", "unit"],
            _ => ["strand", "unit"],
        };
        var formula = new JsonObject { ["op"] = "latest", ["of"] = selections.Of(kind, 0, needed) };
        if (kind == "session_planned")
            formula["quantity"] = price ? "price" : "capacity";
        return formula;
    }

    private JsonObject Share(bool tallies = true)
    {
        var of = selections.Of("survey_response_recorded", 0, "instrument", "wave");
        var formula = new JsonObject
        {
            ["op"] = "share", ["of"] = of, ["item"] = chance.One(Vocabulary.Items),
            ["answers"] = new JsonArray([.. chance.One(Vocabulary.Answers[..1], Vocabulary.Answers[..2], Vocabulary.Answers[1..3])]),
        };
        if (tallies && chance.Happens(0.6))
        {
            of.Remove("who");
            var where = of["where"]!.AsObject().Where(c => c.Key is "instrument" or "version" or "wave" or "group")
                .Select(c => KeyValuePair.Create(c.Key, c.Value!.DeepClone()));
            formula["tallies"] = new JsonObject { ["kind"] = "survey_tallied", ["where"] = new JsonObject(where!) };
        }

        return formula;
    }

    private JsonObject Cohort(bool completion)
    {
        var (enters, visits) = (selections.Of(chance.Happens(0.7) ? "person_enrolled" : selections.KindWith("person")),
            selections.Of(chance.Happens(0.6) ? selections.OneOf("person_attended", "activity_logged") : selections.KindWith("person")));
        // Conditions on both leave few people.
        (chance.Happens(0.5) ? enters : visits).Remove("where");
        (chance.Happens(0.5) ? enters : visits).Remove("who");
        var formula = new JsonObject
        {
            ["op"] = "cohort", ["enters"] = enters, ["visits"] = visits,
            ["minimumVisits"] = chance.One(1, 1, 1, 2, 3), ["seenWithinDays"] = chance.One(7, 14, 30, 30, 60, 200),
            ["cutOff"] = Chance.Iso(day().PlusDays(chance.Happens(0.5) ? chance.From(1, 40) : 0)),
            ["as"] = chance.One("people", "share"),
        };
        if (chance.Happens(0.7))
            formula["pausesExcused"] = true;
        if (completion)
            formula["completedBy"] = Completion();
        return formula;
    }

    private JsonObject Completion()
    {
        var completedBy = selections.Of(chance.Happens(0.7) ? "stage_reached" : selections.KindWith("person"));
        if (chance.Happens(0.6))
            completedBy.Remove("who");
        return completedBy;
    }

    private JsonObject PairedChange() => new()
    {
        ["op"] = "paired-change", ["of"] = selections.Of("survey_response_recorded", 0, "instrument"),
        ["items"] = new JsonArray([.. Vocabulary.Items.Take(chance.From(1, 2))]),
        ["before"] = "before", ["after"] = chance.One("after", "after", "middle"), ["as"] = chance.One("risen", "fallen", "unchanged", "mean"),
    };

    private JsonObject Score()
    {
        var formula = new JsonObject
        {
            ["op"] = "score", ["of"] = selections.Of("survey_response_recorded", 0, "instrument", "wave"),
            ["items"] = new JsonArray([.. Vocabulary.Items.Take(chance.From(1, 2))]),
            ["as"] = chance.One("mean", "share"),
        };
        if ((string)formula["as"]! == "mean")
            return formula;
        var low = chance.From(0, 4);
        if (chance.Happens(0.7))
            formula["atLeast"] = low;
        if (formula["atLeast"] is null || chance.Happens(0.3))
            formula["atMost"] = low + chance.From(0, 3);
        return formula;
    }

    private JsonObject OfSession()
    {
        string[] ofSession = ["participants_counted", "participants_counted", "person_attended", "person_attended", "partner_attended", "attribute_recorded",
            "session_held"];
        return chance.One("count", "sum", "sum", "distinct", "hours") switch
        {
            "count" => new() { ["op"] = "count", ["of"] = selections.Of(selections.OneOf(ofSession)) },
            "sum" => Sum("participants_counted"),
            "distinct" => Distinct(),
            _ => new() { ["op"] = "hours", ["of"] = selections.Of("session_held") },
        };

        JsonObject Distinct()
        {
            var kind = selections.OneOf(ofSession);
            return new() { ["op"] = "distinct", ["of"] = new JsonArray(selections.Of(kind)), ["by"] = chance.One(DrawnSelections.Dimensions(kind)) };
        }
    }

    private JsonObject PerKey()
    {
        var of = Of(chance.One(s_simple), 1);
        var kind = (string)(of["of"] as JsonArray is { } several ? several[0] : of["of"])!["kind"]!;
        return Taken(new() { ["op"] = "per-key", ["of"] = of, ["by"] = chance.One([.. DrawnSelections.Dimensions(kind), "strand"]) });
    }

    /// <summary>The total of different ones is no number of different ones, so there are more of it.</summary>
    private JsonObject Taken(JsonObject formula)
    {
        formula["take"] = (string)formula["of"]!["op"]! == "distinct" && chance.Happens(0.5) ? "total" : chance.One(s_takes);
        return formula;
    }
}
