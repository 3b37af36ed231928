using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>What a client sends: the intent, as the journal keeps it, and the request.</summary>
internal sealed record Wish(Intent Intent, string Path, string Body, string? IfMatch = null);

/// <summary>An accepted count, which somebody may correct or withdraw.</summary>
internal sealed record Counted(string Organisation, string Initiative, Guid Entry, int Version, Guid Session);

/// <summary>Makes up what clients want, each with contents of its own by which it is known again.</summary>
internal sealed class Wishes(Journal journal)
{
    private static readonly string s_adopted = InitiativeEventCatalogue.All.Single(c => c.Type == typeof(IndicatorAdopted)).StoredName;

    private static readonly (string Organisation, string Initiative, Guid Session)[] s_places =
        [.. Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? "ysc" : "posse", $"kill-{i / 2}", new Guid(i + 1, 0, 0, new byte[8])))];

    private readonly Counted[] _recent = new Counted[32];
    private int _counted;

    public static IEnumerable<(string Organisation, string Initiative)> Streams => s_places.Select(p => (p.Organisation, p.Initiative));

    /// <summary>What must be there before anything else: each initiative, its strand, its figure and a session.</summary>
    public IEnumerable<Wish> Openings() => s_places.Select(p => Record(p.Organisation, p.Initiative, Guid.NewGuid(),
        (Sentences.Opening, "initiative_opened", null),
        ("""{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""", "strand_started", null),
        ("""
            {"kind":"indicator_adopted","indicator":"youth","on":"2025-04-01",
            "definition":{"label":{"ja":"若者","en":"Young people"},"formula":{"op":"sum",
            "of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"},
            "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}},"headline":true}}
            """, s_adopted, null),
        (Sentences.Session(p.Session, "2025-05-01"), p.Session.ToString(), null)));

    public Wish Next(Random random)
    {
        var (organisation, initiative, session) = s_places[random.Next(s_places.Length)];
        return random.Next(100) switch
        {
            < 50 => Record(organisation, initiative, Guid.NewGuid(), Count(session, random)),
            < 68 => Act(organisation, initiative, random),
            < 78 => Record(organisation, initiative, Guid.NewGuid(), Milestone()),
            < 90 when Recent(random) is { } counted => Correct(counted, random),
            < 95 when Recent(random) is { } counted => Withdraw(counted),
            _ => Record(organisation, initiative, Guid.NewGuid(), Count(Guid.NewGuid(), random)), // no such session: refused
        };
    }

    /// <summary>Another content under the id of a command that was accepted: refused.</summary>
    public Wish Usurping(Wish accepted) => Record(accepted.Intent.Organisation, accepted.Intent.Initiative, accepted.Intent.Command, Milestone());

    /// <summary>The same under another id, which the journal does not know: the client takes it for the same.</summary>
    public static Wish UnderAnotherId(Wish wish)
    {
        var other = wish.Intent with { Command = Guid.NewGuid() };
        return wish with { Intent = other, Body = wish.Body.Replace($"{wish.Intent.Command}", $"{other.Command}", StringComparison.Ordinal) };
    }

    /// <summary>An accepted wish may be the next one's object.</summary>
    public void Accepted(Wish wish, int version)
    {
        if (wish.Intent.Wanted is [{ Count: not null, Ends: false } only])
            _recent[Interlocked.Increment(ref _counted) % _recent.Length] = new(wish.Intent.Organisation, wish.Intent.Initiative, only.Entry, version,
                SessionOf(wish));
    }

    private static Guid SessionOf(Wish wish) =>
        s_places.Single(p => (p.Organisation, p.Initiative) == (wish.Intent.Organisation, wish.Intent.Initiative)).Session;

    private Counted? Recent(Random random) => _recent[random.Next(_recent.Length)];

    private Wish Act(string organisation, string initiative, Random random)
    {
        var session = Guid.NewGuid();
        return Record(organisation, initiative, Guid.NewGuid(),
            [(Sentences.Session(session, "2025-06-01"), session.ToString(), null),
                .. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Count(session, random))]);
    }

    private (string Fact, string Content, int? Count) Count(Guid session, Random random)
    {
        var (content, count) = ($"m-{journal.NextNumber()}", random.Next(1, 20));
        return (Sentences.Youth(session, count, content), content, count);
    }

    private (string Fact, string Content, int? Count) Milestone()
    {
        var content = $"m-{journal.NextNumber()}";
        return (Sentences.Milestone(content), content, null);
    }

    private Wish Record(string organisation, string initiative, Guid command, params ReadOnlySpan<(string Fact, string Content, int? Count)> facts)
    {
        var wanted = ImmutableArray.CreateBuilder<Wanted>();
        var sentences = new List<string>();
        foreach (var (fact, content, count) in facts)
        {
            wanted.Add(new(content, EntryId.ForCommand(new(command), wanted.Count).Value, count));
            sentences.Add(fact);
        }

        return new(new(journal.NextNumber(), command, organisation, initiative, wanted.ToImmutable()), Path(organisation, initiative, "entries"),
            Api.Record(command, [.. sentences]));
    }

    private Wish Correct(Counted counted, Random random)
    {
        var (command, (fact, content, count)) = (Guid.NewGuid(), Count(counted.Session, random));
        return new(
            new(journal.NextNumber(), command, counted.Organisation, counted.Initiative, [new(content, counted.Entry, count)]),
            Path(counted.Organisation, counted.Initiative, $"entries/{counted.Entry}/corrections"),
            $$$"""{"command":"{{{command}}}","replacement":{{{fact}}},"reason":{"code":"miscounted","note":"数え直し"}}""", $"\"{counted.Version}\"");
    }

    private Wish Withdraw(Counted counted)
    {
        var command = Guid.NewGuid();
        return new(
            new(journal.NextNumber(), command, counted.Organisation, counted.Initiative, [new($"withdrawn-{counted.Entry}", counted.Entry, Ends: true)]),
            Path(counted.Organisation, counted.Initiative, $"entries/{counted.Entry}/withdrawal"),
            $$$"""{"command":"{{{command}}}","reason":{"code":"duplicate"},"version":{{{counted.Version}}}}""");
    }

    private static string Path(string organisation, string initiative, string rest) => $"organisations/{organisation}/initiatives/{initiative}/{rest}";
}
