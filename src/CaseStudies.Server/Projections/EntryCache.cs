using System.Data;
using CaseStudies.Domain;
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
/// What this program has just committed is taken over without asking (<see cref="Follow"/>). The next reading compares it with the table.
/// </remarks>
internal sealed class EntryCache(TenantConnections connections, TenantSessions sessions, IConfiguration configuration)
{
    /// <summary>A row and its entry in memory, without what they state.</summary>
    private const long BytesOfRow = 500;

    /// <summary>What is parsed from a byte of JSON.</summary>
    private const long BytesOfJson = 2;

    /// <summary>A row and what it states, where its JSON was not read; and of how many rows that may be so.</summary>
    private const int BytesOfUnread = 1_000, MostUnread = 256;

    private readonly long _limit = configuration.GetValue("Store:EntryCacheMegabytes", 128L) * 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamKey, LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byUse = new(); // the last used first
    private readonly Dictionary<StreamKey, Task<EntryHistory?>> _loading = [];
    private long _bytes;

    /// <summary>The entries of one stream, as read at one moment.</summary>
    /// <param name="Read">The last version that was read from the table.</param>
    /// <param name="Gate">The same for all that grew from one reading; only who holds it lets them grow.</param>
    private sealed record Kept(StreamKey Stream, EntryHistory History, int Read, long? Rewritten, long Bytes, Lock Gate);

    /// <summary>How many initiatives are kept, and their estimated size.</summary>
    public (int Initiatives, long Bytes) Held
    {
        get
        {
            lock (_lock)
                return (_kept.Count, _bytes);
        }
    }

    /// <summary>How many rows a reading would find, before anything of them is in memory; 0 if the organisation has no such initiative.</summary>
    public async Task<int> CountAsync(StreamKey stream, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(stream, out var node))
                return node.Value.History.Rows.Count;
        }

        await using var session = await sessions.QueryAsync(stream.Organisation, cancellation);
        return (int)((await session.Events.FetchStreamStateAsync(stream.Initiative.Value, cancellation))?.Version ?? 0);
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
            await using var connection = await connections.OpenAsync(stream.Organisation);
            // One snapshot, so that no commit comes between reading the table and the stream.
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            if (await VerifiedEntryReader.ReadAsync(connection, stream, CancellationToken.None) is not { } read)
                return null;
            var history = EntryHistory.FromRows(read.Rows);
            if (history.AsKnown().Problems.IsEmpty)
                Keep(new(stream, history, history.Last, read.Rewritten, Size(read), new()));
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
        await using var connection = await connections.OpenAsync(kept.Stream.Organisation, cancellation);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        // The last row that was read once more: in a store that was restored and went on differently, another event has its version.
        var read = await EntriesTable.ReadAsync(connection, kept.Stream, kept.Read, cancellation);
        if (read.Rewritten != kept.Rewritten || !read.GoesOnFrom(kept.Read))
            return null;
        lock (kept.Gate)
        {
            var newest = Newest(kept);
            var (history, last) = (newest.History, read.Rows[^1].Version);
            if (!history.Rows.Skip(history.Rows.Count - 1 - (history.Last - kept.Read)).Zip(read.Rows).All(pair => IsSame(pair.First, pair.Second)))
                return null;
            if (last <= newest.Read)
                return history; // nothing was added, or another reading has found it too
            var unread = Math.Min(last, history.Last) - newest.Read;
            return Grow(newest, [.. read.Rows.Skip(history.Last - kept.Read + 1)], last, Size(read) - (unread * BytesOfUnread));
        }
    }

    /// <summary>
    /// The entries that are kept and after them those of acts that this program has just committed, without asking the database. Null where these do not
    /// follow those, or where too many have not been read yet.
    /// </summary>
    public EntryHistory? Follow(StreamKey stream, IReadOnlyList<EntryRow> committed)
    {
        Kept? kept;
        lock (_lock)
            kept = _kept.TryGetValue(stream, out var node) ? node.Value : null;
        if (kept is null || committed.Count == 0)
            return null;
        lock (kept.Gate)
        {
            var newest = Newest(kept);
            var (history, last) = (newest.History, committed[^1].Version);
            if (last <= history.Last)
                return history; // a reading has found them meanwhile
            if (committed[0].Version != history.Last + 1 || last != history.Last + committed.Count || last - newest.Read > MostUnread)
                return null;
            return Grow(newest, committed, newest.Read, committed.Count * BytesOfUnread);
        }
    }

    /// <summary>Keeps the entries with later rows; null where these have a problem. The caller holds the gate.</summary>
    private EntryHistory? Grow(Kept newest, IReadOnlyCollection<EntryRow> later, int read, long bytes)
    {
        var history = later.Count == 0 ? newest.History : newest.History.With(later);
        if (!history.AsKnown().Problems.IsEmpty)
            return null;
        Keep(newest with { History = history, Read = read, Bytes = newest.Bytes + bytes });
        return history;
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
        == (other.Version, other.RecordedAt, other.Kind, other.Command, other.Opens, other.Closes) && DomainJson.AreAlike(one.Fact, other.Fact);
}
