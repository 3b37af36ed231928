using System.Text.Json.Nodes;
using NodaTime;
using static CaseStudies.Tests.Reference.Drawn.Chance;
using static CaseStudies.Tests.Reference.Drawn.Vocabulary;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>The body of one fact of every kind, as JSON.</summary>
/// <param name="day">A day for the next fact.</param>
/// <param name="people">Whom this history knows.</param>
/// <param name="sessions">The sessions there are; one more is made where a session is held.</param>
internal sealed class DrawnFacts(
    Chance chance, Func<LocalDate> day, List<string> sessions, string[] people, Func<JsonObject> definition, DrawnDeclarations declarations)
{
    private string Day() => Iso(day());

    private string Any(string dimension) => chance.One(dimension == "person" ? people : Values[dimension]);

    private string? Maybe(string dimension, double probability = 0.5) => chance.Happens(probability) ? Any(dimension) : null;

    private string Strand() => chance.One(Strands);

    private string? MaybeStrand() => chance.Maybe(0.6, Strands);

    private string Session() => chance.Happens(0.04) || sessions.Count == 0 ? $"{chance.Guid()}" : sessions[^(1 + chance.Below(Math.Min(sessions.Count, 8)))];

    private string Time(int from, int to) => $"{chance.From(from, to):00}:{chance.One("00", "20", "45")}:00";

    /// <summary>A body without members whose value is null: they are absent.</summary>
    public JsonObject Of(string kind)
    {
        var body = Whole(kind);
        foreach (var absent in body.Where(m => m.Value is null).Select(m => m.Key).ToList())
            body.Remove(absent);
        return body;
    }

    private JsonObject Whole(string kind) => kind switch
    {
        "initiative_opened" => new()
        {
            ["title"] = Text("Flowers"), ["forms"] = new JsonArray(Text("cafe")), ["audiences"] = new JsonArray(Text("youth")),
            ["areas"] = new JsonArray(Text("Fussa")), ["on"] = Day(),
            ["timeZone"] = chance.One("Asia/Tokyo", "Asia/Tokyo", "Pacific/Kiritimati", "America/Los_Angeles"),
        },
        "initiative_renamed" => new() { ["title"] = Text("New flowers"), ["on"] = Day() },
        "initiative_rescoped" => new() { ["aspect"] = Any("aspect"), ["description"] = Text("wider"), ["on"] = Day(), ["strand"] = MaybeStrand() },
        "initiative_paused" => Between(new() { ["cause"] = Maybe("cause") }, 12),
        "initiative_closed" => new() { ["on"] = Day(), ["cause"] = Maybe("cause") },
        "initiative_reopened" => new() { ["on"] = Day() },
        "initiative_continued" => new() { ["earlier"] = Any("earlier"), ["title"] = Text("Seeds"), ["on"] = Day() },
        "period_marked" => Between(new() { ["state"] = Any("state"), ["on"] = Day(), ["cause"] = chance.Maybe(0.5, "other", "miscounted") }, 90),
        "strand_started" => new() { ["strand"] = Strand(), ["name"] = Text("Cafe"), ["on"] = Day() },
        "strand_ended" => new() { ["strand"] = Strand(), ["on"] = Day() },
        "strand_renamed" => new() { ["strand"] = Strand(), ["name"] = Text("Tea"), ["on"] = Day() },
        "strand_paused" => Between(new() { ["strand"] = Strand(), ["cause"] = Maybe("cause") }, 45),
        "strand_rescheduled" => Rescheduled(),
        "month_confirmed_empty" => new() { ["strand"] = Strand(), ["month"] = Iso(day().With(DateAdjusters.StartOfMonth)) },
        "term_defined" => new() { ["dimension"] = Any("dimension"), ["term"] = Any("term"), ["label"] = Text("Young"), ["on"] = Day() },
        "session_held" => Held(),
        "session_planned" => new()
        {
            ["strand"] = Strand(), ["on"] = Iso(day().PlusDays(chance.Happens(0.5) ? chance.Below(60) : 0)), ["venue"] = Maybe("venue"),
            ["start"] = chance.Happens(0.3) ? Time(9, 12) : null,
            ["capacity"] = chance.Happens(0.7) ? chance.Number() : null,
            ["unit"] = chance.Maybe(0.8, Units(kind)), ["price"] = chance.Maybe(0.4, "0", "300"), ["session"] = chance.Happens(0.3) ? Session() : null,
        },
        "session_cancelled" => new() { ["strand"] = Strand(), ["on"] = Day(), ["cause"] = Maybe("cause") },
        "participants_counted" => new()
        {
            ["session"] = Session(), ["scheme"] = chance.One("age", "age", "age", "side"), ["group"] = Any("group"), ["count"] = chance.From(0, 9),
            ["unit"] = chance.Maybe(0.8, Units(kind)), ["part"] = Maybe("part", 0.3), ["overlap"] = Maybe("overlap", 0.35),
        },
        "person_attended" => new() { ["person"] = Any("person"), ["session"] = Session(), ["group"] = Maybe("group"), ["role"] = Maybe("role") },
        "quantity_observed" => new()
        {
            ["quantity"] = Any("quantity"), ["value"] = (chance.Happens(0.05) ? "-" : "") + chance.Number().Replace("-", "", StringComparison.Ordinal),
            ["unit"] = chance.One(Units(kind)),
            ["on"] = Day(), ["item"] = Maybe("item"), ["source"] = Maybe("source"), ["strand"] = MaybeStrand(),
        },
        "attribute_recorded" => Attribute(),
        "activity_logged" => Activity(),
        "person_enrolled" => new()
        {
            ["person"] = Any("person"), ["role"] = Any("role"), ["on"] = Day(), ["basis"] = Any("basis"),
            ["guardianConsented"] = chance.Happens(0.3) ? true : null, ["strand"] = MaybeStrand(),
        },
        "role_taken" => new() { ["person"] = Any("person"), ["role"] = Any("role"), ["on"] = Day(), ["strand"] = MaybeStrand() },
        "role_ended" => new() { ["person"] = Any("person"), ["role"] = Any("role"), ["on"] = Day() },
        "person_paused" => Between(new() { ["person"] = Any("person"), ["cause"] = Any("cause") }, 40),
        "person_left" => new() { ["person"] = Any("person"), ["on"] = Day(), ["cause"] = Maybe("cause"), ["strand"] = MaybeStrand() },
        "people_merged" => Merged(),
        "stage_reached" => new() { ["person"] = Any("person"), ["stage"] = Any("stage"), ["on"] = Day() },
        "consultation_received" => new()
        {
            ["on"] = Day(), ["channel"] = Any("channel"), ["topic"] = Maybe("topic"), ["person"] = Maybe("person", 0.7), ["strand"] = MaybeStrand(),
            ["group"] = Maybe("group"),
        },
        "voice_recorded" => new()
        {
            ["on"] = Day(), ["speaker"] = Any("speaker"), ["words"] = chance.Private(), ["publicationConsented"] = chance.Happens(0.5),
            ["strand"] = MaybeStrand(), ["person"] = Maybe("person"),
        },
        "photo_taken" => new() { ["on"] = Day(), ["reference"] = chance.Private(), ["publicationConsented"] = chance.Happens(0.5), ["strand"] = MaybeStrand() },
        "note_exchanged" => new()
        {
            ["thread"] = Any("thread"), ["person"] = Any("person"), ["on"] = Day(), ["reply"] = chance.Happens(0.5) ? true : null,
            ["venue"] = Maybe("venue"), ["strand"] = MaybeStrand(),
        },
        "partner_linked" => new()
        {
            ["partner"] = Any("partner"), ["name"] = Text("A friend"), ["class"] = Any("class"), ["role"] = Any("role"), ["on"] = Day(),
            ["strand"] = MaybeStrand(),
        },
        "partner_unlinked" => new() { ["partner"] = Any("partner"), ["on"] = Day() },
        "partner_attended" => new() { ["partner"] = Any("partner"), ["session"] = Session(), ["role"] = Maybe("role") },
        "partner_contacted" => new() { ["partner"] = Any("partner"), ["contact"] = Any("contact"), ["on"] = Day(), ["class"] = Maybe("class"),
            ["strand"] = MaybeStrand() },
        "partner_contributed" => new() { ["partner"] = Any("partner"), ["contribution"] = Any("contribution"), ["on"] = Day(), ["strand"] = MaybeStrand() },
        "referral_made" => new() { ["destination"] = Any("destination"), ["on"] = Day(), ["person"] = Maybe("person"), ["partner"] = Maybe("partner"),
            ["strand"] = MaybeStrand() },
        "referral_received" => new() { ["origin"] = Any("origin"), ["on"] = Day(), ["person"] = Maybe("person"), ["partner"] = Maybe("partner"),
            ["strand"] = MaybeStrand() },
        "milestone_reached" => new()
        {
            ["milestone"] = Any("milestone"), ["description"] = Text("Done."), ["on"] = Day(), ["by"] = Maybe("by"), ["strand"] = MaybeStrand(),
            ["item"] = Maybe("item"),
        },
        "outcome_observed" => new() { ["outcome"] = Any("outcome"), ["text"] = Text("They talk."), ["on"] = Day(), ["strand"] = MaybeStrand(),
            ["direction"] = Maybe("direction") },
        "narrative_written" => new()
        {
            ["section"] = Any("section"), ["text"] = Text("It began."), ["on"] = Day(), ["from"] = "2025-04-01", ["to"] = "2026-03-31",
        },
        "survey_introduced" => DrawnSurveys.Introduced(chance, Day()),
        "survey_response_recorded" => DrawnSurveys.Response(chance, Day(), people),
        "survey_tallied" => DrawnSurveys.Tally(chance, Day()),
        "follow_up_recorded" => new() { ["person"] = Any("person"), ["instrument"] = "wellbeing", ["on"] = Day(), ["finding"] = Any("finding") },
        "indicator_adopted" => new() { ["indicator"] = Any("indicator"), ["definition"] = definition(), ["on"] = Iso(Adopting()) },
        "indicator_revised" => new() { ["indicator"] = Any("indicator"), ["version"] = 2, ["definition"] = definition(), ["on"] = Iso(Applying()),
            ["why"] = Text("Better.") },
        "indicator_retired" => new() { ["indicator"] = Any("indicator"), ["on"] = Day() },
        "target_set" => declarations.Target(Any("target"), Day),
        "entries_told_apart" => new() { ["entries"] = new JsonArray($"{chance.Guid()}", $"{chance.Guid()}"), ["on"] = Day() },
        "entries_confirmed" => new() { ["slip"] = "second-session", ["entries"] = new JsonArray($"{chance.Guid()}"), ["on"] = Day() },
        "baseline_recorded" => declarations.Baseline(Any("baseline"), Day),
        _ => throw new InvalidOperationException(kind),
    };

    private JsonObject Between(JsonObject body, int longest)
    {
        var from = day();
        (body["from"], body["to"]) = (Iso(from), Iso(from.PlusDays(chance.From(0, longest))));
        return body;
    }

    private JsonObject Rescheduled()
    {
        var every = chance.Happens(0.7);
        return new()
        {
            ["strand"] = Strand(), ["schedule"] = Text("Often"), ["on"] = Day(), ["every"] = every ? $"{chance.From(1, 4)}" : null,
            ["unit"] = every ? chance.One(Units("strand_rescheduled")) : null,
        };
    }

    private JsonObject Held()
    {
        var session = $"{chance.Guid()}";
        sessions.Add(session);
        var (start, end) = chance.Happens(0.93) ? Times(0.2) : default;
        return new()
        {
            ["session"] = session, ["strand"] = Strand(), ["on"] = Day(), ["start"] = start, ["end"] = end,
            ["sessionKind"] = chance.Maybe(0.5, Values["sessionKind"]), ["venue"] = Maybe("venue", 0.7), ["proposedBy"] = Maybe("proposedBy", 0.3),
        };
    }

    private JsonObject Attribute()
    {
        var dated = chance.Happens(0.4);
        return new()
        {
            ["attribute"] = Any("attribute"), ["value"] = Any("value"), ["on"] = dated ? Day() : null, ["session"] = dated ? null : Session(),
            ["source"] = Maybe("source"), ["strand"] = chance.Maybe(0.3, Strands),
        };
    }

    /// <summary>With times or a number of hours.</summary>
    private JsonObject Activity()
    {
        var (start, end) = chance.Happens(0.7) ? Times(0.5) : default;
        return new()
        {
            ["person"] = Any("person"), ["activity"] = Any("activity"), ["on"] = Day(), ["hours"] = start is null ? chance.Number() : null,
            ["strand"] = MaybeStrand(), ["start"] = start, ["end"] = end,
        };
    }

    /// <summary>By day, or over midnight; now and then the end is the start.</summary>
    private (string? Start, string? End) Times(double nights)
    {
        if (chance.Happens(nights))
            return (Time(18, 23), Time(0, 7));
        var start = Time(9, 12);
        return (start, chance.Happens(0.03) ? start : Time(13, 17));
    }

    /// <summary>Often so early that more than one version applies in the days of the report.</summary>
    private LocalDate Adopting() => chance.Happens(0.4) ? day().PlusDays(-chance.From(10, 60)) : day();

    /// <summary>The day from which a revision applies: any, also long before the adoption, or when the report is over.</summary>
    private LocalDate Applying() => chance.Below(8) switch
    {
        0 => day().PlusDays(-chance.From(30, 120)),
        1 => day().PlusDays(chance.From(30, 120)),
        _ => day(),
    };

    /// <summary>Always towards the front of the alphabet: no circle, unless somebody wants one.</summary>
    private JsonObject Merged()
    {
        var merged = chance.From(1, people.Length - 1);
        return new() { ["kept"] = people[chance.Below(merged)], ["merged"] = people[merged], ["on"] = Day() };
    }
}
