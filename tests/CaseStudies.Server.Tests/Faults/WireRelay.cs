using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Between an application and PostgreSQL: sees every message before the other side does, and so the moment of each commit.</summary>
/// <param name="weakened">Takes out what the program asks for in its first message, to show what that is good for.</param>
internal sealed class WireRelay(int node, Trap trap, bool weakened) : Relay
{
    private static readonly byte[] s_option = Encoding.UTF8.GetBytes("synchronous_commit=on");

    private readonly ConcurrentDictionary<WireState, bool> _states = [];

    /// <summary>A process that serves this application, whatever it does just now.</summary>
    public int? AnyBackend => _states.Keys.Select(s => s.Backend).FirstOrDefault(b => b is not null);

    /// <summary>A command was saved on a connection whose commits are not surely durable.</summary>
    public bool SavedLightly { get; private set; }

    protected override async Task ServeAsync(NetworkStream near, NetworkStream far)
    {
        var state = new WireState(await StartAsync(near, far));
        _states[state] = true;
        await Task.WhenAny(ForwardAsync(near, far, state), BackwardAsync(far, near, state));
        _states.TryRemove(state, out _);
        SavedLightly |= state.SavedLightly;
    }

    /// <summary>The first message has no type. Nobody asks for encryption here.</summary>
    /// <returns>Whether it asks for durable commits.</returns>
    private async Task<bool> StartAsync(NetworkStream near, NetworkStream far)
    {
        var length = new byte[4];
        await near.ReadExactlyAsync(length);
        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(message, 0);
        await near.ReadExactlyAsync(message.AsMemory(4));
        var asked = message.AsSpan().IndexOf(s_option);
        if (weakened && asked >= 0)
            "synchronous_commit=0 "u8.CopyTo(message.AsSpan(asked));
        await far.WriteAsync(message);
        return asked >= 0 && !weakened;
    }

    private async Task ForwardAsync(NetworkStream near, NetworkStream far, WireState state)
    {
        var place = new Place(node, null);
        await PassAsync(near, far,
            (type, body) => state.Sent(type, body) is { } phase && trap.Reached(phase, place with { Backend = state.Backend }),
            () => state.IsCommitting && trap.Reached(Phase.Committing, place with { Backend = state.Backend }));
    }

    private async Task BackwardAsync(NetworkStream far, NetworkStream near, WireState state) => await PassAsync(far, near,
        (type, body) => state.Received(type, body) is { } phase && trap.Reached(phase, new(node, state.Backend)), () => false);

    private delegate bool Springs(byte type, ReadOnlySpan<byte> body);

    /// <summary>Whole messages only, so that none is under way when it must be stopped.</summary>
    private async Task PassAsync(NetworkStream from, NetworkStream to, Springs before, Func<bool> after)
    {
        var (buffer, held) = (new byte[64 * 1024], 0);
        while (await from.ReadAsync(buffer.AsMemory(held)) is > 0 and var read)
        {
            held += read;
            var whole = 0;
            while (held - whole >= 5 && BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(whole + 1)) + 1 is var size && held - whole >= size)
            {
                if (before(buffer[whole], buffer.AsSpan(whole + 5, size - 5)))
                {
                    await HeardAsync();
                    await to.WriteAsync(buffer.AsMemory(0, whole));
                    return;
                }

                whole += size;
            }

            await HeardAsync();
            await to.WriteAsync(buffer.AsMemory(0, whole));
            if (after())
                return;
            Buffer.BlockCopy(buffer, whole, buffer, 0, held - whole);
            held -= whole;
            if (held == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
