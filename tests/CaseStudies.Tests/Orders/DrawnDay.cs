using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference.Drawn;
using NodaTime;

namespace CaseStudies.Tests.Orders;

/// <summary>The commands of one day: an office that lays the ground, and devices that record, correct, withdraw and undo without hearing of each
/// other.</summary>
internal sealed partial class DrawnDay
{
    private const int Devices = 3;
    private static readonly LocalDate s_first = new(2025, 4, 1);
    private static readonly Reason s_reason = new(ReasonCode.Miscounted);

    private readonly Chance _chance;
    private readonly DrawnFacts _facts;
    private readonly List<string> _sessions = [];
    private readonly List<(string Kind, JsonObject Body)> _recorded = [];
    private readonly List<Known> _shared = [];
    private readonly List<Known>[] _own = [.. Enumerable.Range(0, Devices).Select(_ => new List<Known>())];
    private readonly string[] _themes;

    /// <summary>An entry as a device knows it: its content, and the command that made it.</summary>
    private sealed record Known(EntryId Entry, string Kind, JsonObject Body, CommandId By);

    public DrawnDay(int seed)
    {
        _chance = new(seed);
        DrawnDefinitions definitions = new(_chance, new(_chance, _recorded), Day);
        _facts = new(_chance, Day, _sessions, Vocabulary.People[..4], () => definitions.With("count"), new(_chance));
        _themes = [_chance.One(Themes.Names), _chance.One(Themes.Names)];
        LayGround();
        Ground = Commands.Count;
        for (var steps = _chance.From(8, 26); steps > 0; steps--)
            Step(_own[_chance.Below(Devices)]);
        Definitions = [.. Enumerable.Range(0, 6).Select(_ => definitions.With(_chance.One(_themes.SelectMany(t => Themes.All[t].Nodes).ToList())))];
    }

    /// <summary>In an order in which each stands on what is there already.</summary>
    public List<InitiativeCommand> Commands { get; } = [];

    /// <summary>How many of them the office had recorded before.</summary>
    public int Ground { get; }

    public IReadOnlyList<JsonObject> Definitions { get; }

    public (LocalDate From, LocalDate To) Period { get; } = (s_first, new(2025, 6, 30));

    public Chance Chance => _chance;

    private LocalDate Day() => s_first.PlusDays(_chance.From(1, 30));

    private void LayGround()
    {
        Record(_shared, "initiative_opened", b => b["on"] = Chance.Iso(s_first));
        foreach (var strand in (string[])["cafe", "garden"])
            Record(_shared, "strand_started", b => (b["strand"], b["on"]) = (strand, Chance.Iso(s_first)));
        Record(_shared, "survey_introduced", b => (b["version"], b["on"]) = (1, Chance.Iso(s_first)));
        Commands.Add(new RecordFacts(new(_chance.Guid()), [.. ((string[])["scheme", "group", "venue", "partner"]).SelectMany(d => Vocabulary.Values[d]
            .Select(key => new TermDefined(new(d), new(key), new(key, key), s_first)))]));
        _shared.Clear(); // what others stand on is not changed on the way
        for (var more = _chance.From(2, 5); more > 0; more--)
            Record(_shared, more > 3 ? "session_held" : Kind());
    }

    private string Kind()
    {
        // What is declared once, closed or ended is contended for: see the races.
        string[] contended = ["strand_started", "strand_ended", "survey_introduced", "initiative_closed", "initiative_reopened", "indicator_adopted",
            "indicator_revised", "indicator_retired"];
        for (; ; )
        {
            var kind = _chance.One(_chance.Happens(0.8) ? Themes.All[_chance.One(_themes)].Kinds : Themes.Everything);
            if (!contended.Contains(kind))
                return kind;
        }
    }

    private JsonObject Body(string kind)
    {
        var body = _facts.Of(kind);
        if (body.ContainsKey("version"))
            body["version"] = 1;
        _recorded.Add((kind, body));
        return body;
    }

    private void Record(List<Known> known, string kind, Action<JsonObject>? settle = null)
    {
        var command = new CommandId(_chance.Guid());
        var facts = new List<(string Kind, JsonObject Body)> { (kind, Body(kind)) };
        settle?.Invoke(facts[0].Body);
        // What a person does at the door is one act.
        while (kind == "session_held" && facts.Count < 4 && _chance.Happens(0.6))
        {
            var more = _chance.One("participants_counted", "person_attended");
            facts.Add((more, Body(more)));
            facts[^1].Body["session"] = (string)facts[0].Body["session"]!;
        }

        Commands.Add(new RecordFacts(command, [.. facts.Select(f => Fact(f.Kind, f.Body))]));
        known.AddRange(facts.Select((f, i) => new Known(EntryId.ForCommand(command, i), f.Kind, f.Body, command)));
    }

    private static InitiativeFact Fact(string kind, JsonObject body)
    {
        var whole = body.DeepClone().AsObject();
        whole["kind"] = kind;
        return whole.Deserialize<InitiativeFact>(DomainJson.Options)!;
    }
}
