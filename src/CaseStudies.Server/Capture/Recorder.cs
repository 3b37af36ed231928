using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>The answer to an accepted command: the entries that it opened or changed, and their stream versions.</summary>
/// <param name="Replayed">The command had been accepted before; nothing was written this time.</param>
internal sealed record Recorded(
    CommandId Command, ImmutableArray<RecordedEntry> Entries, Instant RecordedAt, [property: JsonIgnore] bool Replayed)
{
    /// <summary>The closed periods that the command restated: their days, or their figures, are concerned. Absent where there are none.</summary>
    public ImmutableArray<RestatedPeriod>? Restates { get; init; }

    /// <summary>What of it looks like a slip. It is recorded all the same and stands on the list of warnings. Absent where nothing does.</summary>
    public ImmutableArray<WarningLine>? Warnings { get; init; }

    /// <summary>The stream versions of its first and last event.</summary>
    [JsonIgnore]
    public (int First, int Last) Versions { get; init; }

    [JsonIgnore]
    public bool MayRestate { get; init; }

    public static Recorded FromLedger(CommandId command, LedgerEntry entry, bool replayed) => new(
        command,
        [.. entry.Entries.Select((e, i) => new RecordedEntry(e, entry.FirstVersion + i))],
        entry.RecordedAt, replayed)
    {
        Versions = (entry.FirstVersion, entry.FirstVersion + entry.Events - 1),
    };
}

/// <param name="Version">The stream version: what a later correction gives in If-Match.</param>
internal sealed record RecordedEntry(EntryId Entry, int Version);

/// <summary>Records commands on initiatives; nothing else does. It answers what is committed only, and concurrent commands share a commit.</summary>
internal sealed partial class Recorder : IDisposable
{
    private readonly Vault _vault;
    private readonly RestatementReader _restatements;
    private readonly WarningReader _warnings;
    private readonly GroupCommitter _committer;
    private readonly GroupCommitQueue _queue;

    public Recorder(
        IDocumentStore store, CommitConnections connections, IClock clock, ClockSkew skew, Vault vault, RestatementReader restatements,
        WarningReader warnings)
    {
        (_vault, _restatements, _warnings, _committer) = (vault, restatements, warnings, new(store, connections, clock, skew));
        _queue = new(_committer.RunAsync, connections.Wait.Limit);
    }

    public void Dispose() => _queue.Dispose();

    /// <exception cref="OperationCanceledException">The sender has gone away. A commit that has begun is finished all the same, and the ledger keeps
    /// its outcome.</exception>
    public async Task<(Recorded? Recorded, Refusal? Refusal)> RecordAsync(
        Slug organisation, Slug initiative, ReceivedCommand sent, Actor actor, CancellationToken cancellation)
    {
        var hash = await _vault.FingerprintAsync(organisation, sent.Canonical, cancellation);
        var pending = new PendingCommand(new(organisation, initiative), sent, actor, hash);
        await using var given = cancellation.Register(pending.GiveUp);
        _queue.Add(pending);
        var (recorded, refusal) = await pending.Answer.WaitAsync(cancellation);
        return (recorded is null ? null : (await ToldAsync(pending.Stream, [(pending, recorded)], cancellation))[0], refusal);
    }

    /// <summary>The answers of commands on one stream, with the closed periods that they restated and the likely slips among what they said.</summary>
    private async Task<IReadOnlyList<Recorded>> ToldAsync(
        StreamKey stream, IReadOnlyList<(PendingCommand Command, Recorded Recorded)> answers, CancellationToken cancellation)
    {
        var restating = await _restatements.TellAsync(stream, [.. answers.Select(a => a.Recorded)], cancellation);
        return await _warnings.TellAsync(stream, [.. answers.Zip(restating, (a, recorded) => (a.Command, recorded))], cancellation);
    }
}
