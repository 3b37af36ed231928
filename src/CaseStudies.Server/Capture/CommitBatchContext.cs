using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>
/// What a group commit has locked and loaded before it decides, in one round trip: its commands and their ledger rows, its streams and
/// their states, and what the decisions look up.
/// </summary>
/// <remarks>
/// Locks are taken in the order command, name, stream, everywhere. A group that waits, waits for one stream or one command only, and takes
/// every other lock without waiting, so it cannot deadlock. An atomic batch waits for many: see <see cref="GroupCommitter"/> there.
/// </remarks>
internal sealed class CommitBatchContext
{
    private readonly HashSet<string> _heldNames = [];
    private readonly HashSet<StreamKey> _heldStreams = [];
    private readonly Dictionary<(Slug, CommandId), LedgerEntry> _ledger = [];
    private readonly Dictionary<(Slug, CommandId), LedgerEntry> _accepted = [];
    private readonly Dictionary<StreamKey, StreamWorkingState> _frames = [];
    private readonly HashSet<PendingCommand> _failed = [];

    public IEnumerable<StreamWorkingState> Frames => _frames.Values;

    public RestatementDetector Restatements { get; } = new();

    /// <summary>The database's time when it was asked.</summary>
    public Instant DatabaseTime { get; private set; }

    /// <summary>The time that new facts are stamped with; null: this machine's clock is too far from the database's.</summary>
    public Instant? Now { get; set; }

    public static async Task<CommitBatchContext> LockAndLoadAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingCommand> commands, LockWaitMode patience, CancellationToken cancellation = default)
    {
        var context = new CommitBatchContext();
        var streams = commands.Select(a => a.Stream).Distinct().OrderBy(s => s.ToString(), StringComparer.Ordinal).ToList();
        foreach (var stream in streams)
            context._frames.Add(stream, new(stream));
        var batch = new SqlBatch(commands.Select(a => a.Stream.Organisation));
        CommitBatchSql.LockNames(batch, commands.Select(a => a.Name).Distinct(), patience >= LockWaitMode.ForCommand, name => context._heldNames.Add(name));
        if (commands.Where(a => a.Opens).Select(a => a.Stream.ToString()).Distinct().ToList() is { Count: > 0 } opened)
            CommitBatchSql.LockNames(batch, opened, patience >= LockWaitMode.ForStream, name => context._heldNames.Add(name));
        CommitBatchSql.LockStreams(batch, streams, patience >= LockWaitMode.ForStream, (stream, version) => context._frames[stream].Version = version);
        CommandLedger.Find(batch, commands, (organisation, command, entry) => context._ledger[(organisation, command)] = entry);
        CommitBatchSql.States(batch, streams, (stream, exists, state, time) =>
        {
            context.Know(stream, exists, state);
            context.DatabaseTime = time; // after the locks: the wait for them is no difference between clocks
        });
        DecisionContexts.Find(batch, commands, stream => context._frames[stream]);
        await batch.RunAsync(connection, cancellation);
        return context;
    }

    /// <summary>What the commands would find, without a lock: for a simulation.</summary>
    /// <param name="frame">May already hold commands that were simulated before; their effect stays.</param>
    public static async Task<CommitBatchContext> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingCommand> commands, StreamWorkingState frame, CancellationToken cancellation)
    {
        var context = new CommitBatchContext();
        context._frames.Add(frame.Key, frame);
        var (batch, untouched) = (new SqlBatch([frame.Key.Organisation]), frame.Untouched);
        CommandLedger.Find(batch, commands, (organisation, command, entry) => context._ledger[(organisation, command)] = entry);
        if (untouched)
        {
            CommitBatchSql.Versions(batch, [frame.Key], (_, version) => frame.Version = version);
            CommitBatchSql.States(batch, [frame.Key], (stream, _, state, _) => context.Know(stream, exists: false, state));
        }

        DecisionContexts.Find(batch, commands, _ => frame);
        await batch.RunAsync(connection, cancellation);
        return context;
    }

    public StreamWorkingState Frame(StreamKey stream) => _frames[stream];

    /// <summary>Another transaction holds the lock of the command or of its stream.</summary>
    public bool Held(PendingCommand pending) =>
        _heldNames.Contains(pending.Name) || _heldStreams.Contains(pending.Stream) || (pending.Opens && _heldNames.Contains(pending.Stream.ToString()));

    /// <summary>The command's ledger row, if it was accepted before: years ago, or earlier in this group.</summary>
    public LedgerEntry? Earlier(PendingCommand pending) =>
        _ledger.GetValueOrDefault((pending.Stream.Organisation, pending.Command.Command))
            ?? _accepted.GetValueOrDefault((pending.Stream.Organisation, pending.Command.Command));

    public void Accept(PendingCommand pending, LedgerEntry entry) => _accepted.Add((pending.Stream.Organisation, pending.Command.Command), entry);

    /// <summary>The rows that the group adds to the ledger.</summary>
    public IReadOnlyList<(Slug Organisation, CommandId Command, LedgerEntry Entry)> Accepted => [.. _accepted.Select(a => (a.Key.Item1, a.Key.Item2, a.Value))];

    /// <summary>The command failed. Those of its batch that follow it are not decided either.</summary>
    public void Fail(PendingCommand pending) => _failed.Add(pending);

    public bool HasFailed(PendingCommand pending) => _failed.Contains(pending);

    /// <summary>The command's ledger row from before this transaction.</summary>
    public LedgerEntry? Before(PendingCommand pending) => _ledger.GetValueOrDefault((pending.Stream.Organisation, pending.Command.Command));

    /// <summary>A stream that exists and could not be locked is held by another transaction, or was opened a moment ago.</summary>
    private void Know(StreamKey stream, bool exists, string? state)
    {
        if (exists && _frames[stream].Version == 0)
            _heldStreams.Add(stream);
        else if (state is not null)
            _frames[stream].State = JsonSerializer.Deserialize<InitiativeState>(state, DomainJson.Options)!.State;
    }
}
