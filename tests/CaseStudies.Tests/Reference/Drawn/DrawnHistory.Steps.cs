using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>What happens from step to step: mostly a fact, else something that changes what was said.</summary>
internal sealed partial class DrawnHistory
{
    private static readonly string[] s_echoed =
        ["participants_counted", "survey_tallied", "target_set", "baseline_recorded", "people_merged", "person_attended", "person_enrolled"];

    private void Step()
    {
        var kind = _chance.Below(100);
        if (kind < 9)
            Correct();
        else if (kind < 14)
            Withdraw();
        else if (kind < 20)
            Echo();
        else
            Record(kind < 78 ? _chance.One(Themes.All[_chance.One(_themes)].Kinds) : _chance.One(Themes.Everything), _ => { });
    }

    private void Record(string kind, Action<JsonObject> settle)
    {
        if (kind is "indicator_revised" or "indicator_retired" && !_live.Exists(l => l.Kind == "indicator_adopted"))
            kind = "indicator_adopted";
        var body = _facts.Of(kind);
        settle(body);
        // A person mostly answers a wave once; twice blocks.
        for (var again = 0; again < 6 && kind == "survey_response_recorded" && _live.Exists(l => l.Kind == kind && SameAnswerer(l.Body, body)); again++)
            body = _facts.Of(kind);
        if (kind is "indicator_revised" or "indicator_retired")
            body["indicator"] = (string)_chance.One(_live.Where(l => l.Kind == "indicator_adopted").ToList()).Body["indicator"]!;
        if (kind == "session_held" && _withdrawnSessions.Count > 0 && _chance.Happens(0.3))
        {
            _sessions.RemoveAt(_sessions.Count - 1);
            body["session"] = (string)_withdrawnSessions[^1]["session"]!;
            _withdrawnSessions.RemoveAt(_withdrawnSessions.Count - 1);
        }

        if (kind == "indicator_revised")
            body["version"] = _versions[(string)body["indicator"]!] = _versions.GetValueOrDefault((string)body["indicator"]!, 1) + 1;
        // Declared once; said again it would contradict itself, and the decisions refuse it.
        if (Themes.Declares(kind, body) is { } key && _live.Exists(l => Themes.Declares(l.Kind, l.Body) == key))
            return;
        var entry = _chance.Guid();
        var (name, stored) = OldForms.Stored(_chance, kind, body);
        Append(name, stored, entry);
        _recorded.Add((kind, body));
        _live.Add((entry, kind, body));
    }

    private static bool SameAnswerer(JsonObject one, JsonObject other) =>
        one["person"] is { } person && (string?)person == (string?)other["person"] && (string?)one["wave"] == (string?)other["wave"];

    /// <summary>Something about what is there already: a rival, a second visit, a leaving on the day of entering, another value for the day.</summary>
    private void Echo()
    {
        if (_live.Where(l => s_echoed.Contains(l.Kind)).ToList() is not { Count: > 0 } possible)
            return;
        var (_, kind, first) = _chance.One(possible);
        var echo = kind == "person_enrolled" ? "person_left" : kind;
        string[] same = kind switch
        {
            "participants_counted" => ["session", "scheme", "group", "unit", "part"],
            "survey_tallied" => ["instrument", "version", "wave", "group", "part"],
            "target_set" => ["target", "on"],
            "baseline_recorded" => ["baseline", "on"],
            "people_merged" => ["merged"],
            "person_attended" => ["person", "session"],
            _ => ["person", "on"],
        };
        Record(echo, body =>
        {
            foreach (var member in same)
            {
                body.Remove(member);
                if (first[member] is { } value)
                    body[member] = value.DeepClone();
            }

            if (kind == "people_merged")
                body["kept"] = _people[_chance.Below(Array.IndexOf(_people, (string)body["merged"]!))];
        });
    }

    private void Correct()
    {
        var (entry, kind, old) = _chance.One(_live);
        var body = _facts.Of(kind);
        if (kind == "session_held")
            _sessions.RemoveAt(_sessions.Count - 1);
        foreach (var kept in Themes.Kept(kind))
            body[kept] = old[kept]!.DeepClone();
        if (kind == "people_merged")
            body["kept"] = Vocabulary.People[_chance.Below(Array.IndexOf(Vocabulary.People, (string)body["merged"]!))];
        var (name, stored) = OldForms.Stored(_chance, kind, body);
        var replacement = new JsonObject { ["kind"] = kind, ["v"] = name.EndsWith("_v2", StringComparison.Ordinal) ? 2 : 1 };
        foreach (var (member, value) in stored)
            replacement[member] = value?.DeepClone();
        Append("entry_corrected", new() { ["entry"] = $"{entry}", ["replacement"] = replacement, ["reason"] = new JsonObject { ["code"] = "miscounted" } }, _chance.Guid());
        _recorded.Add((kind, body));
        _live[_live.FindIndex(l => l.Entry == entry)] = (entry, kind, body);
    }

    private void Withdraw()
    {
        // What others stand on stays, but for a strand's start now and then.
        var possible = _live.Where(l => l.Kind is not ("initiative_opened" or "indicator_adopted") && (l.Kind != "strand_started" || _chance.Happens(0.05))).ToList();
        if (possible.Count == 0)
            return;
        var withdrawn = _chance.One(possible);
        if (withdrawn.Kind == "session_held")
            _withdrawnSessions.Add(withdrawn.Body);
        _live.RemoveAll(l => l.Entry == withdrawn.Entry);
        Append("entry_withdrawn", Closing(withdrawn.Entry), _chance.Guid());
    }

    private static JsonObject Closing(Guid entry) => new() { ["entry"] = $"{entry}", ["reason"] = new JsonObject { ["code"] = "duplicate" } };

    /// <summary>What must block: an event that nobody can read, a gap, an entry closed or opened against the rules, merges in a circle.</summary>
    private void Trouble()
    {
        switch (_chance.Below(10))
        {
            case 0:
                _version++;
                break;
            case 1:
                Append("entry_withdrawn", Closing(_chance.Guid()), _chance.Guid());
                break;
            case 2:
                Append("photo_taken", _facts.Of("photo_taken"), _live[0].Entry);
                break;
            case 3:
                Append("people_merged", new() { ["kept"] = "p-0000000e", ["merged"] = "p-0000000f", ["on"] = Chance.Iso(_today) }, _chance.Guid());
                Append("people_merged", new() { ["kept"] = "p-0000000f", ["merged"] = "p-0000000e", ["on"] = Chance.Iso(_today) }, _chance.Guid());
                break;
            default:
                Append("moon_observed", new() { ["on"] = Chance.Iso(_today) }, _chance.Guid());
                break;
        }
    }

    private void Append(string name, JsonObject body, Guid opens)
    {
        var now = _today.AtMidnight().InUtc().ToInstant() + Duration.FromHours(_chance.Below(24));
        var before = Happenings.Count > 0 ? Happenings[^1].RecordedAt : now;
        Happenings.Add(new(++_version, name, body.ToJsonString(), Instant.Max(now, before), opens));
    }
}
