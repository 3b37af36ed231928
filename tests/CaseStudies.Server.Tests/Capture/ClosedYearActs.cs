using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using static CaseStudies.Server.Tests.Capture.ClosedYear;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Acts on an initiative of <see cref="ClosedYear"/>, made up from a seed: about the year before, the closed year and the new one.</summary>
internal sealed class ClosedYearActs(int seed)
{
#pragma warning disable CA5394 // Not a secret: the seed makes the acts repeatable.
    private readonly Random _random = new(seed);
    private readonly List<Guid> _sessions = [Session];
    private readonly List<(Guid Entry, Guid By, JsonObject Fact)> _entries = [];
    private readonly List<Guid> _acts = [];
    private string _state = "closed";
    private int _revision = 1;

    /// <summary>Whether the year is closed when the next act comes.</summary>
    public bool IsClosed => _state == "closed";

    public bool NextIsImport() => _random.Next(12) == 0;

    public RandomAct Next()
    {
        var command = new JsonObject { ["command"] = $"{NewId()}" };
        // It is mostly closed: some things are changed while it is not.
        switch (_random.Next(IsClosed ? 30 : 10))
        {
            case 0 or 8 or 9 when !IsClosed:
            case 0:
                return Recording(command, JsonNode.Parse(Marked())!);
            case 1 or 2 or 3 when _entries.Count > 0:
                var (entry, by, fact) = _entries[_random.Next(_entries.Count)];
                return OnEntry("correct", "corrections", command, entry, by, Changed(fact));
            case 4 or 5 when _entries.Count > 0:
                var (gone, last, _) = _entries[_random.Next(_entries.Count)];
                return OnEntry("withdraw", "withdrawal", command, gone, last, null);
            case 6 or 7 when _acts.Count > 0:
                command["reason"] = Reason();
                var sent = command.DeepClone().AsObject();
                var act = _acts[_random.Next(_acts.Count)];
                command["act"] = $"{act}";
                return new("undo", command, $"/acts/{act}/undo", sent);
            default:
                return Recording(command, [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => JsonNode.Parse(Fact())!)]);
        }
    }

    /// <summary>The act was accepted.</summary>
    public void Made(RandomAct act, JsonNode answer)
    {
        var command = Guid.Parse((string)act.Command["command"]!);
        _acts.Add(command);
        var entries = answer["entries"]!.AsArray().Select(e => Guid.Parse((string)e!["entry"]!)).ToList();
        foreach (var (index, fact) in (act.Command["facts"]?.AsArray() ?? []).Index())
        {
            if ((string)fact!["kind"]! == "session_held")
                _sessions.Add(Guid.Parse((string)fact["session"]!));
            if ((string)fact["kind"]! == "period_marked")
                _state = (string)fact["state"]!;
            else
                _entries.Add((entries[index], command, fact.DeepClone().AsObject()));
        }

        if (act.Verb == "correct")
            _entries[_entries.FindIndex(e => e.Entry == entries[0])] = (entries[0], command, act.Command["replacement"]!.DeepClone().AsObject());
        else if (act.Verb is "withdraw" or "undo")
            _entries.RemoveAll(e => entries.Contains(e.Entry)); // what stands there now is not known here
    }

    /// <summary>A list of consultations, most of them about days outside of the closed year.</summary>
    public string[] File() => ["番号,日付,方法", .. Enumerable.Range(0, _random.Next(1, 6)).Select(_ => $"{_random.Next(1_000_000)},{Day()},phone")];

    private static RandomAct Recording(JsonObject command, params JsonNode[] facts)
    {
        command["facts"] = new JsonArray(facts);
        return new("record", command, "/entries", command);
    }

    private static RandomAct OnEntry(string verb, string path, JsonObject command, Guid entry, Guid by, JsonNode? replacement)
    {
        (command["basis"], command["reason"]) = ($"{by}", Reason());
        if (replacement is not null)
            command["replacement"] = replacement;
        var sent = command.DeepClone().AsObject();
        command["entry"] = $"{entry}";
        return new(verb, command, $"/entries/{entry}/{path}", sent);
    }

    private string Marked() => _state switch
    {
        "closed" => Mark("reopened", ""","cause":"late-information" """),
        "reopened" => Mark("in-review"),
        _ => Mark("closed"),
    };

    private string Fact() => _random.Next(14) switch
    {
        0 or 1 => Sentences.Session(NewId(), Day()),
        2 or 3 => Sentences.Youth(AnySession(), _random.Next(1, 20), $"part-{_random.Next(1000)}"),
        4 or 5 => Attended(AnyPerson(), AnySession()),
        6 => Enrolled(AnyPerson(), Day()),
        7 => Left(AnyPerson(), Day()),
        8 => Answered(AnyPerson(), _random.Next(3) > 0 ? "before" : "after", _random.Next(2) == 0 ? "never" : "often", Day()),
        9 => Asked(Day()),
        10 => Linked($"市{_random.Next(100)}", Day()),
        11 => Target(_random.Next(1, 30), Day()),
        12 when _random.Next(3) == 0 => Merged(AnyPerson(), AnyPerson()),
        13 when _random.Next(3) == 0 => Revised(++_revision, Day()),
        _ => Sentences.Milestone("m").Replace("2025-05-01", Day(), StringComparison.Ordinal),
    };

    /// <summary>The same with another day, number, session, person or answer.</summary>
    private JsonObject Changed(JsonObject fact)
    {
        var changed = fact.DeepClone().AsObject();
        if (changed["count"] is { } count)
            changed["count"] = (int)count + _random.Next(1, 5);
        else if (changed["on"] is not null)
            changed["on"] = Day();
        else
            changed["person"] = Person(AnyPerson());
        return changed;
    }

    private string Day()
    {
        var (first, days) = _random.Next(20) switch
        {
            < 5 => (new LocalDate(2024, 4, 2), 363),
            < 8 => (new LocalDate(2025, 4, 1), 365),
            _ => (new LocalDate(2026, 4, 1), 99),
        };
        return LocalDatePattern.Iso.Format(first.PlusDays(_random.Next(days)));
    }

    private Guid AnySession() => _sessions[_random.Next(_sessions.Count)];

    private int AnyPerson() => _random.Next(1, 7);

    private Guid NewId()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }
#pragma warning restore CA5394

    private static JsonObject Reason() => new() { ["code"] = "miscounted" };
}
