using System.Net.Sockets;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Between clients and an application. A client waits for each answer before it asks again, so the first bytes after a request are its
/// answer's.</summary>
internal sealed class HttpRelay(int node, Trap trap) : Relay
{
    private const int Largest = 64 * 1024;

    protected override async Task ServeAsync(NetworkStream near, NetworkStream far)
    {
        var asked = new StrongBox();
        await Task.WhenAny(ForwardAsync(near, far, asked), BackwardAsync(far, near, asked));
    }

    private sealed class StrongBox
    {
        public volatile bool Recording;
    }

    private async Task ForwardAsync(NetworkStream near, NetworkStream far, StrongBox asked)
    {
        var buffer = new byte[Largest];
        while (await near.ReadAsync(buffer) is > 0 and var read)
        {
            var sent = 0;
            if (buffer.AsSpan(0, read).StartsWith("POST "u8))
            {
                asked.Recording = true;
                if (trap.Awaits(Phase.BeforeRead))
                {
                    sent = read / 2; // a request that is cut is no request
                    await far.WriteAsync(buffer.AsMemory(0, sent));
                    if (trap.Reached(Phase.BeforeRead, new(node, null)))
                        return;
                }
            }

            await far.WriteAsync(buffer.AsMemory(sent, read - sent));
        }
    }

    private async Task BackwardAsync(NetworkStream far, NetworkStream near, StrongBox asked)
    {
        var buffer = new byte[Largest];
        while (await far.ReadAsync(buffer) is > 0 and var read)
        {
            if (asked.Recording)
            {
                asked.Recording = false;
                if (buffer.AsSpan(0, read).StartsWith("HTTP/1.1 20"u8) && trap.Reached(Phase.AnswerUnheard, new(node, null)))
                    return;
            }

            await near.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}
