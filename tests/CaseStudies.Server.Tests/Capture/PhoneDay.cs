using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>What three phones at one venue record in a day; what each corrects, withdraws and undoes is its own, and they disagree about heads.</summary>
internal sealed class PhoneDay
{
    private static readonly string[] s_indicators =
    [
        """
        {"kind":"indicator_adopted","indicator":"heads","on":"2025-04-01",
        "definition":{"label":{"ja":"延べ","en":"Heads"},"formula":{"op":"sum",
        "of":{"kind":"participants_counted","where":{"scheme":["audience"],"unit":["people"]}},"quantity":"count"},
        "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}}}}
        """,
        """
        {"kind":"indicator_adopted","indicator":"people","on":"2025-04-01",
        "definition":{"label":{"ja":"実人数","en":"People"},"formula":{"op":"distinct","of":[{"kind":"person_attended"}],"by":"person"},
        "show":{"counts":"people","unit":{"ja":"人","en":"people"}}}}
        """,
        """
        {"kind":"indicator_adopted","indicator":"months","on":"2025-04-01",
        "definition":{"label":{"ja":"月ごと","en":"Months"},"formula":{"op":"per-month",
        "of":{"op":"count","of":{"kind":"session_held","where":{"strand":["cafe"]}}},"strand":"cafe","take":"range"},
        "show":{"counts":"sessions-per-month","unit":{"ja":"回","en":"sessions"}}}}
        """,
    ];

    private readonly Random _random;
    private readonly List<Guid> _sessions = [];
    private int _ids;
    private readonly int _seed;

    public PhoneDay(int seed)
    {
        (_seed, _random, Initiative) = (seed, new(seed), $"day-{seed}");
        _sessions.AddRange([Id(), Id()]);
        Ground =
        [
            Item("record", Batches.Record(Id(),
                [Sentences.Opening, """{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""",
                    .. s_indicators])),
            .. _sessions.Select((s, i) => Item("record", Batches.Record(Id(), Sentences.Session(s, $"2025-06-0{i + 1}")))),
        ];
        foreach (var phone in Phones)
        {
            for (var steps = 6 + _random.Next(8); steps > 0; steps--)
                Step(phone);
        }
    }

    public string Initiative { get; }

    public IReadOnlyList<(string Initiative, string Verb, JsonNode Command)> Ground { get; }

    public List<(string Initiative, string Verb, JsonNode Command)>[] Phones { get; } = [[], [], []];

    public IEnumerable<(string Initiative, string Verb, JsonNode Command)> InOrder => Phones.SelectMany(p => p);

    private void Step(List<(string Initiative, string Verb, JsonNode Command)> phone)
    {
        var command = Id();
        switch (_random.Next(8))
        {
            case 0:
                var session = Id();
                phone.Add(Item("record",
                    Batches.Record(command, Sentences.Session(session, $"2025-0{4 + _random.Next(4)}-1{_random.Next(10)}"),
                        Sentences.Youth(session, _random.Next(20)))));
                break;
            case 1 or 2:
                phone.Add(Item("record", Batches.Record(command, Count())));
                break;
            case 3 or 4:
                phone.Add(Item("record", Batches.Record(command, Attended(), Attended())));
                break;
            case 5:
                var (counted, corrected) = (Batches.Record(command, Count(0)), Sure(Batches.Correct(command, $"\"basis\":\"{command}\"", Count(1))));
                phone.AddRange([Item("record", counted), Item("correct", corrected),
                    Item("correct", Sure(Batches.Correct(command, corrected.Basis(), Count(2))))]);
                break;
            case 6:
                phone.AddRange([Item("record", Batches.Record(command, Attended())),
                    Item("withdraw", Sure(Batches.Withdraw(command, $"\"basis\":\"{command}\"")))]);
                break;
            default:
                var change = Batches.Change(Id(), $$"""{"entry":"{{command}}","basis":"{{command}}","replacement":{{Count(30)}}}""");
                phone.AddRange([Item("record", Batches.Record(command, Count(31))), Item("change", change), Item("undo", Sure(Batches.Undo(change.Id())))]);
                break;
        }
    }

    /// <summary>An id of this day: the same in both organisations, and at every run.</summary>
    private JsonObject Sure(JsonObject command)
    {
        command["command"] = Id().ToString();
        return command;
    }

    private Guid Id() => new(_seed + 1, (short)(_ids++ >> 8), (short)(_ids & 0xff), 1, 2, 3, 4, 5, 6, 7, 8);

    private string Count(int? heads = null) =>
        Sentences.Youth(_sessions[_random.Next(2)], heads ?? 5 + _random.Next(3), _random.Next(3) == 0 ? "evening" : null);

    private string Attended() => $$"""{"kind":"person_attended","person":"p-0000000{{_random.Next(9)}}","session":"{{_sessions[_random.Next(2)]}}"}""";

    private (string, string, JsonNode) Item(string verb, JsonObject command) => (Initiative, verb, command);
}
