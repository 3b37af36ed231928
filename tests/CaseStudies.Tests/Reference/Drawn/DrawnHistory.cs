using System.Text.Json.Nodes;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>A small log with everything that real ones contain, from one seed.</summary>
internal sealed class DrawnHistory
{
    private readonly Chance _chance;
    private readonly DrawnFacts _facts;
    private readonly LocalDate _start;
    private readonly List<(string Kind, JsonObject Body)> _recorded = [];
    private readonly List<(Guid Entry, string Kind, JsonObject Body)> _live = [];
    private readonly List<LocalDate> _days = [];
    private readonly List<string> _sessions = [];
    private readonly List<JsonObject> _withdrawnSessions = [];
    private readonly Dictionary<string, int> _versions = [];
    private readonly string[] _themes;
    private readonly string[] _people;
    private readonly LocalDate _today;
    private int _version;

    public List<Happening> Happenings { get; } = [];

    /// <summary>The days that a report might be about.</summary>
    public (LocalDate From, LocalDate To) Period { get; }

    public DrawnDefinitions Definitions { get; }
    public IReadOnlyList<(string Kind, JsonObject Body)> Recorded => _recorded;
    public Chance Chance => _chance;

    /// <summary>The kinds of which there are more than of others, and the nodes that go with them.</summary>
    public IReadOnlyList<string> FittingNodes => [.. _themes.SelectMany(t => Themes.All[t].Nodes)];

    public DrawnHistory(int seed, int fewest = 14, int most = 44)
    {
        _chance = new(seed);
        _start = new LocalDate(2024, 1, 1).PlusDays(_chance.Below(760));
        _today = _start;
        Definitions = new(_chance, new(_chance, _recorded), Day);
        _people = Vocabulary.People[.._chance.One(3, 4, 6)];
        _facts = new(_chance, Day, _sessions, _people, () => Definitions.With(_chance.One(DrawnFormulas.Nodes)));
        _themes = [_chance.One(Themes.Names), _chance.One(Themes.Names)];
        var (steps, days) = (_chance.From(fewest, most), _chance.One(40, 90, 160, 350));
        var trouble = _chance.Happens(0.09) ? _chance.From(steps / 2, steps) : -1;
        Begin();
        for (var step = 0; step < steps; step++)
        {
            _today = _start.PlusDays((step + 1) * days / steps);
            if (step == trouble)
                Trouble();
            else
                Step();
        }

        var first = _chance.Happens(0.7) ? _start : _start.PlusDays(_chance.Below(days / 2));
        Period = (first, _chance.Happens(0.7) ? _today : first.PlusDays(_chance.From(20, days)));
    }

    /// <summary>Mostly of late, sometimes long ago or yet to come; often a day on which something else happened.</summary>
    private LocalDate Day()
    {
        var day = _chance.Below(20) switch
        {
            0 => _start.PlusDays(-_chance.Below(30)),
            1 => _today.PlusDays(_chance.Below(20)),
            < 7 => _start.PlusDays(_chance.Below(Math.Max(1, NodaTime.Period.DaysBetween(_start, _today)))),
            < 10 when _days.Count > 0 => _days[^(1 + _chance.Below(Math.Min(_days.Count, 8)))],
            _ => _today.PlusDays(-_chance.Below(7)),
        };
        _days.Add(day);
        return day;
    }

    private void Begin()
    {
        Record("initiative_opened", body => body["on"] = Chance.Iso(_start));
        foreach (var strand in (string[])["cafe", "garden"])
            Record("strand_started", body => (body["strand"], body["on"]) = (strand, Chance.Iso(_start.PlusDays(_chance.One(-20, 0, 0, 0, 9)))));
        if (_themes.Contains("survey"))
            BeginSurvey();
        foreach (var person in _themes.Contains("people") ? _people : [])
            Record("person_enrolled", body => (body["person"], body["on"]) = (person, Chance.Iso(_start.PlusDays(_chance.Below(9)))));
        if (_themes.Any(t => Themes.All[t].NeedsSessions))
        {
            Record("session_held", _ => { });
            Record("session_held", _ => { });
        }
    }

    /// <summary>Some answer before and after; what else is answered comes on top.</summary>
    private void BeginSurvey()
    {
        Record("survey_introduced", body => body["version"] = 1);
        foreach (var person in _people[..3])
        {
            foreach (var wave in (string[])["before", "after"])
                Record("survey_response_recorded", body => (body["person"], body["wave"], body["version"]) = (person, wave, 1));
        }
    }

    private void Step()
    {
        var kind = _chance.Below(100);
        if (kind < 9)
            Correct();
        else if (kind < 14)
            Withdraw();
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
        if (_live.Where(l => l.Kind is not ("initiative_opened" or "strand_started" or "indicator_adopted") || _chance.Happens(l.Kind == "strand_started" ? 0.05 : 0)).ToList() is not { Count: > 0 } possible)
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
