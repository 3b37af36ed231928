using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>What a sender is told: the entries that the command opened or changed, and where they stand in the stream.</summary>
/// <param name="Replayed">The command had been accepted before; nothing was written this time.</param>
internal sealed record Recorded(
    CommandId Command, ImmutableArray<RecordedEntry> Entries, Instant RecordedAt, [property: JsonIgnore] bool Replayed)
{
    /// <summary>The closed periods about whose days the act says something; absent where there are none.</summary>
    public ImmutableArray<RestatedPeriod>? Restates { get; init; }

    public static Recorded Of(CommandId command, LedgerEntry entry, bool replayed) => new(
        command,
        [.. entry.Entries.Select((e, i) => new RecordedEntry(e, entry.FirstVersion + i))],
        entry.RecordedAt, replayed);
}

/// <param name="Version">The stream version: what a later correction gives in If-Match.</param>
internal sealed record RecordedEntry(EntryId Entry, int Version);

/// <summary>The one way into a stream. Answers only what is committed; those who ask at the same time share a commit.</summary>
internal sealed partial class Recorder
{
    private readonly Vault _vault;
    private readonly GroupTransaction _transaction;
    private readonly ActQueue _queue;

    public Recorder(IDocumentStore store, NpgsqlDataSource source, IClock clock, Vault vault, LockWait wait)
    {
        (_vault, _transaction) = (vault, new(store, source, clock, wait));
        _queue = new(_transaction.RunAsync, wait.Limit);
    }

    /// <exception cref="OperationCanceledException">The sender no longer listens. What has begun is finished all the same; the ledger knows.</exception>
    public async Task<(Recorded? Recorded, Refusal? Refusal)> RecordAsync(
        Slug organisation, Slug initiative, SentCommand sent, Actor actor, CancellationToken cancellation)
    {
        var hash = await _vault.FingerprintAsync(organisation, sent.Canonical, cancellation);
        var act = new Act(new(organisation, initiative), sent, actor, hash);
        await using var given = cancellation.Register(act.GiveUp);
        _queue.Add(act);
        return await act.Answer.WaitAsync(cancellation);
    }
}
