using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using JasperFx.Events;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>One stream within a group. It evolves as its acts are decided, so that a later act sees what an earlier one states.</summary>
internal sealed class StreamFrame(StreamKey key)
{
    private readonly Dictionary<EntryId, Func<EntryHead>> _heads = [];
    private readonly HashSet<SessionId> _sessions = [];
    private readonly List<IEvent> _events = [];
    private readonly List<VaultDeposit> _deposits = [];

    public StreamKey Key => key;

    /// <summary>The stream's before the group; 0: it does not exist.</summary>
    public long Version { get; set; }

    public Initiative? State { get; set; }
    public IReadOnlyCollection<IEvent> Events => _events;
    public IReadOnlyCollection<VaultDeposit> Deposits => _deposits;

    /// <param name="fact">The content that was last in force, as stored; read only if an act asks for it.</param>
    public void KnowHead(EntryId entry, int version, bool inForce, string fact) =>
        _heads[entry] = () => new(entry, version, inForce, JsonSerializer.Deserialize<InitiativeFact>(fact, DomainJson.Options)!);

    public void KnowSession(SessionId session) => _sessions.Add(session);

    public Decision Decide(InitiativeCommand command, Instant now)
    {
        var head = DecisionContexts.EntryNamed(command) is { } entry && _heads.TryGetValue(entry, out var read) ? read() : null;
        return InitiativeDecisions.Decide(State, command, new(head, [.. InitiativeDecisions.SessionsNamed(command).Where(_sessions.Contains)]), now);
    }

    /// <summary>Takes an act's events up; the next act is decided on what is then known.</summary>
    public LedgerEntry Accept(Act act, Decision decision, Instant now)
    {
        var recordedAt = ToStoredPrecision(InitiativeDecisions.RecordedAt(State, now));
        var first = (int)Version + _events.Count + 1;
        foreach (var (index, body) in decision.Events.Index())
        {
            var provenance = new Provenance(act.Actor.By, recordedAt, act.Command.CapturedAt, act.Command.Command, index, act.Actor.Source);
            _events.Add(Envelope.Seal(key.Organisation, provenance, body));
            State = Initiative.Evolve(State, new(first + index, provenance, body));
            Look(body, provenance.Entry, first + index);
        }

        _deposits.AddRange(act.Sent.Deposits);
        return new(act.Hash, key.Initiative.Value, first, decision.Events.Length, recordedAt);
    }

    /// <summary>Keeps up what the next act's decision may look up, as the relation will have it.</summary>
    private void Look(InitiativeEvent body, EntryId entry, int version)
    {
        switch (body)
        {
            case InitiativeFact fact:
                Open(entry, version, fact);
                break;
            case EntryCorrected corrected:
                Close(corrected.Entry, version);
                Open(corrected.Entry, version, corrected.Replacement);
                break;
            case EntryWithdrawn withdrawn:
                Close(withdrawn.Entry, version);
                break;
        }
    }

    private void Open(EntryId entry, int version, InitiativeFact fact)
    {
        _heads[entry] = () => new(entry, version, true, fact);
        if (fact is SessionHeld held)
            _sessions.Add(held.Session);
    }

    private void Close(EntryId entry, int version)
    {
        var closed = _heads[entry]() with { Version = version, InForce = false };
        _heads[entry] = () => closed;
        if (closed.Fact is SessionHeld held)
            _sessions.Remove(held.Session);
    }

    /// <summary>PostgreSQL keeps microseconds. Cut before deciding what to store, or a rebuild would differ from the live row.</summary>
    private static Instant ToStoredPrecision(Instant instant) => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / 10 * 10);
}
