using System.Net.Sockets;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Between a node and PostgreSQL: waits for certain words on their way to the database, and strikes before they arrive there.</summary>
internal sealed class JobRelay : Relay
{
    private readonly Lock _lock = new();
    private byte[]? _words;
    private bool _hold;
    private Action _strike = () => { };
    private TaskCompletionSource _struck = new();

    /// <param name="hold">The words never arrive: their sender is dead. Else they were on their way when it was struck.</param>
    public Task ArmAsync(string words, bool hold, Action strike)
    {
        lock (_lock)
        {
            _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
            (_words, _hold, _strike) = (System.Text.Encoding.UTF8.GetBytes(words), hold, strike);
            return _struck.Task;
        }
    }

    public void Disarm()
    {
        lock (_lock)
            _words = null;
    }

    protected override Task ServeAsync(NetworkStream near, NetworkStream far) => Task.WhenAny(ForwardAsync(near, far), far.CopyToAsync(near));

    private async Task ForwardAsync(NetworkStream near, NetworkStream far)
    {
        var buffer = new byte[256 * 1024];
        while (await near.ReadAsync(buffer) is > 0 and var read)
        {
            if (Strikes(buffer.AsSpan(0, read)))
                return;
            await far.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private bool Strikes(ReadOnlySpan<byte> sent)
    {
        lock (_lock)
        {
            if (_words is not { } words || sent.IndexOf(words) < 0)
                return false;
            _words = null;
            _strike();
            _struck.TrySetResult();
            return _hold;
        }
    }
}
