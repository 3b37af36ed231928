using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>How long a group waits for a lock that somebody else holds.</summary>
internal enum Patience
{
    /// <summary>Not at all: what is held is set aside, so that nobody waits for a stranger's stream.</summary>
    None,

    /// <summary>For its one stream, up to the limit.</summary>
    ForStream,

    /// <summary>For its one command too.</summary>
    ForCommand,

    /// <summary>For everything that a bundle names, in one order.</summary>
    ForAll,
}

/// <summary>
/// Whoever comes while a commit runs shares the next one; whoever comes alone is not kept waiting for company. Acts on a
/// stream that is held elsewhere leave their common lane for one of their own, in order, until that stream is free.
/// </summary>
/// <param name="run">Answers a group of acts, and returns those that it set aside.</param>
/// <param name="limit">Who has stood here for longer than one may wait for a lock is told to come again.</param>
internal sealed class ActQueue(Func<IReadOnlyList<Act>, Patience, Task<IReadOnlyList<Act>>> run, TimeSpan limit, int lanes = ActQueue.Lanes)
{
    /// <summary>One decides while the other's commit is on its way to the disk. A stream always takes the same.</summary>
    private const int Lanes = 2;

    /// <summary>Each takes a lock, of which PostgreSQL has room for some thousands; and whoever comes behind a full group waits for some tens of milliseconds.</summary>
    private const int MaximumActs = 512;

    private const int MaximumFacts = 1000;
    private readonly Lock _lock = new();
    private readonly Lane[] _common = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(null))];
    private readonly Dictionary<StreamKey, Lane> _patient = [];

    private sealed record Lane(StreamKey? Stream)
    {
        public List<Act> Waiting { get; } = [];
        public bool Running { get; set; }
    }

    /// <summary>All at once: nobody comes between them, and those on one stream keep their order.</summary>
    public void Add(params IEnumerable<Act> acts)
    {
        lock (_lock)
        {
            foreach (var act in acts)
                Enqueue(_patient.GetValueOrDefault(act.Stream) ?? Common(act.Stream), act);
        }
    }

    private Lane Common(StreamKey stream) => _common[(stream.GetHashCode() & int.MaxValue) % lanes];

    private void Enqueue(Lane lane, Act act)
    {
        lane.Waiting.Add(act);
        if (lane.Running)
            return;
        lane.Running = true;
        _ = Task.Run(() => DrainAsync(lane));
    }

    private async Task DrainAsync(Lane lane)
    {
        while (Next(lane) is { } group)
        {
            var aside = await RunAsync(group, lane.Stream is null ? Patience.None : Patience.ForStream);
            if (lane.Stream is null)
                SetAside(aside);
            else
                await WaitAloneAsync(lane, aside);
        }
    }

    /// <summary>The acts of the next group, in order; null: the lane is empty and stops.</summary>
    private List<Act>? Next(Lane lane)
    {
        lock (_lock)
        {
            lane.Waiting.RemoveAll(a => a.GivenUp || a.TurnedAway(limit));
            var (count, facts) = (0, 0);
            while (count < Math.Min(lane.Waiting.Count, MaximumActs) && (count == 0 || facts + lane.Waiting[count].Facts <= MaximumFacts))
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

    /// <summary>Gives each held stream a lane, with all its acts that still stand in the common one behind.</summary>
    private void SetAside(IReadOnlyList<Act> aside)
    {
        if (aside.Count == 0)
            return;
        lock (_lock)
        {
            foreach (var acts in aside.GroupBy(a => a.Stream))
            {
                var lane = _patient.TryGetValue(acts.Key, out var held) ? held : _patient[acts.Key] = new(acts.Key);
                var common = Common(acts.Key).Waiting;
                var behind = common.Where(a => a.Stream == acts.Key).ToList();
                common.RemoveAll(behind.Contains);
                foreach (var act in acts.Concat(behind))
                    Enqueue(lane, act);
            }
        }
    }

    /// <summary>Somebody is busy with the same command, elsewhere: only this act waits for that, and those of its batch that come after it.</summary>
    private async Task WaitAloneAsync(Lane lane, IReadOnlyList<Act> aside)
    {
        var batches = aside.Where(a => a.OfBatch).ToList();
        foreach (var act in aside.Where(a => !a.OfBatch))
            _ = Task.Run(async () => Add(await RunAsync([act], Patience.ForCommand)));
        if (batches.Count == 0)
            return;
        var again = await RunAsync([batches[0]], Patience.ForCommand);
        lock (_lock)
            lane.Waiting.InsertRange(0, again.Concat(batches.Skip(1)));
    }

    private async Task<IReadOnlyList<Act>> RunAsync(IReadOnlyList<Act> acts, Patience patience)
    {
        try
        {
            return await run(acts, patience);
        }
        catch (Exception e)
        {
            foreach (var act in acts)
                act.Fail(e); // whoever was answered already stays so
            return [];
        }
    }
}
