namespace CaseStudies.Server.Tests.Capture;

/// <summary>A time in which a wait is over when the test says so, and never before.</summary>
internal sealed class OverdueTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Wait> _waits = [];
    private int _begun;

    /// <summary>How many waits have begun in all.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Waits until so many have begun in all, and then ends those that have not been given up.</summary>
    public async Task PassAsync(int begun)
    {
        await Until.TrueAsync(() => Begun >= begun);
        List<Wait> over;
        lock (_lock)
        {
            over = [.. _waits];
            _waits.Clear();
        }

        foreach (var wait in over)
            wait.End();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var wait = new Wait(this, () => callback(state));
        lock (_lock)
            _waits.Add(wait);
        Interlocked.Increment(ref _begun);
        return wait;
    }

    private sealed class Wait(OverdueTime time, Action end) : ITimer
    {
        public void End() => end();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (time._lock)
                time._waits.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
