using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Tests.Capture;

/// <param name="Command">The whole of it, as a batch or an announcement holds it.</param>
/// <param name="Path">Where it is sent; what the address names is not part of <paramref name="Sent"/>.</param>
internal sealed record RandomAct(string Verb, JsonObject Command, string Path, JsonObject Sent);

/// <summary>Acts on what an initiative holds, made up from a seed: sensible ones, and some that are refused.</summary>
internal sealed class RandomActs
{
    private static readonly string[] s_plain = ["session_held", "participants_counted", "person_attended", "quantity_observed", "milestone_reached",
        "activity_logged", "stage_reached", "target_set"];

#pragma warning disable CA5394 // Not a secret: the seed makes the acts repeatable.
    private readonly Random _random;
    private readonly List<JsonNode> _entries;

    private RandomActs(List<JsonNode> entries, int seed) => (_entries, _random) = (entries, new(seed));

    public static async Task<RandomActs> OfAsync(Api api, int seed)
    {
        var entries = new List<JsonNode>();
        for (int? offset = 0; offset is { } at;)
        {
            var page = await api.GetAsync($"/entries?offset={at}");
            entries.AddRange(page["entries"]!.AsArray().Select(e => e!));
            offset = (int?)page["next"];
        }

        return new(entries, seed);
    }

    public RandomAct Next()
    {
        var command = new JsonObject { ["command"] = NewId() };
        switch (_random.Next(8))
        {
            case 0 or 1:
                return OnEntry("withdraw", "withdrawal", command, Any(_ => true), null);
            case 2 or 3:
                var entry = Any(Plain);
                return OnEntry("correct", "corrections", command, entry, Changed(entry["fact"]!));
            case 4:
                command["reason"] = Reason();
                command["changes"] = new JsonArray(
                    [.. Enumerable.Range(0, 3).Select(_ => Any(Plain)).DistinctBy(e => (string)e["entry"]!)
                        .Select(e => Change(e, _random.Next(3) == 0 ? null : Changed(e["fact"]!)))]);
                return new("change", command, "/changes", command);
            case 5:
                command["reason"] = Reason();
                var sent = command.DeepClone().AsObject();
                var act = (string)_entries[_random.Next(_entries.Count)]["command"]!;
                command["act"] = act;
                return new("undo", command, $"/acts/{act}/undo", sent);
            case 6:
                command["facts"] = new JsonArray(Rival());
                return new("record", command, "/entries", command);
            default:
                command["facts"] = new JsonArray(Merged() ?? Rival());
                return new("record", command, "/entries", command);
        }
    }

    private static RandomAct OnEntry(string verb, string path, JsonObject command, JsonNode entry, JsonNode? replacement)
    {
        (command["version"], command["reason"]) = ((int)entry["version"]!, Reason());
        if (replacement is not null)
            command["replacement"] = replacement;
        var sent = command.DeepClone().AsObject();
        command["entry"] = (string)entry["entry"]!;
        return new(verb, command, $"/entries/{entry["entry"]}/{path}", sent);
    }

    private static JsonObject Change(JsonNode entry, JsonNode? replacement)
    {
        var change = new JsonObject { ["entry"] = (string)entry["entry"]!, ["basis"] = (string)entry["command"]! };
        if (replacement is not null)
            change["replacement"] = replacement;
        return change;
    }

    private static bool Plain(JsonNode entry) => s_plain.Contains((string)entry["kind"]!) && (bool)entry["inForce"]!;

    private JsonNode Any(Func<JsonNode, bool> wanted)
    {
        var possible = _entries.Where(wanted).ToList();
        return possible.Count > 0 ? possible[_random.Next(possible.Count)] : _entries[_random.Next(_entries.Count)];
    }

    /// <summary>The fact with one member changed: another number, day, session, strand or person.</summary>
    private JsonObject Changed(JsonNode fact)
    {
        var changed = fact.DeepClone().AsObject();
        var members = changed.Select(m => m.Key)
            .Where(m => m is "count" or "on" or "strand" or "person" or "value" or "hours" || (m == "session" && (string?)changed["kind"] != "session_held"))
            .ToList();
        var member = members.Count == 0 ? "on" : members[_random.Next(members.Count)];
        changed[member] = member switch
        {
            "count" => (int)changed[member]! + _random.Next(-3, 12),
            "on" => LocalDatePattern.Iso.Format(LocalDatePattern.Iso.Parse((string)changed[member]!).GetValueOrThrow().PlusDays(_random.Next(-40, 40))),
            "value" or "hours" => $"{_random.Next(1, 50)}",
            _ => Other(member) ?? changed[member]!.DeepClone(),
        };
        return changed;
    }

    private JsonNode? Other(string member)
    {
        var known = _entries.Select(e => (string?)e["fact"]![member]).OfType<string>().Distinct().ToList();
        return known.Count == 0 ? null : known[_random.Next(known.Count)];
    }

    /// <summary>Another count of the same heads, or the same thing a second time.</summary>
    private JsonNode Rival()
    {
        var fact = Any(e => Plain(e) && (string)e["kind"]! != "session_held")["fact"]!.DeepClone();
        if (fact["count"] is { } count)
            fact["count"] = (int)count + 1;
        return fact;
    }

    private JsonObject? Merged()
    {
        var people = _entries.Select(e => (string?)e["fact"]!["person"]).OfType<string>().Distinct().ToList();
        return people.Count < 2 ? null : new()
        {
            ["kind"] = "people_merged", ["kept"] = people[_random.Next(people.Count)], ["merged"] = people[_random.Next(people.Count)], ["on"] = "2026-03-01",
        };
    }

    private string NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
#pragma warning restore CA5394

    private static JsonObject Reason() => new() { ["code"] = "miscounted", ["note"] = "ないしょ" };
}
