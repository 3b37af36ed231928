using System.Data;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Projections;

/// <summary>
/// Reads the entries of an initiative, and keeps in memory those that were read last. Each reading asks the database, in one snapshot, for what was
/// added since, whether the stream ends where the rows end, and whether rows were rewritten (<see cref="EntryRewrites"/>).
/// </summary>
/// <remarks>
/// Whatever does not fit makes it read everything anew, and verify it, as if nothing had been kept. Entries with a problem are never kept.
/// </remarks>
internal sealed class EntryCache(NpgsqlDataSource source, IConfiguration configuration)
{
    /// <summary>A row and its entry in memory, without what they state. Measured with the next: half as much again as the collector counts.</summary>
    private const long BytesOfRow = 200;

    /// <summary>What is parsed from a byte of JSON.</summary>
    private const long BytesOfJson = 2;

    private readonly long _limit = configuration.GetValue("Store:EntryCacheMegabytes", 128L) * 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamKey, LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byUse = new(); // the last used first
    private readonly Dictionary<StreamKey, Task<EntryHistory?>> _loading = [];
    private long _bytes;

    /// <summary>The entries of one stream, as read at one moment.</summary>
    /// <param name="Gate">The same for all that grew from one reading; only who holds it lets them grow.</param>
    private sealed record Kept(StreamKey Stream, EntryHistory History, long? Rewritten, long Bytes, Lock Gate);

    /// <summary>How many initiatives are kept, and their estimated size.</summary>
    public (int Initiatives, long Bytes) Held
    {
        get
        {
            lock (_lock)
                return (_kept.Count, _bytes);
        }
    }

    /// <summary>Everything recorded before the call, perhaps more; null if the organisation has no such initiative.</summary>
    public async Task<EntryHistory?> ReadAsync(StreamKey stream, CancellationToken cancellation)
    {
        while (true)
        {
            var (kept, loading, ours) = Begin(stream);
            if (kept is null)
            {
                var loaded = await loading!.WaitAsync(cancellation);
                if (ours)
                    return loaded;
                // What another reading found may be older than this call: it is looked at once more.
            }
            else if (await GoneOnAsync(kept, cancellation) is { } history)
                return history;
            else
                Drop(kept);
        }
    }

    /// <summary>What is kept; or the reading that is under way, which is begun if there is none.</summary>
    private (Kept? Kept, Task<EntryHistory?>? Loading, bool Ours) Begin(StreamKey stream)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(stream, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return (node.Value, null, false);
            }

            if (_loading.TryGetValue(stream, out var loading))
                return (null, loading, false);
            // Whoever asked first may go away, and others wait for the same.
            return (null, _loading[stream] = Task.Run(() => LoadAsync(stream)), true);
        }
    }

    private async Task<EntryHistory?> LoadAsync(StreamKey stream)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            // One snapshot, so that no commit comes between reading the table and the stream.
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            if (await VerifiedEntryReader.ReadAsync(connection, stream, CancellationToken.None) is not { } read)
                return null;
            var history = EntryHistory.FromRows(read.Rows);
            if (history.AsKnown().Problems.IsEmpty)
                Keep(new(stream, history, read.Rewritten, Size(read), new()));
            return history;
        }
        finally
        {
            lock (_lock)
                _loading.Remove(stream);
        }
    }

    /// <summary>The entries with what was recorded since; null where they are no longer those of the table, or what is new has a problem.</summary>
    private async Task<EntryHistory?> GoneOnAsync(Kept kept, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var last = kept.History.Rows[^1];
        // The last row once more: in a store that was restored and went on differently, another event has its version.
        var read = await EntriesTable.ReadAsync(connection, kept.Stream, last.Version, cancellation);
        if (read.Rewritten != kept.Rewritten || read.Rows is not [var first, .. var later] || !IsSame(first, last) || !read.GoesOnFrom(last.Version))
            return null;
        return later.Count == 0 ? kept.History : Grow(kept, later, Size(read));
    }

    private EntryHistory? Grow(Kept kept, List<EntryRow> later, long bytes)
    {
        lock (kept.Gate)
        {
            var newest = Newest(kept);
            if (later[^1].Version <= newest.History.Last)
                return newest.History; // another reading has found them too
            var grown = newest.History.With([.. later.Where(r => r.Version > newest.History.Last)]);
            if (!grown.AsKnown().Problems.IsEmpty)
                return null;
            Keep(newest with { History = grown, Bytes = newest.Bytes + bytes });
            return grown;
        }
    }

    private Kept Newest(Kept kept)
    {
        lock (_lock)
            return _kept.TryGetValue(kept.Stream, out var node) && node.Value.Gate == kept.Gate ? node.Value : kept;
    }

    private void Keep(Kept kept)
    {
        lock (_lock)
        {
            Remove(kept.Stream);
            _kept.Add(kept.Stream, _byUse.AddFirst(kept));
            _bytes += kept.Bytes;
            while (_bytes > _limit)
                Remove(_byUse.Last!.Value.Stream);
        }
    }

    private void Drop(Kept kept)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(kept.Stream, out var node) && node.Value.Gate == kept.Gate)
                Remove(kept.Stream);
        }
    }

    private void Remove(StreamKey stream)
    {
        if (!_kept.Remove(stream, out var node))
            return;
        _byUse.Remove(node);
        _bytes -= node.Value.Bytes;
    }

    private static long Size(ReadEntries read) => (BytesOfRow * read.Rows.Count) + (BytesOfJson * read.Bytes);

    private static bool IsSame(EntryRow one, EntryRow other) => (one.Version, one.RecordedAt, one.Kind, one.Command, one.Opens, one.Closes)
        == (other.Version, other.RecordedAt, other.Kind, other.Command, other.Opens, other.Closes);
}
