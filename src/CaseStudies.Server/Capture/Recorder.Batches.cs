using CaseStudies.Domain;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>The outcome of one command of a batch. All null: not recorded, because another one was refused.</summary>
/// <param name="Failure">A technical failure: the command may be sent again.</param>
internal sealed record CommandOutcome(Recorded? Recorded, Refusal? Refusal, Exception? Failure);

/// <content>Many commands at once, in one organisation.</content>
internal sealed partial class Recorder
{
    /// <summary>So many commands of a batch stand in line at a time: whoever comes while it is recorded does not wait for the whole of it.</summary>
    private const int Part = 64;

    /// <summary>Records each by itself: those of one initiative in their order, different initiatives side by side.</summary>
    /// <remarks>After a technical failure, later commands of the same initiative fail too, since they may depend on it.</remarks>
    public async Task<IReadOnlyList<CommandOutcome>> RecordEachAsync(
        Slug organisation, IReadOnlyList<(Slug Initiative, ReceivedCommand Sent)> commands, Actor actor, CancellationToken cancellation)
    {
        var (settled, last) = (new List<CommandOutcome>(commands.Count), new Dictionary<Slug, PendingCommand>());
        foreach (var part in commands.Chunk(Part))
            settled.AddRange(await RecordPartAsync(organisation, part, last, actor, cancellation));
        return settled;
    }

    /// <param name="last">The last command so far on each initiative.</param>
    private async Task<IReadOnlyList<CommandOutcome>> RecordPartAsync(
        Slug organisation, IReadOnlyList<(Slug Initiative, ReceivedCommand Sent)> commands, Dictionary<Slug, PendingCommand> last, Actor actor,
        CancellationToken cancellation)
    {
        var pending = await PendingAsync(organisation, commands, last, actor, cancellation);
        // From the last to the first, so that what is left at any moment is the beginning of the batch.
        await using var given = cancellation.Register(() =>
        {
            foreach (var command in pending.Reverse())
                command.GiveUp();
        });
        _queue.Add(pending);
        var settled = new List<CommandOutcome>(pending.Count);
        foreach (var command in pending)
            settled.Add(await SettledAsync(command, cancellation));
        return await ToldAsync(pending, settled, cancellation);
    }

    /// <summary>Records all of them or none.</summary>
    public async Task<IReadOnlyList<CommandOutcome>> RecordAllAsync(
        Slug organisation, IReadOnlyList<(Slug Initiative, ReceivedCommand Sent)> commands, Actor actor, CancellationToken cancellation)
    {
        var pending = await PendingAsync(organisation, commands, [], actor, cancellation);
        // A batch that has begun is finished even if the sender goes away.
        var answers = await Task.Run(() => _committer.RunAllAsync(pending), CancellationToken.None).WaitAsync(cancellation);
        foreach (var recorded in answers.Select(a => a.Recorded).OfType<Recorded>())
            Telemetry.CommandAccepted(actor.Source, recorded.Replayed);
        return await ToldAsync(pending, [.. answers.Select(a => new CommandOutcome(a.Recorded, a.Refusal, null))], cancellation);
    }

    /// <summary>The outcomes with what is to be told of them. The entries of each stream are asked for once.</summary>
    private async Task<IReadOnlyList<CommandOutcome>> ToldAsync(
        IReadOnlyList<PendingCommand> commands, List<CommandOutcome> outcomes, CancellationToken cancellation)
    {
        foreach (var stream in commands.Index().Where(c => outcomes[c.Index].Recorded is not null).GroupBy(c => c.Item.Stream, c => c.Index))
        {
            var told = await ToldAsync(stream.Key, [.. stream.Select(i => (commands[i], outcomes[i].Recorded!))], cancellation);
            foreach (var (place, recorded) in stream.Zip(told))
                outcomes[place] = outcomes[place] with { Recorded = recorded };
        }

        return outcomes;
    }

    private async Task<IReadOnlyList<PendingCommand>> PendingAsync(
        Slug organisation, IReadOnlyList<(Slug Initiative, ReceivedCommand Sent)> commands, Dictionary<Slug, PendingCommand> last, Actor actor,
        CancellationToken cancellation)
    {
        var pending = new List<PendingCommand>(commands.Count);
        foreach (var (initiative, sent) in commands)
        {
            var hash = await _vault.FingerprintAsync(organisation, sent.Canonical, cancellation);
            pending.Add(last[initiative] = new(new(organisation, initiative), sent, actor, hash, last.GetValueOrDefault(initiative)) { OfBatch = true });
        }

        return pending;
    }

    private static async Task<CommandOutcome> SettledAsync(PendingCommand pending, CancellationToken cancellation)
    {
        try
        {
            var (recorded, refusal) = await pending.Answer.WaitAsync(cancellation);
            return new(recorded, refusal, null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new(null, null, e);
        }
    }
}
