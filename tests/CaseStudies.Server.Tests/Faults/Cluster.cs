namespace CaseStudies.Server.Tests.Faults;

/// <summary>The program in one or two processes on one database, with a relay on each line. Whatever dies comes back at the same address.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly FaultPostgres _postgres;
    private readonly List<Node> _nodes = [];

    private Cluster(FaultPostgres postgres) => (_postgres, Trap) = (postgres, new(Kill));

    private sealed record Node(WireRelay Wire, HttpRelay Http, HttpClient Client)
    {
        public Capture.ServerProcess? Process { get; set; }
    }

    public Trap Trap { get; }
    public IReadOnlyList<HttpClient> Clients => [.. _nodes.Select(n => n.Client)];

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
            cluster._nodes.Add(new(wire, http,
                new(new SocketsHttpHandler()) { BaseAddress = new($"http://127.0.0.1:{http.Port}"), Timeout = TimeSpan.FromSeconds(40) }));
            await cluster.StartAsync(i, connectionString, cancellation);
        }

        return cluster;
    }

    /// <summary>Brings back what the fault took down, and whatever went down with it.</summary>
    public async Task HealAsync(Fault fault, Place place, string connectionString, CancellationToken cancellation)
    {
        if (fault.Victim is not (Victim.Application or Victim.Line))
            await _postgres.HealAsync(fault.Victim);
        foreach (var (i, node) in _nodes.Index())
        {
            var killed = fault.Victim == Victim.Application && i == place.Node;
            if (!killed && !node.Process!.HasExited)
                continue;
            Collapses += killed ? 0 : 1;
            await node.Process!.DisposeAsync();
            await StartAsync(i, connectionString, cancellation);
        }

        foreach (var node in _nodes)
            node.Wire.Target = _postgres.Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.Process!.DisposeAsync();
            node.Client.Dispose();
            await node.Http.DisposeAsync();
            await node.Wire.DisposeAsync();
        }
    }

    private async Task StartAsync(int node, string connectionString, CancellationToken cancellation)
    {
        var (wire, http) = (_nodes[node].Wire, _nodes[node].Http);
        http.Target = 0;
        _nodes[node].Process = await Capture.ServerProcess.StartAsync(FaultPostgres.Through(connectionString, wire.Port), cancellation);
        http.Target = _nodes[node].Process!.Address.Port;
    }

    private void Kill(Fault fault, Place place)
    {
        if (fault.Victim == Victim.Application)
            _nodes[place.Node].Process!.Kill();
        else if (fault.Victim != Victim.Line)
            _postgres.Kill(fault.Victim, place.Backend ?? _nodes[place.Node].Wire.AnyBackend);
    }
}
