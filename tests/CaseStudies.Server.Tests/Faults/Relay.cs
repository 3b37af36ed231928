using System.Net;
using System.Net.Sockets;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Listens on a port that stays the same while what stands behind it dies and comes back elsewhere.</summary>
internal abstract class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    protected Relay()
    {
        _listener.Start(512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Where to connect to; 0: what stood there is dead.</summary>
    public int Target { get; set; }

    private volatile TaskCompletionSource? _silence;

    /// <summary>From now on nothing passes, neither bytes nor a new connection nor its end, until <see cref="Speak"/>. Nobody is told.</summary>
    public void Silence() => _silence = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Speak()
    {
        _silence?.SetResult();
        _silence = null;
    }

    /// <summary>Waits while the line is silent.</summary>
    protected Task HeardAsync() => _silence?.Task ?? Task.CompletedTask;

    /// <summary>Passes bytes between the two until one of them is gone or something must not be passed on.</summary>
    protected abstract Task ServeAsync(NetworkStream near, NetworkStream far);

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Task.Run(() => ConnectAsync(near));
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConnectAsync(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                near.NoDelay = far.NoDelay = true;
                await HeardAsync();
                await far.ConnectAsync(IPAddress.Loopback, Target, _end.Token);
                await ServeAsync(near.GetStream(), far.GetStream());
                await HeardAsync();
            }
            catch (Exception e) when (e is IOException or SocketException or ArgumentOutOfRangeException or ObjectDisposedException
                or OperationCanceledException)
            {
                // One side died, as intended; closing tells the other.
            }
            finally
            {
                near.Client.LingerState = new(true, 0); // a cut, not a farewell
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }
}
