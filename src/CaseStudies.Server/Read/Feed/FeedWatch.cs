using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Read;

/// <summary>
/// Reads the feed for those who wait until something happens. One look at the database, four times a second, serves all of them on this node,
/// however many they are; it sees what other nodes record too. Who waits for the same page is given the same. Nobody holds a connection while waiting.
/// They are woken a few at a time, because each of them asks again at once, and other requests must get a turn meanwhile. Who then asks for what follows
/// the page that he was given waits without another reading.
/// </summary>
/// <remarks>Versions of streams only grow and become visible at the commit, so a sum of them that has changed means that there is something new.</remarks>
internal sealed class FeedWatch(FeedReader reader, TenantConnections connections) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private const int WokenAtOnce = 10;
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(5);

    /// <summary>Many pages may be wanted at once; the pool must have connections left for other requests.</summary>
    private readonly SemaphoreSlim _reading = new(4);

    private readonly Lock _lock = new();
    private readonly HashSet<Waiting> _waiting = [];
    private readonly Dictionary<Page, Task<FeedPage?>> _firstReadings = [];

    /// <summary>Behind the last page that was given to those who waited, nothing was there yet. The page that goes on there, while anybody waits.</summary>
    private readonly Dictionary<FeedStreams, (Page Page, FeedPage Empty)> _ends = [];
    private bool _isLooking;
    private int _readings;

    private sealed class Waiting(Page page, FeedCursor after, long head)
    {
        public Page Page => page;
        public FeedCursor After => after;
        public long Head => head;
        public TaskCompletionSource<FeedPage?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <param name="After">The cursor as it is written.</param>
    private sealed record Page(Slug Organisation, Slug? Initiative, string After, int Limit)
    {
        public FeedStreams Streams => new(Organisation.Value, Initiative?.Value ?? "");
    }

    /// <summary>How often a page was read for those who wait, when they came and when they were woken.</summary>
    internal int Readings => _readings;

    internal int Count
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>As <see cref="FeedReader.PageAsync"/>; where there is nothing yet, after something was recorded or the time is up.</summary>
    public async Task<FeedPage?> PageAsync(
        Slug organisation, Slug? initiative, FeedCursor after, int limit, TimeSpan wait, CancellationToken cancellation)
    {
        if (wait == TimeSpan.Zero)
            return await reader.PageAsync(organisation, initiative, after, limit, cancellation);
        var wanted = new Page(organisation, initiative, after.ToString()!, limit);
        var page = await FirstReading(wanted, after).WaitAsync(cancellation);
        if (page is not { Items.Count: 0 })
            return page;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(wait);
        try
        {
            while (page is { Items.Count: 0 })
                page = await ChangedAsync(new(wanted, after, page.Head), over.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up.
        }

        return page;
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>
    /// Whoever comes while the same page is being read is given that reading. It may lack what was recorded since it began; the look at the heads then finds
    /// that something is new.
    /// </summary>
    private Task<FeedPage?> FirstReading(Page page, FeedCursor after)
    {
        lock (_lock)
        {
            if (_ends.TryGetValue(page.Streams, out var end) && end.Page == page)
                return Task.FromResult<FeedPage?>(end.Empty);
            if (_firstReadings.TryGetValue(page, out var reading))
                return reading;
            using (ExecutionContext.SuppressFlow())
                return _firstReadings[page] = Task.Run(ReadAsync);
        }

        async Task<FeedPage?> ReadAsync()
        {
            try
            {
                return await ReadInTurnAsync(page, after);
            }
            finally
            {
                lock (_lock)
                    _firstReadings.Remove(page);
            }
        }
    }

    private async Task<FeedPage?> ReadInTurnAsync(Page page, FeedCursor after)
    {
        await _reading.WaitAsync();
        try
        {
            Interlocked.Increment(ref _readings);
            return await reader.PageAsync(page.Organisation, page.Initiative, after, page.Limit, CancellationToken.None);
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<FeedPage?> ChangedAsync(Waiting waiting, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _waiting.Add(waiting);
            if (!_isLooking)
            {
                _isLooking = true;
                // It serves many requests, and must not pass the trace of the first one on.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(LookAsync, CancellationToken.None);
            }
        }

        try
        {
            return await waiting.Answer.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock)
                _waiting.Remove(waiting);
        }
    }

    /// <summary>Until nobody waits.</summary>
    private async Task LookAsync()
    {
        while (true)
        {
            await Task.Delay(s_pause);
            List<Waiting> all;
            lock (_lock)
            {
                all = [.. _waiting];
                _isLooking = all.Count > 0;
                if (!_isLooking)
                    _ends.Clear();
            }

            if (all.Count == 0)
                return;
            try
            {
                var heads = await FeedHeads.ReadAsync(connections, [.. all.Select(w => w.Page.Streams).Distinct()]);
                foreach (var same in Leaving(all.Where(w => heads[w.Page.Streams] != w.Head)).GroupBy(w => w.Page))
                    _ = AnswerAsync([.. same]);
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException)
            {
                // The next look has another session.
            }
            catch (Exception e)
            {
                Fail(all, e);
            }
        }
    }

    /// <summary>The next look does not see them any more.</summary>
    private List<Waiting> Leaving(IEnumerable<Waiting> changed)
    {
        lock (_lock)
            return [.. changed.Where(_waiting.Remove)];
    }

    /// <summary>Reads one page for all who wait for it.</summary>
    private async Task AnswerAsync(IReadOnlyList<Waiting> same)
    {
        try
        {
            var page = same[0].Page;
            var read = await ReadInTurnAsync(page, same[0].After);
            if (read is not null && read.Items.Count < page.Limit)
            {
                lock (_lock)
                    _ends[page.Streams] = (page with { After = read.Next.ToString()! }, read with { Items = [] });
            }

            foreach (var few in same.Chunk(WokenAtOnce))
            {
                foreach (var waiting in few)
                    waiting.Answer.TrySetResult(read);
                if (few.Length == WokenAtOnce)
                    await Task.Delay(s_turn);
            }
        }
        catch (Exception e)
        {
            Fail(same, e);
        }
    }

    /// <summary>Each is told as if it had looked itself.</summary>
    private static void Fail(IEnumerable<Waiting> all, Exception e)
    {
        foreach (var waiting in all)
            waiting.Answer.TrySetException(e);
    }
}
