using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>
/// Groups commands into commits. A lone command commits at once; commands that arrive during a commit share the next one. Commands on a
/// stream that another node holds move to a lane of their own, in their order, until that stream is free. The streams of a group that does not end
/// wait apart for its end. <c>GROUP-COMMIT.md</c> tells the whole.
/// </summary>
/// <param name="run">Commits a group: answers its commands, and returns those that it set aside.</param>
/// <param name="limit">Commands queued for longer than the lock timeout fail with 503.</param>
internal sealed class GroupCommitQueue(
    Func<IReadOnlyList<PendingCommand>, LockWaitMode, Task<IReadOnlyList<PendingCommand>>> run, TimeSpan limit, int lanes = GroupCommitQueue.Lanes,
    TimeProvider? time = null) : IDisposable
{
    /// <summary>Each overdue group holds a connection. When there are more, the lanes wait.</summary>
    internal const int MaximumOverdue = 8;

    /// <summary>Each held stream that waits for its lock holds a connection, too. When there are more, they wait in turns.</summary>
    internal const int MaximumWaits = 32;

    /// <summary>With two lanes, one decides while the other waits for the disk. A stream is always in the same lane.</summary>
    private const int Lanes = 2;

    /// <summary>Each command takes a lock, and PostgreSQL has room for some thousands. A full group takes some tens of milliseconds, which the next
    /// one waits.</summary>
    private const int MaximumCommands = 512;

    private const int MaximumFacts = 1000;

    /// <summary>How long a lane waits for the end of its group before it goes on without those streams. A full group takes a tenth of it; a slow disk
    /// makes groups overdue, too, which does no harm.</summary>
    private static readonly TimeSpan s_overdue = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _waits = new(MaximumWaits);
    private readonly Lane[] _common = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(null))];

    /// <summary>The streams whose commands are not in a common lane: held ones, and those of overdue groups.</summary>
    private readonly Dictionary<StreamKey, Lane> _apart = [];

    private int _overdue;

    /// <param name="Stream">The held stream that has this lane for itself.</param>
    private sealed record Lane(StreamKey? Stream)
    {
        public List<PendingCommand> Waiting { get; } = [];
        public bool Running { get; set; }
    }

    /// <summary>Adds commands side by side, so that those on one stream keep their order.</summary>
    public void Add(params IEnumerable<PendingCommand> commands)
    {
        lock (_lock)
        {
            foreach (var pending in commands)
                Enqueue(_apart.GetValueOrDefault(pending.Stream) ?? Common(pending.Stream), pending);
        }
    }

    public void Dispose() => _waits.Dispose();

    private Lane Common(StreamKey stream) => _common[(stream.GetHashCode() & int.MaxValue) % lanes];

    private void Enqueue(Lane lane, PendingCommand pending)
    {
        lane.Waiting.Add(pending);
        if (lane.Running)
            return;
        lane.Running = true;
        // A lane serves many requests: none of them may pass its trace on to the others' commits.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => DrainAsync(lane));
    }

    private async Task DrainAsync(Lane lane)
    {
        if (lane.Stream is null)
        {
            while (Next(lane) is { } group)
                await RunInTimeAsync(group);
        }
        else
        {
            while (await NextAloneAsync(lane))
            {
            }
        }
    }

    /// <summary>Runs a group of a common lane. If it does not end in time, its streams leave the lane, which then goes on without them.</summary>
    private async Task RunInTimeAsync(List<PendingCommand> group)
    {
        var running = RunAsync(group, LockWaitMode.None);
        while (true)
        {
            try
            {
                SetAside(await running.WaitAsync(s_overdue, time ?? TimeProvider.System));
                return;
            }
            catch (TimeoutException) // of the wait: the run itself never throws
            {
                if (Part(group) is not { } behind)
                    continue;
                _ = Task.Run(async () => Return(group, behind, await running));
                return;
            }
        }
    }

    /// <returns>False: the lane is empty and has stopped.</returns>
    private async Task<bool> NextAloneAsync(Lane lane)
    {
        await _waits.WaitAsync();
        try
        {
            if (Next(lane) is not { } group)
                return false;
            await WaitAloneAsync(lane, await RunAsync(group, LockWaitMode.ForStream));
            return true;
        }
        finally
        {
            _waits.Release();
        }
    }

    /// <summary>The commands of the next group, in order; null if the lane is empty, which then stops.</summary>
    private List<PendingCommand>? Next(Lane lane)
    {
        lock (_lock)
        {
            lane.Waiting.RemoveAll(a => a.GivenUp || a.TurnedAway(limit));
            var (count, facts) = (0, 0);
            while (count < Math.Min(lane.Waiting.Count, MaximumCommands) && (count == 0 || facts + lane.Waiting[count].Facts <= MaximumFacts))
                facts += lane.Waiting[count++].Facts;
            if (count == 0)
            {
                lane.Running = false;
                if (lane.Stream is { } stream)
                    _apart.Remove(stream);
                return null;
            }

            var group = lane.Waiting.GetRange(0, count);
            lane.Waiting.RemoveRange(0, count);
            return group;
        }
    }

    /// <summary>Moves each held stream to a lane of its own, together with its commands that still wait in the common lane.</summary>
    private void SetAside(IReadOnlyList<PendingCommand> aside)
    {
        if (aside.Count == 0)
            return;
        lock (_lock)
        {
            foreach (var commands in aside.GroupBy(a => a.Stream))
            {
                var lane = _apart.TryGetValue(commands.Key, out var held) ? held : _apart[commands.Key] = new(commands.Key);
                foreach (var pending in commands.Concat(TakeWaiting([commands.Key])))
                    Enqueue(lane, pending);
            }
        }
    }

    /// <summary>
    /// Takes the streams of an overdue group out of the common lane. Nobody knows what becomes of its commands, so those that follow them on the same
    /// streams wait until it has ended; nobody drains their lane.
    /// </summary>
    /// <returns>Null: too many groups are overdue already.</returns>
    private Lane? Part(List<PendingCommand> group)
    {
        lock (_lock)
        {
            if (_overdue == MaximumOverdue)
                return null;
            _overdue++;
            var (behind, streams) = (new Lane(null) { Running = true }, group.Select(a => a.Stream).ToHashSet());
            foreach (var stream in streams)
                _apart[stream] = behind;
            behind.Waiting.AddRange(TakeWaiting(streams));
            return behind;
        }
    }

    /// <summary>The overdue group has ended: its streams go back to the common lane, in their order.</summary>
    private void Return(List<PendingCommand> group, Lane behind, IReadOnlyList<PendingCommand> aside)
    {
        lock (_lock)
        {
            _overdue--;
            foreach (var pending in group)
                _apart.Remove(pending.Stream);
            foreach (var pending in behind.Waiting)
                Enqueue(Common(pending.Stream), pending);
            SetAside(aside); // takes along what has just gone back
        }
    }

    /// <summary>Takes the commands of streams that share a common lane out of it.</summary>
    private List<PendingCommand> TakeWaiting(HashSet<StreamKey> streams)
    {
        var waiting = Common(streams.First()).Waiting;
        var taken = waiting.Where(a => streams.Contains(a.Stream)).ToList();
        waiting.RemoveAll(a => streams.Contains(a.Stream));
        return taken;
    }

    /// <summary>Another node is recording the same command. Only this command waits for it, and those of its batch that follow.</summary>
    private async Task WaitAloneAsync(Lane lane, IReadOnlyList<PendingCommand> aside)
    {
        var batches = aside.Where(a => a.OfBatch).ToList();
        foreach (var pending in aside.Where(a => !a.OfBatch))
            _ = Task.Run(async () => Add(await RunAsync([pending], LockWaitMode.ForCommand)));
        if (batches.Count == 0)
            return;
        var again = await RunAsync([batches[0]], LockWaitMode.ForCommand);
        lock (_lock)
            lane.Waiting.InsertRange(0, again.Concat(batches.Skip(1)));
    }

    private async Task<IReadOnlyList<PendingCommand>> RunAsync(IReadOnlyList<PendingCommand> commands, LockWaitMode patience)
    {
        try
        {
            return await run(commands, patience);
        }
        catch (Exception e)
        {
            foreach (var pending in commands)
                pending.Fail(e); // no effect on those already answered
            return [];
        }
    }
}
