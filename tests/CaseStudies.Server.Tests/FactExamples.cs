using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Tests;

/// <summary>A valid fact of every kind, made from the kind's type, so that a new kind is covered on the day it is added.</summary>
/// <param name="text">The text to write for a member: its path and language, such as <c>title.ja</c>.</param>
public sealed class FactExamples(Func<string, string> text)
{
    /// <summary>Stands for the entries of the first two facts of the act, whose ids follow from its command.</summary>
    public const string Apart = "00000000-0000-0000-0000-0000000000ff";

    public static readonly Guid Session = Guid.Parse("6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1");

    /// <summary>Members of which a fact may have only one, or which would contradict the others.</summary>
    private static readonly HashSet<(string Kind, string Member)> s_absent = [("activity_logged", "hours"), ("attribute_recorded", "on")];

    private int _closings;
    private int _marks;

    private const string Formula = """{"op":"sum","of":{"kind":"participants_counted","where":{"scheme":["key"],"unit":["people"]}},"quantity":"count"}""";

    public static IEnumerable<string> Kinds => InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal);

    /// <summary>What the other examples stand on: the initiative, two strands, a session.</summary>
    public JsonNode[] Foundation() =>
    [
        Fact("initiative_opened"), With(Fact("strand_started"), "strand", "cafe"), With(Fact("strand_started"), "strand", "second"),
        With(Fact("session_held"), "session", Session.ToString()),
    ];

    /// <summary>One act that an initiative with the foundation accepts; its last fact is of the kind.</summary>
    public JsonNode[] Act(string kind)
    {
        var fact = Fact(kind);
        switch (kind)
        {
            case "indicator_revised" or "indicator_retired":
                return [With(Fact("indicator_adopted"), "indicator", (string)fact["indicator"]!), fact];
            case "survey_response_recorded" or "survey_tallied" or "follow_up_recorded":
                return [OneAnswerEach(With(Fact("survey_introduced"), "instrument", (string)fact["instrument"]!)), fact];
            case "partner_attended" or "partner_contributed" or "partner_unlinked" or "referral_made" or "referral_received":
                return [Fact("partner_linked"), fact];
            case "period_marked":
                return [Marked(fact)];
            case "entries_told_apart" or "entries_confirmed":
                return [Fact("milestone_reached"), Fact("milestone_reached"), fact];
            case "initiative_closed" or "initiative_reopened":
                return Reopened(fact, last: kind == "initiative_reopened");
            default:
                return [fact];
        }
    }

    private static JsonObject OneAnswerEach(JsonObject survey)
    {
        foreach (var item in survey["items"]!.AsArray())
            item!.AsObject().Remove("multiple");
        return survey;
    }

    /// <summary>A period that nobody has marked yet.</summary>
    private JsonObject Marked(JsonObject fact)
    {
        var from = new LocalDate(2000, 1, 1).PlusDays(Interlocked.Increment(ref _marks));
        return With(With(fact, "from", NodaTime.Text.LocalDatePattern.Iso.Format(from)), "to", NodaTime.Text.LocalDatePattern.Iso.Format(from));
    }

    /// <summary>Closed and reopened, later each time; then, if asked for, a closing that the reopening has answered already: the initiative stays
    /// open.</summary>
    private JsonNode[] Reopened(JsonObject fact, bool last)
    {
        var closed = new LocalDate(2025, 5, 10).PlusDays(Interlocked.Increment(ref _closings));
        JsonObject[] act = last
            ? [On(Fact("initiative_closed"), closed), On(fact, closed.PlusDays(1))]
            : [On(Fact("initiative_closed"), closed), On(Fact("initiative_reopened"), closed.PlusDays(1)), On(fact, closed)];
        return [.. act];

        static JsonObject On(JsonObject fact, LocalDate day) => With(fact, "on", NodaTime.Text.LocalDatePattern.Iso.Format(day));
    }

    private JsonObject Fact(string kind)
    {
        var type = InitiativeEventCatalogue.Facts[kind].Type;
        var fact = new JsonObject { ["kind"] = kind };
        foreach (var p in type.GetConstructors().Single(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).GetParameters())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(p.Name!);
            fact[name] = s_absent.Contains((kind, name)) ? null : Special(kind, name) ?? Value(p.ParameterType, $"{kind}.{name}");
        }

        return fact;
    }

    private static JsonNode? Special(string kind, string member) => (kind, member) switch
    {
        ("initiative_opened" or "strand_started", "on") => "2025-04-01",
        ("strand_ended", "strand") => "second",
        ("strand_started", "strand") or (_, "indicator") or (_, "instrument") => $"k-{Guid.NewGuid():n}",
        (_, "strand") => "cafe",
        ("session_held", "session") => Guid.NewGuid().ToString(),
        (_, "session") => Session.ToString(),
        ("indicator_revised", "version") => 2,
        ("term_defined", "dimension") => "group",
        (_, "end") => "15:00:00",
        (_, "to") => "2025-05-12",
        (_, "timeZone") => "Asia/Tokyo",
        (_, "answers") => new JsonObject { ["key"] = "key" },
        (_, "tallies") => new JsonObject { ["key"] = new JsonObject { ["key"] = 1 } },
        (_, "merged") => $"p-{Guid.NewGuid():n}",
        _ => null,
    };

    private JsonNode Value(Type type, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(PublicText))
            return new JsonObject { ["ja"] = text(path + ".ja"), ["en"] = text(path + ".en") };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return new JsonArray(Value(type.GetGenericArguments()[0], path));
        if (type.IsEnum)
            return JsonNamingPolicy.KebabCaseLower.ConvertName(Enum.GetNames(type)[0]);
        return Simple(type, path) ?? Members(type, path);
    }

    private JsonNode? Simple(Type type, string path) => type.Name switch
    {
        nameof(PrivateText) => text(path),
        nameof(Slug) => "key",
        nameof(EntryId) => Apart,
        nameof(PersonId) => "p-0a1b2c3d",
        nameof(LocalDate) => "2025-05-10",
        nameof(LocalTime) => "13:30:00",
        nameof(Quantity) => "1.5",
        nameof(Int32) => 1,
        nameof(Boolean) => true,
        nameof(Domain.Indicators.Formula) => JsonNode.Parse(Formula),
        nameof(When) => new JsonObject { ["from"] = "2025-04-01", ["to"] = "2026-03-31" },
        nameof(Approximation) => new JsonObject { ["word"] = "yaku", ["grain"] = "10" },
        nameof(Show) => new JsonObject { ["counts"] = "attendances", ["unit"] = Value(typeof(PublicText), path + ".unit") },
        _ => null,
    };

    private JsonObject Members(Type type, string path)
    {
        var made = new JsonObject();
        foreach (var p in type.GetConstructors().Single(c => c.GetParameters() is not [{ } only] || only.ParameterType != type).GetParameters())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(p.Name!);
            made[name] = Value(p.ParameterType, $"{path}.{name}");
        }

        return made;
    }

    private static JsonObject With(JsonObject fact, string member, JsonNode value)
    {
        fact[member] = value;
        return fact;
    }
}
