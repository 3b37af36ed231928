using System.Net.Sockets;
using CaseStudies.Server.Tests.Faults;

namespace CaseStudies.Server.Tests.Offline;

/// <summary>The network between a phone and the server.</summary>
internal enum Cut
{
    None,

    /// <summary>Nothing goes through.</summary>
    Off,

    /// <summary>The next batch breaks off in its middle, and everything after it.</summary>
    Request,

    /// <summary>The server answers the next batch, and the answer is lost.</summary>
    Answer,

    /// <summary>The next batch goes through, its answer breaks off in its middle.</summary>
    HalfAnswer,
}

internal sealed class Signal : Relay
{
    private const int Largest = 64 * 1024;
    private readonly int _server;
    private volatile Cut _cut;
    private int _batches;

    public Signal(int server) => Target = _server = server;

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>How many requests with items went to the server.</summary>
    public int Batches => Volatile.Read(ref _batches);

    public Cut Cut
    {
        get => _cut;
        set => (_cut, Target) = (value, value == Cut.Off ? 0 : _server);
    }

    protected override async Task ServeAsync(NetworkStream near, NetworkStream far)
    {
        var asked = new Asked();
        await Task.WhenAny(ForwardAsync(near, far, asked), BackwardAsync(far, near, asked));
    }

    private async Task ForwardAsync(NetworkStream near, NetworkStream far, Asked asked)
    {
        var buffer = new byte[Largest];
        while (await near.ReadAsync(buffer) is > 0 and var read && Cut != Cut.Off)
        {
            if (buffer.AsSpan(0, read).StartsWith("POST "u8))
            {
                asked.IsBatch = true;
                Interlocked.Increment(ref _batches);
            }

            if (asked.IsBatch && Cut == Cut.Request)
            {
                await far.WriteAsync(buffer.AsMemory(0, read / 2));
                Cut = Cut.Off;
                return;
            }

            await far.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private async Task BackwardAsync(NetworkStream far, NetworkStream near, Asked asked)
    {
        var buffer = new byte[Largest];
        while (await far.ReadAsync(buffer) is > 0 and var read && Cut != Cut.Off)
        {
            if (asked.IsBatch && Cut is Cut.Answer or Cut.HalfAnswer)
            {
                if (Cut == Cut.HalfAnswer)
                    await near.WriteAsync(buffer.AsMemory(0, read / 2));
                Cut = Cut.Off;
                return;
            }

            await near.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private sealed class Asked
    {
        public volatile bool IsBatch;
    }
}
