using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>What a sender is told: the entries that the command opened or changed, and where they stand in the stream.</summary>
/// <param name="Replayed">The command had been accepted before; nothing was written this time.</param>
internal sealed record Recorded(
    CommandId Command, ImmutableArray<RecordedEntry> Entries, Instant RecordedAt, [property: JsonIgnore] bool Replayed);

/// <param name="Version">The stream version: what a later correction gives in If-Match.</param>
internal sealed record RecordedEntry(EntryId Entry, int Version);

/// <summary>The one way into a stream: claim the command, lock the stream, decide, append, all in one transaction.</summary>
internal sealed class Recorder(IDocumentStore store, IClock clock, Vault vault, LockWait wait)
{
    public async Task<(Recorded? Recorded, Refusal? Refusal)> RecordAsync(
        Slug organisation, Slug initiative, SentCommand sent, Actor actor, CancellationToken cancellation)
    {
        var command = sent.Command;
        var hash = await vault.FingerprintAsync(organisation, sent.Canonical, cancellation);
        await using var session = store.LightweightSession(organisation.Value);
        await session.BeginTransactionAsync(cancellation);

        // A stream that does not exist yet has no row to lock; those who open it queue on its name instead.
        var opening = command is RecordFacts { Facts: [InitiativeOpened, ..] } ? $"{organisation}/{initiative}" : null;
        if (await CommandLedger.ClaimAsync(session, organisation, command.Command, opening, wait, cancellation) is { } earlier)
            return CryptographicOperations.FixedTimeEquals(earlier.BodyHash, hash) && earlier.Stream == initiative.Value
                ? (Answer(command, earlier, replayed: true), null)
                : (null, Refusals.CommandReused());

        var stream = await session.Events.FetchForExclusiveWriting<InitiativeState>(initiative.Value, cancellation);
        var state = stream.Aggregate?.State;
        var now = actor.At ?? clock.GetCurrentInstant();
        var context = await DecisionContexts.LoadAsync(session, organisation, initiative, command, cancellation);
        var decision = InitiativeDecisions.Decide(state, command, context, now);
        if (decision.Refusal is { } refusal)
            return (null, refusal);

        var recordedAt = ToStoredPrecision(InitiativeDecisions.RecordedAt(state, now));
        foreach (var (index, body) in decision.Events.Index())
            stream.AppendOne(Envelope.Seal(organisation, new(actor.By, recordedAt, command.CapturedAt, command.Command, index, actor.Source), body));
        foreach (var deposit in sent.Deposits)
            Vault.QueueDeposit(session, organisation, initiative, deposit);
        var entry = new LedgerEntry(hash, initiative.Value, (int)(stream.StartingVersion ?? 0) + 1, decision.Events.Length, recordedAt);
        CommandLedger.QueueInsert(session, organisation, command.Command, entry);
        await session.SaveChangesAsync(cancellation);
        return (Answer(command, entry, replayed: false), null);
    }

    private static Recorded Answer(InitiativeCommand command, LedgerEntry entry, bool replayed) => new(
        command.Command,
        [.. Enumerable.Range(0, entry.Events).Select(i => new RecordedEntry(EntryOf(command, i), entry.FirstVersion + i))],
        entry.RecordedAt, replayed);

    private static EntryId EntryOf(InitiativeCommand command, int index) => command switch
    {
        CorrectEntry c => c.Entry,
        WithdrawEntry w => w.Entry,
        _ => EntryId.Of(command.Command, index),
    };

    /// <summary>PostgreSQL keeps microseconds. Cut before deciding what to store, or a rebuild would differ from the live row.</summary>
    private static Instant ToStoredPrecision(Instant instant) => Instant.FromUnixTimeTicks(instant.ToUnixTimeTicks() / 10 * 10);
}
