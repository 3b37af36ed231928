using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Store;
using JasperFx.Events;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>One stream within a group commit. It evolves with each decided command, so that a later command sees what an earlier one states.</summary>
/// <param name="keeps">What is remembered of each command; a simulation of a hundred thousand must not keep everything.</param>
internal sealed class StreamWorkingState(StreamKey key, TrackingMode keeps = TrackingMode.All)
{
    private readonly Dictionary<EntryId, Func<EntryHead>> _heads = [];
    private readonly Dictionary<CommandId, List<Func<PastChange>>> _past = [];
    private readonly Dictionary<ImportId, (ImportStanding Standing, List<EntryId> Changed, List<EntryId> Resting)> _imports = [];
    private readonly HashSet<SessionId> _sessions = [];
    private readonly HashSet<SessionId> _gone = [];
    private readonly List<IEvent> _events = [];
    private readonly List<EntryRow> _rows = [];
    private readonly List<VaultDeposit> _deposits = [];
    private int _accepted;

    public StreamKey Key => key;

    /// <summary>The stream's version before the group; 0 if it does not exist.</summary>
    public long Version { get; set; }

    public Initiative? State { get; set; }

    /// <summary>What was loaded is out of date, because an import ended here or an event could not be folded. Later commands on the stream wait for
    /// the next group.</summary>
    public bool IsStale { get; private set; }

    public IReadOnlyList<IEvent> Events => _events;

    /// <summary>No command has been accepted yet.</summary>
    public bool Untouched => _accepted == 0;

    /// <summary>The rows that the accepted events add to the relation of entries.</summary>
    public IReadOnlyList<EntryRow> Rows => _rows;

    public IReadOnlyCollection<VaultDeposit> Deposits => _deposits;

    /// <summary>The rows of the events from a version on.</summary>
    public IReadOnlyList<EntryRow> RowsFrom(int version) => _rows[(version - (int)Version - 1)..];

    /// <param name="fact">The content that was last in force, as stored JSON; parsed only if a command needs it.</param>
    /// <param name="pending">The unfinished import that said the entry's content, if one did.</param>
    public void LoadHead(
        EntryId entry, int version, bool inForce, string fact, CommandId? by, ImportId? pending, SubjectId? recordedBy, Instant? recordedAt) =>
        _heads.TryAdd(entry, () => new(entry, version, inForce, Fact(fact)!, by, pending, recordedBy, recordedAt));

    /// <summary>What one event of a command did that is to be undone.</summary>
    public void LoadPast(CommandId command, EntryId entry, int version, string? before, string? after) =>
        Past(command).Add(() => new(entry, version, Fact(before), Fact(after)));

    /// <summary>An import that is to be undone.</summary>
    public void LoadImport(ImportId import, ImportStanding standing) => _imports[import] = (standing, [], []);

    public void LoadChanged(ImportId import, EntryId entry) => _imports[import].Changed.Add(entry);

    public void LoadResting(ImportId import, EntryId entry) => _imports[import].Resting.Add(entry);

    public void LoadSession(SessionId session)
    {
        if (!_gone.Contains(session))
            _sessions.Add(session);
    }

    public Decision Decide(InitiativeCommand command, Actor actor, Instant now)
    {
        ImmutableArray<PastChange> past = command is UndoAct undo ? [.. Past(undo.Act).Select(p => p())] : [];
        var entries = InitiativeDecisions.EntriesNamed(command).Concat(past.Select(p => p.Entry)).Distinct()
            .Where(_heads.ContainsKey).ToImmutableDictionary(e => e, e => _heads[e]());
        var sessions = InitiativeDecisions.SessionsNamed(command).Concat(past.Select(p => p.Before).OfType<SessionHeld>().Select(h => h.Session));
        var undone = command is UndoImport u && _imports.TryGetValue(u.Import, out var known)
            ? new PastImport(known.Standing, [.. known.Changed], [.. known.Resting])
            : null;
        var context = new DecisionContext(entries, [.. sessions.Where(_sessions.Contains)], past, actor.Origin?.Import, undone);
        return Permissions.Check(actor.Role, actor.By, State?.TimeZone, command, context, now) is { } refusal
            ? refusal
            : InitiativeDecisions.Decide(State, command, context, now);
    }

    /// <summary>Takes up the events of an accepted command; the next command is decided on the state after it.</summary>
    public LedgerEntry Accept(PendingCommand pending, Decision decision, Instant now)
    {
        var recordedAt = ToStoredPrecision(InitiativeDecisions.RecordedAt(State, now));
        var first = (int)Version + _accepted + 1;
        var (entries, about) = (new List<EntryId>(), new List<InitiativeFact>());
        foreach (var (index, body) in decision.Events.Index())
        {
            var provenance = new Provenance(
                pending.Actor.By, recordedAt, pending.Command.CapturedAt, pending.Command.Command, index, pending.Actor.Source, pending.Actor.Origin);
            if (keeps == TrackingMode.All)
            {
                _events.Add(EventMetadata.Attach(key.Organisation, provenance, body));
                _events[^1].CorrelationId = pending.Trace;
            }

            var stored = new StoredEvent(first + index, provenance, body);
            State = Initiative.Evolve(State, stored);
            var row = Fold(stored);
            if (pending.Sent.Deposits.Count > 0 && (row.Fact ?? (row.Closes is { } closed ? _heads[closed]().Fact : null)) is { } fact)
                about.Add(fact);
            Track(row);
            if (keeps != TrackingMode.Decisions)
                _rows.Add(row);
            _accepted++;
            if ((row.Opens ?? row.Closes) is { } entry)
                entries.Add(entry);
        }

        if (keeps == TrackingMode.All)
            _deposits.AddRange(DepositSubjects.About(pending.Sent.Deposits, about));
        return new(pending.Hash, key.Initiative.Value, first, decision.Events.Length, recordedAt, entries);
    }

    /// <summary>Folds as the inline projection does. An event that cannot be folded is recorded all the same; its row then says why and blocks the
    /// figures.</summary>
    private static EntryRow Fold(StoredEvent e)
    {
        try
        {
            return EntryRow.FromEvent(e);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return EntryRow.Unreadable(e.Version, e.Provenance.RecordedAt, e.Body.GetType().Name, $"{broken.GetType().Name} while folding it");
        }
    }

    /// <summary>Updates what later decisions look up, as if the row stood in the relation already.</summary>
    private void Track(EntryRow row)
    {
        if (row.IsOfImportItself || row.Problem is not null)
        {
            IsStale |= row.Kind != EntryRow.ImportBegun;
            return;
        }

        var (entryId, pending) = ((row.Opens ?? row.Closes)!.Value, row.Origin?.Import);
        var before = row.Closes is { } closed ? _heads[closed]().Fact : null;
        if (keeps == TrackingMode.All)
        {
            _heads[entryId] = () => new(entryId, row.Version, row.Opens is not null, row.Fact ?? before!, row.Command, pending, row.By, row.RecordedAt);
            Past(row.Command!.Value).Add(() => new(entryId, row.Version, before, row.Fact));
        }

        if ((row.Fact ?? before) is not SessionHeld { Session: var session })
            return;
        if (row.Opens is not null)
        {
            _sessions.Add(session);
            _gone.Remove(session);
        }
        else
        {
            _sessions.Remove(session);
            _gone.Add(session);
        }
    }

    private List<Func<PastChange>> Past(CommandId command) => _past.TryGetValue(command, out var past) ? past : _past[command] = [];

    private static InitiativeFact? Fact(string? json) => json is null ? null : JsonSerializer.Deserialize<InitiativeFact>(json, DomainJson.Options);

    /// <summary>PostgreSQL keeps microseconds. The time is cut before it is stored, or a rebuild would differ from the live row.</summary>
    private static Instant ToStoredPrecision(Instant instant) => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / 10 * 10);
}

/// <summary>What is remembered of accepted commands.</summary>
internal enum TrackingMode
{
    /// <summary>Everything that later decisions look up, and everything that is to be stored.</summary>
    All,

    /// <summary>The rows only: no later command changes what an earlier one said, and nothing is stored.</summary>
    Rows,

    /// <summary>Only what deciding needs.</summary>
    Decisions,
}
