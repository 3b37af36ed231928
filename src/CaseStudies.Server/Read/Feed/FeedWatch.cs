using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Read;

/// <summary>
/// Reads the feed for those who wait until something happens. One look at the database, four times a second, serves all of them on this node,
/// however many they are; it sees what other nodes record too. Nobody holds a connection while waiting.
/// </summary>
/// <remarks>Versions of streams only grow and become visible at the commit, so a sum of them that has changed means that there is something new.</remarks>
internal sealed class FeedWatch(FeedReader reader, NpgsqlDataSource source) : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    /// <summary>In seconds. A look takes milliseconds; one that takes this long has met a session that does not answer.</summary>
    private const int Patience = 2;

    /// <summary>All who are woken at once read; the pool must have connections left for other requests.</summary>
    private readonly SemaphoreSlim _reading = new(4);

    private readonly Lock _lock = new();
    private readonly HashSet<Waiting> _waiting = [];
    private bool _isLooking;

    private sealed class Waiting(StreamsKey streams, long head)
    {
        public StreamsKey Streams => streams;
        public long Head => head;
        public TaskCompletionSource Woken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <param name="Initiative">Empty: all of the organisation.</param>
    private sealed record StreamsKey(string Organisation, string Initiative);

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
        var page = await reader.PageAsync(organisation, initiative, after, limit, cancellation);
        if (wait == TimeSpan.Zero || page is not { Items.Count: 0 })
            return page;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(wait);
        try
        {
            while (page is { Items.Count: 0 })
            {
                await ChangedAsync(new(organisation.Value, initiative?.Value ?? ""), page.Head, over.Token);
                await _reading.WaitAsync(over.Token);
                try
                {
                    page = await reader.PageAsync(organisation, initiative, after, limit, cancellation);
                }
                finally
                {
                    _reading.Release();
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is up.
        }

        return page;
    }

    public void Dispose() => _reading.Dispose();

    private async Task ChangedAsync(StreamsKey streams, long head, CancellationToken cancellation)
    {
        var waiting = new Waiting(streams, head);
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
            await waiting.Woken.Task.WaitAsync(cancellation);
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
            }

            if (all.Count == 0)
                return;
            try
            {
                var heads = await HeadsAsync([.. all.Select(w => w.Streams).Distinct()]);
                foreach (var waiting in all.Where(w => heads[w.Streams] != w.Head))
                    waiting.Woken.TrySetResult();
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException)
            {
                // The next look has another session.
            }
            catch (Exception e)
            {
                foreach (var waiting in all)
                    waiting.Woken.TrySetException(e); // each is told as if it had looked itself
            }
        }
    }

    private async Task<Dictionary<StreamsKey, long>> HeadsAsync(IReadOnlyList<StreamsKey> streams)
    {
        await using var command = source.CreateCommand(
            $"""
            select k.t, k.i, coalesce((
                select sum(s.version) from {MartenTables.Streams} s where s.tenant_id = k.t and s.id <> '{OrganisationStream.Tombstones}'), 0)::bigint
            from unnest($1::text[], $2::text[]) k (t, i) where k.i = ''
            union all
            select k.t, k.i, coalesce((select s.version from {MartenTables.Streams} s where s.tenant_id = k.t and s.id = k.i), 0)::bigint
            from unnest($1::text[], $2::text[]) k (t, i) where k.i <> ''
            """);
        command.CommandTimeout = Patience;
        command.Parameters.Add(new() { Value = streams.Select(s => s.Organisation).ToArray() });
        command.Parameters.Add(new() { Value = streams.Select(s => s.Initiative).ToArray() });
        await using var row = await command.ExecuteReaderAsync();
        var heads = new Dictionary<StreamsKey, long>();
        while (await row.ReadAsync())
            heads[new(row.GetString(0), row.GetString(1))] = row.GetInt64(2);
        return heads;
    }
}
