using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>One run: clients record, a seeded schedule kills, all comes back, and the checker looks at what is left.</summary>
internal sealed class KillRun(FaultPostgres postgres, int nodes, int kills, int seed)
{
    private const int Phones = 16;
    private static readonly TimeSpan s_occasion = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(10);
    private readonly Dictionary<(Phase, Victim), int> _kills = [];
    private readonly List<Injection> _injections = [];

    /// <summary>The program's wish for durable commits does not reach PostgreSQL.</summary>
    public bool Weakened { get; init; }

    public Manners Manners { get; init; }

    /// <summary>How long everybody may have to wait after a fault until something is recorded again; null: nobody looks at each fault.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>How much is recorded between one fault and the next.</summary>
    public int AnswersBetween { get; init; } = 80;

    /// <summary>Told of each fault what came of it.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Only these faults, where a test wants to see something certain.</summary>
    public IReadOnlyList<Fault>? Only { get; init; }

    public int Nodes => nodes;
    public IReadOnlyList<Injection> Injections => _injections;
    public IReadOnlyList<Outcome> Outcomes { get; private set; } = [];
    public Findings Findings { get; private set; } = new([], [], []);
    public string Report { get; private set; } = "";

    public async Task<KillRun> RunAsync(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        var connectionString = await postgres.NewDatabaseAsync();
        var path = Path.GetTempFileName();
        try
        {
            await using var cluster = await Cluster.StartAsync(postgres, connectionString, nodes, Weakened, cancellation);
            var tally = new Tally();
            using (var journal = new Journal(path))
                await RecordAsync(cluster, journal, tally, connectionString, random, cancellation);
            var recorded = watch.Elapsed;
            await CheckAsync(cluster, path, connectionString, cancellation);
            Report = Lines(tally, cluster, recorded);
        }
        finally
        {
            File.Delete(path);
            await postgres.DropAsync(connectionString);
        }

        return this;
    }

    private async Task RecordAsync(Cluster cluster, Journal journal, Tally tally, string connectionString, Random random, CancellationToken cancellation)
    {
        var wishes = new Wishes(journal);
        foreach (var opening in wishes.Openings())
            await Phone().UntilKnownAsync(opening, mayForget: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var phones = Enumerable.Range(0, Phones).Select(_ => Phone()).ToList();
        var calls = phones.Select(p => Task.Run(() => p.RunAsync(stop.Token), cancellation)).ToList();
        var aftermath = Patience is { } patience ? new Aftermath(cluster, journal, tally, phones, connectionString, patience) : null;
        foreach (var fault in Only ?? Schedule.Of(kills, nodes, random))
        {
            var enough = tally.Ok + AnswersBetween;
            await Until.TrueAsync(() => tally.Ok >= enough || calls.Exists(p => p.IsFaulted), s_silence, () => $"{tally}");
            foreach (var failed in calls.Where(p => p.IsFaulted))
                await failed;
            journal.Faults++;
            var place = await cluster.Trap.SetAsync(fault).WaitAsync(s_occasion, cancellation);
            var over = await cluster.OutliveAsync(fault, place, connectionString, tally, cancellation);
            _kills[(fault.Phase, fault.Victim)] = _kills.GetValueOrDefault((fault.Phase, fault.Victim)) + 1;
            if (aftermath is null)
                continue;
            _injections.Add(await aftermath.SeeAsync(fault, over, cancellation));
            Say($"{_injections.Count} {fault.Victim} {fault.Phase}: {_injections[^1].Recovered?.TotalSeconds:0.0} s, {_injections[^1].Wrong.Count} wrong");
            if (_injections[^1].Recovered is null)
                break; // nobody would answer what the next one waits for
        }

        await stop.CancelAsync();
        await Task.WhenAll(calls).WaitAsync(s_occasion, cancellation);

        Phone Phone() => new(cluster, journal, wishes, tally, new Random(random.Next()), Manners);
    }

    private async Task CheckAsync(Cluster cluster, string path, string connectionString, CancellationToken cancellation)
    {
        var (intents, outcomes) = Journal.Read(path);
        Outcomes = outcomes;
        var (events, ledger) = (await Stored.EventsAsync(connectionString), await Stored.LedgerAsync(connectionString));
        var found = Checker.Check(intents, outcomes, events, ledger);
        var others = found.Others.ToList();
        if (!found.All.Any())
        {
            foreach (var organisation in events.GroupBy(e => e.Organisation))
            {
                var listed = await Stored.ListedAsync(cluster.Clients[0], organisation.Key, cancellation);
                if (!listed.OrderBy(i => i.Key)
                    .SequenceEqual(organisation.GroupBy(e => e.Initiative).Select(i => KeyValuePair.Create(i.Key, i.Count())).OrderBy(i => i.Key)))
                    others.Add($"{organisation.Key} lists {string.Join(", ", listed)}");
            }

            foreach (var (organisation, initiative) in Wishes.Streams)
            {
                var (expected, seen) = (Stored.Expected(intents, events, organisation, initiative),
                    await Stored.OverHttpAsync(cluster.Clients[0], organisation, initiative, cancellation));
                if (!expected.Entries.SetEquals(seen.Entries) || expected.Figure != seen.Figure)
                    others.Add($"{organisation}/{initiative}: {expected.Entries.Count} entries and {expected.Figure} were recorded, "
                        + $"{seen.Entries.Count} and {seen.Figure} are shown");
            }
        }

        others.AddRange(await Stored.RebuiltOtherwiseAsync(connectionString, cancellation));
        others.AddRange(_injections.SelectMany(i => i.Wrong).Concat(_injections.Where(i => i.Recovered is null).Select(i => $"not recovered: {i.Fault}")));
        if (Patience is not null && cluster.Collapses > 0)
            others.Add($"the program ended by itself {cluster.Collapses} times");
        if (cluster.SavedLightly)
            others.Add("a command was saved on a connection that had not asked for durable commits");
        Findings = found with { Others = others };
        _recorded = events.Count;
    }

    private int _recorded;

    private string Lines(Tally tally, Cluster cluster, TimeSpan time)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{nodes} node(s), seed {seed}: {_kills.Where(k => k.Key.Item2 < Victim.Line).Sum(k => k.Value)} kills ");
        text.Append(CultureInfo.InvariantCulture, $"in {time.TotalSeconds:0} s; {tally}; {_recorded} events\n");
        foreach (var phase in _kills.Keys.Select(k => k.Item1).Distinct().Order())
            text.Append(CultureInfo.InvariantCulture,
                $"  {phase}: {string.Join(", ", _kills.Where(k => k.Key.Item1 == phase).OrderBy(k => k.Key.Item2).Select(k => $"{k.Key.Item2} {k.Value}"))}\n");
        text.Append(CultureInfo.InvariantCulture,
            $"  lost {Findings.Lost.Count}, doubled {Findings.Doubled.Count}, otherwise wrong {Findings.Others.Count}; ");
        text.Append(CultureInfo.InvariantCulture, $"the program ended by itself {cluster.Collapses} times\n");
        return text.ToString();
    }
}
