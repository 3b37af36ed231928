using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>Which locks held by others a group commit waits for.</summary>
internal enum LockWaitMode
{
    /// <summary>None: a command whose lock is held is set aside, so that the others of the group do not wait for it.</summary>
    None,

    /// <summary>The lock of the group's one stream, up to the timeout.</summary>
    ForStream,

    /// <summary>The lock of its one stream and of its one command.</summary>
    ForCommand,

    /// <summary>Every lock that an atomic batch needs, in one fixed order.</summary>
    ForAll,
}

/// <summary>
/// Groups commands into commits. A lone command commits at once; commands that arrive during a commit share the next one. Commands on a
/// stream that another node holds move to a lane of their own, in their order, until that stream is free. <c>GROUP-COMMIT.md</c> tells the whole.
/// </summary>
/// <param name="run">Commits a group: answers its commands, and returns those that it set aside.</param>
/// <param name="limit">Commands queued for longer than the lock timeout fail with 503.</param>
internal sealed class GroupCommitQueue(
    Func<IReadOnlyList<PendingCommand>, LockWaitMode, Task<IReadOnlyList<PendingCommand>>> run, TimeSpan limit, int lanes = GroupCommitQueue.Lanes)
{
    /// <summary>With two lanes, one decides while the other waits for the disk. A stream is always in the same lane.</summary>
    private const int Lanes = 2;

    /// <summary>Each command takes a lock, and PostgreSQL has room for some thousands. A full group takes some tens of milliseconds, which the next
    /// one waits.</summary>
    private const int MaximumCommands = 512;

    private const int MaximumFacts = 1000;
    private readonly Lock _lock = new();
    private readonly Lane[] _common = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(null))];
    private readonly Dictionary<StreamKey, Lane> _patient = [];

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
                Enqueue(_patient.GetValueOrDefault(pending.Stream) ?? Common(pending.Stream), pending);
        }
    }

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
        while (Next(lane) is { } group)
        {
            var aside = await RunAsync(group, lane.Stream is null ? LockWaitMode.None : LockWaitMode.ForStream);
            if (lane.Stream is null)
                SetAside(aside);
            else
                await WaitAloneAsync(lane, aside);
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
                    _patient.Remove(stream);
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
                var lane = _patient.TryGetValue(commands.Key, out var held) ? held : _patient[commands.Key] = new(commands.Key);
                var common = Common(commands.Key).Waiting;
                var behind = common.Where(a => a.Stream == commands.Key).ToList();
                common.RemoveAll(behind.Contains);
                foreach (var pending in commands.Concat(behind))
                    Enqueue(lane, pending);
            }
        }
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
