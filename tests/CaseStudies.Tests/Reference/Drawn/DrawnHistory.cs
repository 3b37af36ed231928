using System.Text.Json.Nodes;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>A small log with everything that real ones contain, from one seed.</summary>
internal sealed partial class DrawnHistory
{
    private static readonly string[] s_declaredAtFirst = ["target_set", "target_set", "target_set", "baseline_recorded", "baseline_recorded"];

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
    private readonly bool _hasYearBefore;
    private readonly List<(Guid Entry, string Kind, JsonObject Body)> _withdrawn = [];
    private int _version;

    public List<Happening> Happenings { get; } = [];

    /// <summary>The days that a report might be about.</summary>
    public (LocalDate From, LocalDate To) Period { get; }

    public DrawnDefinitions Definitions { get; }
    public IReadOnlyList<(string Kind, JsonObject Body)> Recorded => _recorded;
    public Chance Chance => _chance;

    /// <summary>The kinds of which there are more than of others, and the nodes that go with them.</summary>
    public IReadOnlyList<string> FittingNodes => [.. _themes.SelectMany(t => Themes.All[t].Nodes)];

    /// <summary>Nodes about kinds of which something was recorded.</summary>
    public IEnumerable<string> AskedNodes => Themes.Asked.Where(a => _recorded.Exists(r => r.Kind == a.Kind)).Select(a => a.Node);

    public DrawnHistory(int seed, int fewest = 14, int most = 44)
    {
        _chance = new(seed);
        _start = new LocalDate(2024, 1, 1).PlusDays(_chance.Below(760));
        _today = _start;
        _hasYearBefore = _chance.Happens(0.35);
        Definitions = new(_chance, new(_chance, _recorded), Day, _hasYearBefore ? 0.5 : 0.12);
        _people = Vocabulary.People[.._chance.One(3, 4, 6)];
        _themes = [_chance.One(Themes.Names), _chance.One(Themes.Names)];
        _facts = new(_chance, Day, _sessions, _people, () => Definitions.With(_chance.One(DrawnFormulas.Nodes)),
            new(_chance, FittingUnit));
        var (steps, days) = (_chance.From(fewest, most), _chance.One(40, 90, 160, 350));
        var trouble = _chance.Happens(0.09) ? _chance.From(steps / 2, steps) : -1;
        Begin();
        for (var step = 0; step < steps; step++)
        {
            _today = _start.PlusDays((step + 1) * days / steps);
            if (step == trouble)
                Trouble();
            else if (ImportStep())
                continue;
            else
                Step();
        }

        var first = _chance.Happens(0.7) ? _start : _start.PlusDays(_chance.Below(days / 2));
        var last = _chance.Happens(0.7) ? _today.PlusDays(_chance.One(-3, -1, -1, 0, 20)) : first.PlusDays(_chance.From(20, days));
        Period = (first, LocalDate.Max(first, last));
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
        // Around the same days a year before, so that there is something to compare with.
        return _hasYearBefore && _chance.Happens(0.4) ? day.PlusYears(-1).PlusDays(_chance.Below(50)) : day;
    }

    private string FittingUnit()
    {
        var definition = Definitions.With(_chance.One(FittingNodes));
        return NaiveUnits.Of(definition["formula"]!, (bool)definition["show"]!["percent"]!);
    }

    private void Begin()
    {
        Record("initiative_opened", body => body["on"] = Chance.Iso(_start));
        foreach (var strand in (string[])["cafe", "garden"])
            Record("strand_started", body => (body["strand"], body["on"]) = (strand, Chance.Iso(_start.PlusDays(_chance.One(-20, 0, 0, 0, 9)))));
        if (_chance.Happens(0.08))
            Restart(_chance.One(Vocabulary.Strands));
        foreach (var kind in s_declaredAtFirst.Where(_ => _chance.Happens(0.6)))
            Record(kind, _ => { });
        if (_themes.Contains("survey"))
            BeginSurvey();
        foreach (var person in _themes.Contains("people") ? _people : [])
        {
            Record("person_enrolled", body => (body["person"], body["on"]) = (person, Chance.Iso(_start.PlusDays(_chance.Below(9)))));
            if (_chance.Happens(0.3))
                Record("stage_reached", body => (body["person"], body["on"]) = (person, Chance.Iso(_start.PlusDays(_chance.From(9, 40)))));
        }

        if (_themes.Any(t => Themes.All[t].NeedsSessions))
        {
            Record("session_held", _ => { });
            Record("session_held", _ => { });
            if (_chance.Happens(0.25))
                BeginHeads();
            if (_themes.Contains("people") && _chance.Happens(0.5))
                LeaveStrand(_live.FindLast(l => l.Kind == "session_held").Body, _chance.One(_people));
        }

        if (_themes.Contains("plans"))
            BeginPlans();
    }

    /// <summary>Heads at a session, and somebody by name who may be among them or not.</summary>
    private void BeginHeads()
    {
        Record("participants_counted", body => (body["session"], body["scheme"], body["unit"], body["overlap"]) = (_sessions[^1], "age", "people", "unknown"));
        Record("person_attended", body => body["session"] = _sessions[^1]);
    }

    /// <summary>Somebody comes and leaves the strand of that session some days later, and nothing else.</summary>
    private void LeaveStrand(JsonObject session, string person)
    {
        Record("person_attended", body => (body["person"], body["session"]) = (person, (string)session["session"]!));
        Record("person_left", body => (body["person"], body["strand"], body["on"]) =
            (person, (string)session["strand"]!, Chance.Iso(Revision.Date((string)session["on"]!).PlusDays(_chance.From(0, 9)))));
    }

    /// <summary>A strand ends early and starts again some days later.</summary>
    private void Restart(string strand)
    {
        var end = _start.PlusDays(_chance.From(10, 30));
        Record("strand_ended", body => (body["strand"], body["on"]) = (strand, Chance.Iso(end)));
        Record("strand_started", body => (body["strand"], body["on"]) = (strand, Chance.Iso(end.PlusDays(_chance.From(1, 40)))));
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

        foreach (var wave in _chance.One<string[]>(["before"], ["after"], ["before", "after"]))
            Record("survey_tallied", body => (body["wave"], body["version"]) = (wave, 1));
        if (_chance.Happens(0.5) && _live.FindLast(l => l.Kind == "survey_tallied") is { Body: { } last })
            Record("survey_tallied", body => AYearBefore(body, last));
    }

    /// <summary>The same wave, and part, of the year before.</summary>
    private static void AYearBefore(JsonObject body, JsonObject of)
    {
        foreach (var member in (string[])["wave", "version", "group", "part"])
            body[member] = of[member]?.DeepClone();
        body["on"] = Chance.Iso(Revision.Date((string)of["on"]!).PlusYears(-1));
        foreach (var absent in body.Where(m => m.Value is null).Select(m => m.Key).ToList())
            body.Remove(absent);
    }

    /// <summary>Some plans: two on one day now and then, some held, some cancelled.</summary>
    private void BeginPlans()
    {
        for (var day = 0; day < 4; day++)
        {
            var (strand, on) = (_chance.One(Vocabulary.Strands), Chance.Iso(_start.PlusDays(_chance.From(1, 40))));
            for (var plans = _chance.One(1, 2, 2); plans > 0; plans--)
                Record("session_planned", Planned);
            for (var cancellations = _chance.One(0, 1, 1, 1, 2); cancellations > 0; cancellations--)
                Record("session_cancelled", SameDay);

            void SameDay(JsonObject body) => (body["strand"], body["on"]) = (strand, on);

            void Planned(JsonObject body)
            {
                SameDay(body);
                (body["capacity"], body["unit"]) = ("20", "people");
                body.Remove("session");
                if (_chance.Happens(0.25))
                    body["session"] = _sessions[^1];
            }
        }
    }
}
