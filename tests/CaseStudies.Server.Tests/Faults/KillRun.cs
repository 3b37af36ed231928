using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>One run: clients record, a seeded schedule kills, all comes back, and the checker looks at what is left.</summary>
internal sealed class KillRun(FaultPostgres postgres, int nodes, int kills, int seed)
{
    private const int Phones = 16;
    private const int AnswersBetweenKills = 280;
    private static readonly TimeSpan s_occasion = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(10);
    private readonly Dictionary<(Phase, Victim), int> _kills = [];

    /// <summary>The program's wish for durable commits does not reach PostgreSQL.</summary>
    public bool Weakened { get; init; }

    /// <summary>Clients believe what they were not told.</summary>
    public bool Gullible { get; init; }

    /// <summary>Only these faults, where a test wants to see something certain.</summary>
    public IReadOnlyList<Fault>? Only { get; init; }

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
        var phones = Enumerable.Range(0, Phones).Select(_ => Phone()).Select(p => Task.Run(() => p.RunAsync(stop.Token), cancellation)).ToList();
        foreach (var fault in Only ?? Schedule.Of(kills, random))
        {
            var enough = tally.Ok + AnswersBetweenKills;
            await Until.TrueAsync(() => tally.Ok >= enough || phones.Exists(p => p.IsFaulted), s_silence, () => $"{tally}");
            foreach (var failed in phones.Where(p => p.IsFaulted))
                await failed;
            var place = await cluster.Trap.SetAsync(fault).WaitAsync(s_occasion, cancellation);
            await cluster.HealAsync(fault, place, connectionString, cancellation);
            _kills[(fault.Phase, fault.Victim)] = _kills.GetValueOrDefault((fault.Phase, fault.Victim)) + 1;
        }

        await stop.CancelAsync();
        await Task.WhenAll(phones);

        Phone Phone() => new(cluster, journal, wishes, tally, new Random(random.Next()), Gullible);
    }

    private async Task CheckAsync(Cluster cluster, string path, string connectionString, CancellationToken cancellation)
    {
        var (intents, outcomes) = Journal.Read(path);
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
        if (cluster.SavedLightly)
            others.Add("a command was saved on a connection that had not asked for durable commits");
        Findings = found with { Others = others };
        _recorded = events.Count;
    }

    private int _recorded;

    private string Lines(Tally tally, Cluster cluster, TimeSpan time)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{nodes} node(s), seed {seed}: {_kills.Where(k => k.Key.Item2 != Victim.Line).Sum(k => k.Value)} kills ");
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
