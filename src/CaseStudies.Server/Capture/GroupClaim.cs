using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>
/// What a group holds and knows when it begins to decide, in one round trip: its commands and what became of them before, its
/// streams under their locks, their states, and what the decisions look up.
/// </summary>
/// <remarks>
/// Commands are locked before streams, everywhere. A group that waits waits for one stream or one command only; what it
/// tries, it tries without waiting: so there is no circle of waiters. A bundle waits for many: see there why that makes no circle either.
/// </remarks>
internal sealed class GroupClaim
{
    private readonly HashSet<string> _heldNames = [];
    private readonly HashSet<StreamKey> _heldStreams = [];
    private readonly Dictionary<(Slug, CommandId), LedgerEntry> _ledger = [];
    private readonly Dictionary<(Slug, CommandId), LedgerEntry> _accepted = [];
    private readonly Dictionary<StreamKey, StreamFrame> _frames = [];
    private readonly HashSet<Act> _failed = [];

    public IEnumerable<StreamFrame> Frames => _frames.Values;

    public Restating Restating { get; } = new();

    public static async Task<GroupClaim> TakeAsync(NpgsqlConnection connection, IReadOnlyList<Act> acts, Patience patience, LockWait wait, CancellationToken cancellation = default)
    {
        var claim = new GroupClaim();
        var streams = acts.Select(a => a.Stream).Distinct().OrderBy(s => s.ToString(), StringComparer.Ordinal).ToList();
        foreach (var stream in streams)
            claim._frames.Add(stream, new(stream));
        var batch = new SqlBatch();
        GroupSql.Settings(batch, wait);
        GroupSql.LockNames(batch, acts.Select(a => a.Name).Distinct(), patience >= Patience.ForCommand, name => claim._heldNames.Add(name));
        if (acts.Where(a => a.Opens).Select(a => a.Stream.ToString()).Distinct().ToList() is { Count: > 0 } opened)
            GroupSql.LockNames(batch, opened, patience >= Patience.ForStream, name => claim._heldNames.Add(name));
        GroupSql.LockStreams(batch, streams, patience >= Patience.ForStream, (stream, version) => claim._frames[stream].Version = version);
        CommandLedger.Find(batch, acts, (organisation, command, entry) => claim._ledger[(organisation, command)] = entry);
        GroupSql.States(batch, streams, (stream, exists, state) => claim.Know(stream, exists, state));
        DecisionContexts.Find(batch, acts, stream => claim._frames[stream]);
        await batch.RunAsync(connection, cancellation);
        return claim;
    }

    /// <summary>What the acts would find, without holding anything: for a rehearsal.</summary>
    /// <param name="frame">May have acts of before in it already; what they did to it stays.</param>
    public static async Task<GroupClaim> LookAsync(NpgsqlConnection connection, IReadOnlyList<Act> acts, StreamFrame frame, LockWait wait)
    {
        var claim = new GroupClaim();
        claim._frames.Add(frame.Key, frame);
        var (batch, untouched) = (new SqlBatch(), frame.Untouched);
        GroupSql.Settings(batch, wait);
        CommandLedger.Find(batch, acts, (organisation, command, entry) => claim._ledger[(organisation, command)] = entry);
        if (untouched)
        {
            GroupSql.Versions(batch, [frame.Key], (_, version) => frame.Version = version);
            GroupSql.States(batch, [frame.Key], (stream, _, state) => claim.Know(stream, exists: false, state));
        }

        DecisionContexts.Find(batch, acts, _ => frame);
        await batch.RunAsync(connection);
        return claim;
    }

    public StreamFrame Frame(StreamKey stream) => _frames[stream];

    /// <summary>Somebody else is busy with the act's command or stream.</summary>
    public bool Held(Act act) => _heldNames.Contains(act.Name) || _heldStreams.Contains(act.Stream) || (act.Opens && _heldNames.Contains(act.Stream.ToString()));

    /// <summary>What became of the command before, be it years ago or within this group.</summary>
    public LedgerEntry? Earlier(Act act) =>
        _ledger.GetValueOrDefault((act.Stream.Organisation, act.Command.Command)) ?? _accepted.GetValueOrDefault((act.Stream.Organisation, act.Command.Command));

    public void Accept(Act act, LedgerEntry entry) => _accepted.Add((act.Stream.Organisation, act.Command.Command), entry);

    /// <summary>What the group adds to the ledger.</summary>
    public IReadOnlyList<(Slug Organisation, CommandId Command, LedgerEntry Entry)> Accepted => [.. _accepted.Select(a => (a.Key.Item1, a.Key.Item2, a.Value))];

    /// <summary>The act could not be decided; what its batch says after it is not decided either.</summary>
    public void Fail(Act act) => _failed.Add(act);

    public bool HasFailed(Act act) => _failed.Contains(act);

    /// <summary>What became of the command before this transaction.</summary>
    public LedgerEntry? Before(Act act) => _ledger.GetValueOrDefault((act.Stream.Organisation, act.Command.Command));

    /// <summary>A stream that is there though we could not lock it is held by somebody, or was opened this very moment.</summary>
    private void Know(StreamKey stream, bool exists, string? state)
    {
        if (exists && _frames[stream].Version == 0)
            _heldStreams.Add(stream);
        else if (state is not null)
            _frames[stream].State = JsonSerializer.Deserialize<InitiativeState>(state, DomainJson.Options)!.State;
    }
}
