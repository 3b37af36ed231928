using CaseStudies.Domain;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>What became of one command of a batch. All null: nothing, because another one was refused.</summary>
/// <param name="Failure">Nobody could decide: it may be sent again.</param>
internal sealed record Settled(Recorded? Recorded, Refusal? Refusal, Exception? Failure);

/// <content>Many commands at once, in one organisation.</content>
internal sealed partial class Recorder
{
    /// <summary>Each by itself; those of one initiative in their order, different initiatives side by side.</summary>
    /// <remarks>After one that nobody could decide, those of its initiative that follow are not decided either: they may stand on it.</remarks>
    public async Task<IReadOnlyList<Settled>> RecordEachAsync(
        Slug organisation, IReadOnlyList<(Slug Initiative, SentCommand Sent)> commands, Actor actor, CancellationToken cancellation)
    {
        var acts = await ActsAsync(organisation, commands, actor, cancellation);
        // From the last to the first: what is left at any moment is a beginning.
        await using var given = cancellation.Register(() =>
        {
            foreach (var act in acts.Reverse())
                act.GiveUp();
        });
        _queue.Add(acts);
        var settled = new List<Settled>(acts.Count);
        foreach (var act in acts)
            settled.Add(await SettledAsync(act, cancellation));
        return settled;
    }

    /// <summary>All, or nothing of it.</summary>
    public async Task<IReadOnlyList<Settled>> RecordAllAsync(
        Slug organisation, IReadOnlyList<(Slug Initiative, SentCommand Sent)> commands, Actor actor, CancellationToken cancellation)
    {
        var acts = await ActsAsync(organisation, commands, actor, cancellation);
        // What has begun is finished, whoever listens.
        var answers = await Task.Run(() => _transaction.RunAllAsync(acts), CancellationToken.None).WaitAsync(cancellation);
        foreach (var recorded in answers.Select(a => a.Recorded).OfType<Recorded>())
            Telemetry.CommandAccepted(actor.Source, recorded.Replayed);
        return [.. answers.Select(a => new Settled(a.Recorded, a.Refusal, null))];
    }

    private async Task<IReadOnlyList<Act>> ActsAsync(Slug organisation, IReadOnlyList<(Slug Initiative, SentCommand Sent)> commands, Actor actor, CancellationToken cancellation)
    {
        var (acts, last) = (new List<Act>(commands.Count), new Dictionary<Slug, Act>());
        foreach (var (initiative, sent) in commands)
        {
            var hash = await _vault.FingerprintAsync(organisation, sent.Canonical, cancellation);
            acts.Add(last[initiative] = new(new(organisation, initiative), sent, actor, hash, last.GetValueOrDefault(initiative)) { OfBatch = true });
        }

        return acts;
    }

    private static async Task<Settled> SettledAsync(Act act, CancellationToken cancellation)
    {
        try
        {
            var (recorded, refusal) = await act.Answer.WaitAsync(cancellation);
            return new(recorded, refusal, null);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return new(null, null, e);
        }
    }
}
