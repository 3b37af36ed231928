using System.Diagnostics;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>The program in one or two processes on one database, with a relay on each line. Whatever dies comes back at the same address.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private readonly FaultPostgres _postgres;
    private readonly List<Node> _nodes = [];
    private StoppedProcess? _stopped;
    private int _moved;
    private volatile bool _starting;

    private Cluster(FaultPostgres postgres) => (_postgres, Trap) = (postgres, new(Strike));

    private sealed record Node(WireRelay Wire, HttpRelay Http, HttpClient Client, FakeTime Time)
    {
        public Capture.ServerProcess? Process { get; set; }
    }

    public Trap Trap { get; }
    public IReadOnlyList<HttpClient> Clients => [.. _nodes.Select(n => n.Client)];

    /// <summary>A program is being started, for which clients of the other one leave it some time.</summary>
    public bool IsStarting => _starting;

    /// <summary>A command was saved on a connection whose commits are not surely durable. Known of those that have ended.</summary>
    public bool SavedLightly => _nodes.Any(n => n.Wire.SavedLightly);

    /// <summary>How often the program ended without being killed.</summary>
    public int Collapses { get; private set; }

    public static async Task<Cluster> StartAsync(FaultPostgres postgres, string connectionString, int nodes, bool weakened, CancellationToken cancellation)
    {
        var cluster = new Cluster(postgres);
        for (var i = 0; i < nodes; i++)
        {
            var (wire, http) = (new WireRelay(i, cluster.Trap, weakened) { Target = postgres.Port }, new HttpRelay(i, cluster.Trap));
            // Clients wait for longer than any fault lasts: a request that is never answered must not look like one that was.
            var client = LocalUserKey.Client(new($"http://127.0.0.1:{http.Port}"));
            client.Timeout = TimeSpan.FromMinutes(5);
            cluster._nodes.Add(new(wire, http, client, new()));
            await cluster.StartAsync(i, connectionString, cancellation);
        }

        return cluster;
    }

    /// <summary>
    /// Waits until the fault is over: what lasts ends after its time and not before somebody was refused, what died is started again, as an operator's machine
    /// would do it.
    /// </summary>
    /// <returns>When everything was there again that is not the program's own: from then on it has to help itself.</returns>
    public async Task<long> OutliveAsync(Fault fault, Place place, string connectionString, Tally tally, CancellationToken cancellation)
    {
        var refused = tally.Unknown;
        if (fault.Lasts)
        {
            await using var trouble = await BeginAsync(fault, place.Node, connectionString);
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds) + (fault.Victim == Victim.MovedClock ? FakeTime.Unnoticed : TimeSpan.Zero), cancellation);
            // A machine under load may be late to ask.
            if (Fault.IsRefusal(fault.Victim))
                await Until.TrueAsync(() => tally.Unknown > refused, seen: () => $"{fault}: {tally}");
        }

        var over = Stopwatch.GetTimestamp();
        if (fault.Victim is Victim.Backend or Victim.Postmaster or Victim.Immediate or Victim.FullDisk)
            await _postgres.HealAsync(fault.Victim);
        foreach (var node in _nodes)
            node.Wire.Target = _postgres.Port;
        if (fault.Victim is Victim.Postmaster or Victim.Immediate or Victim.FullDisk)
            over = Stopwatch.GetTimestamp();
        foreach (var (i, node) in _nodes.Index())
        {
            var killed = fault.Victim == Victim.Application && i == place.Node;
            if (!killed && !node.Process!.HasExited)
                continue;
            Collapses += killed ? 0 : 1;
            await node.Process!.DisposeAsync();
            await StartAsync(i, connectionString, cancellation);
        }

        return over;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.Process!.DisposeAsync();
            node.Client.Dispose();
            node.Time.Dispose();
            await node.Http.DisposeAsync();
            await node.Wire.DisposeAsync();
        }
    }

    private async Task StartAsync(int node, string connectionString, CancellationToken cancellation)
    {
        var (wire, http) = (_nodes[node].Wire, _nodes[node].Http);
        (http.Target, _starting) = (0, true);
        _nodes[node].Process = await Capture.ServerProcess.StartAsync(FaultPostgres.Through(connectionString, wire.Port), cancellation,
            _nodes[node].Time.Settings);
        _starting = false;
        http.Target = _nodes[node].Process!.Address.Port;
    }

    /// <summary>Before anything can go on: whatever needs longer begins when the trap has sprung.</summary>
    private void Strike(Fault fault, Place place)
    {
        var node = _nodes[place.Node];
        switch (fault.Victim)
        {
            case Victim.Application:
                node.Process!.Kill();
                break;
            case Victim.Backend or Victim.Postmaster or Victim.Immediate:
                _postgres.Kill(fault.Victim, place.Backend ?? node.Wire.AnyBackend);
                break;
            case Victim.StoppedApplication or Victim.StoppedBackend:
                _stopped = new(fault.Victim == Victim.StoppedApplication ? node.Process!.Id : place.Backend!.Value);
                break;
            case Victim.SilentLine:
                node.Wire.Silence();
                break;
        }
    }

    /// <returns>Disposing of it ends what lasts.</returns>
    private async Task<IAsyncDisposable> BeginAsync(Fault fault, int node, string connectionString)
    {
        if (fault.Victim == Victim.MovedClock)
            _nodes[node].Time.Move(_moved++ % 2 == 0 ? s_day : -s_day);
        return fault.Victim switch
        {
            Victim.StoppedApplication or Victim.StoppedBackend => new Ending(_stopped!.Dispose),
            Victim.SilentLine => new Ending(_nodes[node].Wire.Speak),
            Victim.MovedClock => new Ending(() => _nodes[node].Time.Move(TimeSpan.Zero)),
            _ => await _postgres.TroubleAsync(fault.Victim, connectionString),
        };
    }

    private sealed class Ending(Action end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            end();
            return ValueTask.CompletedTask;
        }
    }
}
