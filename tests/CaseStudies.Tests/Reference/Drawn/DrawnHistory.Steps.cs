using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>What happens from step to step: mostly a fact, else something that changes what was said.</summary>
internal sealed partial class DrawnHistory
{
    private void Step()
    {
        var kind = _chance.Below(100);
        if (kind < 9)
            Correct();
        else if (kind < 14)
            Withdraw();
        else if (kind < 16)
            Reinstate();
        else if (kind < 24)
            Echo();
        else if (kind < 28)
            Repeat();
        else if (kind < 31)
            TellApart();
        else if (kind < 32)
            Confirm();
        else if (kind < 36)
            Mark();
        else
            Record(kind < 81 ? _chance.One(Themes.All[_chance.One(_themes)].Kinds) : _chance.One(Themes.Everything), _ => { });
    }

    /// <returns>The entry that it opens; null if nothing was recorded.</returns>
    private Guid? Record(string kind, Action<JsonObject> settle)
    {
        if (kind is "indicator_revised" or "indicator_retired" && !_live.Exists(l => l.Kind == "indicator_adopted"))
            kind = "indicator_adopted";
        var body = _facts.Of(kind);
        if (kind is "indicator_revised" or "indicator_retired")
            body["indicator"] = (string)_chance.One(_live.Where(l => l.Kind == "indicator_adopted").ToList()).Body["indicator"]!;
        if (kind == "indicator_retired" && _chance.Happens(0.2))
            body["on"] = Chance.Iso(_start);
        settle(body);
        // A person mostly answers a wave once; twice blocks.
        for (var again = 0; again < 6 && kind == "survey_response_recorded" && _live.Exists(l => l.Kind == kind && SameAnswerer(l.Body, body)); again++)
            body = _facts.Of(kind);
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
            return null;
        var entry = _chance.Guid();
        var (name, stored) = OldForms.Stored(_chance, kind, body);
        _recorded.Add((kind, body));
        if (GoesIntoImport(kind))
        {
            _said.Add((entry, kind, body));
            Append(name, stored, entry, _import);
        }
        else
        {
            _live.Add((entry, kind, body));
            Append(name, stored, entry);
        }

        return entry;
    }

    private static bool SameAnswerer(JsonObject one, JsonObject other) =>
        one["person"] is { } person && (string?)person == (string?)other["person"] && (string?)one["wave"] == (string?)other["wave"];

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
        var replacement = Nested(kind, body);
        var correction = new JsonObject { ["entry"] = $"{entry}", ["replacement"] = replacement, ["reason"] = new JsonObject { ["code"] = "miscounted" } };
        _recorded.Add((kind, body));
        if (GoesIntoImport(kind))
        {
            // Until the import has ended, nobody else can touch it.
            _held.Add((entry, kind, old));
            _said.Add((entry, kind, body));
            _live.RemoveAll(l => l.Entry == entry);
            Append("entry_corrected", correction, _chance.Guid(), _import);
        }
        else
        {
            _live[_live.FindIndex(l => l.Entry == entry)] = (entry, kind, body);
            Append("entry_corrected", correction, _chance.Guid());
        }
    }

    private void Withdraw()
    {
        // What others stand on stays, but for a strand's start now and then. A mark on a period stays for ever.
        var possible = _live.Where(l => l.Kind is not ("initiative_opened" or "indicator_adopted" or "period_marked")
            && (l.Kind != "strand_started" || _chance.Happens(0.05)))
            .ToList();
        if (possible.Count == 0)
            return;
        var withdrawn = _chance.One(possible);
        if (withdrawn.Kind == "session_held")
            _withdrawnSessions.Add(withdrawn.Body);
        _live.RemoveAll(l => l.Entry == withdrawn.Entry);
        _withdrawn.Add(withdrawn);
        Append("entry_withdrawn", Closing(withdrawn.Entry), _chance.Guid());
    }

    /// <summary>Undoes a withdrawal, unless what was withdrawn has been recorded anew.</summary>
    private void Reinstate()
    {
        var possible = _withdrawn.Where(w => w.Kind != "session_held" || _withdrawnSessions.Contains(w.Body))
            .Where(w => Themes.Declares(w.Kind, w.Body) is not { } key || !_live.Exists(l => Themes.Declares(l.Kind, l.Body) == key)).ToList();
        if (possible.Count == 0)
            return;
        var back = _chance.One(possible);
        _withdrawn.Remove(back);
        _withdrawnSessions.Remove(back.Body);
        _live.Add(back);
        _broughtBack.Add(back.Entry);
        Append("entry_reinstated",
            new() { ["entry"] = $"{back.Entry}", ["fact"] = Nested(back.Kind, back.Body), ["reason"] = new JsonObject { ["code"] = "other" } }, _chance.Guid());
    }

    private JsonObject Nested(string kind, JsonObject body)
    {
        var (name, stored) = OldForms.Stored(_chance, kind, body);
        var nested = new JsonObject { ["kind"] = kind, ["v"] = Naive.Kinds.Version(name) };
        foreach (var (member, value) in stored)
            nested[member] = value?.DeepClone();
        return nested;
    }

    private static JsonObject Closing(Guid entry) => new() { ["entry"] = $"{entry}", ["reason"] = new JsonObject { ["code"] = "duplicate" } };

    /// <summary>What must block: an event that nobody can read, a gap, an entry closed or opened against the rules, merges in a circle.</summary>
    private void Trouble()
    {
        switch (_chance.Below(11))
        {
            case 10:
                Append("photo_taken", _facts.Of("photo_taken"), _chance.Guid(), _chance.Guid());
                break;
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

    private void Append(string name, JsonObject body, Guid opens, Guid? import = null)
    {
        var now = _today.AtMidnight().InUtc().ToInstant() + Duration.FromHours(_chance.Below(24));
        var before = Happenings.Count > 0 ? Happenings[^1].RecordedAt : now;
        Happenings.Add(new(++_version, name, body.ToJsonString(), Instant.Max(now, before), opens, import));
    }
}
